"""One source of the library: what it is, what it recommends, and its text with places marked in it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from citewell.answers.formats.reference_list import links_of
from citewell.answers.references import shelved
from citewell.engine.reading import overview_of, part_of, span_of
from citewell.errors import NotFound
from citewell.interop.bibtex import bibtex
from citewell.interop.ris import ris
from citewell.model.answers import Reference
from citewell.model.reading import ReadRecommendation, SourceOverview, SourcePart
from citewell.serving.house import House, HouseOf
from citewell.web.library_query import LONGEST_QUERY, number_of
from citewell.web.rendering import page

pages = APIRouter(prefix="/library/sources/{source_id}")
# The headings over recommendations, with the recommendations.
Place = tuple[tuple[str, ...], tuple[ReadRecommendation, ...]]
_Writer = Callable[[Iterable[Reference]], str]
# By the name in the address: the media type, the ending of the file's name, what writes it.
_FORMS: Mapping[str, tuple[str, str, _Writer]] = {
    "ris": ("application/x-research-info-systems", "ris", ris),
    "bibtex": ("application/x-bibtex", "bib", bibtex),
}


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
    """The source as a reference manager reads it."""
    if form not in _FORMS:
        raise NotFound(f"no such form of a reference: {form[:40]!r}", hint=f"there is {', '.join(_FORMS)}")
    media_type, ending, write = _FORMS[form]
    with house.library.shelf() as shelf:
        document = shelf.library.description(source_id)
    name = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "-" for sign in source_id
    )
    return Response(
        write([shelved(1, document)]),
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
    )
