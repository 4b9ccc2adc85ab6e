"""The guidance on a topic in time, as a picture and as a table that says the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from citewell.engine.timelines import timeline
from citewell.model.timelines import Lane, TimelineEntry
from citewell.serving.house import HouseOf
from citewell.web.library_query import query_of
from citewell.web.on_topic import on_topic
from citewell.web.rendering import page

pages = APIRouter()
_REFUSED = 422
# In units of the picture: on a phone one is about a pixel, so that points stand as far apart as fingers need.
WIDTH = 360
_MARGIN = 24
_APART = 26
_LABEL = 24
_BELOW = 12
_LONGEST_LABEL = 46
_FEWEST_YEARS = 2
_MOST_TICKS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A source in the picture. x, y: its middle."""

    x: float
    y: float
    entry: TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class LanePicture:
    """A body in the picture. label_y: the base line of its name; line_y: the line under its points."""

    label: str
    label_y: float
    line_y: float
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The whole picture. ticks: the years on its axis, and where."""

    height: float
    lanes: tuple[LanePicture, ...]
    ticks: tuple[tuple[int, float], ...]


@pages.get("/library/timeline")
def topic_in_time(request: Request, house: HouseOf) -> Response:
    """The sources on a topic, by body and year."""
    asked = query_of(request.query_params)
    shown, is_empty = on_topic(house, asked, timeline)
    return page(
        request,
        "library_timeline.html.j2",
        status=_REFUSED if "q" in asked.wrong else 200,
        asked=asked,
        shown=shown,
        is_empty=is_empty,
        picture=picture_of(shown.lanes) if shown else None,
        entries=_newest_first(shown.lanes) if shown else (),
        width=WIDTH,
        year=house.year,
    )


def _newest_first(lanes: Sequence[Lane]) -> list[TimelineEntry]:
    entries = [entry for lane in lanes for entry in lane.entries]
    return sorted(entries, key=lambda entry: (-entry.at, entry.document.source.id))


def picture_of(lanes: Sequence[Lane]) -> Picture:
    """The lanes drawn: years from left to right, a body below the other; points never overlap."""
    moments = [entry.at for lane in lanes for entry in lane.entries] or [0.0]
    first, last = floor(min(moments)), ceil(max(moments))
    last = max(last, first + _FEWEST_YEARS)
    drawn: list[LanePicture] = []
    top = float(_LABEL)
    for lane in lanes:
        drawn.append(_lane(lane, top=top, years=(first, last)))
        top = drawn[-1].line_y + _BELOW
    return Picture(height=top + _LABEL, lanes=tuple(drawn), ticks=tuple(_ticks(first, last)))


def _lane(lane: Lane, *, top: float, years: tuple[int, int]) -> LanePicture:
    rows: list[float] = []
    placed = []
    for entry in lane.entries:
        x = _across(entry.at, years)
        row = next((n for n, end in enumerate(rows) if x - end >= _APART), len(rows))
        rows[row : row + 1] = [x]
        placed.append((x, row, entry))
    label_y = top + _LABEL / 2
    return LanePicture(
        label=_label(lane),
        label_y=label_y,
        line_y=label_y + _BELOW + _APART * len(rows),
        points=tuple(
            Point(x=x, y=label_y + _BELOW + _APART * row + _APART / 2, entry=entry)
            for x, row, entry in placed
        ),
    )


def _across(moment: float, years: tuple[int, int]) -> float:
    first, last = years
    return round(_MARGIN + (moment - first) / (last - first) * (WIDTH - 2 * _MARGIN), 1)


def _ticks(first: int, last: int) -> Iterator[tuple[int, float]]:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if (last - first) / step <= _MOST_TICKS)
    for year in range(first, last + 1):
        if year % step == 0:
            yield year, _across(year, (first, last))


def _label(lane: Lane) -> str:
    """The body's name where it has room, else the short one."""
    short = lane.entries[0].document.source.short
    name = lane.body if len(lane.body) <= _LONGEST_LABEL else short or lane.body
    return name if len(name) <= _LONGEST_LABEL else name[: _LONGEST_LABEL - 1].rstrip() + "…"
