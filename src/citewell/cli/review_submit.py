"""`citewell review draft | submit`: content as the files or an answer have it, brought to the desk."""

from typing import TYPE_CHECKING

import click

from citewell.cli.library_options import form_option
from citewell.cli.review_seat import seated, seen_option, subject_argument, told_when_stale

if TYPE_CHECKING:
    from citewell.model.reviews import Subject

_QUESTION = "The question whose answer is kept as the article."


@click.command(
    short_help="Begin a version, or put a draft right.",
    epilog="""\b
Examples:
  citewell review draft pack:vertebral-fracture
  citewell review draft article:block --question "Nerve root block at L2?"
""",
)
@subject_argument
@click.option("--question", default="", metavar="TEXT", help=_QUESTION)
@seen_option(required=False)
@form_option
def draft(*, subject: "Subject", question: str, seen: int | None, form: str) -> None:
    """Keep SUBJECT as it is now as a draft: a new version, or your draft with other content.

    A pack or recommendation is taken from the files of the packs in use.
    """
    from citewell.cli.review_pages import tell_standing
    from citewell.cli.review_sources import content_now
    from citewell.engine.bringing import brought

    with seated() as seat:
        content = content_now(subject, question)
        with told_when_stale(seat, form):
            after = brought(seat.desk, seat.who, subject, content, seen=seen)
        tell_standing(seat.desk, after, form)


@click.command(
    short_help="Hand content in for review.",
    epilog="""\b
Examples:
  citewell review submit pack:vertebral-fracture
  citewell review submit recommendation:vertebral-fracture/aaos-2010-l2-root-block
  citewell review submit article:block --question "Nerve root block at L2?"
""",
)
@subject_argument
@click.option("--question", default="", metavar="TEXT", help=_QUESTION)
@seen_option(required=False)
@form_option
def submit(*, subject: "Subject", question: str, seen: int | None, form: str) -> None:
    """Hand SUBJECT in for review, as it is now.

    A pack or recommendation is taken from the files of the packs in use; an article from the answer to the
    question, or without one from its draft.
    """
    from citewell.cli.review_pages import tell_standing
    from citewell.cli.review_sources import content_to_submit
    from citewell.engine.bringing import submitted

    with seated() as seat:
        content = content_to_submit(subject, question)
        with told_when_stale(seat, form):
            after = submitted(seat.desk, seat.who, subject, content, seen=seen)
        tell_standing(seat.desk, after, form)
