"""A call of a hook service, as it came."""

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citewell.errors import InputError
from citewell.interop.hook_requests import MOST_BYTES, Malformed, read_call
from citewell.model.hooks import Hook, HookCall, HookService
from hook_builders import INSTANCE, body, bundle

SECRET = "MRN4711Mustermann"
PATIENT = {"resourceType": "Patient", "id": "p1", "birthDate": "1948-02-01"}
EGFR = {
    "resourceType": "Observation",
    "id": "o1",
    "status": "final",
    "subject": {"reference": "Patient/p1"},
    "valueQuantity": {"value": 41.50},
}


def service(hook: Hook = Hook.PATIENT_VIEW) -> HookService:
    return HookService(
        id="bones",
        hook=hook,
        title="",
        description="",
        prefetch={
            "patient": "Patient/{{context.patientId}}",
            "observations": "Observation?patient={{context.patientId}}&code=http://loinc.org|33914-3",
        },
    )


def read(told: Any, hook: Hook = Hook.PATIENT_VIEW) -> HookCall:
    content = told if isinstance(told, bytes) else json.dumps(told).encode()
    return read_call(content, service=service(hook))


def sent(prefetch: Any, **changed: Any) -> HookCall:
    return read(body(prefetch=prefetch, **changed))


def test_a_call_is_read() -> None:
    call = sent({"patient": PATIENT, "observations": bundle(EGFR)}, fhirServer="https://fhir.example.org/r4")
    assert (call.hook, call.instance, call.patient) == (Hook.PATIENT_VIEW, INSTANCE, "p1")
    assert [each["resourceType"] for each in call.resources] == ["Patient", "Observation"]
    assert call.withheld == ()
    # Nothing needs to know who the clinician is.
    assert "Practitioner/abc" not in repr(call)


def test_a_decimal_keeps_its_digits() -> None:
    told = json.dumps(body(prefetch={"observations": bundle(EGFR)})).replace("41.5", "41.50")
    found = read(told.encode()).resources[0]["valueQuantity"]["value"]
    assert (found, str(found)) == (Decimal("41.5"), "41.50")


def test_an_id_may_come_as_a_reference() -> None:
    assert read(body(patient="Patient/p1")).patient == "p1"


def test_keys_may_be_the_clients_own() -> None:
    call = sent({"item1": PATIENT, "item2": bundle(EGFR), "item3": None})
    assert [each["id"] for each in call.resources] == ["p1", "o1"]
    assert call.withheld == ("item3",)


@pytest.mark.parametrize(
    "nothing",
    [
        None,
        {"resourceType": "OperationOutcome", "issue": []},
        {"resourceType": "Bundle", "type": "searchset"},
        {"resourceType": "Bundle", "type": "searchset", "total": 0, "entry": []},
        bundle({"resourceType": "OperationOutcome", "issue": []}),
    ],
)
def test_what_the_client_could_not_get_is_withheld(nothing: Any) -> None:
    call = sent({"patient": PATIENT, "observations": nothing})
    assert call.withheld == ("observations",)
    assert len(call.resources) == 1


@pytest.mark.parametrize("prefetch", [None, {}])
def test_without_prefetch_all_of_it_is_withheld(prefetch: Any) -> None:
    assert read(body() | {"prefetch": prefetch}).withheld == ("patient", "observations")


def test_a_key_left_out_is_withheld() -> None:
    assert sent({"patient": PATIENT}).withheld == ("observations",)


def test_a_resource_that_two_searches_found_comes_once_and_two_states_of_it_both() -> None:
    other = EGFR | {"valueQuantity": {"value": 55}}
    call = sent({"item1": bundle(EGFR, EGFR), "item2": bundle(EGFR, other)})
    assert [each["valueQuantity"]["value"] for each in call.resources] == [41.5, 55]


def test_orders_are_read_with_what_was_selected() -> None:
    order = {"resourceType": "MedicationRequest", "id": "m1", "subject": {"reference": "Patient/p1"}}
    told = body("order-select")
    told["context"]["draftOrders"] = bundle(order)
    call = read(told, Hook.ORDER_SELECT)
    assert (call.orders, call.selected) == ((order,), ("MedicationRequest/m1",))
    signed = body("order-sign")
    signed["context"]["draftOrders"] = bundle(order)
    assert (read(signed, Hook.ORDER_SIGN).orders, read(signed, Hook.ORDER_SIGN).selected) == ((order,), ())


def test_what_is_not_known_is_let_be() -> None:
    assert read(body(extension={"com.example": 1}, **{"x-new": []})).patient == "p1"


