"""`citewell review queue`: what waits for whoever asks."""

import click

from citewell.cli.library_options import form_option, pager_option
from citewell.cli.review_seat import seated


@click.command(
    epilog="""\b
Examples:
  citewell review queue
  citewell review queue --all
"""
)
@click.option("--all", "of_all", is_flag=True, help="Everything that is open, whomever it waits for.")
@form_option
@pager_option
def queue(*, of_all: bool, form: str, no_pager: bool) -> None:
    """List what waits for you: votes, drafts, requested changes, tasks; the most urgent first."""
    from citewell.cli.identity import now
    from citewell.cli.rendering import show_json, show_page
    from citewell.cli.review_pages import queue_page
    from citewell.cli.review_records import queue_record
    from citewell.engine.queues import everything
    from citewell.engine.queues import queue as queue_of

    with seated() as seat:
        at = now()
        found = (everything if of_all else queue_of)(seat.desk, seat.who)
    if form == "json":
        show_json([queue_record(each, now=at) for each in found])
        return
    title = "Everything on the desk" if of_all else f"Waiting for {seat.who.user.display}"
    show_page(queue_page(title, found, now=at), "text", None, pager=not no_pager)
