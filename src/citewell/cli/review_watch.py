"""`citewell review watch`: whether the sources of reviewed content still stand as they did."""

from typing import TYPE_CHECKING

import click

from citewell.cli.library_options import form_option

if TYPE_CHECKING:
    from citewell.engine.watching import Finding


@click.command(short_help="Look whether cited sources fell or changed.")
@form_option
def watch(*, form: str) -> None:
    """Look again at the sources that reviewed content rests on: retracted, superseded, changed, gone.

    Approved content falls back under review, and a task says why. Ingesting does the same at its end, so
    that nobody has to be signed in.
    """
    from citewell.cli.identity import now
    from citewell.cli.rendering import show_json
    from citewell.cli.watching import finding_line
    from citewell.config import settings_from
    from citewell.engine.watching import watched

    found = watched(settings_from(), now=now)
    if form == "json":
        show_json([_record(each) for each in found])
        return
    for each in found:
        click.echo(finding_line(each))
    if not found:
        click.echo("nothing new")


def _record(finding: "Finding") -> dict[str, object]:
    return {
        "subject": str(finding.version.subject),
        "version": finding.version.n,
        "status": finding.version.status.value,
        "kind": finding.kind.value,
        "reason": finding.reason,
        "demoted": finding.demoted,
    }
