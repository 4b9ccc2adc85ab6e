"""`citewell review list`: every version there is, whatever became of it."""

import click

from citewell.cli.library_options import form_option, pager_option
from citewell.cli.review_seat import seated
from citewell.model.standing import Status


@click.command(
    "list",
    epilog="""\b
Example:
  citewell review list --status approved
""",
)
@click.option(
    "--status",
    "statuses",
    type=click.Choice([status.value for status in Status], case_sensitive=False),
    multiple=True,
    help="Of this status only; may be given several times.",
)
@form_option
@pager_option
def list_versions(*, statuses: tuple[str, ...], form: str, no_pager: bool) -> None:
    """List every version, approved, superseded and retired ones too."""
    from citewell.cli.rendering import show_json, show_page
    from citewell.cli.review_pages import versions_page
    from citewell.cli.review_records import version_line
    from citewell.engine.queues import versions

    with seated() as seat:
        found = versions(seat.desk, seat.who, [Status(status) for status in statuses])
    if form == "json":
        show_json([version_line(version) for version in found])
        return
    show_page(versions_page(found), "text", None, pager=not no_pager)
