"""Pages of others may call hook services from a browser where the operator named their origin."""

import pytest
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from citewell.serving.hook_origins import HookOrigins
from serving_builders import behind

EHR = "https://ehr.example.org"
ASKS = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type",
}


def shared(*origins: str) -> TestClient:
    return behind(Middleware(HookOrigins, below="/upload", origins=origins))


def test_a_page_that_is_named_may_call_and_read() -> None:
    client = shared(EHR)
    may = client.options("/upload/x", headers={"Origin": EHR, **ASKS})
    assert may.status_code == 200
    assert may.headers["access-control-allow-origin"] == EHR
    assert "access-control-allow-credentials" not in may.headers
    assert {"authorization", "content-type"} <= {
        name.strip().lower() for name in may.headers["access-control-allow-headers"].split(",")
    }
    read = client.post("/upload/x", headers={"Origin": EHR})
    assert read.headers["access-control-allow-origin"] == EHR
    assert "Origin" in read.headers["vary"]


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", f"{EHR}.evil.example", EHR.upper(), "null", "", "http://ehr.example.org"],
)
def test_another_may_not(origin: str) -> None:
    client = shared(EHR)
    assert "access-control-allow-origin" not in client.post("/upload/x", headers={"Origin": origin}).headers
    assert (
        "access-control-allow-origin"
        not in client.options("/upload/x", headers={"Origin": origin, **ASKS}).headers
    )


def test_nobody_may_where_nobody_is_named() -> None:
    refused = shared().options("/upload/x", headers={"Origin": EHR, **ASKS})
    assert refused.status_code == 400
    assert "access-control-allow-origin" not in refused.headers


def test_nor_anywhere_else() -> None:
    client = shared(EHR)
    assert "access-control-allow-origin" not in client.get("/", headers={"Origin": EHR}).headers
    assert client.options("/", headers={"Origin": EHR, **ASKS}).status_code == 405
    assert client.options("/uploads", headers={"Origin": EHR, **ASKS}).status_code == 404


@pytest.mark.parametrize(
    "asked", [{"Access-Control-Request-Method": "DELETE"}, {"Access-Control-Request-Headers": "cookie"}]
)
def test_nothing_but_what_hooks_need_is_allowed(asked: dict[str, str]) -> None:
    refused = shared(EHR).options("/upload/x", headers={"Origin": EHR, **ASKS, **asked})
    assert refused.status_code == 400
