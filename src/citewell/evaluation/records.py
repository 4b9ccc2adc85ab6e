"""What a run measured, question by question: the records that are written, compared and reported.

Every measure is a ratio of two sums over the questions, so that one form serves them all: a mean adds
(score, 1) for each question, a precision (right, given), an F1 (2·hits, 2·hits + false ones + missed ones).
A question that a measure has nothing to say about adds (0, 0).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

FORMAT = 1
OURS = "ours"
Part = tuple[float, float]
"""What a question adds to a measure: above the line and below it."""


class Better(StrEnum):
    """Which way a measure is better; INFORMATIVE ones are neither."""

    HIGHER = "higher"
    LOWER = "lower"
    INFORMATIVE = "informative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure of a suite.

    reference: what others reached, in words. floor: what is asked of us at least (at most, where lower is
    better); None where a figure is only reported. proxy: it stands for what only a reader can judge.
    """

    id: str
    title: str
    reference: str = ""
    floor: float | None = None
    better: Better = Better.HIGHER
    proxy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One question, and what each system adds to each measure by it.

    labels: what it is broken down by (style, kind, asker). scores: by system, then by measure.
    seconds: how long each system took, where that was measured.
    """

    id: str
    text: str
    labels: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, Part]]
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteRun:
    """A suite as it was measured; `skipped` says why it was not. notes: what must be known to read it."""

    suite: str
    title: str
    split: str
    measures: tuple[Measure, ...]
    systems: tuple[str, ...] = ()
    questions: tuple[Scored, ...] = ()
    notes: tuple[str, ...] = ()
    skipped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A whole run. made: when, as ISO 8601. made_by: engine, packs, models and the like, each by version."""

    format: int = FORMAT
    name: str
    made: str
    made_by: Mapping[str, str]
    suites: tuple[SuiteRun, ...]
