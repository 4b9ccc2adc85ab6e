"""`citewell user login`, `logout`, `whoami` and `password`."""

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from citewell.cli.identity import (
    at_the_desk,
    forget_session,
    keep_session,
    kept_session,
    origin,
    session_file,
)
from citewell.cli.library_options import form_option
from citewell.cli.passwords import asked, asked_anew, stdin_option
from citewell.cli.user_pages import user_line, user_record
from citewell.errors import Forbidden, InputError

if TYPE_CHECKING:
    from citewell.cli.identity import Desk
    from citewell.model.accounts import Person


@click.command(short_help="Sign in.")
@click.argument("name", required=False)
@click.option("--oidc", is_flag=True, help="By OpenID Connect, in a browser, with an organisation's account.")
@stdin_option
def login(*, name: str | None, oidc: bool, from_stdin: bool) -> None:
    """Sign in as NAME. The session is kept in a file that only you can read."""
    if bool(name) == oidc:
        raise click.UsageError("give the NAME to sign in as, or --oidc")
    with at_the_desk() as desk:
        if name:
            secret = asked(f"Password of {name}", from_stdin=from_stdin)
            _keep(desk, desk.offices.entrance.sign_in(name, secret, origin=origin()))
            return
        from citewell.cli.oidc_sign_in import session_by_issuer

        _keep(desk, session_by_issuer(desk, origin=origin()))


def _keep(desk: "Desk", secret: str) -> None:
    """Keep a new session; the one before it ends."""
    with suppress(Forbidden, InputError):
        desk.offices.entrance.sign_out(kept_session())
    keep_session(secret)
    who = desk.offices.entrance.who(secret)
    click.echo(f"signed in as {user_line(who.user)}")


@click.command(short_help="Sign out.")
def logout() -> None:
    """End the session that login began, here and in the register."""
    session = kept_session()
    forget_session()
    # One that had ended already is as good as ended.
    with at_the_desk() as desk, suppress(Forbidden):
        desk.offices.entrance.sign_out(session)
    click.echo("signed out")


@click.command(short_help="Tell who is signed in.")
@form_option
def whoami(*, form: str) -> None:
    """Tell whose session or token is in use, and what it may be used for."""
    from citewell.cli.rendering import show_json
    from citewell.model.accounts import Scope

    with at_the_desk() as desk:
        who = desk.person()
    scopes = [scope.value for scope in Scope if scope in who.scopes]
    if form == "json":
        show_json(user_record(who.user) | {"scopes": scopes})
        return
    click.echo(f"{user_line(who.user)}; scopes: {', '.join(scopes)}")


@click.command(short_help="Change a password.")
@click.argument("name", required=False)
@stdin_option
def password(*, name: str | None, from_stdin: bool) -> None:
    """Change one's own password, or as an admin reset that of NAME.

    One's own: the signing key is sealed anew, and other sessions end. A reset one: sessions end, tokens and
    the signing key are revoked. On stdin: for one's own the old and the new one, each on a line.
    """
    with at_the_desk() as desk:
        who = desk.person()
        if name and name != who.name:
            new = asked_anew(f"New password of {name}", from_stdin=from_stdin)
            desk.offices.accounts.reset(who, name, new)
            click.echo(f"the password of {name} was reset; they change it: citewell user password")
            return
        _change(desk, who, from_stdin=from_stdin)
    click.echo("your password was changed")


def _change(desk: "Desk", who: "Person", *, from_stdin: bool) -> None:
    old = asked(f"Password of {who.name}", from_stdin=from_stdin)
    new = asked_anew("New password", from_stdin=from_stdin)
    session = _session_id() if session_file().exists() else ""
    desk.offices.credentials.change_password(who, old, new, origin=origin(), session=session)


def _session_id() -> str:
    from citewell.accounts.bearers import read_bearer

    return read_bearer(kept_session()).id
