"""Levels of the spine: "L4/5", "T12", "C5-C6"."""

import re
from collections.abc import Iterator

from citewell.model.pico import Phrase
from citewell.questions.pico.terms import Terms
from citewell.questions.words import stems_of

_LEVEL = re.compile(r"\b([A-Z])(\d{1,2})(?: ?[-–/] ?([A-Z])?(\d{1,2}))?\b")
_NEAR = 24


def levels_in(text: str, terms: Terms) -> tuple[Phrase, ...]:
    """The levels named, each with the place it stands at; two for "L4/5".

    None where a word beside it says that it is something else ("T4 and TSH", "T2 N0", "T2 weighted").
    """
    return tuple(phrase for match in _LEVEL.finditer(text) for phrase in _levels(match, terms, text))


def _levels(match: re.Match[str], terms: Terms, text: str) -> Iterator[Phrase]:
    about = stems_of(text[max(match.start() - _NEAR, 0) : match.start()])[-2:]
    behind = stems_of(text[match.end() : match.end() + _NEAR])[:2]
    if not terms.unlike_levels.isdisjoint((*about, *behind)):
        return
    ends = [(match[1], match[2])]
    if match[4]:
        ends.append((match[3] or match[1], match[4]))
    for region, number in ends:
        if 1 <= int(number) <= terms.levels.get(region, 0):
            yield Phrase(f"{region}{int(number)}", match.start(), match.end())
