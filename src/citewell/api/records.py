"""What a health record tells of a patient: a FHIR Bundle read into facts, each with where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response

from citewell.api.reading import body_sent_as, router
from citewell.api.responses import FHIR, JSON, json_response
from citewell.engine.modes import check_supports_patients
from citewell.interop.bundle import read_bundle
from citewell.model.answers import Audience
from citewell.model.guidelines import FactDefinition
from citewell.model.patients import FileFact, FileReading
from citewell.serving.house import House, HouseOf

routes = router("patients")
_BUNDLE = {
    "type": "object",
    "required": ["resourceType"],
    "properties": {
        "resourceType": {"type": "string"},
        "entry": {"type": "array", "items": {"type": "object"}},
    },
    "description": "A FHIR R4 Bundle of one patient, at most 5 MB.",
}
_SENT = {"requestBody": {"required": True, "content": {each: {"schema": _BUNDLE} for each in (JSON, FHIR)}}}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFactDocument:
    """A fact with the element of the record that states it. value: as `POST /apply` takes it in `facts`.

    date: as sent, with its precision. code: in print, the code by which the resource was recognised.
    """

    id: str
    label: str
    value: str
    resource: str
    path: str
    date: str | None
    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConflictDocument:
    """A fact that the record states both ways at once: it is left unknown until somebody settles it."""

    id: str
    label: str
    text: str
    sides: tuple[RecordFactDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDocument:
    """What a record told. notes: what was set aside, and why. unread: by type, what no pack maps."""

    facts: tuple[RecordFactDocument, ...]
    conflicts: tuple[RecordConflictDocument, ...]
    notes: tuple[str, ...]
    unread: dict[str, int]


@routes.post("/patients/read", response_model=RecordDocument, openapi_extra=_SENT)
async def read_record(call: Request, house: HouseOf) -> Response:
    """Read the facts of one patient in a FHIR R4 Bundle, each with its resource, path and date.

    What is read can be sent on to `POST /apply`, corrected where it is wrong. Nothing of it is kept.
    """
    content = await body_sent_as(call, JSON, FHIR)
    # As calls of hooks do, it waits for a place without a thread: what is large takes much memory.
    return json_response(await run_sync(_read, house, content, limiter=house.hooks.places))


def _read(house: House, content: bytes) -> RecordDocument:
    check_supports_patients(house.settings.mode, Audience.CLINICIAN)
    with house.room.engine() as engine:
        definitions = engine.definitions
    today = house.clock().date().isoformat()
    return _told(read_bundle(content, definitions=definitions, today=today), definitions)


def _told(reading: FileReading, definitions: Mapping[str, FactDefinition]) -> RecordDocument:
    return RecordDocument(
        facts=tuple(_fact(each, definitions) for each in reading.facts),
        conflicts=tuple(
            RecordConflictDocument(
                id=each.fact,
                label=definitions[each.fact].label,
                text=each.message,
                sides=tuple(_fact(side, definitions) for side in each.sides),
            )
            for each in reading.conflicts
        ),
        notes=reading.notes,
        unread=dict(reading.unread),
    )


def _fact(fact: FileFact, definitions: Mapping[str, FactDefinition]) -> RecordFactDocument:
    return RecordFactDocument(
        id=fact.fact,
        label=definitions[fact.fact].label,
        value=fact.given,
        resource=fact.resource,
        path=fact.path,
        date=fact.date or None,
        code=fact.code or None,
    )
