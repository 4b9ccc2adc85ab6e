"""One source of the library: what it is, what it recommends, and its text with places marked in it."""

from collections.abc import Sequence
from itertools import groupby

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from citewell.answers.formats.reference_list import links_of
from citewell.answers.references import shelved
from citewell.engine.reading import overview_of, part_of, span_of
from citewell.model.reading import ReadRecommendation, SourceOverview, SourcePart
from citewell.serving.house import House, HouseOf
from citewell.web.library_query import LONGEST_QUERY, number_of
from citewell.web.reference_links import reference_file
from citewell.web.rendering import page

pages = APIRouter(prefix="/library/sources/{source_id}")
# The headings over recommendations, with the recommendations.
Place = tuple[tuple[str, ...], tuple[ReadRecommendation, ...]]


@pages.get("")
def source(
    request: Request, house: HouseOf, source_id: str, quote: str = "", part: str = "", q: str = ""
) -> Response:
    """What a source is and recommends; with a part or a place that is quoted, its text."""
    query = q[:LONGEST_QUERY]
    wanted = span_of(quote) if quote else None
    if wanted or part:
        with house.library.shelf() as shelf:
            text = part_of(shelf, source_id, part=number_of(part), quoted=wanted, query=query)
        return _page(request, house, "library_text.html.j2", text, q=query, lost=wanted != text.quoted)
    with house.library.shelf() as shelf:
        shown = overview_of(
            shelf,
            source_id,
            systems=house.library.grading,
            page=number_of(request.query_params.get("page", "")),
            query=query,
        )
    by_place = groupby(shown.recommendations, key=lambda each: each.over)
    places = [(over, tuple(group)) for over, group in by_place]
    return _page(request, house, "library_source.html.j2", shown, q=query, places=places)


def _page(
    request: Request,
    house: House,
    name: str,
    shown: SourceOverview | SourcePart,
    *,
    q: str,
    lost: bool = False,
    places: Sequence[Place] = (),
) -> Response:
    return page(
        request,
        name,
        shown=shown,
        about=shown.about,
        links=links_of(shelved(1, shown.about.document)),
        q=q,
        lost=lost,
        places=places,
        year=house.year,
    )


@pages.get("/download/{form}")
def download(house: HouseOf, source_id: str, form: str) -> Response:
    """The source as a reference, in this form."""
    with house.library.shelf() as shelf:
        document = shelf.library.description(source_id)
    return reference_file([shelved(1, document)], form, called=source_id)
