"""`citewell library`: what was ingested, for those who look for it and those who keep it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from citewell.cli.library_options import filter_of, filter_options, form_option, pager_option
from citewell.cli.library_references import references
from citewell.cli.library_vocabulary import vocabulary

if TYPE_CHECKING:
    from citewell.engine.shelf import Shelf
    from citewell.storage.library import Library

FLAGGED = 1


@click.group(
    epilog="""\b
Examples:
  citewell library stats
  citewell library search "aspirin in atrial fibrillation" --body NICE
  citewell library show ngc-10473
"""
)
def library() -> None:
    """Look into the library of ingested guidelines and studies."""


library.add_command(vocabulary)
library.add_command(references)


def _opened() -> "Shelf":
    from citewell.config import settings_from
    from citewell.engine.browsing import opened

    return opened(settings_from())


def _library() -> "Library":
    from citewell.config import settings_from
    from citewell.engine.browsing import library_of

    return library_of(settings_from())


def _write(record: Any) -> None:
    from citewell.cli.rendering import show_json

    show_json(record)


@library.command(short_help="Count what is in it.")
@form_option
def stats(*, form: str) -> None:
    """Count the sources, passages and recommendations, and name the index."""
    from citewell.cli import library_pages, library_records
    from citewell.engine.browsing import stats as count

    told = library_records.stats_record(count(_opened()))
    if form == "json":
        _write(told)
        return
    library_pages.echo_pairs(told)


@library.command("list", short_help="List the sources.")
@filter_options
@form_option
@pager_option
def list_sources(*, form: str, no_pager: bool, **only: Any) -> None:
    """List the sources, all or those that pass the filters."""
    from citewell.cli import library_pages, library_records
    from citewell.cli.rendering import show_page
    from citewell.engine.browsing import listed

    documents = tuple(listed(_library(), filter_of(**only)))
    if form == "json":
        _write([library_records.source_record(document) for document in documents])
        return
    show_page(library_pages.list_page(documents), "text", None, pager=not no_pager)


@library.command(
    short_help="Show one source with its recommendations.",
    epilog="""\b
Examples:
  citewell library show ngc-10473
  citewell library show ngc-10473 --text
""",
)
@click.argument("source")
@click.option("--text", "whole", is_flag=True, help="Its whole plain text, which spans count in.")
@form_option
@pager_option
def show(*, source: str, whole: bool, form: str, no_pager: bool) -> None:
    """Show SOURCE with its recommendations, each with its grade as printed."""
    from citewell.cli import library_pages, library_records
    from citewell.cli.rendering import show_page

    shelved = _library()
    document = shelved.document(library_pages.known_id(source, shelved.ids()))
    if whole:
        from citewell.cli.output import write_text

        write_text(document.text, None, pager=not no_pager)
    elif form == "json":
        _write(library_records.document_record(document))
    else:
        show_page(library_pages.source_page(document), "text", None, pager=not no_pager)


@library.command(
    short_help="Search the passages.",
    epilog="""\b
Example:
  citewell library search "prednisone dose polymyalgia" --year-from 2010 --explain
""",
)
@click.argument("query")
@filter_options
@click.option("--limit", type=click.IntRange(1, 200), default=10, show_default=True, help="How many.")
@click.option("--explain", is_flag=True, help="What each score is made of.")
@form_option
@pager_option
def search(*, query: str, limit: int, explain: bool, form: str, no_pager: bool, **only: Any) -> None:
    """Search the library for QUERY: the passages and sources that fit best."""
    from citewell.cli import library_pages, library_records
    from citewell.cli.rendering import show_page
    from citewell.engine.browsing import found

    if not any(character.isalnum() for character in query):
        raise click.UsageError("QUERY has no words")
    result = found(_opened(), query, only=filter_of(**only), limit=limit, explain=explain)
    if form == "json":
        _write(library_records.found_record(query, result))
        return
    show_page(library_pages.found_page(query, result, explain=explain), "text", None, pager=not no_pager)


@library.command(short_help="Find recorded answers whose sources have moved on.")
@form_option
@click.pass_context
def check(context: click.Context, *, form: str) -> None:
    """Flag the recorded answers that rest on a source since retracted, superseded, changed or removed.

    Of protected answers no sources are kept, so that they cannot be checked.
    The exit code is 1 when there are any.
    """
    from citewell.cli import library_pages
    from citewell.config import settings_from
    from citewell.engine.browsing import checked

    found = checked(settings_from())
    if form == "json":
        _write({"answers": found.quoting, "protected": found.protected, "flagged": found.flags})
    else:
        library_pages.echo_flags(found)
    context.exit(FLAGGED if found.flags else 0)


@library.command(short_help="Take sources out.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
def remove(*, sources: tuple[str, ...]) -> None:
    """Take SOURCE out of search and answers. Its text is kept for the answers that quoted it."""
    from contextlib import closing

    from citewell.cli.library_pages import known_id
    from citewell.cli.watching import tell_the_desk
    from citewell.cli.wording import counted
    from citewell.config import settings_from
    from citewell.engine.indexing import remove as take_out

    with closing(_library()) as shelved:
        ids = shelved.ids()
    wanted = tuple(dict.fromkeys(known_id(source, ids) for source in sources))
    settings = settings_from()
    fingerprint = take_out(settings, wanted)
    click.echo(f"{counted(len(wanted), 'source')} taken out\nindex {fingerprint}")
    tell_the_desk(settings)


@library.command(short_help="Build the index again.")
def reindex() -> None:
    """Build the index again from the library, without reading any file: after an upgrade or a damage."""
    from time import monotonic

    from citewell.cli.progress import progress
    from citewell.cli.wording import lasting
    from citewell.config import settings_from
    from citewell.engine.indexing import reindex as build_again

    began = monotonic()
    with progress() as watch:
        fingerprint = build_again(settings_from(), watch=watch)
    click.echo(f"built in {lasting(monotonic() - began)}\nindex {fingerprint}")


@library.command(short_help="Write everything as JSON lines.")
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to this file, whole or not.",
)
def export(*, output: Path | None) -> None:
    """Write every source with its text, passages and recommendations, one JSON line each."""
    from citewell.cli import library_records

    library_records.export(_library().documents(), output)


@library.command(short_help="Take in a list of retractions.")
@click.argument("path", metavar="CSV", type=click.Path(path_type=Path))
@click.pass_context
def retractions(context: click.Context, *, path: Path) -> None:
    """Take in a Retraction Watch CSV: sources named in it are marked, here and when they come later."""
    from citewell.cli.errors import say
    from citewell.cli.watching import tell_the_desk
    from citewell.cli.wording import counted
    from citewell.config import settings_from
    from citewell.engine.indexing import take_notices

    settings = settings_from()
    added, refused = take_notices(settings, path)
    click.echo(counted(added, "new notice"))
    for each in refused:
        say(f"not read: {each.origin}: {each.reason}")
    tell_the_desk(settings)
    context.exit(1 if refused else 0)
