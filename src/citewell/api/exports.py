"""A pack in the forms that other systems take in."""

import hashlib
from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from citewell import __version__
from citewell.api.packs import PackId
from citewell.api.problems import Responses, problems
from citewell.api.reading import router
from citewell.api.responses import UNCHANGED, has_it, tagged
from citewell.engine.exporting import PACK_FORMS, exportable, written
from citewell.interop.fhir.codings import DEFAULT_BASE
from citewell.serving.house import HouseOf

routes = router("packs")
_FHIR = PACK_FORMS["fhir"].media_type
_CQL = "text/cql"
_LIBRARY: Responses = {
    200: {"description": "A library of CQL.", "content": {_CQL: {"schema": {"type": "string"}}}},
}
_GIVEN: Responses = {
    200: {"description": "A Bundle.", "content": {_FHIR: {"schema": {"type": "object"}}}},
}
Base = Annotated[
    str, Query(max_length=500, description="The address that the resources' canonical addresses begin with.")
]


@routes.get("/packs/{pack}/fhir", response_class=Response, responses=_GIVEN | UNCHANGED | problems(404))
def pack_fhir(request: Request, pack: PackId, house: HouseOf, base: Base = DEFAULT_BASE) -> Response:
    """Give a pack as FHIR R4 resources: one transaction Bundle, which a FHIR server can load."""
    with house.room.engine() as engine:
        found = exportable(engine, pack)
    tag = _tag(found.catalog.pack.digest, found.standing, base)
    content = b"" if has_it(request, tag) else written(found, "fhir", base=base)
    return tagged(request, content, tag=tag, media_type=_FHIR)


@routes.get("/packs/{pack}/cql", response_class=Response, responses=_LIBRARY | UNCHANGED | problems(404))
def pack_cql(request: Request, pack: PackId, house: HouseOf) -> Response:
    """Give a pack's logic as one library of CQL, which takes the facts of a patient as parameters."""
    with house.room.engine() as engine:
        found = exportable(engine, pack)
    tag = _tag(found.catalog.pack.digest, "cql")
    content = b"" if has_it(request, tag) else written(found, "cql")
    return tagged(request, content, tag=tag, media_type=PACK_FORMS["cql"].media_type)


def _tag(*rests_on: object) -> str:
    """The same as long as what a form of a pack rests on is."""
    return hashlib.sha256(repr((__version__, *rests_on)).encode()).hexdigest()[:32]
