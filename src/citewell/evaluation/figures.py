"""The figures of a suite, ready to be shown: each measure with every system, the gain, and what is asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from citewell.evaluation.records import OURS, Better, Measure, Scored, SuiteRun
from citewell.evaluation.statistics import Figure, difference_of, figure_of, parts_of, quantile

MEDIAN, SLOW = 0.5, 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A measure: the figure of each system, and what ours gains on the baseline (None without one)."""

    measure: Measure
    figures: Mapping[str, Figure]
    gain: Figure | None

    @property
    def ours(self) -> Figure | None:
        """Our own figure, None where there was nothing to measure."""
        return self.figures.get(OURS)

    @property
    def reached(self) -> bool | None:
        """Whether the floor is reached; None where none is set, or nothing was measured."""
        if self.measure.floor is None or self.ours is None:
            return None
        if self.measure.better is Better.LOWER:
            return self.ours.value <= self.measure.floor
        return self.ours.value >= self.measure.floor


@dataclass(frozen=True, slots=True)
class Latency:
    """How long a system took for a question, in seconds: the median and what 95 of 100 stay below."""

    system: str
    median: float
    slow: float


def rows_of(suite: SuiteRun) -> tuple[Row, ...]:
    """The measures of a suite of which anything was measured."""
    return tuple(row for measure in suite.measures if (row := _row(suite, measure)).figures)


def _row(suite: SuiteRun, measure: Measure) -> Row:
    parts = {one: parts_of(suite.questions, system=one, measure=measure.id) for one in suite.systems}
    figures = {one: figure for one, each in parts.items() if (figure := figure_of(each))}
    baseline = next((one for one in figures if one != OURS), None)
    gain = difference_of(parts[OURS], parts[baseline]) if baseline and OURS in figures else None
    return Row(measure=measure, figures=figures, gain=gain)


def latencies_of(suite: SuiteRun) -> Iterator[Latency]:
    """How long each system took, where that was measured."""
    for system in suite.systems:
        taken = [one.seconds[system] for one in suite.questions if system in one.seconds]
        if taken:
            yield Latency(system, quantile(taken, MEDIAN), quantile(taken, SLOW))


def labels_of(suite: SuiteRun) -> tuple[str, ...]:
    """What the questions of a suite can be broken down by."""
    return tuple(dict.fromkeys(label for one in suite.questions for label in one.labels))


def by_label(suite: SuiteRun, label: str) -> Mapping[str, Sequence[Scored]]:
    """The questions of each value of a label, the commonest first; those without one are left out."""
    groups: dict[str, list[Scored]] = {}
    for one in suite.questions:
        if label in one.labels:
            groups.setdefault(one.labels[label], []).append(one)
    return dict(sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])))
