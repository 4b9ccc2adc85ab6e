"""CDS Hooks over HTTP: what a record system meets, and what somebody meets who only pretends to be one."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.operationoutcome import OperationOutcome
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st
from starlette.testclient import TestClient

from citewell.asgi import application
from citewell.config import HookSettings, Mode, Settings
from citewell.serving.access import Access, Rates, Readers
from citewell.serving.logs import JsonLines
from citewell.storage.hook_feedback import tallies_in
from hook_builders import AT, EC_256, INSTANCE, RSA, STRANGER, body, bundle, issuers_file, token

SITE = "https://citewell.example.org"
VIEW = "/cds-services/citewell-patient-view"
EHR = "https://ehr.example.org"
SECRET = "MRN4711Mustermann"
NOW = datetime.fromtimestamp(AT, UTC)
PATIENT = {"resourceType": "Patient", "id": "p1", "birthDate": "1948-02-01", "gender": "female"}
_CODES = ("M80.08XA", "S32.020A")
FRACTURE: dict[str, Any] = {
    "resourceType": "Condition",
    "id": "c1",
    "clinicalStatus": {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]
    },
    "onsetDateTime": "2026-11-01",
    "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code} for code in _CODES]},
    "subject": {"reference": "Patient/p1"},
}
CARD = "1a2b3c4d-0000-4000-8000-000000000001"
FEEDBACK = {"feedback": [{"card": CARD, "outcome": "overridden", "outcomeTimestamp": "2026-11-21T09:00:00Z"}]}
Open = Callable[..., Any]


@contextmanager
def server(
    settings: Settings, folder: Path, *, access: Access | None = None, **changed: Any
) -> Iterator[TestClient]:
    own = replace(settings, home=folder / "home", **changed)
    own.home.mkdir(exist_ok=True)
    # Compiled once for all.
    settings.cache.mkdir(exist_ok=True)
    cache = own.home / "cache"
    if not cache.exists():
        cache.symlink_to(settings.cache)
    runtime = folder / "runtime"
    runtime.mkdir(exist_ok=True)
    app = application(own, runtime=runtime, access=access, clock=lambda: NOW)
    told: dict[str, Any] = {"client": ("127.0.0.1", 1), "raise_server_exceptions": False}
    with TestClient(app, base_url="http://127.0.0.1", **told) as client:
        yield client


@pytest.fixture(scope="module")
def here(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """On this machine, with nobody named."""
    with server(settings, tmp_path_factory.mktemp("here")) as client:
        yield client


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("there")


@pytest.fixture(scope="module")
def there(settings: Settings, folder: Path) -> Iterator[TestClient]:
    """Behind a proxy, where an issuer is named and one page may call."""
    access = Access(hosts=("127.0.0.1",), readers=Readers.ACCOUNTS, elsewhere=True)
    hooks = HookSettings(issuers=issuers_file(folder), origins=(EHR,))
    with server(settings, folder, access=access, hooks=hooks, site=SITE) as client:
        yield client


def outcome_of(response: Any, status: int) -> str:
    """What a refusal says; it is an OperationOutcome of FHIR."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    [issue] = OperationOutcome.model_validate(response.json()).issue
    assert issue.severity == "error"
    return f"{issue.code} {issue.details.text} {issue.diagnostics}"


def bearer(path: str, **changed: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(SITE + path, **changed)}"}


# What a record system meets.


def test_the_services_are_told_to_everybody(here: TestClient, there: TestClient) -> None:
    for client in (here, there):
        found = client.get("/cds-services")
        assert found.status_code == 200
        # The public sandbox sends a token here, too.
        for credential in (bearer("/cds-services"), {"Authorization": "Bearer x"}):
            assert client.get("/cds-services", headers=credential).content == found.content
        assert found.headers["content-type"] == "application/json"
        services = found.json()["services"]
        assert {each["hook"] for each in services} == {"patient-view", "order-select", "order-sign"}
        for each in services:
            assert {"hook", "description", "id"} <= each.keys()
            assert "null" not in json.dumps(each)


@pytest.mark.parametrize("hook", ["patient-view", "order-select", "order-sign"])
def test_a_call_is_answered_with_cards(here: TestClient, hook: str) -> None:
    given = here.post(f"/cds-services/citewell-{hook}", json=body(hook, prefetch={"patient": PATIENT}))
    assert given.status_code == 200
    assert isinstance(given.json()["cards"], list)
    assert given.headers["cache-control"] == "no-store"


def test_the_same_call_is_answered_with_the_same_bytes(here: TestClient) -> None:
    told = body(prefetch={"patient": PATIENT})
    assert here.post(VIEW, json=told).content == here.post(VIEW, json=told).content


def test_what_is_needed_and_did_not_come_is_a_precondition(here: TestClient) -> None:
    assert outcome_of(here.post(VIEW, json=body()), 412).startswith("required")


