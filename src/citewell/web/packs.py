"""The packs as documents: what each covers and says, its sources, and its faults where they are."""

from collections import Counter
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from citewell.engine.exporting import PACK_FORMS
from citewell.engine.pack_reading import change_log
from citewell.engine.pathways import pathway_of
from citewell.engine.standing import pack_standing
from citewell.errors import NotFound
from citewell.serving.house import House, HouseOf
from citewell.web.change_log import log_blocks
from citewell.web.conditional import unless_had
from citewell.web.pack_items import PARTS
from citewell.web.pack_reader import A_PAGE, PackReader, Reading
from citewell.web.pack_records import Item
from citewell.web.pathway_view import answer_words, course_words, picture_of
from citewell.web.rendering import audience_of, page

pages = APIRouter()
_READER = PackReader()


@pages.get("/packs")
def packs(request: Request, house: HouseOf) -> Response:
    """The packs that answers come from."""
    with house.room.engine() as engine:
        found = [(catalog, pack_standing(catalog.pack, engine.board)) for catalog in engine.catalogs.values()]
    readings = [_READER.read(catalog, standing, today=house.clock().date()) for catalog, standing in found]
    return unless_had(
        request,
        lambda: page(request, "packs.html.j2", readings=readings),
        rests_on=(audience_of(request), *map(_rests_on, readings)),
    )


@pages.get("/packs/{pack}")
def pack(request: Request, house: HouseOf, pack: str) -> Response:
    """What a pack covers, what it leaves out, its topics, its pathway and its changes."""
    reading = _named(house, pack)
    today = house.clock().date().isoformat()
    pathway = pathway_of(reading.catalog, on=today, audience=audience_of(request))
    return _unless_had(
        request,
        reading,
        lambda: page(
            request,
            "pack.html.j2",
            kinds=Counter(source.type.value for source in reading.pack.sources).most_common(),
            statuses=Counter(source.status.value for source in reading.pack.sources).most_common(),
            pathway=pathway,
            picture=picture_of(pathway),
            log=log_blocks(change_log(house.settings, reading.pack.id)),
            called={fact.id: fact.label for fact in reading.pack.facts},
            answer_words=answer_words,
            course_words=course_words,
            reading=reading,
            parts=PARTS,
            forms=PACK_FORMS,
            places=reading.edition.places,
        ),
    )


@pages.get("/packs/{pack}/faults")
def faults(request: Request, house: HouseOf, pack: str) -> Response:
    """Every fault that the checker finds, at the record it concerns."""
    reading = _named(house, pack)
    return _unless_had(
        request,
        reading,
        lambda: page(
            request,
            "pack_faults.html.j2",
            reading=reading,
            parts=PARTS,
            places=reading.edition.places,
        ),
    )


@pages.get("/packs/{pack}/sources/{source}")
def source(request: Request, house: HouseOf, pack: str, source: str) -> Response:
    """One source with everything read in it, and who cites it."""
    reading = _named(house, pack)
    if source not in reading.catalog.sources:
        raise NotFound(f"the pack {reading.pack.id} has no source of that name", hint="see its sources")
    found = reading.catalog.sources[source]
    return _unless_had(
        request,
        reading,
        lambda: page(
            request,
            "pack_source.html.j2",
            source=found,
            item=next(item for item in reading.edition.items["sources"] if item.id == source),
            replaced_by=reading.catalog.sources.get(found.superseded_by),
            citing={
                each.id: reading.edition.citing.get(f"{source}#{each.id}", ()) for each in found.findings
            },
            reading=reading,
            parts=PARTS,
            places=reading.edition.places,
        ),
    )


@pages.get("/packs/{pack}/{part}")
def part(
    request: Request,
    house: HouseOf,
    pack: str,
    part: str,
    q: str = "",
    number: Annotated[int, Query(alias="page")] = 1,
) -> Response:
    """One part of a pack, a page at a time; q: the words that an item must hold."""
    reading = _named(house, pack)
    if part not in PARTS:
        raise NotFound("a pack has no such part", hint=f"it has {', '.join(PARTS)}")
    items = [item for item in reading.edition.items.get(part, ()) if _holds(item, q)]
    last = max(1, -(-len(items) // A_PAGE))
    at = min(max(number, 1), last)
    return _unless_had(
        request,
        reading,
        lambda: page(
            request,
            "pack_part.html.j2",
            part=part,
            shown=items[(at - 1) * A_PAGE : at * A_PAGE],
            total=len(items),
            at=at,
            last=last,
            q=q,
            reading=reading,
            parts=PARTS,
            places=reading.edition.places,
        ),
    )


def _unless_had(request: Request, reading: Reading, make: Callable[[], Response]) -> Response:
    """A page of a pack; not sent again to whoever has it as it is."""
    address = (request.url.path, request.url.query)
    return unless_had(request, make, rests_on=(audience_of(request), address, _rests_on(reading)))


def _rests_on(reading: Reading) -> tuple[object, ...]:
    return reading.pack.digest, reading.standing, reading.edition.on


def _named(house: House, pack: str) -> Reading:
    with house.room.engine() as engine:
        if pack not in engine.catalogs:
            raise NotFound("there is no pack of that name", hint=f"there is {', '.join(engine.catalogs)}")
        catalog = engine.catalogs[pack]
        standing = pack_standing(catalog.pack, engine.board)
    return _READER.read(catalog, standing, today=house.clock().date())


def _holds(item: Item, q: str) -> bool:
    said = " ".join((item.id, item.title, item.text, item.patient, *(line.text for line in item.lines)))
    return all(word in said.casefold() for word in q.casefold().split())
