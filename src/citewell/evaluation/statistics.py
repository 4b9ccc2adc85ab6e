"""Figures from what the questions added up to, with bootstrap intervals.

Percentile bootstrap over the questions (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter
13), 2,000 draws with a fixed seed: the same run gives the same interval. Two systems are compared on the same
draws, question by question (Sakai, Evaluating evaluation metrics based on the bootstrap, SIGIR 2006).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from citewell.evaluation.records import Part, Scored

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

DRAWS = 2000
_SEED = 20181
_LOW, _HIGH = 2.5, 97.5
NOTHING: Part = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95 % interval, over so many questions."""

    value: float
    low: float
    high: float
    questions: int


def parts_of(questions: Iterable[Scored], *, system: str, measure: str) -> tuple[Part, ...]:
    """What each question adds to a measure of a system; (0, 0) where it adds nothing."""
    return tuple(one.scores.get(system, {}).get(measure, NOTHING) for one in questions)


def figure_of(parts: Sequence[Part]) -> Figure | None:
    """The ratio of the sums; None where there is nothing to divide by."""
    counted = [part for part in parts if part[1]]
    if not counted:
        return None
    drawn = _ratios(_sums(counted))
    low, high = _interval(drawn)
    return Figure(ratio(counted), low, high, len(counted))


def difference_of(one: Sequence[Part], other: Sequence[Part]) -> Figure | None:
    """How much more the one is than the other, paired by question; None where either has no value."""
    both = [(a, b) for a, b in zip(one, other, strict=True) if a[1] or b[1]]
    ours, theirs = [a for a, _ in both], [b for _, b in both]
    if not (any(below for _, below in ours) and any(below for _, below in theirs)):
        return None
    low, high = _interval(_ratios(_sums(ours)) - _ratios(_sums(theirs)))
    return Figure(ratio(ours) - ratio(theirs), low, high, len(both))


def ratio(parts: Sequence[Part]) -> float:
    """The sum above the line over the sum below it; 0 where that is 0."""
    below = sum(part[1] for part in parts)
    return sum(part[0] for part in parts) / below if below else 0.0


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share lies (linear between neighbours); values is not empty."""
    import numpy as np

    return float(np.quantile(values, share))


def _sums(parts: Sequence[Part]) -> "Numbers":
    """For each draw the two sums; equal numbers of questions are drawn alike, which pairs two systems."""
    import numpy as np

    count = len(parts)
    weights = np.random.default_rng(_SEED).multinomial(count, [1 / count] * count, size=DRAWS)
    sums: Numbers = weights @ np.asarray(parts, dtype=float)
    return sums


def _ratios(sums: "Numbers") -> "Numbers":
    import numpy as np

    above, below = sums[:, 0], sums[:, 1]
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def _interval(drawn: "Numbers") -> tuple[float, float]:
    """The middle 95 % of the draws; one in which nothing was counted says nothing and is left out."""
    import numpy as np

    low, high = np.nanpercentile(drawn, (_LOW, _HIGH))
    return float(low), float(high)
