"""A run as one HTML page: complete in itself, light, without scripts; every text escaped."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from citewell.evaluation.comparison import SuiteChange, compared
from citewell.evaluation.comparison_lines import made_otherwise, verdict
from citewell.evaluation.figures import (
    Latency,
    Row,
    by_label,
    labels_of,
    latencies_of,
    rows_of,
)
from citewell.evaluation.plots import changes_plot, measures_plot
from citewell.evaluation.records import OURS, Better, Measure, Run, Scored, SuiteRun
from citewell.evaluation.statistics import Figure, figure_of, parts_of

if TYPE_CHECKING:
    from jinja2 import Template

_MOST_QUESTIONS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """Our figures for each value of a label. groups: its values with their numbers of questions."""

    label: str
    groups: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Measure, tuple[Figure | None, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A suite, ready to be set. missed: questions on which ours lost something, with what it lost."""

    suite: SuiteRun
    baselines: tuple[str, ...]
    rows: tuple[Row, ...]
    latencies: tuple[Latency, ...]
    plot: str
    breakdowns: tuple[Breakdown, ...]
    missed: tuple[tuple[Scored, tuple[str, ...]], ...]
    change: SuiteChange | None
    change_plot: str


def report_page(run: Run, *, against: Run | None = None) -> str:
    """The page of a run; with `against`, what moved since. The same runs give the same page."""
    changes = {one.suite: one for one in compared(against, run)} if against else {}
    chapters = tuple(_chapter(suite, changes.get(suite.suite)) for suite in run.suites if not suite.skipped)
    return _template().render(
        run=run,
        against=against,
        otherwise=tuple(made_otherwise(against, run)) if against else (),
        chapters=chapters,
        skipped=tuple(suite for suite in run.suites if suite.skipped),
        ours=OURS,
    )


def _chapter(suite: SuiteRun, change: SuiteChange | None) -> Chapter:
    rows = rows_of(suite)
    return Chapter(
        suite=suite,
        baselines=tuple(system for system in suite.systems if system != OURS),
        rows=rows,
        latencies=tuple(latencies_of(suite)),
        plot=measures_plot(rows),
        breakdowns=tuple(_breakdown(suite, label, rows) for label in labels_of(suite)),
        missed=_missed(suite),
        change=change,
        change_plot=changes_plot(change.changes) if change else "",
    )


def _breakdown(suite: SuiteRun, label: str, rows: Sequence[Row]) -> Breakdown:
    groups = by_label(suite, label)
    return Breakdown(
        label=label,
        groups=tuple((value, len(questions)) for value, questions in groups.items()),
        rows=tuple(
            (
                row.measure,
                tuple(
                    figure_of(parts_of(questions, system=OURS, measure=row.measure.id))
                    for questions in groups.values()
                ),
            )
            for row in rows
            if row.ours
        ),
    )


def _missed(suite: SuiteRun) -> tuple[tuple[Scored, tuple[str, ...]], ...]:
    """The questions of which a measure fell short with us, the first few hundred, and which measures."""
    found = ((one, _lost(one, suite.measures)) for one in suite.questions)
    return tuple(pair for pair in found if pair[1])[:_MOST_QUESTIONS]


def _lost(one: Scored, measures: Sequence[Measure]) -> tuple[str, ...]:
    scores = one.scores.get(OURS, {})
    return tuple(
        measure.title
        for measure in measures
        if measure.id in scores and scores[measure.id][1] and _short(measure, *scores[measure.id])
    )


def _short(measure: Measure, above: float, below: float) -> bool:
    if measure.better is Better.HIGHER:
        return above < below
    return measure.better is Better.LOWER and above > 0


@cache
def _template() -> "Template":
    from markupsafe import Markup

    from citewell.answers.formats.html import templates_in

    environment = templates_in(Path(__file__).parent)
    # What was drawn here is the only text that is not escaped.
    environment.filters["drawn"] = Markup
    environment.filters["verdict"] = verdict
    return environment.get_template("report.html.j2")
