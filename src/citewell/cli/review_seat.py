"""What every command of the desk begins with: the desk, who sits at it, and the arguments they share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from citewell.cli.identity import at_the_desk

if TYPE_CHECKING:
    from citewell.cli.identity import Desk
    from citewell.engine.curating import EditorialDesk
    from citewell.model.accounts import Person
    from citewell.model.reviews import Subject, Version

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody at the desk. accounts: where their key is opened."""

    accounts: "Desk"
    desk: "EditorialDesk"
    who: "Person"


@contextmanager
def seated() -> Iterator[Seat]:
    """Whoever is signed in, at the desk. Raises Forbidden when nobody is, or they may not even read."""
    with at_the_desk() as accounts:
        from citewell.accounts.rights import check_scope
        from citewell.model.accounts import Scope

        who = accounts.person()
        check_scope(who, Scope.READ, to="work at the desk")
        yield Seat(accounts=accounts, desk=accounts.offices.desk, who=who)


@contextmanager
def told_when_stale(seat: Seat, form: str) -> Iterator[None]:
    """Whoever decides on what is no longer the present text is shown what happened and what differs."""
    from citewell.editorial.workflow import Stale

    try:
        yield
    except Stale as stale:
        from citewell.cli.review_diff_page import tell_since

        tell_since(seat.desk, stale, form)
        raise


def subject_argument(command: _Command) -> _Command:
    """SUBJECT: what is reviewed, as `kind:name`; the command is given the record."""
    return click.argument("subject", callback=_subject)(command)


def _subject(_context: click.Context, _parameter: click.Parameter, text: str) -> "Subject":
    from citewell.editorial.subjects import subject_named

    return subject_named(text)


def version_option(command: _Command) -> _Command:
    """--version: which version, by default the newest."""
    return click.option(
        "--version", "n", type=click.IntRange(1), metavar="N", help="Which version; by default the newest."
    )(command)


def seen_option(*, required: bool) -> Callable[[_Command], _Command]:
    """--seen: the revision that was read, as `show` tells it."""
    told = "The revision that you read, as show tells it."
    return click.option("--seen", type=click.IntRange(1), metavar="REVISION", required=required, help=told)


def reason_option(*, required: bool) -> Callable[[_Command], _Command]:
    """--reason: why, kept with the event."""
    return click.option("--reason", default="", required=required, metavar="TEXT", help="Why; it is kept.")


def present(seat: Seat, subject: "Subject", n: int | None) -> "Version":
    """A version as it stands now. Raises NotFound."""
    with seat.desk.register.reading() as books:
        return books.reviews.version(subject, n)
