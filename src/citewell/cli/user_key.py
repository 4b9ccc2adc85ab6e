"""`citewell user key`: what approvals are signed with."""

import click

from citewell.cli.identity import at_the_desk, origin
from citewell.cli.passwords import asked, stdin_option


@click.group()
def key() -> None:
    """Signing keys (Ed25519): approvals are signed with the reviewer's own."""


@key.command(short_help="Make a signing key.")
@stdin_option
def make(*, from_stdin: bool) -> None:
    """Make a signing key of one's own, sealed under one's password; the one before it is revoked.

    Who signs in by OpenID Connect chooses here the password it is sealed under.
    """
    with at_the_desk() as desk:
        who = desk.person()
        secret = asked(f"Password of {who.name}, to seal the key under", from_stdin=from_stdin)
        made = desk.offices.credentials.make_key(who, secret, origin=origin())
    click.echo(f"your signing key is {made.public}")


@key.command(short_help="Revoke a signing key.")
@click.argument("name", required=False)
def revoke(*, name: str | None) -> None:
    """Revoke one's own signing key, or as an admin that of NAME. What it signed stays signed."""
    with at_the_desk() as desk:
        who = desk.person()
        revoked = desk.offices.credentials.revoke_key(who, name or who.name)
    click.echo(f"the signing key {revoked.public} of {revoked.user} is revoked")
