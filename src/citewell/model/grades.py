"""Grades: the body's label as printed, and the harmonised pair that may be derived from it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from citewell.model.sources import Direction

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingSystem:
    """One body's labels. `kind` is "strength", or "appropriateness", which is never mapped.

    strength, certainty: words of a label → our word. A label no word of which is known is shown
    as printed and mapped to nothing. direction: words of a label → which way it points. wording: words of
    the recommendation itself → strength, where a body grades by its wording.

    labels: patterns of whole labels as printed; named groups "strength" and "certainty" say which part of
    a label is looked up where. phrases: patterns of labels that are part of the sentence ("conditionally
    recommends"). bodies, schemes: words in the name of the guideline's developer, or in what the guideline
    says of its grades, one of which must be there before a label is read by this system; a system with
    neither has labels that speak for themselves.
    """

    id: str
    title: str
    kind: str
    strength: Mapping[str, str] = field(default_factory=dict)
    certainty: Mapping[str, str] = field(default_factory=dict)
    direction: Mapping[str, Direction] = field(default_factory=dict)
    wording: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """A label as printed with its harmonised strength and certainty, None where nothing is known."""

    as_printed: str
    strength: str | None = None
    certainty: str | None = None


def meaning(label: str, words: Mapping[str, T]) -> T | None:
    """What the longest known word of a label stands for; letters such as A or I keep their case."""
    for word in sorted(words, key=lambda word: (-len(word), word)):
        if _as_word(word).search(label):
            return words[word]
    return None


@lru_cache(maxsize=1024)
def _as_word(word: str) -> re.Pattern[str]:
    flags = re.NOFLAG if len(word) <= 2 else re.IGNORECASE
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])", flags)