def test_feedback_is_put_down_and_may_be_told_twice(settings: Settings, tmp_path: Path) -> None:
    with server(settings, tmp_path) as client:
        for _ in range(2):
            told = client.post(f"{VIEW}/feedback", json=FEEDBACK)
            assert (told.status_code, told.json()) == (200, {})
    [tally] = tallies_in(tmp_path / "home" / "hooks" / "feedback.db")
    assert (tally.service, tally.cards, tally.told) == ("citewell-patient-view", 1, 2)


def test_a_server_that_only_looks_up_offers_no_services(settings: Settings, tmp_path: Path) -> None:
    with server(settings, tmp_path, mode=Mode.REFERENCE) as client:
        assert client.get("/cds-services").json() == {"services": []}
        outcome_of(client.post(VIEW, json=body(prefetch={"patient": PATIENT})), 403)


# What is refused, and how.


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


# Who may call.


def test_whoever_brings_a_good_token_is_answered(there: TestClient) -> None:
    told = body(prefetch={"patient": PATIENT})
    for n, key in enumerate((None, RSA)):
        credential = bearer(VIEW, jti=f"good-{n}", **({"key": key} if key else {}))
        assert there.post(VIEW, json=told, headers=credential).status_code == 200
    path = f"{VIEW}/feedback"
    assert there.post(path, json=FEEDBACK, headers=bearer(path, jti="good-feedback")).status_code == 200


def test_a_token_is_good_for_one_call(there: TestClient) -> None:
    credential = bearer(VIEW, jti="once")
    told = body(prefetch={"patient": PATIENT})
    assert there.post(VIEW, json=told, headers=credential).status_code == 200
    assert "brought before" in outcome_of(there.post(VIEW, json=told, headers=credential), 401)


def test_also_where_it_is_brought_to_another_process(
    settings: Settings, there: TestClient, folder: Path
) -> None:
    hooks = HookSettings(issuers=folder / "issuers.json")
    credential = bearer(VIEW, jti="elsewhere")
    told = body(prefetch={"patient": PATIENT})
    assert there.post(VIEW, json=told, headers=credential).status_code == 200
    with server(settings, folder, access=Access(elsewhere=True), hooks=hooks, site=SITE) as other:
        assert "brought before" in outcome_of(other.post(VIEW, json=told, headers=credential), 401)


@pytest.mark.parametrize(
    "credential",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic eDp4"},
        {"Authorization": "Bearer \xff\xfe"},
        {"Authorization": "Bearer " + "x" * 20_000},
        {"Cookie": "citewell-session=x"},
        bearer(VIEW, key=STRANGER, jti="a"),
        bearer(VIEW, iss="x", jti="b"),
        bearer(VIEW, key=EC_256, header={"alg": "ES256", "kid": "ec"}, jti="g"),
        bearer(f"{VIEW}/feedback", jti="c"),
        bearer("/cds-services/citewell-order-sign", jti="d"),
        bearer(VIEW, exp=AT - 3600, jti="e"),
        {"Authorization": f"Bearer {token('http://127.0.0.1' + VIEW, jti='f')}"},
    ],
)
def test_others_are_refused_before_anything_of_theirs_is_read(
    there: TestClient, credential: dict[str, str]
) -> None:
    raw = {name: value.encode("latin-1") for name, value in credential.items()}
    refused = there.post(VIEW, content=b"{" * 10, headers={"Content-Type": "application/json", **raw})
    assert outcome_of(refused, 401).startswith("login")
    assert refused.headers["www-authenticate"] == "Bearer"


def test_elsewhere_nobody_may_call_as_long_as_nobody_is_named(settings: Settings, tmp_path: Path) -> None:
    with server(settings, tmp_path, access=Access(elsewhere=True)) as client:
        assert "CITEWELL_HOOKS_ISSUERS" in outcome_of(client.post(VIEW, json=body()), 401)


def test_on_this_machine_a_token_is_asked_for_where_somebody_is_named(
    settings: Settings, tmp_path: Path
) -> None:
    told = body(prefetch={"patient": PATIENT})
    with server(settings, tmp_path, hooks=HookSettings(issuers=issuers_file(tmp_path))) as client:
        outcome_of(client.post(VIEW, json=told), 401)
        credential = {"Authorization": f"Bearer {token('http://127.0.0.1' + VIEW)}"}
        assert client.post(VIEW, json=told, headers=credential).status_code == 200


def test_a_session_is_no_token(there: TestClient) -> None:
    refused = there.post(VIEW, json=body(), headers={"Cookie": "__Host-citewell-session=abc"})
    outcome_of(refused, 401)


# From a browser.


