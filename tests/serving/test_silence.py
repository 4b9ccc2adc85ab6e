"""Nothing of a patient leaves by the back door: in no log, no figure, no file that is left.

Every route is given unmistakable data in every place where something can be typed, and made to fail.
"""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from citewell.asgi import application
from citewell.config import Settings
from citewell.serving.access import Access
from citewell.serving.logs import JsonLines

# Letters and digits alone: no encoding changes it.
SECRET = "MRN4711Mustermann"
HEADERS = {
    "X-Request-ID": SECRET,
    "User-Agent": SECRET,
    "Referer": f"http://127.0.0.1/{SECRET}",
    "Cookie": f"citewell-session={SECRET}; audience={SECRET}",
    "If-None-Match": f'"{SECRET}"',
    "Accept-Language": SECRET,
}
JSON = {
    "question": f"Osteoporosis of {SECRET}",
    "text": SECRET,
    "after": SECRET,
    "facts": {"age": SECRET, SECRET: "1"},
    "name": SECRET,
}


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runtime")


@pytest.fixture(scope="module")
def client(settings: Settings, runtime: Path) -> Iterator[TestClient]:
    app = application(settings, runtime=runtime, access=Access(metrics=("127.0.0.0/8",)))
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        client.follow_redirects = False
        yield client


def routes_of(client: TestClient) -> set[str]:
    document = client.app.openapi()["paths"]  # type: ignore[attr-defined]
    pages = {route.path for route in _walk(client.app.routes) if isinstance(route, APIRoute)}  # type: ignore[attr-defined]
    return {*document, *pages}


def _walk(routes: list[object]) -> Iterator[object]:
    for route in routes:
        yield route
        yield from _walk(getattr(getattr(route, "original_router", None), "routes", []))


def everything_is_sent(client: TestClient) -> int:
    """To every route, in every way; the number of requests."""
    n = 0
    for template in sorted(routes_of(client)):
        path = re.sub(r"{[^}]*}", SECRET, template)
        query = {"q": SECRET, "next": f"/{SECRET}", SECRET: SECRET}
        typed = {"name": SECRET, "password": SECRET, "question": JSON["question"], "text": SECRET}
        file = {"file": (f"{SECRET}.json", json.dumps(JSON), "application/json")}
        told: dict[str, Any] = {"params": query, "headers": HEADERS}
        client.get(path, **told)
        client.request(SECRET, path, **told)
        client.post(path, json=JSON, **told)
        client.post(path, data=typed, **told)
        client.post(path, data=typed, files=file, **told)
        n += 5
    return n


def lines(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(JsonLines().format(record) for record in caplog.records if record.name != "httpx")


def left_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nothing_typed_is_written_anywhere(
    client: TestClient, runtime: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.INFO):
        sent = everything_is_sent(client)
    assert sent > 100
    told = lines(caplog)
    assert told.count('"event":"request"') == sent
    figures = client.get("/metrics").text
    assert "citewell_requests_total" in figures
    assert SECRET not in told
    assert SECRET not in figures
    assert SECRET.encode() not in left_in(runtime)
    assert SECRET not in "".join(capfd.readouterr())


def test_nor_when_we_fail(
    client: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object, request: object) -> None:
        raise RuntimeError(repr(request))

    monkeypatch.setattr("citewell.serving.answers.AnswerDesk.ask", fail)
    with caplog.at_level(logging.INFO):
        for path, sent in (("/ask", {"data": JSON}), ("/api/v1/ask", {"json": {"question": SECRET}})):
            failed = client.post(path, headers=HEADERS, **sent)  # type: ignore[arg-type]
            assert failed.status_code == 500
            assert SECRET not in failed.text
    told = lines(caplog)
    assert told.count('"event":"fault"') == 2
    assert SECRET not in told


def test_nothing_typed_stands_in_an_address(client: TestClient) -> None:
    asked = client.post("/ask", data={"question": f"What is the treatment of osteoporosis of {SECRET}?"})
    assert asked.status_code == 303
    assert SECRET not in asked.headers["location"]
