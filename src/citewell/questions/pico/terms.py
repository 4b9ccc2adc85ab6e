"""The terms by which a question's population, conditions, interventions and the rest are known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from citewell.questions.spelling import word_set
from citewell.questions.words import stems_of
from citewell.text.meanings import Meaning, forms_in, meanings_in

# Inside a phrase these say nothing: "a clot in my leg" is "clot in the leg".
POINTING = word_set("a an the my our your her his their its")
_LONGEST_CAPITALS = 5


class Role(StrEnum):
    """What a term names; the values are the keys of the rows of `vocabulary/`.

    NOTHING: words that only look like a term ("heat stroke" is no stroke), as ConText's pseudo-triggers.
    """

    GROUP = "group"
    CONDITION = "condition"
    INTERVENTION = "intervention"
    OUTCOME = "outcome"
    BODY_PART = "body"
    SIDE = "side"
    SETTING = "setting"
    AGAINST = "against"
    NOTHING = "nothing"


# Rows of several kinds name what can be done.
_DONE = ("intervention", "imaging", "test", "surgery", "therapy", "device", "vaccine", "drug", "class")
_ROLES = {**{role.value: role for role in Role}, **dict.fromkeys(_DONE, Role.INTERVENTION)}


@dataclass(frozen=True, slots=True)
class Term:
    """A term without its first word, and what it names.

    capitals: only where the text has it in capitals. pointed: only behind "the" and the like ("the runs").
    """

    rest: tuple[str, ...]
    role: Role
    id: str
    capitals: bool = False
    pointed: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What is known of somebody who belongs to a group: an age in years, a sex."""

    age: tuple[float, float] | None = None
    sex: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """terms: by the stem of their first word, the longest first. groups: by id. drug_ends: the ends of drugs'
    names (stems of nonproprietary names). levels: of each region of the spine, how many levels it has.
    unlike_levels: words beside which "T4" or "C3" is no level. meanings: of ambiguous abbreviations.
    unlike_drugs: the ends of words that end as drugs' names do and are none ("cholesterol"). only_as: stems
    that name what they name only where they are written so ("HIT", never "hit"; "nursing", never "nurse").
    digest: of the files of the vocabulary, SHA-256, on which answers depend.
    """

    terms: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    drug_ends: tuple[str, ...] = ()
    levels: Mapping[str, int] = field(default_factory=dict)
    unlike_levels: frozenset[str] = frozenset()
    unlike_drugs: tuple[str, ...] = ()
    only_as: Mapping[str, frozenset[str]] = field(default_factory=dict)
    digest: str = ""
    meanings: Mapping[str, tuple[Meaning, ...]] = field(default_factory=dict)


NO_TERMS = Terms()
_Rows = Sequence[Mapping[str, Any]]
# The stems of each name: what it names, and whether only in capitals, and only behind "the".
_Found = dict[tuple[str, ...], dict[tuple[Role, str], tuple[bool, bool]]]


def compile_terms(entries: Iterable[Mapping[str, Any]]) -> Terms:
    """The terms of the rows of `vocabulary/`; of two rows that name one term alike the first counts.

    Rows of other names ("same", "say") name what the first of their terms names that a row of a kind has.
    """
    rows = list(entries)
    found: _Found = {}
    for role, term_id, names in (*_named(rows), *_drugs_of_classes(rows)):
        _add(found, names, role, term_id)
    for names, others in _other_names(rows):
        _add_alike(found, names, others)
    ordered = sorted(found.items(), key=lambda item: (-len(item[0]), item[0]))
    terms: dict[str, list[Term]] = {}
    for stems, meant in ordered:
        kept = [Term(stems[1:], role, term_id, *when) for (role, term_id), when in meant.items()]
        terms.setdefault(stems[0], []).extend(kept)
    return Terms(
        terms={first: tuple(each) for first, each in sorted(terms.items())},
        groups={row["group"][0]: _group(row) for row in rows if "group" in row},
        drug_ends=tuple(end for row in rows for end in row.get("stems", ())),
        levels={region: count for row in rows for region, count in row.get("levels", {}).items()},
        unlike_levels=frozenset(
            stem for row in rows for word in row.get("unlike", ()) for stem in stems_of(word)
        ),
        unlike_drugs=tuple(end for row in rows for end in row.get("no_drugs", ())),
        only_as=forms_in(rows, lambda word: stems_of(word)[0]),
        meanings=meanings_in(rows),
    )


def bare(stems: Iterable[str]) -> tuple[str, ...]:
    """The stems of a phrase less those that only point."""
    return tuple([stem for stem in stems if stem not in POINTING])


def _named(rows: _Rows) -> Iterator[tuple[Role, str, Sequence[str]]]:
    for row in rows:
        for key, role in _ROLES.items():
            if key in row:
                yield role, row[key][0], row[key]


def _drugs_of_classes(rows: _Rows) -> Iterator[tuple[Role, str, Sequence[str]]]:
    """The drugs of each class, each by its own name, where no row names it."""
    named = {name for row in rows for name in row.get("drug", ())}
    for row in rows:
        yield from ((Role.INTERVENTION, one, (one,)) for one in row.get("members", ()) if one not in named)


def _other_names(rows: _Rows) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    for row in rows:
        if "say" in row:
            yield row["say"], row.get("mean", ())
        if "same" in row:
            yield row["same"], row["same"]


def _add(found: _Found, names: Iterable[str], role: Role, term_id: str) -> None:
    for name in names:
        stems = bare(stems_of(name))
        if stems:
            pointed = len(stems) == 1 and len(stems_of(name)) > 1
            found.setdefault(stems, {}).setdefault((role, term_id), (_needs_capitals(name), pointed))


def _add_alike(found: _Found, names: Iterable[str], others: Iterable[str]) -> None:
    known = next((found[stems] for other in others if (stems := bare(stems_of(other))) in found), {})
    for role, term_id in list(known)[:1]:
        unnamed = [name for name in names if bare(stems_of(name)) not in found]
        _add(found, unnamed, role, term_id)


def _group(row: Mapping[str, Any]) -> Group:
    low, high = row.get("age", (None, None))
    return Group(age=None if low is None else (float(low), float(high)), sex=row.get("sex", ""))


def _needs_capitals(name: str) -> bool:
    return len(name) <= _LONGEST_CAPITALS and name.isalpha() and name.isupper()
