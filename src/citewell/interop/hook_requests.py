"""A call of a CDS Hooks service, as it came → a record; whatever has not the form it should have is refused.

HL7 CDS Hooks 2.0, "Calling a CDS Service" and "Prefetch Template"; the contexts of patient-view 1.0,
order-select 1.0 and order-sign 1.0. Two habits of real clients are taken, too: a `patientId` with "Patient/"
before it, and prefetch under the keys item1, item2, … in the place of ours. We call no FHIR server:
`fhirServer` and `fhirAuthorization` are looked at for their form, and let go.
"""

import json
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from typing import Any, TypeAlias, cast

from citewell.errors import InputError
from citewell.interop.reading.elements import Resource, is_id, kind_of
from citewell.interop.strict_json import parsed
from citewell.model.hooks import Hook, HookCall, HookService

MOST_BYTES = 5 * 1024 * 1024
_HERE = "the call"
_MOST_RESOURCES = 20_000
_MOST_KEYS = 200
# Nobody signs so many at once; each is looked at by itself, and may have a card of its own.
_MOST_ORDERS = 200
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_REFERENCE = re.compile(r"(?:https?://\S{1,2000}/)?Patient/([A-Za-z0-9\-.]{1,64})(?:/_history/\S{1,64})?")
_TEMPLATE = re.compile(r"[A-Z][A-Za-z]+")
_BUNDLE = "Bundle"
_OUTCOME = "OperationOutcome"
_OF_ORDERS = frozenset({Hook.ORDER_SELECT, Hook.ORDER_SIGN})
# The elements by which R4's clinical resources say whose they are.
_WHOSE = ("subject", "patient", "beneficiary", "individual")
Json: TypeAlias = Mapping[str, Any]


class Malformed(InputError):
    """What was sent is not the JSON of a call at all."""

    code = "input.malformed"
    status = 400


def read_call(content: bytes, *, service: HookService) -> HookCall:
    """The call of this service that a body is. Members that are not known are let be.

    Raises Malformed for what is no JSON of an object, is larger than 5 MB or gives a member twice;
    InputError for a call of another hook, without what its context needs, or whose prefetch is of another
    patient or of other types than were asked for. Neither repeats anything that was sent.
    """
    return call_in(json_object(content), service=service)


def call_in(body: Json, *, service: HookService) -> HookCall:
    """The call that a body says, read from JSON already. Raises InputError as `read_call`."""
    _check_hook(body, service)
    _check_server(body)
    context = _object(body.get("context"), "context")
    patient = _patient_of(context)
    orders, selected = _orders(context, service.hook)
    brought, withheld = _prefetch(body.get("prefetch"), service)
    for resource in (*brought, *orders):
        _check_whose(resource, patient)
    return HookCall(
        hook=service.hook,
        instance=body["hookInstance"].lower(),
        patient=patient,
        resources=brought,
        withheld=withheld,
        orders=orders,
        selected=selected,
    )


def json_object(content: bytes, *, called: str = _HERE, most: int = MOST_BYTES) -> Json:
    """The JSON object that a body is. Raises Malformed. called, most: as of `strict_json.parsed`."""
    try:
        body = parsed(content, called=called, most=most)
    except InputError as error:
        raise Malformed(error.message, hint=error.hint) from None
    if not isinstance(body, dict):
        raise Malformed(f"{called} is no JSON object")
    return body


