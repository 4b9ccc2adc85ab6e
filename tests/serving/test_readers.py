"""Where readers need an account, a stranger is shown the way in and nothing else."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from citewell.asgi import application
from citewell.config import Settings
from citewell.serving.access import Access, Readers


@pytest.fixture(scope="module")
def closed(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    access = Access(readers=Readers.ACCOUNTS, proxied=True)
    app = application(settings, runtime=tmp_path_factory.mktemp("runtime"), access=access)
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/library", "/patient", "/answers/0123456789abcdef", "/nothing-there"])
def test_a_stranger_is_led_to_the_way_in(closed: TestClient, path: str) -> None:
    led = closed.get(path)
    assert led.status_code == 303
    assert led.headers["location"].startswith("/sign-in?next=%2F")


@pytest.mark.parametrize("path", ["/ask", "/patient", "/audience"])
def test_a_stranger_cannot_act(closed: TestClient, path: str) -> None:
    assert closed.post(path, data={"question": "What is osteoporosis?"}).status_code == 401


@pytest.mark.parametrize(
    "headers", [{}, {"Cookie": "__Host-citewell-session=x"}, {"Authorization": "Bearer x"}]
)
@pytest.mark.parametrize("path", ["/api/v1/openapi.json", "/api/v1/library/search"])
def test_a_program_without_a_token_that_holds_is_told_so(
    closed: TestClient, path: str, headers: dict[str, str]
) -> None:
    refused = closed.get(path, headers=headers)
    assert refused.status_code in {401, 404}
    assert refused.headers["content-type"] == "application/problem+json"


def test_machines_that_watch_need_no_account(closed: TestClient) -> None:
    assert closed.get("/healthz").status_code == 200
    assert closed.get("/readyz").json()["ready"] is True
    assert closed.get("/static/style.css").status_code == 200


@pytest.mark.parametrize(
    "path", ["/static/../library", "/sign-in/../library", "//library", "/static%2f..%2flibrary"]
)
def test_no_detour_leads_past_the_door(closed: TestClient, path: str) -> None:
    assert closed.get(path).status_code in {303, 404}


def test_behind_a_proxy_the_way_is_https(closed: TestClient) -> None:
    assert "strict-transport-security" in closed.get("/").headers
