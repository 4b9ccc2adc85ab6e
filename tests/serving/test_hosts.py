"""A request that calls the server by another's name gets nothing."""

import pytest
from starlette.middleware import Middleware

from citewell.serving.access import Access
from citewell.serving.hosts import KnownHosts
from serving_builders import behind

LAYER = Middleware(KnownHosts, hosts=(*Access().hosts, "citewell.example.org"))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:8000",
        "localhost:1",
        "[::1]:8000",
        "citewell.example.org",
        "Citewell.Example.ORG",
    ],
)
def test_its_own_names_are_known(host: str) -> None:
    assert behind(LAYER).get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8000",
        "",
        "[::1",
        "citewell.example.org.",
        "xcitewell.example.org",
        "127.0.0.2",
        "localhost@evil.example",
    ],
)
def test_any_other_name_is_refused(host: str) -> None:
    refused = behind(LAYER).get("/", headers={"Host": host})
    assert refused.status_code == 421
    assert refused.text.startswith("/problems/host")
    assert "evil" not in refused.text


def test_two_names_are_none() -> None:
    twice = [("Host", "127.0.0.1"), ("Host", "evil.example")]
    assert behind(LAYER).get("/", headers=twice).status_code == 421
