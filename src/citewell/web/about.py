"""What Citewell is, how its answers come about, and which content this server has."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from citewell import __version__
from citewell.errors import NotFound
from citewell.model.searching import Overview
from citewell.serving.house import House, HouseOf
from citewell.web.rendering import page

pages = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPack:
    """A pack of this server, with how much it rests on."""

    id: str
    title: str
    version: str
    updated: str
    sources: int
    digest: str


@pages.get("/about")
def about(request: Request, house: HouseOf) -> Response:
    """What there is to know of Citewell before an answer is relied on."""
    return page(
        request,
        "about.html.j2",
        version=__version__,
        packs=_packs(house),
        library=_library(house),
        records=house.settings.record,
        mode=house.settings.mode,
    )


def _packs(house: House) -> tuple[ShownPack, ...]:
    with house.room.engine() as engine:
        packs = tuple(catalog.pack for catalog in engine.catalogs.values())
    return tuple(
        ShownPack(
            id=pack.id,
            title=pack.title,
            version=pack.version,
            updated=pack.updated,
            sources=len(pack.sources),
            digest=pack.digest,
        )
        for pack in packs
    )


def _library(house: House) -> Overview | None:
    try:
        return house.library.overview()
    except NotFound:
        return None
