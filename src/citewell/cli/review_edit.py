"""`citewell review edit`: other words for a claim of an article, through the gate of every answer."""

from typing import TYPE_CHECKING

import click

from citewell.cli.library_options import form_option
from citewell.cli.review_seat import (
    reason_option,
    seated,
    seen_option,
    subject_argument,
    told_when_stale,
)

if TYPE_CHECKING:
    from citewell.engine.article_edits import Edit
    from citewell.model.reviews import Subject


@click.command(
    short_help="Word a claim of an article otherwise.",
    epilog="""\b
Examples:
  citewell review edit article:brace --seen 1 --at claim:brace \\
    --field patient --wording "A brace may help."
  citewell review edit article:brace --seen 1 --at claim:cost --leave-out
""",
)
@subject_argument
@seen_option(required=True)
@click.option("--at", "anchor", required=True, metavar="ANCHOR", help="The claim, as show tells it.")
@click.option("--field", default="", metavar="NAME", help="For whom: clinician, student or patient.")
@click.option("--wording", default="", metavar="TEXT", help="The other words.")
@click.option("--leave-out", is_flag=True, help="Leave the claim out.")
@reason_option(required=False)
@form_option
def edit(
    *,
    subject: "Subject",
    seen: int,
    anchor: str,
    field: str,
    wording: str,
    leave_out: bool,
    reason: str,
    form: str,
) -> None:
    """Edit the draft of an article: what is said must be borne out by the findings that it cites.

    Packs and recommendations are edited in their files, then brought with draft or submit.
    """
    from citewell.cli.options import open_engine
    from citewell.cli.review_pages import tell_standing
    from citewell.engine.articles import with_edit
    from citewell.engine.comparing import said_by

    if leave_out is bool(field or wording):
        raise click.UsageError("give --field and --wording, or --leave-out")
    wanted = _edit(anchor, field, wording)
    with seated() as seat:
        said = said_by(seat.desk, subject)[1]
        content = with_edit(open_engine(record=False), said, wanted)
        with told_when_stale(seat, form):
            after = seat.desk.edit(seat.who, subject, content, seen=seen, reason=reason)
        tell_standing(seat.desk, after, form)


def _edit(anchor: str, field: str, wording: str) -> "Edit":
    from citewell.engine.article_edits import CLAIM, Edit, edit_of

    return edit_of(anchor, field, wording) if field else Edit(claim=anchor.removeprefix(CLAIM))
