"""The library: what is in it, and a search that can be narrowed, with what is searched for in its address."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from citewell.engine.citing import references_to
from citewell.engine.facets import passing, sources
from citewell.engine.topics import topic
from citewell.errors import NotFound
from citewell.model.searching import Overview, SourceSearch
from citewell.serving.house import House, HouseOf
from citewell.web.library_query import LibraryQuery, query_of
from citewell.web.reference_links import reference_file
from citewell.web.rendering import page

pages = APIRouter()
FACETS = {"type": "Type", "status": "Status", "body": "Issued by", "years": "Year"}
_REFUSED = 422


@pages.get("/library")
def library(request: Request, house: HouseOf) -> Response:
    """The library: with a query what fits it, without one what there is."""
    asked = query_of(request.query_params)
    found, overview = _looked_up(house, asked)
    return page(
        request,
        "library.html.j2",
        status=_REFUSED if asked.wrong else 200,
        asked=asked,
        found=found,
        overview=overview,
        facet_names=FACETS,
        year=house.year,
    )


@pages.get("/library/references/{form}")
def references(request: Request, house: HouseOf, form: str) -> Response:
    """All that fits a search and passes its filters, in its order, as a reference list."""
    asked = query_of(request.query_params)
    if not asked.q or "q" in asked.wrong:
        raise NotFound("nothing was searched for", hint="search the library first")
    with house.library.shelf() as shelf:
        left = passing(topic(shelf, asked.q), only=asked.only, order=asked.order)
    return reference_file(references_to(document for document, _ in left), form, called="citewell-library")


def _looked_up(house: House, asked: LibraryQuery) -> tuple[SourceSearch | None, Overview | None]:
    """What was found, or what there is; neither where nothing was ingested yet."""
    try:
        if not asked.q or "q" in asked.wrong:
            return None, house.library.overview()
        with house.library.shelf() as shelf:
            return sources(shelf, asked.q, only=asked.only, order=asked.order, page=asked.page), None
    except NotFound:
        return None, None
