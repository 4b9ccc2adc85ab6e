"""Two runs held against each other: what moved, by how much, and on which questions.

Questions are paired by suite, split and id; those that only one run has are counted and left out. The
interval is that of the difference itself (paired bootstrap), much narrower than the two intervals suggest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from citewell.evaluation.records import OURS, Better, Measure, Part, Run, Scored, SuiteRun
from citewell.evaluation.statistics import NOTHING, Figure, difference_of, figure_of, parts_of


@dataclass(frozen=True, slots=True)
class Moved:
    """A question of which a measure went from one value to another."""

    id: str
    text: str
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A measure in both runs, and the questions on which it got better and worse."""

    measure: Measure
    before: Figure
    after: Figure
    difference: Figure
    better: tuple[Moved, ...]
    worse: tuple[Moved, ...]

    @property
    def certain(self) -> bool:
        """Whether the interval of the difference leaves out 0."""
        return self.difference.low > 0 or self.difference.high < 0

    @property
    def improved(self) -> bool:
        """Whether it went the better way."""
        return (self.difference.value > 0) is (self.measure.better is not Better.LOWER)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteChange:
    """A suite in both runs. paired: how many questions both have; unpaired: how many only one has."""

    suite: str
    title: str
    paired: int
    unpaired: int
    changes: tuple[Change, ...]


def compared(before: Run, after: Run) -> tuple[SuiteChange, ...]:
    """The suites that both runs measured, in the order of the later run."""
    earlier = {(one.suite, one.split): one for one in before.suites if not one.skipped}
    pairs = (
        (earlier[one.suite, one.split], one) for one in after.suites if (one.suite, one.split) in earlier
    )
    return tuple(_compared(one, other) for one, other in pairs if not other.skipped)


def _compared(before: SuiteRun, after: SuiteRun) -> SuiteChange:
    earlier = {one.id: one for one in before.questions}
    pairs = tuple((earlier[one.id], one) for one in after.questions if one.id in earlier)
    changes = (_change(measure, pairs) for measure in after.measures)
    return SuiteChange(
        suite=after.suite,
        title=after.title,
        paired=len(pairs),
        unpaired=len(before.questions) + len(after.questions) - 2 * len(pairs),
        changes=tuple(change for change in changes if change is not None),
    )


def _change(measure: Measure, pairs: tuple[tuple[Scored, Scored], ...]) -> Change | None:
    before = parts_of((one for one, _ in pairs), system=OURS, measure=measure.id)
    after = parts_of((one for _, one in pairs), system=OURS, measure=measure.id)
    figures = figure_of(before), figure_of(after), difference_of(after, before)
    if figures[0] is None or figures[1] is None or figures[2] is None:
        return None
    moved = tuple(_moved(measure, pairs))
    upwards = measure.better is not Better.LOWER
    return Change(
        measure=measure,
        before=figures[0],
        after=figures[1],
        difference=figures[2],
        better=tuple(one for one in moved if (one.after > one.before) is upwards),
        worse=tuple(one for one in moved if (one.after > one.before) is not upwards),
    )


def _moved(measure: Measure, pairs: tuple[tuple[Scored, Scored], ...]) -> Iterator[Moved]:
    """The questions of which the measure says something in both runs, and not the same; the largest first."""
    found = []
    for one, other in pairs:
        before, after = _part(one.scores, measure), _part(other.scores, measure)
        if before[1] and after[1] and before[0] / before[1] != after[0] / after[1]:
            found.append(Moved(other.id, other.text, before[0] / before[1], after[0] / after[1]))
    yield from sorted(found, key=lambda moved: (-abs(moved.after - moved.before), moved.id))


def _part(scores: Mapping[str, Mapping[str, Part]], measure: Measure) -> Part:
    return scores.get(OURS, {}).get(measure.id, NOTHING)
