"""The source attributes of a pack: where it comes from, and which data of a patient it uses."""

from starlette.responses import Response

from citewell.api.packs import PackId
from citewell.api.problems import problems
from citewell.api.reading import router
from citewell.api.responses import json_response
from citewell.engine.attribute_document import SourceAttributesDocument, attributes_document
from citewell.engine.exporting import named
from citewell.engine.source_attributes import source_attributes
from citewell.serving.house import HouseOf

routes = router("packs")


@routes.get(
    "/packs/{pack}/source-attributes",
    response_model=SourceAttributesDocument,
    responses=problems(404),
)
def pack_attributes(pack: PackId, house: HouseOf) -> Response:
    """Tell where a pack comes from and which data of a patient its rules use (45 CFR 170.315(b)(11))."""
    with house.room.engine() as engine:
        told = source_attributes(named(engine, pack))
    return json_response(attributes_document(told))
