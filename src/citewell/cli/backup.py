"""`citewell backup`: all that cannot be made again, in one file."""

from pathlib import Path

import click


@click.command(
    short_help="Save everything into one file.",
    epilog="""\b
Example:
  citewell backup citewell-2026-11-21.tar.zst
""",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def backup(*, file: Path) -> None:
    """Save the editorial register, the library, the recorded answers and the encoders into FILE.

    Others may go on working meanwhile. FILE appears whole or not at all, and is readable by you alone: it
    holds the hashes of passwords, and what was asked.
    """
    from datetime import UTC, datetime

    from citewell.cli.backup_pages import echo_contents
    from citewell.cli.progress import progress
    from citewell.config import settings_from
    from citewell.engine.preserving import back_up
    from citewell.text.moments import as_text

    with progress() as watch:
        manifest = back_up(settings_from(), file, at=as_text(datetime.now(UTC)), watch=watch)
    if not file.is_file():
        # It went into a pipe, which may be stdout.
        return
    echo_contents(manifest)
    size = file.stat().st_size / 1_000_000
    click.echo(f"saved in {file}, {size:,.1f} MB, readable by you alone: keep it as you keep passwords")
