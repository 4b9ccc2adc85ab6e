"""Abbreviations of several meanings: which one is meant, by the words that stand about it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from citewell.text.tokens import is_content, stem, words

# The shorthand of obstetric notes: weeks of forty ("13/40"), gravida and para ("G2P1").
_OBSTETRIC = re.compile(r"\b\d{1,2}(?:\+\d)?/40\b|\bG\d{1,2} ?P\d{1,2}\b|\bP\d(?:\+\d)?\b")
_OF_OBSTETRICS = stem("gestation")
# What stands as near as this to an abbreviation speaks for its meaning twice.
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an abbreviation may stand for, and the stems of the words that speak for it."""

    long: str
    cues: frozenset[str]


def meanings_in(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Meaning, ...]]:
    """The ambiguous abbreviations of rows `{short: PE, meanings: [{long: …, by: [words]}, …]}`.

    The words of a long form speak for it, too.
    """
    return {
        row["short"]: tuple(_meaning(each["long"], each["by"]) for each in row["meanings"])
        for row in rows
        if "meanings" in row
    }


def forms_in(rows: Iterable[Mapping[str, Any]], stem_of: Callable[[str], str]) -> dict[str, frozenset[str]]:
    """The only forms in which a word names something, of rows `{only_as: [HIT, sob]}`, by their stems."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for form in row.get("only_as", ()):
            found.setdefault(stem_of(form), set()).add(form)
    return {each: frozenset(forms) for each, forms in sorted(found.items())}


def is_written_so(typed: str, forms: AbstractSet[str]) -> bool:
    """Whether a word as typed is one of the forms; those in small letters may open a sentence ("Nursing")."""
    return typed in forms or typed.lower() in forms


def _meaning(long: str, by: Sequence[str]) -> Meaning:
    said = (word for phrase in (long, *by) for word in words(phrase) if is_content(word))
    return Meaning(long, frozenset(map(stem, said)))


def said_about(text: str, short: str) -> tuple[str, ...]:
    """The stems of the words about an abbreviation that may speak for a meaning, the nearest ones twice."""
    before, _, behind = text.partition(short)
    left = [stem(word) for word in words(before)]
    right = [stem(word) for word in words(behind)]
    signs = (_OF_OBSTETRICS,) if _OBSTETRIC.search(text) else ()
    return (*left, *right, *left[-_NEAR:], *right[:_NEAR], *signs)


def meant(meanings: Sequence[Meaning], said: Sequence[str]) -> str:
    """The long form for which most of the words speak; "" where it stays open: a tie, and no word at all."""
    votes = sorted(((_votes(each.cues, said), each.long) for each in meanings), reverse=True)
    if not votes or not votes[0][0] or (len(votes) > 1 and votes[1][0] == votes[0][0]):
        return ""
    return votes[0][1]


def _votes(cues: AbstractSet[str], said: Iterable[str]) -> int:
    return sum(1 for word in said if word in cues)
