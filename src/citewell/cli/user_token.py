"""`citewell user token`: what programs show instead of a password."""

import click

from citewell.cli.identity import at_the_desk, now
from citewell.cli.library_options import form_option
from citewell.cli.user_pages import token_line, token_record

_SCOPES = click.Choice(["read", "author", "review", "admin"])
_DAYS = 90


@click.group(
    epilog="""\b
Examples:
  citewell user token make nightly --scope read
  CITEWELL_TOKEN=$(cat token.txt) citewell user whoami
"""
)
def token() -> None:
    """API tokens: for programs, for some acts only, for a time, to be revoked."""


@token.command(short_help="Make a token.")
@click.argument("label")
@click.option(
    "--scope", "scopes", type=_SCOPES, multiple=True, required=True, help="What it may be used for."
)
@click.option("--days", type=int, default=_DAYS, show_default=True, help="How long it holds.")
def make(*, label: str, scopes: tuple[str, ...], days: int) -> None:
    """Make a token of one's own, called LABEL, and print it: it is kept nowhere and shown only now.

    An act needs the scope and the role: a token never lets do what its owner may not.
    """
    from citewell.model.accounts import Scope

    with at_the_desk() as desk:
        made, secret = desk.offices.credentials.make_token(
            desk.person(), label=label, scopes=[Scope(scope) for scope in scopes], days=days
        )
    click.echo(secret)
    click.echo(f"{token_line(made, at=now())}; it is not shown again", err=True)


@token.command("list", short_help="List the tokens.")
@click.argument("name", required=False)
@form_option
def list_tokens(*, name: str | None, form: str) -> None:
    """List one's own tokens, or as an admin those of NAME; their secrets are not kept."""
    from citewell.cli.rendering import show_json

    with at_the_desk() as desk:
        who = desk.person()
        tokens = desk.offices.credentials.tokens(who, name or who.name)
    if form == "json":
        show_json([token_record(each) for each in tokens])
        return
    for each in tokens:
        click.echo(token_line(each, at=now()))
    if not tokens:
        click.echo("none: citewell user token make LABEL --scope read")


@token.command(short_help="Revoke a token.")
@click.argument("token_id", metavar="ID")
@click.option(
    "--user", "name", default="", metavar="NAME", help="Whose it is, for admins; by default one's own."
)
def revoke(*, token_id: str, name: str) -> None:
    """Revoke the token ID: it is taken no more, from now on."""
    with at_the_desk() as desk:
        who = desk.person()
        revoked = desk.offices.credentials.revoke_token(who, name or who.name, token_id)
    click.echo(token_line(revoked, at=now()))