def is_uuid(value: Any) -> bool:
    """Whether it is a UUID as a text (RFC 9562), in letters of either case."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def _check_hook(body: Json, service: HookService) -> None:
    if body.get("hook") != service.hook.value:
        raise InputError(
            f"{_HERE}: hook has to be {service.hook.value}, which this service is for",
            hint="GET /cds-services tells which service is for which hook",
        )
    instance = body.get("hookInstance")
    if not is_uuid(instance):
        raise InputError(f"{_HERE}: hookInstance has to be a UUID")


def _check_server(body: Json) -> None:
    server, authorization = body.get("fhirServer"), body.get("fhirAuthorization")
    if server is not None and not (isinstance(server, str) and server.startswith(("https://", "http://"))):
        raise InputError(f"{_HERE}: fhirServer has to be a URL")
    if authorization is None:
        return
    if not isinstance(authorization, dict):
        raise InputError(f"{_HERE}: fhirAuthorization has to be an object")
    if server is None:
        raise InputError(f"{_HERE}: fhirAuthorization needs a fhirServer beside it")


def _patient_of(context: Json) -> str:
    user, patient = context.get("userId"), context.get("patientId")
    if not (isinstance(user, str) and user.strip()):
        raise InputError(f"{_HERE}: context.userId has to be a reference to the user")
    bare = patient.removeprefix("Patient/") if isinstance(patient, str) else ""
    if not is_id(bare):
        raise InputError(f"{_HERE}: context.patientId has to be the id of a Patient")
    return bare


def _orders(context: Json, hook: Hook) -> tuple[tuple[Resource, ...], tuple[str, ...]]:
    """The draft orders of the context, and what of them was just selected."""
    if hook not in _OF_ORDERS:
        return (), ()
    bundle = context.get("draftOrders")
    if not (isinstance(bundle, dict) and bundle.get("resourceType") == _BUNDLE):
        raise InputError(f"{_HERE}: context.draftOrders has to be a Bundle")
    orders = tuple(_unbundled(bundle, "context.draftOrders"))
    if len(orders) > _MOST_ORDERS:
        raise InputError(f"{_HERE}: context.draftOrders has more than {_MOST_ORDERS} orders")
    return orders, _selections(context) if hook is Hook.ORDER_SELECT else ()


def _selections(context: Json) -> tuple[str, ...]:
    selections = context.get("selections")
    if not isinstance(selections, list) or not selections or len(selections) > _MOST_RESOURCES:
        raise InputError(f"{_HERE}: context.selections has to be a list of references")
    if not all(isinstance(each, str) and 0 < len(each) <= 256 for each in selections):
        raise InputError(f"{_HERE}: context.selections has to be a list of references")
    return tuple(selections)


def _prefetch(given: Any, service: HookService) -> tuple[tuple[Resource, ...], tuple[str, ...]]:
    """The resources that came, each once, and the keys under which none did."""
    prefetch = {} if given is None else _object(given, "prefetch")
    if len(prefetch) > _MOST_KEYS:
        raise InputError(f"{_HERE}: prefetch has more than {_MOST_KEYS} keys")
    came = {key: tuple(_brought(value, n)) for n, (key, value) in enumerate(prefetch.items(), start=1)}
    for key, wanted in _wanted(service).items():
        if any(each["resourceType"] != wanted for each in came.get(key, ())):
            raise InputError(f"{_HERE}: prefetch.{key} has to bring resources of the type {wanted}")
    # Under keys of the client's own nobody can tell which of ours were left out.
    ours = service.prefetch if not came or came.keys() & service.prefetch.keys() else {}
    withheld = [key for key in {**ours, **came} if not came.get(key)]
    return tuple(_each_once(resource for each in came.values() for resource in each)), tuple(withheld)


def _wanted(service: HookService) -> dict[str, str]:
    """The type that each of the service's prefetch keys asks for."""
    found = {key: _TEMPLATE.match(template) for key, template in service.prefetch.items()}
    return {key: match.group() for key, match in found.items() if match}


def _brought(value: Any, n: int) -> Iterator[Resource]:
    """The resources of one prefetch value. What the client could not get is none: null, OperationOutcome."""
    if value is None:
        return
    place = f"entry {n} of prefetch"
    resource = _resource(value, place)
    found = _unbundled(resource, place) if resource["resourceType"] == _BUNDLE else iter((resource,))
    yield from (each for each in found if each["resourceType"] != _OUTCOME)


def _unbundled(bundle: Json, place: str) -> Iterator[Resource]:
    entries = bundle.get("entry", [])
    if not isinstance(entries, list) or len(entries) > _MOST_RESOURCES:
        raise InputError(f"{_HERE}: {place}: Bundle.entry has to be a list, of at most {_MOST_RESOURCES}")
    for n, entry in enumerate(entries):
        found = _resource(entry.get("resource") if isinstance(entry, dict) else None, place, n)
        if found["resourceType"] == _BUNDLE:
            raise InputError(f"{_HERE}: {place}: Bundle.entry[{n}].resource is a Bundle in a Bundle")
        yield found


def _resource(value: Any, place: str, n: int | None = None) -> Resource:
    """What is a resource: it has a type, and no id but a text. n: which entry of the Bundle at `place`."""
    if kind_of(value) and isinstance(value.get("id", ""), str):
        return cast("Resource", value)
    where = place if n is None else f"{place}: Bundle.entry[{n}].resource"
    raise InputError(
        f"{_HERE}: {where} has to be an object with a resourceType of FHIR and an id that is text"
    )


def _each_once(resources: Iterator[Resource]) -> list[Resource]:
    """Without repetitions: two searches may find the same resource. Of two states of it both stay."""
    came = [(resource["resourceType"], resource.get("id", ""), resource) for resource in resources]
    times = Counter((kind, name) for kind, name, _ in came)
    kept: dict[Hashable, Resource] = {}
    for n, (kind, name, resource) in enumerate(came):
        # Compared as texts: each with each of thousands that claim one id would take minutes.
        repeated = name and times[kind, name] > 1
        kept.setdefault(json.dumps(resource, sort_keys=True, default=repr) if repeated else n, resource)
    if len(kept) > _MOST_RESOURCES:
        raise InputError(f"{_HERE}: prefetch brings more than {_MOST_RESOURCES} resources")
    return list(kept.values())


def _check_whose(resource: Resource, patient: str) -> None:
    """Refuse what is of somebody else: guidance for one patient must not rest on another's record."""
    is_the_patient = resource["resourceType"] == "Patient"
    named = [resource.get("id", patient)] if is_the_patient else _patients_of(resource)
    if any(name != patient for name in named):
        raise InputError(
            f"{_HERE} brings a {resource['resourceType']} of another patient than context.patientId",
            hint="send what belongs to the patient of the context alone",
        )


def _patients_of(resource: Resource) -> Iterator[str]:
    for element in _WHOSE:
        named = resource.get(element)
        reference = named.get("reference") if isinstance(named, dict) else None
        found = _REFERENCE.fullmatch(reference) if isinstance(reference, str) else None
        if found:
            yield found[1]


def _object(value: Any, place: str) -> Json:
    if not isinstance(value, dict):
        raise InputError(f"{_HERE}: {place} has to be an object")
    return value
