"""`citewell review comment | close`: what is said about a version, and how it was settled."""

import sys
from typing import TYPE_CHECKING

import click

from citewell.cli.library_options import form_option
from citewell.cli.review_seat import (
    Seat,
    reason_option,
    seated,
    seen_option,
    subject_argument,
    version_option,
)

if TYPE_CHECKING:
    from citewell.model.reviews import Comment, Subject


@click.command(
    short_help="Comment on a part, or suggest other words.",
    epilog="""\b
Examples:
  citewell review comment article:brace "Which brace?" --at claim:brace
  citewell review comment article:brace --at claim:brace --field patient \\
    --suggest "A soft brace."
  citewell review comment article:brace - < remarks.txt
""",
)
@subject_argument
@click.argument("text", required=False, default="")
@click.option("--at", "anchor", default="", metavar="ANCHOR", help="The part, as show tells it.")
@click.option("--field", default="", metavar="NAME", help="The field of the part.")
@click.option("--suggest", "suggested", default="", metavar="TEXT", help="Other words for the field.")
@seen_option(required=False)
@version_option
@form_option
def comment(
    *,
    subject: "Subject",
    text: str,
    anchor: str,
    field: str,
    suggested: str,
    seen: int | None,
    n: int | None,
    form: str,
) -> None:
    """Comment on SUBJECT as a whole, a part of it or a field; with - as TEXT it is read from stdin.

    A suggestion is for one field. With --seen it is refused when the field reads otherwise by now.
    """
    from citewell.engine import discussing

    said = _said(text, needed=not suggested)
    with seated() as seat:
        if not suggested:
            made = discussing.comment(seat.desk, seat.who, subject, said, anchor=anchor, field=field, n=n)
        else:
            made = discussing.suggest(
                seat.desk,
                seat.who,
                subject,
                suggested,
                anchor=anchor,
                field=field,
                said=_as_read(seat, subject, n, seen, anchor=anchor, field=field),
                text=said,
                n=n,
            )
    _tell(made, form)


@click.command(
    short_help="Close a comment or suggestion.",
    epilog="""\b
Examples:
  citewell review close 4
  citewell review close 5 --accept
  citewell review close 6 --decline --reason "The source says weeks."
""",
)
@click.argument("number", type=click.IntRange(1))
@click.option("--accept", is_flag=True, help="Take a suggestion.")
@click.option("--decline", is_flag=True, help="Do not take a suggestion, with the reason.")
@reason_option(required=False)
@form_option
def close(*, number: int, accept: bool, decline: bool, reason: str, form: str) -> None:
    """Close comment NUMBER as settled; a suggestion is accepted or declined by an author.

    An accepted suggestion on an article becomes an edit of it. One on a pack is taken over in its files.
    """
    from citewell.engine import discussing

    if accept and decline:
        raise click.UsageError("--accept and --decline: give one")
    with seated() as seat:
        if accept:
            done = _accepted(seat, number, reason)
        elif decline:
            done = discussing.decline(seat.desk, seat.who, number, reason=reason)
        else:
            done = discussing.resolve(seat.desk, seat.who, number, reason=reason)
    _tell(done, form)


def _accepted(seat: Seat, number: int, reason: str) -> "Comment":
    from citewell.cli.options import open_engine
    from citewell.engine.discussing import accept
    from citewell.model.reviews import SubjectKind

    with seat.desk.register.reading() as books:
        is_article = books.reviews.comment(number).subject.kind is SubjectKind.ARTICLE
    engine = open_engine(record=False) if is_article else None
    return accept(seat.desk, seat.who, number, reason=reason, engine=engine)


def _said(text: str, *, needed: bool) -> str:
    """What was typed, or with - what stands on stdin."""
    from citewell.cli.inputs import read_question

    if text == "" and needed and not sys.stdin.isatty():
        text = "-"
    if text == "" and needed:
        raise click.UsageError("say something: TEXT, or - to read it from stdin")
    return read_question(text, what="comment") if text else ""


def _as_read(
    seat: Seat, subject: "Subject", n: int | None, seen: int | None, *, anchor: str, field: str
) -> str:
    """How the field read at the revision that was seen, else how it reads."""
    from citewell.editorial.discussion import text_at
    from citewell.engine.comparing import as_read, said_by

    version, content = said_by(seat.desk, subject, n)
    return text_at(content if seen is None else as_read(seat.desk, version, seen), anchor, field)


def _tell(comment: "Comment", form: str) -> None:
    from citewell.answers.formats.words import one_line
    from citewell.cli.rendering import show_json
    from citewell.cli.review_records import comment_record

    if form == "json":
        show_json({"subject": str(comment.subject), "version": comment.version} | comment_record(comment))
        return
    what = "comment" if comment.suggested is None else "suggestion"
    where = " ".join(part for part in (comment.anchor, comment.field) if part) or "the whole"
    line = f"{what} {comment.id} on {comment.subject} version {comment.version}, {where}: {comment.state}"
    click.echo(one_line(line))
