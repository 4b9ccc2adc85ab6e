"""Floors below which no figure may fall: a data file, held against a run.

ngc:
  guideline: 0.80          # at least; at most where lower is better
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from citewell.errors import InputError
from citewell.evaluation.figures import Row, rows_of
from citewell.evaluation.records import Better, Run, SuiteRun

Floors = Mapping[str, Mapping[str, float]]


def read_floors(path: Path) -> Floors:
    """The floors of a file, by suite and measure. Raises InputError where it cannot be read or is none."""
    import yaml

    try:
        found = yaml.safe_load(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"{path} is not YAML: {' '.join(str(error).split())}") from None
    if not _is_floors(found):
        raise InputError(f"{path} is not a file of floors: it must give a number to each measure of a suite")
    floors: Floors = found
    return floors


def _is_floors(found: object) -> bool:
    return isinstance(found, dict) and all(
        isinstance(suite, str) and isinstance(measures, dict) and all(map(_is_number, measures.values()))
        for suite, measures in found.items()
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def fallen(run: Run, floors: Floors) -> Iterator[str]:
    """A line for each figure on the wrong side of its floor, and for each that could not be measured.

    Floors of suites that were not asked for are passed over.
    """
    suites = {suite.suite: suite for suite in run.suites}
    for name, measures in floors.items():
        suite = suites.get(name)
        if suite is not None and suite.skipped:
            yield f"{name}: was not measured: {suite.skipped}"
        elif suite is not None:
            yield from _below(suite, measures)


def _below(suite: SuiteRun, measures: Mapping[str, float]) -> Iterator[str]:
    rows = {row.measure.id: row for row in rows_of(suite)}
    for measure, floor in measures.items():
        row = rows.get(measure)
        if row is None or row.ours is None:
            yield f"{suite.suite}: {measure}: was not measured"
        elif _is_beyond(row, row.ours.value, floor):
            asked = "at most" if row.measure.better is Better.LOWER else "at least"
            yield f"{suite.suite}: {row.measure.title}: {row.ours.value:.3f}, and {asked} {floor:g} is asked"


def _is_beyond(row: Row, value: float, floor: float) -> bool:
    return value > floor if row.measure.better is Better.LOWER else value < floor
