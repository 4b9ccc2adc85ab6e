"""CDS Hooks 2.0 over HTTP: which services there are, their cards, what became of them.

https://cds-hooks.hl7.org/2.0/. The addresses are those of the specification and not below the API's.
Nothing of a call is kept; one that cannot be read or believed is refused by an OperationOutcome that repeats
nothing of it.
"""

from typing import Annotated

import msgspec
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from citewell.api.reading import body_sent_as
from citewell.api.responses import JSON
from citewell.engine.hooks import cards, services
from citewell.engine.modes import check_supports_patients, supports_patients
from citewell.errors import InputError, NotFound
from citewell.interop import hook_cards
from citewell.interop.hook_feedback import read_feedback
from citewell.interop.hook_requests import read_call
from citewell.model.answers import Audience
from citewell.model.hooks import Card, HookCall, HookService
from citewell.serving.access import Access
from citewell.serving.house import House, HouseOf, house_of
from citewell.serving.logs import log_hook
from citewell.serving.metrics import Metrics
from citewell.serving.request_ids import request_id_of
from citewell.serving.sites import address_of, site_of

PREFIX = "/cds-services"
# A decimal of FHIR keeps its digits.
_ENCODER = msgspec.json.Encoder(decimal_format="number")
routes = APIRouter(prefix=PREFIX, include_in_schema=False)


def _caller(request: Request) -> str:
    """Who vouches for a call, "" for nobody. Raises TokenRefused. Comes before the body is read."""
    access: Access = request.app.state.access
    return house_of(request).hooks.caller(
        request.headers.get("authorization", ""), address=address_of(request), elsewhere=access.elsewhere
    )


Caller = Annotated[str, Depends(_caller)]


@routes.get("")
def discovery(house: HouseOf) -> Response:
    """Tell the services, with what each would like to be sent along."""
    with house.room.engine() as engine:
        found = services(engine) if supports_patients(engine.mode, Audience.CLINICIAN) else ()
    return _response(hook_cards.discovery(found))


@routes.post("/{service}")
async def call(service: str, request: Request, house: HouseOf, caller: Caller) -> Response:  # noqa: ARG001
    """Answer a call with cards; where there is nothing to say, with none."""
    body = await body_sent_as(request, JSON)
    return await run_sync(_answered, house, service, body, request, limiter=house.hooks.places)


@routes.post("/{service}/feedback")
async def feedback(service: str, request: Request, house: HouseOf, caller: Caller) -> Response:
    """Put down what clinicians did with cards of a service."""
    body = await body_sent_as(request, JSON)
    await run_in_threadpool(_kept, house, service, body, caller)
    return _response({})


def _answered(house: House, name: str, body: bytes, request: Request) -> Response:
    try:
        given, packs, call = _given(house, name, body, site_of(request))
        content = hook_cards.response(given)
    except RecursionError:
        raise InputError("the call is nested too deeply") from None
    log_hook(request_id_of(request), call, given, service=name, packs=packs)
    metrics: Metrics = request.app.state.metrics
    metrics.note_cards(name, given)
    return _response(content)


def _given(house: House, name: str, body: bytes, site: str) -> tuple[tuple[Card, ...], list[str], HookCall]:
    """The cards, the digests of the packs they are of, and the call."""
    with house.room.engine() as engine:
        check_supports_patients(engine.mode, Audience.CLINICIAN)
        service = _service(services(engine), name)
    # Others may ask meanwhile.
    call = read_call(body, service=service)
    with house.room.engine() as engine:
        given = cards(engine, call, site=site)
        packs = [catalog.pack.digest for catalog in engine.catalogs.values()]
    return given, packs, call


def _kept(house: House, name: str, body: bytes, caller: str) -> None:
    with house.room.engine() as engine:
        check_supports_patients(engine.mode, Audience.CLINICIAN)
        service = _service(services(engine), name)
    try:
        told = read_feedback(body)
    except RecursionError:
        raise InputError("the feedback is nested too deeply") from None
    house.hooks.keep(told, service=service.id, issuer=caller)


def _service(known: tuple[HookService, ...], name: str) -> HookService:
    found = next((service for service in known if service.id == name), None)
    if found is None:
        raise NotFound("there is no such hook service", hint=f"GET {PREFIX} tells which there are")
    return found


def _response(document: object) -> Response:
    return Response(_ENCODER.encode(document), media_type=JSON)
