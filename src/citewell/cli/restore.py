"""`citewell restore`: a home and a register made of a backup's file."""

from pathlib import Path

import click

_OTHERS = 0o077


@click.command(
    short_help="Make a new data folder of a backup.",
    epilog="""\b
Example:
  CITEWELL_HOME=restored citewell restore citewell-2026-11-21.tar.zst
""",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def restore(*, file: Path) -> None:
    """Make the data folder, and the editorial register, of the backup in FILE.

    CITEWELL_HOME must name a folder that is empty or not there, and CITEWELL_DATABASE, where it is set, an
    empty database. Everything is verified before any of it is there; then the library's index is built.
    """
    from citewell.cli.backup_pages import echo_contents
    from citewell.cli.progress import progress
    from citewell.config import settings_from
    from citewell.engine.indexing import reindex
    from citewell.engine.preserving import restore as make_again
    from citewell.storage.backup_manifest import LIBRARY

    settings = settings_from()
    _warn_of_others(file)
    with progress() as watch:
        manifest = make_again(settings, file, watch=watch)
    echo_contents(manifest)
    click.echo(f"restored into {settings.home}, as it was on {manifest.made}")
    if LIBRARY in {member.name for member in manifest.members}:
        with progress() as watch:
            fingerprint = reindex(settings, watch=watch)
        click.echo(f"index {fingerprint}")


def _warn_of_others(file: Path) -> None:
    """A file that others can read has given away the hashes of passwords."""
    import os

    from citewell.cli.errors import say

    if os.name == "posix" and file.is_file() and file.stat().st_mode & _OTHERS:
        say(f"{file} can be read by others, and holds the hashes of passwords: chmod 600 {file}")
