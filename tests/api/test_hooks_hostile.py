"""CDS Hooks over HTTP: whatever comes is answered or refused, and never breaks anything."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st
from starlette.testclient import TestClient

from citewell.config import Settings
from hook_builders import body, bundle
from hook_site import FRACTURE, PATIENT, SECRET, VIEW, outcome_of, server


@pytest.fixture(scope="module")
def here(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """On this machine, with nobody named."""
    with server(settings, tmp_path_factory.mktemp("here")) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/cds-services/nothing", 404),
        ("POST", "/cds-services/nothing/feedback", 404),
        ("POST", "/cds-services/../api/v1/ask", 422),
        ("POST", "/cds-services/%2e%2e%2fapi", 404),
        ("POST", "/cds-services/citewell-patient-view%00", 404),
        ("POST", "/cds-services/\u2603", 404),
        ("POST", "/cds-services/" + "x" * 5000, 404),
        ("POST", "/cds-services/", 404),
        ("POST", f"{VIEW}/", 404),
        ("POST", f"{VIEW}/nothing", 404),
        ("POST", "/cds-services", 405),
        ("GET", VIEW, 405),
        ("PUT", VIEW, 405),
        ("DELETE", f"{VIEW}/feedback", 405),
    ],
)
def test_an_address_where_nothing_is_says_so(here: TestClient, method: str, path: str, status: int) -> None:
    refused = here.request(method, path, json=body(prefetch={"patient": PATIENT}))
    assert refused.status_code == status
    if "api/v1" not in path:
        outcome_of(refused, status)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "application/fhir+json", "", "application/jsonp"]
)
@pytest.mark.parametrize("path", [VIEW, f"{VIEW}/feedback"])
def test_what_is_not_sent_as_json_is_refused(here: TestClient, path: str, kind: str) -> None:
    sent = here.post(path, content=json.dumps(body()), headers={"Content-Type": kind})
    assert outcome_of(sent, 415).startswith("not-supported")


def test_json_may_name_its_charset(here: TestClient) -> None:
    content = json.dumps(body(prefetch={"patient": PATIENT}))
    for kind in ("application/json; charset=utf-8", "Application/JSON;charset=UTF-8"):
        assert here.post(VIEW, content=content, headers={"Content-Type": kind}).status_code == 200


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b'{"hook":"patient-view","hook":"patient-view"}', 400),
        (b'{"a":' * 100_000, 400),
        (b"[" * 100_000, 400),
        (b"{}", 422),
        (b" " * (20 << 20), 413),
        (json.dumps(body(hook="order-sign")).encode(), 422),
        (json.dumps(body(hookInstance=SECRET)).encode(), 422),
        (
            json.dumps(
                body(prefetch={"patient": PATIENT | {"name": [{"family": SECRET}], "id": "p2"}})
            ).encode(),
            422,
        ),
    ],
)
def test_what_cannot_be_read_is_refused(here: TestClient, content: bytes, status: int) -> None:
    refused = here.post(VIEW, content=content, headers={"Content-Type": "application/json"})
    assert SECRET not in outcome_of(refused, status)


@pytest.mark.parametrize("deep", [200, 900, 990, 2000])
@pytest.mark.parametrize("within", ["context", "prefetch", "resource", "x"])
def test_deep_json_is_answered_or_refused(here: TestClient, deep: int, within: str) -> None:
    told = body(prefetch={"patient": PATIENT, "item": "@"} if within == "resource" else {"patient": PATIENT})
    if within == "resource":
        told["prefetch"]["item"] = bundle(*([{"resourceType": "Observation", "id": "o", "x": "@"}] * 2))
    elif within == "x":
        told["x"] = "@"
    else:
        told[within] |= {"deep": "@"}
    content = json.dumps(told).replace('"@"', "[" * deep + "]" * deep)
    answered = here.post(VIEW, content=content, headers={"Content-Type": "application/json"})
    assert answered.status_code in {200, 400, 422}


def test_calls_that_wait_keep_nobody_else_waiting(here: TestClient) -> None:
    """More calls wait for a place than there are threads: what else is asked is answered."""
    places = here.app.state.house.hooks.places  # type: ignore[attr-defined]
    taken = [object() for _ in range(int(places.total_tokens))]
    assert here.portal is not None
    for each in taken:
        here.portal.call(places.acquire_on_behalf_of, each)
    told = body(prefetch={"patient": PATIENT})
    with ThreadPoolExecutor(60) as pool:
        calls = [pool.submit(here.post, VIEW, json=told) for _ in range(60)]
        while places.statistics().tasks_waiting < len(calls):
            assert not any(call.done() for call in calls)
        assert here.get("/api/v1/packs").status_code == 200
        for each in taken:
            here.portal.call(places.release_on_behalf_of, each)
        assert {call.result().status_code for call in calls} == {200}


LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
_KEYS = """
resourceType id code coding system status subject reference birthDate gender valueQuantity value unit
effectiveDateTime verificationStatus meta entry resource
"""
KEYS = st.sampled_from(_KEYS.split())
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=10,
)
RESOURCES = st.fixed_dictionaries(
    {
        "resourceType": st.sampled_from(
            ["Observation", "Condition", "Patient", "MedicationRequest", "Encounter"]
        ),
    },
    optional={
        "id": st.just("p1") | JSON,
        "status": st.sampled_from(["final", "active"]) | JSON,
        "birthDate": st.just("1948-02") | JSON,
        "gender": JSON,
        "code": st.fixed_dictionaries({"coding": st.lists(JSON, max_size=2)}) | JSON,
        "valueQuantity": JSON,
        "effectiveDateTime": st.just("2026-11-20") | JSON,
        "clinicalStatus": JSON,
        "verificationStatus": JSON,
        "medicationCodeableConcept": JSON,
        "subject": JSON,
        "meta": JSON,
        "component": JSON,
    },
)


@given(
    resource=RESOURCES, hook=st.sampled_from(["patient-view", "order-select", "order-sign"]), data=st.data()
)
@tried(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_record_breaks_anything(
    here: TestClient, resource: dict[str, Any], hook: str, data: st.DataObject
) -> None:
    told = body(hook, prefetch={"patient": PATIENT, "item1": resource, "item2": FRACTURE})
    if hook != "patient-view":
        order = data.draw(RESOURCES)
        told["context"]["draftOrders"] = bundle(order)
    answered = here.post(
        f"/cds-services/citewell-{hook}",
        content=json.dumps(told),
        headers={"Content-Type": "application/json"},
    )
    assert answered.status_code in {200, 400, 412, 422}, answered.text


@given(
    value=JSON,
    place=st.sampled_from(["hook", "hookInstance", "context", "prefetch", "fhirServer", "fhirAuthorization"]),
)
@tried(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nor_any_call(here: TestClient, value: Any, place: str) -> None:
    content = json.dumps(body() | {place: value})
    answered = here.post(VIEW, content=content, headers={"Content-Type": "application/json"})
    assert answered.status_code in {400, 412, 422}
