"""`citewell evaluate`: measure the answers on judged questions, and hold two runs against each other."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from citewell.cli.errors import say

if TYPE_CHECKING:
    from citewell.evaluation.records import Run

_FELL_SHORT = 1


@click.group(
    epilog="""\b
Examples:
  citewell evaluate list
  citewell evaluate run ngc --data ../shared/data --out run.json
  citewell evaluate compare before.json run.json
  citewell evaluate report run.json --against before.json --out report.html
"""
)
def evaluate() -> None:
    """Measure the answers on judged questions, beside a baseline, and compare two runs."""


@evaluate.command("list", short_help="List the suites and what they measure.")
def list_suites() -> None:
    """List the suites: what each measures, what is asked at least, and what others reached."""
    from citewell.evaluation.catalogue import SUITES
    from citewell.evaluation.tables import catalogue_lines

    _write("\n".join(catalogue_lines(SUITES)) + "\n")


@evaluate.command(short_help="Measure suites, beside a baseline.")
@click.argument("suites", metavar="[SUITE]...", nargs=-1)
@click.option(
    "--data",
    "folder",
    metavar="FOLDER",
    required=True,
    envvar="CITEWELL_DATA",
    show_envvar=True,
    type=click.Path(path_type=Path),
    help="The judged data: the archives as given, or their unpacked contents.",
)
@click.option(
    "--questions",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Judged questions over guidelines, instead of the folder's own; may be given several times.",
)
@click.option("--split", default="", help="Which part of the data, where there are several.")
@click.option("--limit", type=click.IntRange(min=0), default=0, help="At most so many questions of a suite.")
@click.option("--no-baseline", is_flag=True, help="Measure ours alone, which is quicker.")
@click.option("--by", default="", help="Break the figures down by this label (style, kind, asker).")
@click.option("--show", is_flag=True, help="A line for each question, too.")
@click.option("--name", default="", help="What to call the run; by default as its file is called.")
@click.option(
    "--work",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where vectors are kept for the next run; by default with what CITEWELL_HOME caches.",
)
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Keep the run here, as JSON.")
@click.option(
    "--floors",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Figures that must be reached: a suite's measures with a number each, in YAML.",
)
@click.pass_context
def run(
    context: click.Context,
    *,
    suites: tuple[str, ...],
    folder: Path,
    questions: tuple[Path, ...],
    split: str,
    limit: int,
    no_baseline: bool,
    by: str,
    show: bool,
    name: str,
    work: Path | None,
    out: Path | None,
    floors: Path | None,
) -> None:
    """Measure the suites named, or all of them, and print their figures.

    A suite whose data or part of the engine is not there is skipped, which is said; the status is then 1, as
    where a floor is not reached. The questions over guidelines are asked of the library in CITEWELL_HOME.
    """
    from citewell.cli.progress import progress
    from citewell.config import settings_from
    from citewell.evaluation import running
    from citewell.evaluation.catalogue import chosen
    from citewell.evaluation.data import Data
    from citewell.evaluation.floors import fallen, read_floors
    from citewell.evaluation.suite import Bench

    running.need_extra()
    wanted = chosen(suites)
    asked = read_floors(floors) if floors else {}
    settings = settings_from()
    with progress() as watch:
        bench = Bench(
            data=Data(folder, questions=questions, split=split),
            settings=settings,
            work=work or settings.cache / "evaluation",
            limit=limit,
            baseline=not no_baseline,
            watch=watch,
        )
        made = running.run(wanted, bench, name=name or (out.stem if out else "run"), made=_now())
    if out:
        from citewell.cli.output import write_bytes

        write_bytes(running.encoded(made), out)
    _show(made, by=by, show=show)
    short = tuple(fallen(made, asked))
    for line in short:
        say(line)
    context.exit(_FELL_SHORT if short or any(suite.skipped for suite in made.suites) else 0)


_RUN = click.Path(path_type=Path)


@evaluate.command(short_help="Say what got better and worse between two runs.")
@click.argument("before", metavar="BEFORE.json", type=_RUN)
@click.argument("after", metavar="AFTER.json", type=_RUN)
@click.option(
    "--most",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="At most so many questions each way for a measure.",
)
def compare(*, before: Path, after: Path, most: int) -> None:
    """Hold two runs against each other: each measure with its difference, and the questions that moved."""
    from citewell.evaluation.comparison import compared
    from citewell.evaluation.comparison_lines import comparison_lines
    from citewell.evaluation.running import need_extra, read_run

    need_extra()
    one, other = read_run(before), read_run(after)
    _write("\n".join(comparison_lines(one, other, compared(one, other), most=most)))


@evaluate.command(short_help="Write a run as a page with plots.")
@click.argument("run_file", metavar="RUN.json", type=_RUN)
@click.option("--against", metavar="RUN.json", type=_RUN, help="An earlier run to hold it against.")
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path), required=True, help="Where the page goes."
)
def report(*, run_file: Path, against: Path | None, out: Path) -> None:
    """Write a run as one HTML page: figures, plots, breakdowns; complete in itself, without scripts."""
    from citewell.cli.output import write_bytes
    from citewell.evaluation.report import report_page
    from citewell.evaluation.running import need_extra, read_run

    need_extra()
    earlier = read_run(against) if against else None
    write_bytes(report_page(read_run(run_file), against=earlier).encode(), out)
    click.echo(f"{out}")


def _show(made: "Run", *, by: str, show: bool) -> None:
    from citewell.evaluation.tables import question_lines, run_lines

    each = [line for suite in made.suites for line in question_lines(suite)] if show else []
    _write("\n".join((*each, *run_lines(made, by=by))))
    for suite in made.suites:
        if suite.skipped:
            say(f"{suite.suite} was not measured: {suite.skipped}")


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")


def _write(text: str) -> None:
    from citewell.cli.output import write_text

    write_text(text, None, pager=False)
