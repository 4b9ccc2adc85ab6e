"""Patients and draft orders as a record system sends them, and facts that make a criterion true."""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from citewell.engine import Engine
from citewell.engine.hook_reading import charts_of
from citewell.engine.hook_view import view_drafts
from citewell.engine.hook_writing import Frame, card_of
from citewell.engine.hooks import cards
from citewell.guidelines.logic import as_choice
from citewell.interop.hook_cards import card_document
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import FactDefinition, FactType
from citewell.model.hooks import Hook, HookCall
from citewell.model.mappings import CODE_SYSTEMS, RecordMapping
from citewell.model.patients import Conflict, FileFact, FileReading

TODAY = "2026-11-20"
RECENT = "2026-11-20"
SITE = "https://guidance.example"
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
ICD = CODE_SYSTEMS["icd-10-cm"]
LOINC = CODE_SYSTEMS["loinc"]
Resource = dict[str, Any]
_OURS = {"reference": "Patient/p1"}
_STATE = "http://terminology.hl7.org/CodeSystem/condition-"


def patient(*, born: str = "1944-02-01", **more: Any) -> Resource:
    return {"resourceType": "Patient", "id": "p1", "birthDate": born, "gender": "female", **more}


def condition(
    code: str, *, system: str = ICD, at: str = "2026-11-10", called: str = "", **more: Any
) -> Resource:
    return {
        "resourceType": "Condition",
        "id": called or f"condition-{code.replace('.', '-')}",
        "clinicalStatus": {"coding": [{"system": f"{_STATE}clinical", "code": "active"}]},
        "verificationStatus": {"coding": [{"system": f"{_STATE}ver-status", "code": "confirmed"}]},
        "code": {"coding": [{"system": system, "code": code}]},
        "subject": _OURS,
        "onsetDateTime": at,
        **more,
    }


def observation(code: str, value: Any, unit: str, *, at: str = RECENT) -> Resource:
    return {
        "resourceType": "Observation",
        "id": f"observation-{code}",
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": code}]},
        "subject": _OURS,
        "effectiveDateTime": at,
        "valueQuantity": {
            "value": value,
            "unit": unit,
            "system": "http://unitsofmeasure.org",
            "code": unit,
        },
    }


def drug(name: str, *, called: str = "m1", **more: Any) -> Resource:
    return {
        "resourceType": "MedicationRequest",
        "id": called,
        "status": "draft",
        "intent": "order",
        "subject": _OURS,
        "medicationCodeableConcept": {"text": name},
        **more,
    }


def procedure(name: str, *, called: str = "s1", **more: Any) -> Resource:
    return {
        "resourceType": "ServiceRequest",
        "id": called,
        "status": "draft",
        "intent": "order",
        "subject": _OURS,
        "code": {"text": name},
        **more,
    }


# An osteoporotic fracture of L1 in a woman of 82 years.
FRACTURE = (patient(), condition("M80.08XA"), condition("S32.010A"))


def call(
    hook: Hook,
    resources: tuple[Resource, ...] | list[Resource],
    orders: tuple[Resource, ...] | list[Resource] = (),
    **more: Any,
) -> HookCall:
    chosen = {
        "instance": INSTANCE,
        "patient": "p1",
        "selected": tuple(f"{order['resourceType']}/{order.get('id')}" for order in orders),
    }
    return HookCall(hook=hook, resources=tuple(resources), orders=tuple(orders), **{**chosen, **more})


def told(
    engine: Engine,
    hook: Hook,
    resources: tuple[Resource, ...] | list[Resource],
    orders: tuple[Resource, ...] | list[Resource] = (),
    **more: Any,
) -> list[dict[str, Any]]:
    """The cards of a call, as they are sent."""
    return [card_document(card) for card in cards(engine, call(hook, resources, orders, **more), site=SITE)]


