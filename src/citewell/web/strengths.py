"""How strongly the recommendations on a topic speak, by body and year: as a picture, and as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from citewell.engine.strengths import strengths
from citewell.model.timelines import AS_PRINTED_ONLY, RatedRecommendation, RatedSource
from citewell.serving.house import HouseOf
from citewell.web.library_query import query_of
from citewell.web.on_topic import on_topic
from citewell.web.rendering import page

pages = APIRouter()
_REFUSED = 422
# The order in which levels stand below each other; one that is not named here stands behind these.
_LEVELS = (
    "mandatory",
    "strong",
    "strong against",
    "conditional",
    "against",
    "consensus",
    "insufficient",
    "no recommendation",
    AS_PRINTED_ONLY,
)
# In units of the picture: on a phone one is about a pixel, so that points stand as far apart as fingers need.
WIDTH = 310
_NAMES = 112
_APART = 26
_TITLE = 20
_BELOW = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A recommendation in the picture. x, y: its middle."""

    x: float
    y: float
    rated: RatedRecommendation


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The recommendations of one level. y: the base line of its name."""

    level: str
    y: float
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A source in the picture, a small picture of its own."""

    source: RatedSource
    height: float
    rows: tuple[Row, ...]


@pages.get("/library/strengths")
def topic_in_strengths(request: Request, house: HouseOf) -> Response:
    """The graded recommendations on a topic, by body and year."""
    asked = query_of(request.query_params)
    shown, is_empty = on_topic(house, asked, strengths)
    return page(
        request,
        "library_strengths.html.j2",
        status=_REFUSED if "q" in asked.wrong else 200,
        asked=asked,
        shown=shown,
        is_empty=is_empty,
        panels=tuple(panel_of(source) for source in shown.sources) if shown else (),
        width=WIDTH,
        year=house.year,
    )


def panel_of(source: RatedSource) -> Panel:
    """A source drawn: a row for each level that it has, in it a point for each recommendation."""
    rows, top = [], float(_BELOW)
    for level, rated in _by_level(source.recommendations):
        row = Row(level=level, y=top + _TITLE, points=tuple(_points(rated, top)))
        rows.append(row)
        top = row.points[-1].y + _APART / 2 + _BELOW
    return Panel(source=source, height=top, rows=tuple(rows))


def _by_level(
    rated: Sequence[RatedRecommendation],
) -> Iterator[tuple[str, tuple[RatedRecommendation, ...]]]:
    ordered = sorted(rated, key=_place)
    for (_, level), own in groupby(ordered, key=_place):
        yield level, tuple(own)


def _place(rated: RatedRecommendation) -> tuple[int, str]:
    known = rated.level in _LEVELS
    return (_LEVELS.index(rated.level) if known else len(_LEVELS), rated.level)


def _points(rated: Sequence[RatedRecommendation], top: float) -> Iterator[Point]:
    in_a_line = (WIDTH - _NAMES) // _APART
    for n, each in enumerate(rated):
        line, column = divmod(n, in_a_line)
        yield Point(x=_NAMES + _APART * (column + 0.5), y=top + _APART * (line + 0.5), rated=each)
