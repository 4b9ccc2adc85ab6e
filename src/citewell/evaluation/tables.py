"""The figures of a run as lines of text, for a terminal or a file."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from citewell.answers.formats.words import one_line
from citewell.evaluation.figures import Row, by_label, labels_of, latencies_of, rows_of
from citewell.evaluation.records import OURS, Better, Measure, Run, Scored, SuiteRun
from citewell.evaluation.statistics import Figure, figure_of, parts_of
from citewell.evaluation.suite import Suite

_MILLISECONDS = 1000
_ASKED = {Better.HIGHER: "≥", Better.LOWER: "≤", Better.INFORMATIVE: "="}


def run_lines(run: Run, *, by: str = "") -> Iterator[str]:
    """Every suite of a run. by: a label to break the figures down by."""
    for suite in run.suites:
        yield from suite_lines(suite, by=by)
        yield ""


def suite_lines(suite: SuiteRun, *, by: str = "") -> Iterator[str]:
    """A suite: its name, its measures, its times, its notes; the figures of each value of the label `by`."""
    split = f" ({suite.split})" if suite.split else ""
    if suite.skipped:
        yield f"{suite.title}{split}: skipped: {suite.skipped}"
        return
    yield f"{suite.title}{split}: {len(suite.questions):,} questions"
    yield from columns(_heads(suite), [_cells(row, suite) for row in rows_of(suite)])
    for one in latencies_of(suite):
        median, slow = one.median * _MILLISECONDS, one.slow * _MILLISECONDS
        yield f"  {one.system}: {median:.1f} ms a question (median), 95 % below {slow:.1f} ms"
    yield from (f"  {note}" for note in suite.notes)
    if by in labels_of(suite):
        yield from _broken_down(suite, by)


def _heads(suite: SuiteRun) -> list[str]:
    baselines = [system for system in suite.systems if system != OURS]
    return ["", "n", *baselines, OURS, "95 %", *(["gain", "95 %"] if baselines else []), "asked", "reference"]


def _cells(row: Row, suite: SuiteRun) -> list[str]:
    baselines = [system for system in suite.systems if system != OURS]
    counted = row.ours or next(iter(row.figures.values()))
    cells = [_title(row.measure), f"{counted.questions:,}"]
    cells += [_value(row.figures.get(one)) for one in (*baselines, OURS)]
    cells += [_interval(row.ours)]
    cells += [_signed(row.gain), _interval(row.gain, sign="+")] if baselines else []
    return [*cells, _asked(row), row.measure.reference]


def _title(measure: Measure) -> str:
    return f"{measure.title} (proxy)" if measure.proxy else measure.title


def _value(figure: Figure | None) -> str:
    return "–" if figure is None else f"{figure.value:.3f}"


def _signed(figure: Figure | None) -> str:
    return "" if figure is None else f"{figure.value:+.3f}"


def _interval(figure: Figure | None, *, sign: str = "") -> str:
    return "" if figure is None else f"{figure.low:{sign}.3f} … {figure.high:{sign}.3f}"


def _asked(row: Row) -> str:
    return _limit(row.measure) + {True: " ✓", False: " ✗", None: ""}[row.reached]


def _limit(measure: Measure) -> str:
    return "" if measure.floor is None else f"{_ASKED[measure.better]} {measure.floor:g}"


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as their longest cell, the first to the left, figures to the right."""
    lines = [heads, *rows]
    widths = [max(map(len, column)) for column in zip_longest(*lines, fillvalue="")]
    last = len(heads) - 1
    for line in lines:
        cells = (
            cell.ljust(width) if n in {0, last} else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        yield ("  " + "  ".join(cells)).rstrip()


def _broken_down(suite: SuiteRun, label: str) -> Iterator[str]:
    measures = [row.measure for row in rows_of(suite)]
    yield f"  by {label}, ours:"
    groups = by_label(suite, label)
    heads = ["", *(f"{one_line(value)} ({len(group)})" for value, group in groups.items())]
    rows = [[_title(measure), *(_of(group, measure) for group in groups.values())] for measure in measures]
    yield from columns(heads, rows)


def _of(questions: Sequence[Scored], measure: Measure) -> str:
    return _value(figure_of(parts_of(questions, system=OURS, measure=measure.id)))


def question_lines(suite: SuiteRun) -> Iterator[str]:
    """Each question with what ours scored by every measure that says something about it."""
    for one in suite.questions:
        scores = one.scores.get(OURS, {})
        told = (f"{name} {_part(above, below)}" for name, (above, below) in scores.items() if below)
        yield f"{one_line(one.id):12} {'  '.join(told)}"


def _part(above: float, below: float) -> str:
    return f"{above:.3g}" if below == 1 else f"{above:g}/{below:g}"


def catalogue_lines(suites: Sequence[Suite]) -> Iterator[str]:
    """Each suite with its measures, what is asked of them, and what others reached."""
    for suite in suites:
        yield f"{suite.id:18} {suite.title}"
        rows = [[_title(one), _limit(one), one.reference] for one in suite.measures]
        yield from columns(rows[0], rows[1:])