def test_a_named_page_may_call_and_reads_also_why_not(there: TestClient) -> None:
    asks = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    may = there.options(VIEW, headers={"Origin": EHR, **asks})
    assert (may.status_code, may.headers["access-control-allow-origin"]) == (200, EHR)
    browser = {"Origin": EHR, "Sec-Fetch-Site": "cross-site"}
    called = there.post(
        VIEW, json=body(prefetch={"patient": PATIENT}), headers={**browser, **bearer(VIEW, jti="cors")}
    )
    assert (called.status_code, called.headers["access-control-allow-origin"]) == (200, EHR)
    refused = there.post(VIEW, json=body(), headers=browser)
    outcome_of(refused, 401)
    assert refused.headers["access-control-allow-origin"] == EHR


@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"{EHR}.evil.example"])
def test_another_page_may_not(there: TestClient, here: TestClient, origin: str) -> None:
    for client in (there, here):
        browser = {"Origin": origin, "Sec-Fetch-Site": "cross-site"}
        refused = client.post(VIEW, json=body(prefetch={"patient": PATIENT}), headers=browser)
        outcome_of(refused, 403)
        assert "access-control-allow-origin" not in refused.headers


def test_the_pages_are_as_closed_as_before(there: TestClient) -> None:
    browser = {"Origin": EHR, "Sec-Fetch-Site": "cross-site"}
    assert there.post("/ask", data={"question": "x"}, headers=browser).status_code == 403
    page = there.get("/", headers={"Origin": EHR}, follow_redirects=False)
    assert page.headers["location"].startswith("/sign-in")
    assert "access-control-allow-origin" not in page.headers


# How often, and what is left of it.


def test_who_calls_too_often_waits(settings: Settings, tmp_path: Path) -> None:
    rates = Rates(asking="9/minute", signing_in="9/minute", hooks="2/minute", other="9/minute")
    with server(settings, tmp_path, access=Access(rates=rates)) as client:
        codes = [client.post(VIEW, json=body()).status_code for _ in range(3)]
        assert codes == [412, 412, 429]
        waits = client.post(VIEW, json=body())
        assert outcome_of(waits, 429).startswith("throttled")
        assert int(waits.headers["retry-after"]) > 0


def record() -> dict[str, Any]:
    """A patient with her name in every place where one can stand."""
    named = {"id": "p1", "name": [{"family": SECRET}], "identifier": [{"system": SECRET, "value": SECRET}]}
    codings = [coding | {"display": SECRET} for coding in FRACTURE["code"]["coding"]]
    fracture = FRACTURE | {
        "id": SECRET,
        "code": {"text": SECRET, "coding": [*codings, {"system": SECRET, "code": SECRET, "display": SECRET}]},
        "subject": {"reference": "Patient/p1", "display": SECRET},
        "note": [{"text": SECRET}],
        SECRET: SECRET,
    }
    return {"patient": PATIENT | named, SECRET: fracture, "conditions": {"resourceType": SECRET}}


def test_of_a_call_the_log_has_what_was_answered_and_nothing_of_the_patient(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    told = body(
        prefetch=record(), fhirServer=f"https://{SECRET}.example", fhirAuthorization={"access_token": SECRET}
    )
    told["context"] |= {"userId": f"Practitioner/{SECRET}", "encounterId": SECRET}
    fine = told | {"prefetch": {name: told["prefetch"][name] for name in ("patient", SECRET)}}
    comment = {"reason": {"code": SECRET, "system": SECRET, "display": SECRET}, "userComment": SECRET}
    feedback = {"feedback": [FEEDBACK["feedback"][0] | {"overrideReason": comment}]}
    wrong = {"feedback": [FEEDBACK["feedback"][0] | {"card": SECRET}]}
    with caplog.at_level(logging.INFO), server(settings, tmp_path) as client:
        answers = [client.post(VIEW, json=each) for each in (told, fine, {**told, "hookInstance": SECRET})]
        answers += [client.post(f"{VIEW}/feedback", json=each) for each in (feedback, wrong)]
        answers += [client.post(f"/cds-services/{SECRET}", json=fine), client.post(VIEW, content=SECRET)]
        figures = client.get("/metrics").text
    assert [each.status_code for each in answers] == [422, 200, 422, 200, 422, 404, 415]
    assert SECRET not in "".join(each.text for each in answers if each.status_code != 200)
    lines = [JsonLines().format(each) for each in caplog.records if each.name != "httpx"]
    [logged] = [json.loads(line) for line in lines if '"event":"hook"' in line]
    assert logged["instance"] == INSTANCE
    assert logged["service"] == "citewell-patient-view"
    assert logged["packs"]
    assert logged["cards"]
    assert all(card["at"].startswith("/packs/") for card in logged["cards"])
    assert 'citewell_cards_total{indicator="' in figures
    assert SECRET not in "".join(lines) + figures + "".join(capfd.readouterr())
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name == "feedback.db" for path in left)
    assert not [path for path in left if SECRET.encode() in path.read_bytes()]
