"""The library: what is in it, searching it, its sources with their recommendations."""

from typing import Annotated

from fastapi import Depends, Path, Query
from starlette.requests import Request as Call
from starlette.responses import Response

from citewell.api.library_documents import (
    LibraryDocument,
    SearchDocument,
    SourceDocument,
    SourceListDocument,
    hit_document,
    library_document,
    line_document,
    source_document,
)
from citewell.api.problems import problems
from citewell.api.reading import router
from citewell.api.responses import Paged, json_response, links, page_of
from citewell.engine.browsing import found, listed, narrowed, stats
from citewell.engine.requests import text_only
from citewell.engine.shelf import Shelf
from citewell.errors import InputError
from citewell.model.library import Document, SearchFilter
from citewell.model.sources import SourceStatus, SourceType
from citewell.serving.house import HouseOf

routes = router("library")
_LONGEST_QUERY = 1_000


def _filter(
    body: Annotated[str, Query(max_length=200, description="Words of the body's name.")] = "",
    kind: Annotated[SourceType | None, Query(alias="type", description="The type of source.")] = None,
    status: Annotated[SourceStatus | None, Query(description="Where the source stands today.")] = None,
    year_from: Annotated[int, Query(ge=0, le=9999, description="Not older than this year.")] = 0,
    year_to: Annotated[int, Query(ge=0, le=9999, description="Not newer than this year.")] = 0,
) -> SearchFilter:
    return SearchFilter(
        body=text_only(body, "body"),
        type=kind.value if kind else "",
        status=status.value if status else "",
        year_from=year_from,
        year_to=year_to,
    )


Only = Annotated[SearchFilter, Depends(_filter)]


@routes.get("/library", response_model=LibraryDocument, responses=problems(404))
def library(house: HouseOf) -> Response:
    """Count what is in the library."""
    return json_response(library_document(house.library.once(stats)))


@routes.get("/library/search", response_model=SearchDocument, responses=problems(404))
def search(
    q: Annotated[str, Query(min_length=1, max_length=_LONGEST_QUERY, description="What to look for.")],
    only: Only,
    paging: Paged,
    call: Call,
    house: HouseOf,
) -> Response:
    """Search the passages of the library, best first. No further than two hundred are looked for."""
    query = text_only(q, "query")
    if not any(character.isalnum() for character in query):
        raise InputError("the query has no words")
    with house.library.shelf() as shelf:
        result = found(shelf, query, only=only, limit=paging.limit, skip=(paging.page - 1) * paging.limit)
        sources = {
            source_id: line_document(described, this_year=house.year)
            for source_id, described in shelf.described({each.source.id for each in result.passages})
        }
    document = SearchDocument(
        query=query,
        total=result.total,
        page=paging.page,
        limit=paging.limit,
        unknown=result.unknown,
        passages=tuple(hit_document(each, sources[each.source.id]) for each in result.passages),
    )
    return json_response(document, headers=links(call, paging, total=result.total))


@routes.get("/sources", response_model=SourceListDocument, responses=problems(404))
def sources(only: Only, paging: Paged, call: Call, house: HouseOf) -> Response:
    """List the sources of the library, all or those that pass the filters."""
    passing = tuple(narrowed(house.library.once(_descriptions), only))
    document = SourceListDocument(
        total=len(passing),
        page=paging.page,
        limit=paging.limit,
        sources=tuple(line_document(each, this_year=house.year) for each in page_of(passing, paging)),
    )
    return json_response(document, headers=links(call, paging, total=len(passing)))


def _descriptions(shelf: Shelf) -> tuple[Document, ...]:
    return tuple(listed(shelf.library, SearchFilter()))


@routes.get("/sources/{source}", response_model=SourceDocument, responses=problems(404))
def source(
    source: Annotated[str, Path(max_length=300, description="The id of a source of the library.")],
    house: HouseOf,
) -> Response:
    """Give a source: where it stands, its recommendations with their grades as printed, its passages."""
    with house.library.shelf() as shelf:
        document = shelf.library.document(text_only(source, "id"))
        about = document.source
        notices = shelf.library.notices_about(pmid=about.pmid, doi=about.doi)
    return json_response(source_document(document, notices, this_year=house.year))
