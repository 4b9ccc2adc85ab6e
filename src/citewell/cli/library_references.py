"""`citewell library references`: a selection of the library, as a reference list."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from citewell.cli.library_options import filter_of, filter_options
from citewell.interop.reference_forms import FORM_NAMES

if TYPE_CHECKING:
    from citewell.model.library import Document, SearchFilter


@click.command(
    short_help="Write a reference list.",
    epilog="""\b
Examples:
  citewell library references ngc-10473 ngc-8 --format bibtex
  citewell library references --search "colchicine gout" --format ama
  citewell library references --body NICE --year-from 2015 -o nice.ris
""",
)
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option("--search", "query", metavar="QUERY", help="The sources that fit QUERY best.")
@filter_options
@click.option(
    "--limit",
    type=click.IntRange(1, 200),
    default=10,
    show_default=True,
    help="How many that fit the query.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORM_NAMES),
    help="How it is written.  [default: ris, or what the ending of --output says]",
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to this file, whole or not at all.",
)
def references(
    *,
    sources: tuple[str, ...],
    query: str | None,
    limit: int,
    form: str | None,
    output: Path | None,
    **only: Any,
) -> None:
    """Write a reference list of SOURCE, of what fits a query, or of all that passes the filters."""
    from citewell.cli.reference_options import form_of, write_references
    from citewell.engine.citing import references_to

    wanted = filter_of(**only)
    _check(sources, query, filtered=any(only.values()))
    documents = _chosen(sources, wanted) if query is None else _fitting(query, only=wanted, most=limit)
    write_references(references_to(documents), form_of(form, output), output)


def _check(sources: Sequence[str], query: str | None, *, filtered: bool) -> None:
    if sources and (query is not None or filtered):
        raise click.UsageError("SOURCE goes without --search and filters: it says which sources by itself")
    if not sources and query is None and not filtered:
        raise click.UsageError("nothing says which sources: name them, or give --search or a filter")
    if query is not None and not any(character.isalnum() for character in query):
        raise click.UsageError("QUERY has no words")


def _fitting(query: str, *, only: "SearchFilter", most: int) -> "Sequence[Document]":
    from citewell.config import settings_from
    from citewell.engine.browsing import opened
    from citewell.engine.citing import fitting

    return fitting(opened(settings_from()), query, only=only, most=most)


def _chosen(sources: Sequence[str], only: "SearchFilter") -> "Sequence[Document]":
    from citewell.cli.library_pages import known_id
    from citewell.config import settings_from
    from citewell.engine.browsing import library_of, listed
    from citewell.engine.citing import chosen

    library = library_of(settings_from())
    if not sources:
        return tuple(listed(library, only))
    ids = library.ids()
    return chosen(library, [known_id(source, ids) for source in sources])
