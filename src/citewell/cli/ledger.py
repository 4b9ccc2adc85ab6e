"""`citewell ledger`: what is kept of answers, and for how long."""

from typing import TYPE_CHECKING

import click

from citewell.cli.library_options import form_option
from citewell.config import LONGEST_RETENTION

if TYPE_CHECKING:
    from citewell.storage.ledger import Ledger


@click.group(
    epilog="""\b
Examples:
  citewell ledger stats
  citewell ledger purge --older-than 90
  citewell ledger forget 3f6c…
"""
)
def ledger() -> None:
    """Count, protect and remove what is kept of answers."""


@ledger.command(short_help="Count what is kept.")
@form_option
def stats(*, form: str) -> None:
    """Count the entries, with and without their text, and say how old and how large they are."""
    from citewell.cli.rendering import show_json
    from citewell.storage.retention import stats as count

    found = count(_opened())
    told = {
        "entries": found.entries,
        "with_text": found.with_text,
        "protected": found.protected,
        "damaged": found.damaged,
        "oldest": found.oldest.date().isoformat() if found.oldest else None,
        "bytes": found.size,
    }
    if form == "json":
        show_json(told)
        return
    from citewell.cli.library_pages import echo_pairs

    echo_pairs({name.replace("_", " "): value for name, value in told.items()})


@ledger.command(short_help="Remove what is old.")
@click.option(
    "--older-than",
    metavar="DAYS",
    type=click.IntRange(0, LONGEST_RETENTION),
    help="Remove what was recorded more than so many days ago.  [default: CITEWELL_RETENTION]",
)
def purge(*, older_than: int | None) -> None:
    """Remove the entries that are older than a number of days."""
    from datetime import UTC, datetime, timedelta

    from citewell.cli.wording import counted
    from citewell.storage.retention import purge as remove

    opened = _opened()
    days = opened.retention if older_than is None else older_than
    if days is None:
        raise click.UsageError("nothing says how old: give --older-than DAYS, or set CITEWELL_RETENTION")
    removed = remove(opened, before=datetime.now(UTC) - timedelta(days))
    click.echo(f"{counted(removed, 'entry', 'entries')} removed")


@ledger.command(short_help="Remove one entry.")
@click.argument("fingerprint")
def forget(*, fingerprint: str) -> None:
    """Remove the entry with FINGERPRINT, as when a patient asks for it."""
    from citewell.cli.errors import say
    from citewell.engine.requests import text_only
    from citewell.storage.retention import forget as remove

    forgotten = remove(_opened(), text_only(fingerprint.strip(), "fingerprint"))
    click.echo(f"{forgotten.fingerprint} forgotten")
    for follower in forgotten.followed_by:
        say(f"{follower} follows it up and is still kept")


@ledger.command(short_help="Take the text out of what was kept with it.")
def protect() -> None:
    """Take the questions, facts and answers out of the entries that have them; digests take their place."""
    from datetime import UTC, datetime, timedelta

    from citewell.cli.wording import counted
    from citewell.storage.retention import protect as take_out

    # What another process is writing at this moment is left to it.
    changed = take_out(_opened(), before=datetime.now(UTC) - timedelta(minutes=1))
    click.echo(f"{counted(changed, 'entry', 'entries')} protected")


def _opened() -> "Ledger":
    from citewell.config import settings_from
    from citewell.storage.ledger import Ledger

    settings = settings_from()
    return Ledger(settings.ledger, retention=settings.retention)
