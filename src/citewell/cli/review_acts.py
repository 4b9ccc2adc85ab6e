"""`citewell review withdraw | take | approve | request-changes | reopen | retire`: the acts on a version."""

import sys
from typing import TYPE_CHECKING

import click

from citewell.cli.library_options import form_option
from citewell.cli.passwords import stdin_option
from citewell.cli.review_seat import (
    Seat,
    present,
    reason_option,
    seated,
    seen_option,
    subject_argument,
    told_when_stale,
    version_option,
)

if TYPE_CHECKING:
    from citewell.editorial.audit import Signer
    from citewell.model.reviews import Action, Subject


@click.command(short_help="Take your own work back.")
@subject_argument
@version_option
@form_option
def withdraw(*, subject: "Subject", n: int | None, form: str) -> None:
    """Take SUBJECT back from review, as a draft that can be edited. The votes given so far are gone."""
    from citewell.model.reviews import Action

    with seated() as seat:
        _act(seat, Action.WITHDRAW, subject, n=n, form=form)


@click.command(short_help="Begin the review of others' work.")
@subject_argument
@version_option
@form_option
def take(*, subject: "Subject", n: int | None, form: str) -> None:
    """Begin the review of SUBJECT. A comment or a decision on it begins it, too."""
    from citewell.model.reviews import Action

    with seated() as seat:
        _act(seat, Action.TAKE, subject, n=n, form=form)


@click.command(
    short_help="Approve what you have read, and sign it.",
    epilog="""\b
Example:
  citewell review approve pack:vertebral-fracture --seen 2
""",
)
@subject_argument
@seen_option(required=True)
@version_option
@stdin_option
@form_option
def approve(*, subject: "Subject", seen: int, n: int | None, from_stdin: bool, form: str) -> None:
    """Approve SUBJECT as it reads at the revision you have seen, and sign that with your own key.

    It asks for your password, which opens the key. It is approved once enough reviewers have.
    """
    from citewell.engine.offering import is_to_be_signed
    from citewell.model.reviews import Action

    with seated() as seat:
        asked = is_to_be_signed(seat.desk, seat.who, subject, seen=seen, n=n)
        sign = seat.accounts.signer(seat.who, from_stdin=from_stdin) if asked else None
        _act(seat, Action.APPROVE, subject, n=n, form=form, seen=seen, sign=sign)


@click.command(
    "request-changes",
    short_help="Ask for changes, with the reason.",
    epilog="""\b
Example:
  citewell review request-changes article:wrist-splints --seen 2 --reason "Which wrist?"
""",
)
@subject_argument
@seen_option(required=True)
@reason_option(required=True)
@version_option
@form_option
def request_changes(*, subject: "Subject", seen: int, reason: str, n: int | None, form: str) -> None:
    """Send SUBJECT back to its author, with the reason."""
    from citewell.model.reviews import Action

    with seated() as seat:
        _act(seat, Action.REQUEST_CHANGES, subject, n=n, form=form, seen=seen, reason=reason)


@click.command(short_help="Take an approval back, with the reason.")
@subject_argument
@seen_option(required=True)
@reason_option(required=True)
@version_option
@form_option
def reopen(*, subject: "Subject", seen: int, reason: str, n: int | None, form: str) -> None:
    """Put the approved SUBJECT under review again, with the reason; readers have the caution again."""
    from citewell.model.reviews import Action

    with seated() as seat:
        _act(seat, Action.REOPEN, subject, n=n, form=form, seen=seen, reason=reason)


@click.command(short_help="Take content out for good, with the reason.")
@subject_argument
@seen_option(required=True)
@reason_option(required=True)
@version_option
@click.option("--yes", "-y", "sure", is_flag=True, help="Do not ask whether you are sure.")
@form_option
def retire(*, subject: "Subject", seen: int, reason: str, n: int | None, sure: bool, form: str) -> None:
    """Retire SUBJECT, with the reason. It cannot be taken back; a new version can be begun."""
    from citewell.model.reviews import Action

    with seated() as seat:
        if not sure and sys.stdin.isatty():
            click.confirm(f"Retire {subject} for good?", abort=True, err=True)
        _act(seat, Action.RETIRE, subject, n=n, form=form, seen=seen, reason=reason)


def _act(
    seat: Seat,
    action: "Action",
    subject: "Subject",
    *,
    n: int | None,
    form: str,
    seen: int | None = None,
    reason: str = "",
    sign: "Signer | None" = None,
) -> None:
    """Do it and tell what became of the version. seen: None where one's own present state is meant."""
    from citewell.cli.review_pages import tell_standing

    revision = present(seat, subject, n).revision if seen is None else seen
    with told_when_stale(seat, form):
        after = seat.desk.act(seat.who, action, subject, seen=revision, n=n, reason=reason, sign=sign)
    tell_standing(seat.desk, after, form)
