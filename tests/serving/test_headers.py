"""Every response protects its reader, whatever it is."""

import pytest
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from citewell.serving.headers import SecurityHeaders
from serving_builders import behind

LAYER = Middleware(SecurityHeaders, static="/static/")


@pytest.mark.parametrize(
    "path", ["/", "/nothing-there", "/static/nothing.css?x", "/api/v1/nothing", "/static/style.css"]
)
def test_nothing_is_sent_without_its_headers(site: TestClient, path: str) -> None:
    headers = site.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers
    assert headers["x-request-id"]


def test_https_is_kept_to_where_it_is_spoken() -> None:
    name = "strict-transport-security"
    assert name not in behind(LAYER).get("/").headers
    assert behind(LAYER, base_url="https://127.0.0.1").get("/").headers[name] == "max-age=31536000"


def test_pages_are_kept_by_nobody(site: TestClient) -> None:
    asked = site.post("/ask", data={"question": "What is osteoporosis?"})
    for response in (asked, site.get(asked.headers["location"])):
        assert "no-store" in response.headers["cache-control"]


def test_files_are_kept_for_ever_under_the_address_of_their_content(site: TestClient) -> None:
    assert "immutable" in site.get("/static/style.css?0123456789ab").headers["cache-control"]
    assert site.get("/static/style.css").headers["cache-control"] == "no-cache"
    assert "no-store" in site.get("/static/nothing.css?0123456789ab").headers["cache-control"]
