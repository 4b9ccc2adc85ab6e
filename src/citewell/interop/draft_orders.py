"""A draft order of a FHIR R4 record → what it asks for, by name and by code.

HL7 FHIR R4 (4.0.1): MedicationRequest, ServiceRequest, DeviceRequest, SupplyRequest; the contexts of
order-select and order-sign of CDS Hooks. Whatever has not the form it should have is passed over.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from citewell.interop.reading.elements import Resource, objects, text
from citewell.model.hooks import DraftOrder

# The elements in which R4's requests say what is wanted: coded, or by reference to what is.
_CODED = ("medicationCodeableConcept", "code", "codeCodeableConcept", "itemCodeableConcept")
_REFERRED = ("medicationReference", "codeReference", "itemReference")
# A Medication says what it is under `code`, a Device under `type`.
_NAMED = ("code", "type")
# A tuple, since a stranger's value that cannot be hashed may be looked for in it.
_OVER = ("cancelled", "completed", "entered-in-error", "revoked", "stopped")
_MOST_CODINGS = 20
_LONGEST_NAME = 200


def draft_orders(resources: Sequence[Resource], *, record: Iterable[Resource] = ()) -> tuple[DraftOrder, ...]:
    """The orders that would be carried out, in order.

    Left out are those that are over, those that ask that something be not done, and what is no order. A drug
    that is referred to is looked for in the order itself, then among the other resources and in the record.
    """
    beside = {_reference(each): each for each in (*record, *resources) if _reference(each)}
    found = (_order(resource, beside) for resource in resources if _is_wanted(resource))
    return tuple(order for order in found if order.names or order.codes)


def _is_wanted(resource: Resource) -> bool:
    kind = resource.get("resourceType")
    is_order = isinstance(kind, str) and kind.endswith(("Request", "Order"))
    return is_order and resource.get("status") not in _OVER and resource.get("doNotPerform") is not True


def _order(resource: Resource, beside: Mapping[str, Resource]) -> DraftOrder:
    concepts = tuple(_concepts(resource, beside))
    codings = [coding for concept in concepts for coding in _codings(concept)]
    displays = (coding.get("display") for coding in codings)
    names = (*(concept.get("text") for concept in concepts), *displays, *_displayed(resource))
    return DraftOrder(
        reference=_reference(resource),
        names=tuple(dict.fromkeys(" ".join(name.split())[:_LONGEST_NAME] for name in _texts(names))),
        codes=tuple(dict.fromkeys(_code(coding) for coding in codings if all(_code(coding)))),
    )


def _concepts(resource: Resource, beside: Mapping[str, Resource]) -> Iterator[Resource]:
    yield from (concept for name in _CODED for concept in objects(resource.get(name)))
    contained = {f"#{text(each.get('id'))}": each for each in objects(resource.get("contained"))}
    for reference in _references(resource):
        target = text(reference.get("reference"))
        named = contained.get(target) or beside.get(target, {})
        yield from (concept for name in _NAMED for concept in objects(named.get(name)))


def _references(resource: Resource) -> Iterator[Resource]:
    return (reference for name in _REFERRED for reference in objects(resource.get(name)))


def _displayed(resource: Resource) -> Iterator[Any]:
    return (reference.get("display") for reference in _references(resource))


def _codings(concept: Resource) -> Iterator[Resource]:
    return iter(objects(concept.get("coding"))[:_MOST_CODINGS])


def _code(coding: Resource) -> tuple[str, str]:
    return text(coding.get("system")), text(coding.get("code"))


def _texts(values: Iterable[Any]) -> Iterator[str]:
    return (value for value in map(text, values) if value.strip())


def _reference(resource: Resource) -> str:
    kind, name = text(resource.get("resourceType")), text(resource.get("id"))
    return f"{kind}/{name}" if kind and name else ""
