"""CDS Hooks over HTTP: who may call, with which token and from which page."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from citewell.config import HookSettings, Settings
from citewell.serving.access import Access, Readers
from hook_builders import AT, EC_256, RSA, STRANGER, body, issuers_file, token
from hook_site import EHR, FEEDBACK, PATIENT, SITE, VIEW, bearer, outcome_of, server


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


def test_also_where_it_is_brought_to_another_process_or_after_a_restart(
    settings: Settings, there: TestClient, folder: Path
) -> None:
    hooks = HookSettings(issuers=folder / "issuers.json")
    credential = bearer(VIEW, jti="elsewhere")
    told = body(prefetch={"patient": PATIENT})
    assert there.post(VIEW, json=told, headers=credential).status_code == 200
    access = Access(elsewhere=True)
    with server(settings, folder, access=access, runtime="again", hooks=hooks, site=SITE) as other:
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


def test_a_server_that_cannot_remember_tokens_does_not_start(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "hooks").write_text("no folder")
    hooks = HookSettings(issuers=issuers_file(tmp_path))
    with pytest.raises(OSError, match="hooks"), server(settings, tmp_path, hooks=hooks):
        pass
