"""`citewell user`: who has an account, what they may do, and how they show who they are."""

from typing import TYPE_CHECKING

import click

from citewell.cli.identity import at_the_desk
from citewell.cli.library_options import form_option
from citewell.cli.passwords import asked_anew, stdin_option
from citewell.cli.user_key import key
from citewell.cli.user_pages import profile_lines, profile_record, user_line, user_record
from citewell.cli.user_sign_in import login, logout, password, whoami
from citewell.cli.user_token import token
from citewell.errors import InputError

if TYPE_CHECKING:
    from citewell.cli.identity import Desk
    from citewell.model.accounts import Person

_ROLES = click.Choice(["reader", "author", "reviewer", "chief-editor", "admin"])


@click.group(
    epilog="""\b
Examples:
  citewell user add ada --role admin
  citewell user login ada
  citewell user add ben --role reviewer --display "Ben, ward 3"
  citewell user token make nightly --scope read --days 90
"""
)
def user() -> None:
    """Accounts of the editorial desk: roles, passwords, tokens, signing keys."""


for command in (login, logout, whoami, password, token, key):
    user.add_command(command)


@user.command(short_help="Add an account.")
@click.argument("name")
@click.option("--display", default="", metavar="TEXT", help="The name to show; by default NAME.")
@click.option("--role", "roles", type=_ROLES, multiple=True, help="May be given several times.")
@click.option(
    "--identity", default="", metavar="SUBJECT", help="Signs in by OpenID Connect, as this subject."
)
@stdin_option
def add(*, name: str, display: str, roles: tuple[str, ...], identity: str, from_stdin: bool) -> None:
    """Add the account NAME. The first one is an admin's and needs nobody signed in; then only admins add."""
    from citewell.accounts.names import check_name
    from citewell.model.accounts import Role, User

    check_name(name)
    with at_the_desk() as desk:
        who = _who_adds(desk)
        secret = "" if identity else asked_anew(f"New password of {name}", from_stdin=from_stdin)
        asked_for = User(name=name, display=display or name, roles=frozenset(Role(role) for role in roles))
        added = desk.offices.accounts.add(who, asked_for, password=secret, identity=_identity(identity))
    click.echo(f"added {user_line(added)}")
    if who is None:
        click.echo(f"sign in: citewell user login {name}", err=True)


def _who_adds(desk: "Desk") -> "Person | None":
    return None if desk.offices.accounts.is_new() else desk.person()


def _identity(subject: str) -> tuple[str, str]:
    if not subject:
        return "", ""
    from citewell.config import settings_from

    issuer = settings_from().oidc_issuer
    if not issuer:
        raise InputError("--identity needs the issuer it is known to", hint="set CITEWELL_OIDC_ISSUER")
    return issuer, subject


@user.command("list", short_help="List the accounts.")
@form_option
def list_users(*, form: str) -> None:
    """List the accounts with their roles."""
    from citewell.cli.rendering import show_json

    with at_the_desk() as desk:
        users = desk.offices.accounts.users(desk.person())
    if form == "json":
        show_json([user_record(each) for each in users])
        return
    for each in users:
        click.echo(user_line(each))


@user.command(short_help="Show an account with its keys and tokens.")
@click.argument("name", required=False)
@form_option
def show(*, name: str | None, form: str) -> None:
    """Show the account NAME, or one's own: roles, signing keys, tokens. Others' are shown to admins."""
    from citewell.cli.identity import now
    from citewell.cli.rendering import show_json

    with at_the_desk() as desk:
        who = desk.person()
        profile = desk.offices.accounts.profile(who, name or who.name)
    if form == "json":
        show_json(profile_record(profile))
        return
    for line in profile_lines(profile, at=now()):
        click.echo(line)


@user.command(short_help="Grant a role or take it away.")
@click.argument("name")
@click.option("--grant", type=_ROLES, help="The role to give.")
@click.option("--take", type=_ROLES, help="The role to take away; never the last admin's.")
def role(*, name: str, grant: str | None, take: str | None) -> None:
    """Grant NAME a role or take one away; it holds at once."""
    from citewell.model.accounts import Role

    named = grant or take
    if not named or (grant and take):
        raise click.UsageError("name one role, with --grant or --take")
    with at_the_desk() as desk:
        who = desk.person()
        act = desk.offices.accounts.grant if grant else desk.offices.accounts.take
        click.echo(user_line(act(who, name, Role(named))))


@user.command(short_help="Let nobody in by an account.")
@click.argument("name")
def disable(*, name: str) -> None:
    """Disable the account NAME: its sessions end, its tokens are revoked. What it did stays."""
    with at_the_desk() as desk:
        click.echo(user_line(desk.offices.accounts.disable(desk.person(), name)))


@user.command(short_help="Let its user in again.")
@click.argument("name")
def enable(*, name: str) -> None:
    """Enable the account NAME again. Revoked tokens stay revoked."""
    with at_the_desk() as desk:
        click.echo(user_line(desk.offices.accounts.enable(desk.person(), name)))


@user.command(short_help="Forget the failed attempts of an account.")
@click.argument("name")
def unlock(*, name: str) -> None:
    """Unlock the account NAME after too many failed attempts to sign in."""
    with at_the_desk() as desk:
        desk.offices.accounts.unlock(desk.person(), name)
    click.echo(f"{name} may try again")
