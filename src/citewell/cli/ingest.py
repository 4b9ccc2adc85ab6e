"""`citewell ingest`: documents into the library."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from citewell.cli.errors import INTERRUPTED, say

if TYPE_CHECKING:
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

    from citewell.cli.progress import progress
    from citewell.cli.watching import tell_the_desk
    from citewell.config import settings_from
    from citewell.engine.indexing import ingest as take_in

    began, settings = monotonic(), settings_from()
    try:
        with progress() as watch:
            report = take_in(settings, paths, watch=watch, dry_run=dry_run, again=again)
    except KeyboardInterrupt:
        if not dry_run:
            say("stopped; what was read is kept, and the same command goes on from there")
        context.exit(INTERRUPTED)
    if form == "json":
        from citewell.cli.rendering import show_json

        show_json(report)
    else:
        _tell(report, seconds=monotonic() - began, dry_run=dry_run)
    if not dry_run:
        tell_the_desk(settings)
    context.exit(SOME_REFUSED if report.refused else 0)


def _tell(report: "IngestReport", *, seconds: float, dry_run: bool) -> None:
    from citewell.cli.wording import counted, lasting

    read = report.added + report.replaced
    if not (read or report.known or report.refused):
        say("there was nothing to read")
    rate = f" ({read / seconds:,.0f} a second)" if read > seconds > 1 else ""
    click.echo(
        f"{counted(report.added, 'document')} {'would be ' if dry_run else ''}added, "
        f"{counted(report.replaced, 'newer version')}, {report.known:,} already known, "
        f"in {lasting(seconds)}{rate}"
    )
    if report.fingerprint:
        click.echo(f"index {report.fingerprint}")
    for refused in report.refused[:_MOST_REASONS]:
        say(f"not read: {refused.origin}: {refused.reason}")
    if len(report.refused) > _MOST_REASONS:
        say(f"{len(report.refused) - _MOST_REASONS:,} more were not read: --format json lists all")