def told_of_facts(
    engine: Engine, facts: Mapping[str, str], *, conflicts: tuple[Conflict, ...] = ()
) -> list[dict[str, Any]]:
    """The cards for whoever opens the record of a patient of whom these facts are known."""
    known = (FileFact(fact=f, given=g, resource="Observation/1", path="x") for f, g in facts.items())
    frame = Frame(catalogs=engine.catalogs, instance=INSTANCE, site=SITE, year=int(engine.today[:4]))
    charts = charts_of(engine, FileReading(facts=tuple(known), conflicts=conflicts), what_if=True)
    drafts = view_drafts(charts, withheld=())
    return [card_document(card_of(draft, chart, frame)) for draft, chart in drafts]


def stating(mapping: RecordMapping, given: str, unit: str) -> Resource | None:
    """A record that states this value of a fact by a mapping; None where the mapping cannot state it."""
    if mapping.resource == "Patient":
        return None
    if mapping.means:
        return _present(mapping) if mapping.means == given else None
    (code, *_) = mapping.codes
    found = observation(code.code, float(given) if not mapping.choices else given, unit)
    if mapping.choices:
        meant = mapping.choices.get(given)
        if not meant:
            return None
        del found["valueQuantity"]
        coding = {"system": CODE_SYSTEMS[meant[0].system], "code": meant[0].code}
        found["valueCodeableConcept"] = {"coding": [coding]}
    return found


def _present(mapping: RecordMapping) -> Resource:
    code = mapping.codes[0]
    printed = re.sub(r"\?", "0", code.code.removesuffix("*"))
    concept = {"coding": [{"system": CODE_SYSTEMS[code.system], "code": printed}]}
    if mapping.resource == "Encounter":
        return {
            "resourceType": "Encounter",
            "id": f"e-{printed}",
            "status": "in-progress",
            "class": concept["coding"][0],
            "subject": _OURS,
            "period": {"start": RECENT},
        }
    if mapping.resource == "Condition":
        return condition(printed, system=CODE_SYSTEMS[code.system], at=RECENT)
    made = {"status": "active", "authoredOn": RECENT, "effectiveDateTime": RECENT}
    return drug("", called=f"d-{printed}", **made) | {
        "resourceType": mapping.resource,
        "medicationCodeableConcept": concept,
    }


def values_of(definition: FactDefinition, catalog: Catalog) -> list[str]:
    """The values worth trying of a fact: all of a choice, of a number those that it is compared with."""
    if definition.type is FactType.YES_NO:
        return ["yes", "no"]
    if definition.type is FactType.CHOICE:
        return [choice.id for choice in definition.choices]
    low, high = definition.minimum, definition.maximum
    tried = {low, high, *(edition.value for v in catalog.pack.values for edition in v.editions)}
    inside = [n for n in tried if n is not None and (low or 0) <= n <= (high if high is not None else n)]
    return [as_choice(float(n)) for n in sorted(inside) if not definition.whole or n == int(n)]


def ways(criterion: Criterion, catalog: Catalog) -> Iterator[dict[str, str]]:
    """Sets of facts that make a criterion true, as they are given; no `not` needs more than one fact."""
    if criterion.op is Op.USE:
        yield from ways(catalog.pack.criteria[criterion.name], catalog)
    elif criterion.op is Op.ANY:
        for part in criterion.parts:
            yield from ways(part, catalog)
    elif criterion.op is Op.ALL:
        for parts in product(*(list(ways(part, catalog))[:3] for part in criterion.parts)):
            joined = [item for part in parts for item in part.items()]
            if len(dict(joined)) == len(set(joined)):
                yield dict(joined)
    else:
        yield from _of_a_fact(criterion, catalog)


def _of_a_fact(criterion: Criterion, catalog: Catalog) -> Iterator[dict[str, str]]:
    from citewell.guidelines.facts import read_value
    from citewell.guidelines.logic import circumstances, holds
    from citewell.model.cases import CaseFacts, Fact, Truth

    leaf = criterion.parts[0] if criterion.op is Op.NOT else criterion
    definition = catalog.facts[leaf.fact]
    for given in values_of(definition, catalog):
        facts = CaseFacts((Fact(definition.id, read_value(definition, given)),))
        if holds(criterion, circumstances(catalog.pack, facts, on=TODAY)) is Truth.TRUE:
            yield {definition.id: given}
