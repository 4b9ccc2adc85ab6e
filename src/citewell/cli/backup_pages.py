"""What a backup holds, for people: a line for each part."""

import click

from citewell.cli.wording import counted
from citewell.storage.backup_manifest import ENCODERS, FEEDBACK, LEDGER, LIBRARY, Manifest


def echo_contents(manifest: Manifest) -> None:
    """A line for each part that is there, each verified, and for the chain its end."""
    members = {member.name: member for member in manifest.members}
    if manifest.form:
        tables = [member for member in manifest.members if member.table]
        rows = counted(sum(member.rows for member in tables), "row")
        click.echo(f"register  {rows} in {counted(len(tables), 'table')}")
        events = counted(manifest.events, "event")
        click.echo(f"          {events} verified, the last with the hash {manifest.head}")
    if LIBRARY in members:
        click.echo(f"library   {members[LIBRARY].size / 1_000_000:,.1f} MB")
    if LEDGER in members:
        click.echo(f"ledger    {counted(members[LEDGER].rows, 'file')}")
    if FEEDBACK in members:
        click.echo(f"feedback  {counted(members[FEEDBACK].rows, 'line')} on cards")
    if encoders := [name for name in members if name.startswith(ENCODERS)]:
        click.echo(f"encoders  {counted(len(encoders), 'file')}")
    if not members:
        click.echo("nothing   there was nothing to save yet")
