"""The evidence behind a citation number: the source, and each finding or quotation that the answer uses."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.requests import Request as Visited
from starlette.responses import Response

from citewell.answers.formats.reference_list import entry_of
from citewell.answers.formats.words import clean, cleaned
from citewell.engine.evidence import evidence_of
from citewell.errors import InputError, NotFound
from citewell.model.evidence import Evidence
from citewell.serving.answers import Given
from citewell.serving.house import House, house_of
from citewell.web.answers import unknown
from citewell.web.conditional import unless_had
from citewell.web.evidence_view import pieces_of
from citewell.web.rendering import page, visit_of

pages = APIRouter()


@pages.get("/answers/{fingerprint}/evidence/{n}")
def evidence(
    visited: Visited, house: Annotated[House, Depends(house_of)], fingerprint: str, n: int
) -> Response:
    """What the reference with this number rests on. Raises as `engine.evidence.evidence_of`."""
    try:
        given = house.answers.find(fingerprint)
    except (NotFound, InputError) as error:
        return unknown(visited, error)
    return unless_had(
        visited,
        lambda: _shown(visited, house, given, n),
        rests_on=(given.fingerprint, given.edition, house.year, n, visit_of(visited)),
    )


def _shown(visited: Visited, house: House, given: Given, n: int) -> Response:
    with house.room.engine() as engine:
        found = evidence_of(engine, given.answer, n)
    return page(
        visited,
        "evidence.html.j2",
        n=n,
        last=len(given.answer.references),
        at=f"/answers/{given.fingerprint}",
        answer_title=clean(given.answer.title) or "No answer",
        source=found[0].source,
        entry=entry_of(cleaned(found[0].reference), this_year=house.year),
        alerts=_alerts(found),
        library=_in_the_library(found[0]),
        items=pieces_of(found, given.answer),
    )


def _alerts(found: tuple[Evidence, ...]) -> tuple[str, ...]:
    """What was published about the source since, each once."""
    return tuple(dict.fromkeys(clean(notice.words) for one in found for notice in one.notices))


def _in_the_library(one: Evidence) -> str:
    """Where the whole source is read; "" for one that only a pack speaks of."""
    return "" if one.finding else f"/library/sources/{quote(one.source.id, safe='')}"
