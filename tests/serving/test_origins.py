"""What changes something is taken from our own pages and from programs, and from no other page."""

import pytest
from starlette.middleware import Middleware

from citewell.serving.origins import SameOrigin
from serving_builders import behind

LAYER = Middleware(SameOrigin)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://127.0.0.1"},
        # Another port of a proxy in front, where the browser itself vouches for it.
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_our_own_pages_and_programs_may_act(method: str, headers: dict[str, str]) -> None:
    assert behind(LAYER).request(method, "/", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"},
        {"Sec-Fetch-Site": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1@evil.example"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_pages_of_others_may_not(method: str, headers: dict[str, str]) -> None:
    refused = behind(LAYER).request(method, "/", headers=headers)
    assert refused.status_code == 403
    assert refused.text.startswith("/problems/origin")


@pytest.mark.parametrize(
    ("path", "origin", "status"),
    [
        ("/upload/x", "https://ehr.example.org", 200),
        ("/upload/x", "https://evil.example", 403),
        ("/upload/x", "https://ehr.example.org.evil.example", 403),
        ("/upload/x", "null", 403),
        ("/ask", "https://ehr.example.org", 403),
        ("/uploads", "https://ehr.example.org", 403),
    ],
)
def test_pages_that_the_operator_named_may_act_where_they_are_to(path: str, origin: str, status: int) -> None:
    layer = Middleware(SameOrigin, shared="/upload", origins=("https://ehr.example.org",))
    headers = {"Origin": origin, "Sec-Fetch-Site": "cross-site"}
    assert behind(layer).post(path, headers=headers).status_code == status


def test_whoever_makes_a_page_learns_that_its_origin_has_to_be_named() -> None:
    layer = Middleware(SameOrigin, shared="/upload", origins=("https://ehr.example.org",))
    refused = behind(layer).post("/upload/x", headers={"Origin": "https://evil.example"})
    assert "whose origin is not named here" in refused.text


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}])
def test_a_link_may_lead_here(headers: dict[str, str]) -> None:
    assert behind(LAYER).get("/", headers=headers).status_code == 200
