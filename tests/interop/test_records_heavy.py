"""A record made to take long is read or refused in time: nothing is compared or looked up each with each."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from citewell.errors import InputError
from citewell.interop.bundle import read_bundle
from citewell.interop.hook_requests import read_call
from citewell.model.hooks import Hook, HookService
from hook_builders import body
from hook_builders import bundle as searched
from record_builders import DEFINITIONS, TODAY, bundle, patient, request

_SECONDS = 4
_MOST = 5 * 1024 * 1024
_RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"


def _many_codes(count: int) -> dict[str, Any]:
    return {"coding": [{"system": _RXNORM, "code": f"{n}"} for n in range(count)]}


def _referred_to_by_all() -> bytes:
    drug = {"resourceType": "Medication", "id": "m", "code": _many_codes(20_000)}
    use = {"resourceType": "MedicationRequest", "status": "active", "intent": "order"}
    return bundle(patient(), drug, *[use | {"medicationReference": {"reference": "Medication/m"}}] * 19_000)


def _referred_to_very_often_by_one() -> bytes:
    drug = {"id": "m", "code": _many_codes(25_000)}
    references = [{"reference": "#m"}] * 100_000
    return bundle(patient(), request(contained=[drug], medicationReference=references))


def _bundles_in_a_bundle() -> bytes:
    inner = {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Bundle"}}] * 9_000}
    return bundle(patient(), *[inner] * 12)


def _bundles_deep_in_each_other() -> bytes:
    inner = {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Basic"}}] * 19_000}
    for _ in range(150):
        inner = {"resourceType": "Bundle", "entry": [{"resource": inner}]}
    return bundle(patient(), inner)


@pytest.mark.parametrize("made", [_referred_to_by_all, _referred_to_very_often_by_one])
def test_a_drug_that_thousands_refer_to_is_looked_up_once(made: Callable[[], bytes]) -> None:
    content = made()
    assert len(content) < _MOST
    began = time.process_time()
    read_bundle(content, definitions=DEFINITIONS, today=TODAY)
    assert time.process_time() - began < _SECONDS


@pytest.mark.parametrize(
    ("made", "why"), [(_bundles_in_a_bundle, "at most"), (_bundles_deep_in_each_other, "in each other")]
)
def test_bundles_in_bundles_are_counted_and_not_deep(made: Callable[[], bytes], why: str) -> None:
    content = made()
    assert len(content) < _MOST
    began = time.process_time()
    with pytest.raises(InputError, match=why):
        read_bundle(content, definitions=DEFINITIONS, today=TODAY)
    assert time.process_time() - began < _SECONDS


def test_the_answer_to_a_batch_of_searches_is_read() -> None:
    inner = json.loads(bundle(patient(birthDate="1948-01-01")))
    assert read_bundle(bundle(inner), definitions=DEFINITIONS, today=TODAY).facts


def _service(hook: Hook) -> HookService:
    return HookService(id="bones", hook=hook, title="", description="", prefetch={})


def test_thousands_of_states_of_one_resource_are_told_apart_in_time() -> None:
    states = [{"resourceType": "Observation", "id": "x", "n": n} for n in range(19_000)]
    prefetch = {"item1": {"resourceType": "Patient", "id": "p1"}, "item2": searched(*states, *states[:900])}
    content = json.dumps(body(prefetch=prefetch)).encode()
    assert len(content) < _MOST
    began = time.process_time()
    call = read_call(content, service=_service(Hook.PATIENT_VIEW))
    assert time.process_time() - began < _SECONDS
    assert len(call.resources) == 1 + len(states)


@pytest.mark.parametrize("hook", [Hook.ORDER_SELECT, Hook.ORDER_SIGN])
def test_more_orders_than_anybody_signs_at_once_are_refused(hook: Hook) -> None:
    told = body(hook.value)
    for count in (200, 201):
        orders = [{"resourceType": "MedicationRequest", "id": f"m{n}"} for n in range(count)]
        told["context"]["draftOrders"] = searched(*orders)
        if count == 200:
            assert len(read_call(json.dumps(told).encode(), service=_service(hook)).orders) == count
            continue
        with pytest.raises(InputError, match="200 orders"):
            read_call(json.dumps(told).encode(), service=_service(hook))