def without(name: str) -> dict[str, Any]:
    told = body()
    del told["context"][name]
    return told


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (body(hook="order-sign"), "hook has to be patient-view"),
        (body(hook=SECRET), "hook has to be patient-view"),
        (body() | {"hook": None}, "hook has to be"),
        (body(hookInstance="1"), "hookInstance"),
        (body(hookInstance=f"{INSTANCE}\n"), "hookInstance"),
        (body(hookInstance=7), "hookInstance"),
        (body() | {"context": None}, "context has to be an object"),
        (body(context=[SECRET]), "context has to be an object"),
        (without("userId"), "context.userId"),
        (without("patientId"), "context.patientId"),
        (body(patient="../x"), "context.patientId"),
        (body(patient="x" * 65), "context.patientId"),
        (body(patient=""), "context.patientId"),
        (body(fhirServer=SECRET), "fhirServer"),
        (body(fhirServer=["https://x"]), "fhirServer"),
        (body(fhirAuthorization={"access_token": SECRET}), "fhirServer beside it"),
        (body(fhirAuthorization=SECRET, fhirServer="https://x"), "fhirAuthorization has to be"),
        (body(prefetch=[PATIENT]), "prefetch has to be an object"),
        (body(prefetch={str(n): None for n in range(201)}), "more than 200 keys"),
        (body(prefetch={"patient": SECRET}), "has to be an object with a resourceType"),
        (body(prefetch={"patient": {"id": "p1"}}), "resourceType of FHIR"),
        (body(prefetch={"patient": {"resourceType": "patient"}}), "resourceType of FHIR"),
        (body(prefetch={"patient": {"resourceType": ["Patient"]}}), "resourceType of FHIR"),
        (body(prefetch={"patient": PATIENT | {"id": ["p1"]}}), "id that is text"),
        (body(prefetch={"patient": EGFR}), "of the type Patient"),
        (body(prefetch={"observations": bundle(PATIENT)}), "of the type Observation"),
        (body(prefetch={"patient": bundle(bundle(PATIENT))}), "Bundle in a Bundle"),
        (body(prefetch={"x": {"resourceType": "Bundle", "entry": {}}}), "Bundle.entry"),
        (body(prefetch={"x": {"resourceType": "Bundle", "entry": [SECRET]}}), "entry.0..resource has to be"),
        (body(prefetch={"x": {"resourceType": "Bundle", "entry": [{}]}}), "entry.0..resource has to be"),
        (body(prefetch={"patient": PATIENT | {"id": "p2"}}), "another patient"),
        (body(prefetch={"x": EGFR | {"subject": {"reference": "Patient/p2"}}}), "another patient"),
        (
            body(prefetch={"x": EGFR | {"subject": {"reference": "https://a.b/r4/Patient/p2/_history/1"}}}),
            "another patient",
        ),
        (
            body(prefetch={"x": {"resourceType": "Coverage", "beneficiary": {"reference": "Patient/p2"}}}),
            "another",
        ),
    ],
)
def test_what_has_not_its_form_is_refused_and_not_repeated(told: Any, wrong: str) -> None:
    with pytest.raises(InputError, match=wrong) as refused:
        read(told)
    assert SECRET not in f"{refused.value.message} {refused.value.hint}"
    assert refused.value.status == 422


@pytest.mark.parametrize(
    ("hook", "context", "wrong"),
    [
        ("order-sign", {"draftOrders": None}, "draftOrders"),
        ("order-sign", {"draftOrders": []}, "draftOrders"),
        ("order-sign", {"draftOrders": PATIENT}, "draftOrders"),
        ("order-select", {"selections": None}, "selections"),
        ("order-select", {"selections": []}, "selections"),
        ("order-select", {"selections": [1]}, "selections"),
        ("order-select", {"selections": "MedicationRequest/m1"}, "selections"),
    ],
)
def test_orders_need_their_context(hook: str, context: dict[str, Any], wrong: str) -> None:
    told = body(hook)
    told["context"] |= context
    with pytest.raises(InputError, match=wrong):
        read(told, Hook(hook))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe",
        b'{"hook": "a", "hook": "b"}',
        b'{"a": NaN}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b" " * (MOST_BYTES + 1),
        b"<Bundle/>",
        b'{"a": "\\ud800"}',
        b'{"\\uDFFF": 1}',
    ],
)
def test_what_is_no_json_object_is_malformed(content: bytes) -> None:
    with pytest.raises(Malformed) as refused:
        read(content)
    assert refused.value.status == 400


LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
JSON = st.recursive(
    LEAVES | st.sampled_from([PATIENT, EGFR, bundle(EGFR)]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["resourceType", "entry", "resource", "id", "subject", "reference", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
MEMBERS = ("hook", "hookInstance", "fhirServer", "fhirAuthorization", "context", "prefetch")


@given(member=st.sampled_from(MEMBERS), value=JSON)
@settings(max_examples=300, deadline=None)
def test_whatever_stands_in_a_member_the_call_is_read_or_refused(member: str, value: Any) -> None:
    with suppress(InputError):
        read(body() | {member: value})


@given(value=JSON, key=st.sampled_from(["patient", "observations", "item1"]))
@settings(max_examples=300, deadline=None)
def test_and_whatever_is_prefetched(value: Any, key: str) -> None:
    try:
        call = sent({key: value})
    except InputError:
        return
    assert all(isinstance(each["resourceType"], str) for each in call.resources)


def test_a_character_in_two_halves_is_whole() -> None:
    told = json.dumps(body(prefetch={"item1": PATIENT | {"text": "\U0001f600"}}))
    assert "\\ud83d" in told
    assert read(told.encode()).resources[0]["text"] == "\U0001f600"


def test_a_large_bundle_is_read() -> None:
    many = [EGFR | {"id": f"o{k}"} for k in range(5000)]
    assert len(sent({"observations": bundle(*many)}).resources) == 5000
