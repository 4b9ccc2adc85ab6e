"""`citewell ingest`: documents into the library."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citewell.cli.errors import say

if TYPE_CHECKING:
    from citewell.engine.indexing import Step
    from citewell.model.shelves import IngestReport

SOME_REFUSED = 1
_MOST_REASONS = 20


@click.command(
    epilog="""\b
Examples:
  citewell ingest ngc-2018.tar.xz
  citewell ingest guidelines/ article.xml notes.md --dry-run
"""
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read everything, write nothing, and report.")
@click.option("--again", is_flag=True, help="Read files again that went in before.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def ingest(context: click.Context, *, paths: tuple[Path, ...], dry_run: bool, again: bool, form: str) -> None:
    """Bring the documents at PATH into the library: files, folders and archives.

    Reads guidelines and articles as NGC XML, JATS, MEDLINE XML, PDF, HTML, Markdown, plain text and JSON
    lines, also in .tar, .zip and .gz. What went in before is passed over, so a stopped ingest is taken up
    again by the same command. A file that cannot be read is reported and the rest go in; the exit code is
    then 1.
    """
    from time import monotonic

    from citewell.config import settings_from
    from citewell.engine.indexing import ingest as take_in

    began = monotonic()
    with _progress() as watch:
        report = take_in(settings_from(), paths, watch=watch, dry_run=dry_run, again=again)
    if form == "json":
        from citewell.cli.output import write_bytes
        from citewell.cli.rendering import json_text

        write_bytes(json_text(report), None)
    else:
        _tell(report, seconds=monotonic() - began, dry_run=dry_run)
    context.exit(SOME_REFUSED if report.refused else 0)


def _tell(report: "IngestReport", *, seconds: float, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    click.echo(
        f"{report.added} documents {would}added, {report.replaced} newer versions, "
        f"{report.known} already known, in {seconds:.1f} s"
    )
    if report.fingerprint:
        click.echo(f"index {report.fingerprint}")
    for refused in report.refused[:_MOST_REASONS]:
        say(f"not read: {refused.origin}: {refused.reason}")
    if len(report.refused) > _MOST_REASONS:
        say(f"{len(report.refused) - _MOST_REASONS} more were not read: --format json lists all")


@contextmanager
def _progress() -> Iterator[Callable[["Step"], None]]:
    """A bar on a terminal, with the rate and the time left; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda step: None  # noqa: ARG005 - nothing is shown
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[documents]} documents, {task.fields[rate]:.0f}/s"),
        TimeRemainingColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0, documents=0, rate=0.0)

        def shown(step: "Step") -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            bar.update(
                task,
                completed=step.share,
                description=step.doing[-40:].replace("[", "\\["),
                documents=step.documents,
                rate=step.documents / elapsed if elapsed else 0.0,
            )

        yield shown
