"""A record system that calls from a page, as the public sandbox of CDS Hooks does: a real browser decides."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from browsing import running
from citewell.config import HookSettings, Settings
from citewell.storage.hook_feedback import tallies_in
from hook_builders import body, bundle, issuers_file, token
from hook_site import FRACTURE, PATIENT, VIEW

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# What a client in a page does: `told` is JSON to send, `bearer` its token. A refused page learns nothing.
_FETCH = """async ({ url, bearer, told }) => {
  const headers = {};
  if (bearer) headers.Authorization = `Bearer ${bearer}`;
  if (told) headers["Content-Type"] = "application/json";
  try {
    const response = await fetch(url, { method: told ? "POST" : "GET", headers, body: told || undefined });
    return { status: response.status, body: await response.json() };
  } catch (error) {
    return { blocked: error.name };
  }
}"""
_BLOCKED = {"blocked": "TypeError"}
_CALL = body(prefetch={"patient": PATIENT, "conditions": bundle(FRACTURE)})


class _Silent(SimpleHTTPRequestHandler):
    """Files of a folder, without a line on stderr for each."""

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """A server of hooks, a page that it knows, a page that it does not know."""

    url: str
    settings: Settings
    known: str
    unknown: str


@contextmanager
def _pages(folder: Path) -> Iterator[str]:
    """The origin of a server of an empty page."""
    (folder / "client.html").write_text("<!doctype html><title>A record system</title>")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def neighbours(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neighbours]:
    home = tmp_path_factory.mktemp("hooks")
    settings.cache.mkdir(exist_ok=True)
    (home / "cache").symlink_to(settings.cache)
    with ExitStack() as stack:
        known, unknown = (stack.enter_context(_pages(home)) for _ in range(2))
        hooks = HookSettings(issuers=issuers_file(home), origins=(known,))
        own = replace(settings, home=home, hooks=hooks)
        url = stack.enter_context(running(own, home))
        yield Neighbours(url=url, settings=own, known=known, unknown=unknown)


@pytest.fixture
def client(browser: "Browser", neighbours: Neighbours) -> Iterator[Callable[[str], "Page"]]:
    """A page of an origin, opened."""

    def opened(origin: str) -> "Page":
        page = context.new_page()
        page.goto(f"{origin}/client.html")
        return page

    context = browser.new_context()
    yield opened
    context.close()


def _fetched(page: "Page", url: str, told: object = None) -> Any:
    now = int(time())
    bearer = token(url, iat=now, exp=now + 300, jti=str(uuid4())) if told else ""
    return page.evaluate(_FETCH, {"url": url, "bearer": bearer, "told": json.dumps(told) if told else ""})


def _feedback(card: str) -> dict[str, Any]:
    told = {"card": card, "outcome": "overridden", "outcomeTimestamp": "2026-11-21T09:00:00Z"}
    return {"feedback": [told]}


def test_a_page_of_a_known_origin_discovers_calls_and_tells_what_became_of_a_card(
    client: Callable[[str], "Page"], neighbours: Neighbours
) -> None:
    page = client(neighbours.known)
    discovered = _fetched(page, f"{neighbours.url}/cds-services")
    assert "citewell-patient-view" in [service["id"] for service in discovered["body"]["services"]]

    answered = _fetched(page, neighbours.url + VIEW, _CALL)
    assert answered["status"] == 200
    [first, *_] = answered["body"]["cards"]

    assert _fetched(page, f"{neighbours.url}{VIEW}/feedback", _feedback(first["uuid"])) == {
        "status": 200,
        "body": {},
    }
    [tally] = tallies_in(neighbours.settings.hook_feedback)
    assert (tally.service, tally.outcome, tally.cards) == ("citewell-patient-view", "overridden", 1)


def test_a_page_of_a_known_origin_reads_why_it_is_refused(
    client: Callable[[str], "Page"], neighbours: Neighbours
) -> None:
    refused = _fetched(client(neighbours.known), neighbours.url + VIEW, body())
    assert refused["status"] == 412
    assert refused["body"]["resourceType"] == "OperationOutcome"
    told = refused["body"]["issue"][0]["diagnostics"]
    assert told.startswith("The call brought no Patient, without whom no guidance can be applied. Send what ")


def test_a_page_of_a_known_origin_reads_nothing_else(
    client: Callable[[str], "Page"], neighbours: Neighbours
) -> None:
    page = client(neighbours.known)
    for path in ("/api/v1/packs", "/cds-services-of-others", "/"):
        assert _fetched(page, neighbours.url + path) == _BLOCKED, path


def test_a_page_of_another_origin_is_blocked_even_with_a_good_token(
    client: Callable[[str], "Page"], neighbours: Neighbours
) -> None:
    before = tallies_in(neighbours.settings.hook_feedback)
    page = client(neighbours.unknown)
    assert _fetched(page, f"{neighbours.url}/cds-services") == _BLOCKED
    assert _fetched(page, neighbours.url + VIEW, _CALL) == _BLOCKED
    told = _feedback("1a2b3c4d-0000-4000-8000-000000000001")
    assert _fetched(page, f"{neighbours.url}{VIEW}/feedback", told) == _BLOCKED
    assert tallies_in(neighbours.settings.hook_feedback) == before
