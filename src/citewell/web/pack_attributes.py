"""The source attributes of a pack as a page: where it comes from, and which data of a patient it uses."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from citewell.answers.formats.words import cleaned
from citewell.engine.attribute_lines import attribute_lines
from citewell.engine.exporting import named
from citewell.engine.source_attributes import source_attributes
from citewell.model.attributes import RulePlace
from citewell.serving.house import HouseOf
from citewell.web.conditional import unless_had
from citewell.web.rendering import page, visit_of

pages = APIRouter()
# In which part of a pack's pages the rules of a kind stand.
_PARTS = {
    "recommendation": "recommendations",
    "statement": "statements",
    "disposition": "dispositions",
    "population": "populations",
    "score": "scores",
}


@pages.get("/packs/{pack}/source-attributes")
def attributes(request: Request, house: HouseOf, pack: str) -> Response:
    """The 13 source attributes of a pack."""
    with house.room.engine() as engine:
        told = cleaned(source_attributes(named(engine, pack)))
    return unless_had(
        request,
        lambda: page(
            request,
            "pack_attributes.html.j2",
            told=told,
            lines=attribute_lines(told),
            part_of=_part_of,
        ),
        rests_on=(told.digest, visit_of(request)),
    )


def _part_of(rule: RulePlace) -> str:
    """The part of the pack where the rule stands; "" for what has no list of its own."""
    return _PARTS.get(rule.kind, "")
