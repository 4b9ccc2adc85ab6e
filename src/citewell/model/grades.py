"""Grades: the body's label as printed, and the harmonised pair that may be derived from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingSystem:
    """One body's labels. `kind` is "strength", or "appropriateness", which is never mapped.

    strength, certainty: words of a label → our word. A label no word of which is known is shown
    as printed and mapped to nothing.
    """

    id: str
    title: str
    kind: str
    strength: Mapping[str, str] = field(default_factory=dict)
    certainty: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grade:
    """A label as printed with its harmonised strength and certainty, None where nothing is known."""

    as_printed: str
    strength: str | None = None
    certainty: str | None = None
