"""Every way of failing is told as a problem (RFC 9457), and tells nothing of what was sent."""

import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api_site import Api
from citewell.api.reading import MOST_LEVELS
from citewell.asgi import application
from citewell.config import Settings
from citewell.engine.requests import LARGEST_QUESTION, MOST_FACTS
from citewell.serving.access import Access, Rates

ASK = "/api/v1/ask"
JSON = {"content-type": "application/json"}
SECRET = "saddle-onyx-comet-reef"
DEEP = '{"question": ' + "[" * (MOST_LEVELS + 1) + "]" * (MOST_LEVELS + 1) + "}"


def sent(api: Api, method: str, path: str, **given: Any) -> Any:
    return api.client.request(method, path, **given)


def body(text: str | bytes, **headers: str) -> dict[str, Any]:
    content = text if isinstance(text, bytes) else text.encode()
    return {"content": content, "headers": JSON | headers}


FAILURES = {
    "no such address": ("GET", "/api/v1/nothing", {}, 404),
    "a method that is not taken": ("DELETE", ASK, {}, 405),
    "no body": ("POST", ASK, body(""), 422),
    "no JSON": ("POST", ASK, body("{"), 422),
    "no object": ("POST", ASK, body("[1]"), 422),
    "no UTF-8": ("POST", ASK, body(b'{"question": "\xff"}'), 422),
    "a key twice": ("POST", ASK, body('{"question": "a", "question": "b"}'), 422),
    "nested too deep": ("POST", ASK, body(DEEP), 422),
    "nested without end": ("POST", ASK, body('{"a":' * 20_000), 422),
    "no number": ("POST", ASK, body('{"question": NaN}'), 422),
    "a number without end": ("POST", ASK, body('{"question": 1e999}'), 422),
    "a number of a thousand digits": ("POST", ASK, body('{"question": ' + "9" * 5_000 + "}"), 422),
    "another type": ("POST", ASK, body('{"question": 1}'), 422),
    "nothing asked": ("POST", ASK, body('{"question": ""}'), 422),
    "a member too many": ("POST", ASK, body('{"question": "a", "x": 1}'), 422),
    "a question too long": ("POST", ASK, body('{"question": "' + "a" * LARGEST_QUESTION + 'b"}'), 422),
    "a zero byte": ("POST", ASK, body(r'{"question": "a\u0000"}'), 422),
    "half a pair": ("POST", ASK, body(r'{"question": "a\ud800"}'), 422),
    "half a pair in a name": ("POST", ASK, body(r'{"question": "a", "facts": {"\ud800": 1}}'), 422),
    "a fact that is none": ("POST", ASK, body('{"question": "a", "facts": {"age": "old"}}'), 422),
    "a fact of many values": ("POST", ASK, body('{"question": "a", "facts": {"age": [1]}}'), 422),
    "a fact without value": ("POST", ASK, body('{"question": "a", "facts": {"age": null}}'), 422),
    "facts that are none": ("POST", ASK, body('{"question": "a", "facts": 1}'), 422),
    "too many facts": (
        "POST",
        ASK,
        {"json": {"question": "a", "facts": {f"f{n}": 1 for n in range(MOST_FACTS + 1)}}},
        422,
    ),
    "a reader that is none": ("POST", ASK, body('{"question": "a", "audience": "nurse"}'), 422),
    "a follow-up of nothing": ("POST", ASK, body('{"question": "a", "after": "' + "0" * 32 + '"}'), 404),
    "another media type": ("POST", ASK, {"content": b"{}", "headers": {"content-type": "text/plain"}}, 415),
    "a compressed body": ("POST", ASK, body("{}", **{"content-encoding": "gzip"}), 415),
    "a body too large": ("POST", ASK, body('{"question": "' + "a" * (1 << 20) + '"}'), 413),
    "no fingerprint": ("GET", "/api/v1/answers/x", {}, 422),
    "an answer never given": ("GET", f"/api/v1/answers/{'0' * 32}", {}, 404),
    "nobody to apply to": ("POST", "/api/v1/apply", body("{}"), 422),
    "a pack that is not there": ("GET", "/api/v1/packs/none", {}, 404),
    "an article that is not there": ("GET", "/api/v1/articles/none", {}, 404),
    "a source that is not there": ("GET", "/api/v1/sources/none", {}, 404),
    "a query without words": ("GET", "/api/v1/library/search?q=%3F", {}, 422),
    "a query with a zero byte": ("GET", "/api/v1/library/search?q=a%00", {}, 422),
    "a page before the first": ("GET", "/api/v1/sources?page=0", {}, 422),
    "a parameter that is none": ("GET", "/api/v1/sources?year_form=2010", {}, 422),
    "a type that is none": ("GET", "/api/v1/sources?type=Blog", {}, 422),
    "nobody": ("GET", "/api/v1/me", {}, 401),
    "a wrong token": ("GET", "/api/v1/me", {"headers": {"authorization": f"Bearer {SECRET}"}}, 401),
    "another scheme": ("GET", "/api/v1/me", {"headers": {"authorization": f"Basic {SECRET}"}}, 401),
    "another host": ("GET", "/api/v1/packs", {"headers": {"host": "example.org"}}, 421),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_what_goes_wrong_is_told_as_a_problem(api: Api, failure: str) -> None:
    method, path, given, status = FAILURES[failure]
    told = sent(api, method, path, **given)
    assert told.status_code == status, told.text
    assert told.headers["content-type"] == "application/problem+json"
    problem = told.json()
    assert problem["status"] == status
    assert {"type", "title", "detail", "hint", "request"} <= problem.keys()
    assert problem["type"].startswith("/problems/")
    assert problem["request"] == told.headers["x-request-id"]
    assert SECRET not in told.text
    assert not re.search(r"Traceback|\.py|citewell\.", told.text)
    assert (status == 401) is ("www-authenticate" in told.headers)


def test_each_fault_of_a_body_is_pointed_at(api: Api) -> None:
    told = api.post("/ask", {"question": 1, "audience": "nurse", "a/b~c": 0}).json()
    assert {fault["pointer"] for fault in told["errors"]} == {"#/question", "#/audience", "#/a~1b~0c"}
    told = api.get("/sources?page=x").json()
    assert told["errors"][0]["parameter"] == "page"


def test_what_was_sent_is_not_said_again(api: Api) -> None:
    told = api.post("/ask", {"question": "a", "after": SECRET, "audience": SECRET, SECRET[:3]: SECRET})
    assert told.status_code == 422
    assert SECRET not in told.text


def test_who_comes_too_often_is_told_when_to_come_again(settings: Settings, tmp_path: Path) -> None:
    rates = Rates(asking="1/minute", signing_in="1/minute", hooks="1/minute", other="1/minute")
    app = application(settings, runtime=tmp_path, access=Access(rates=rates))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        client.get("/api/v1/packs")
        told = client.get("/api/v1/packs")
    assert (told.status_code, told.json()["type"]) == (429, "/problems/too-many")
    assert int(told.headers["retry-after"]) > 0


def test_a_bug_tells_nothing_but_its_number(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_request: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(api.app.state.house.answers, "ask", broken)
    told = api.post("/ask", {"question": "a"})
    assert (told.status_code, told.json()["type"]) == (500, "/problems/bug")
    assert SECRET not in told.text
    assert told.json()["request"] == told.headers["x-request-id"]
