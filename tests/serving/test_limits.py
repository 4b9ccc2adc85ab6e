"""Who comes too often waits; each address and each credential by itself, each kind of request by itself."""

import pytest
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from citewell.errors import InputError
from citewell.serving.access import Rates
from citewell.serving.limits import RateLimits, rate_of
from serving_builders import behind

RATES = Rates(asking="3/minute", signing_in="2/minute", hooks="4/minute", other="5/minute")


def limited(**told: object) -> TestClient:
    return behind(Middleware(RateLimits, rates=RATES, exempt=("/static/", "/healthz")), **told)


def how_many(client: TestClient, method: str, path: str, **sent: object) -> int:
    """How many requests were taken before the first that was not."""
    for n in range(20):
        if client.request(method, path, **sent).status_code == 429:  # type: ignore[arg-type]
            return n
    return 20


@pytest.mark.parametrize(
    ("method", "path", "taken"),
    [
        ("POST", "/ask", 3),
        ("GET", "/ask", 3),
        ("PUT", "/", 3),
        ("POST", "/sign-in", 2),
        ("GET", "/cds-services", 4),
        ("POST", "/cds-services/x", 4),
        ("GET", "/", 5),
        ("GET", "/sign-in", 5),
        ("GET", "/nothing-there", 5),
        ("GET", "/static/style.css", 20),
        ("GET", "/healthz", 20),
    ],
)
def test_each_kind_has_its_limit(method: str, path: str, taken: int) -> None:
    assert how_many(limited(), method, path) == taken


def test_calls_of_hooks_are_counted_by_address_since_each_brings_another_token() -> None:
    client = limited()
    took = [
        client.post("/cds-services/x", headers={"Authorization": f"Bearer {n}"}).status_code for n in range(6)
    ]
    assert took.count(429) == 2


def test_kinds_are_counted_apart() -> None:
    client = limited()
    assert how_many(client, "POST", "/ask") == 3
    assert how_many(client, "GET", "/") == 5


def test_what_is_left_is_told() -> None:
    client = limited()
    first = client.post("/ask")
    assert first.headers["ratelimit-policy"] == '"asking";q=3;w=60'
    assert first.headers["ratelimit"].startswith('"asking";r=2;t=')
    how_many(client, "POST", "/ask")
    refused = client.post("/ask")
    assert refused.headers["ratelimit"].startswith('"asking";r=0;t=')
    assert 1 <= int(refused.headers["retry-after"]) <= 60


def test_another_credential_does_not_help_an_address() -> None:
    client = limited()
    taken = [client.post("/ask", headers={"Authorization": f"Bearer {n}"}).status_code for n in range(5)]
    assert taken == [200, 200, 200, 429, 429]


def test_another_address_does_not_help_a_credential() -> None:
    app = limited().app
    taken = [
        TestClient(app, client=(f"10.0.0.{n}", 1))
        .post("/ask", headers={"Cookie": "citewell-session=x"})
        .status_code
        for n in range(5)
    ]
    assert taken == [200, 200, 200, 429, 429]


@pytest.mark.parametrize(
    ("addresses", "taken"),
    [
        (["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"], [200, 200, 200, 200]),
        (["2001:db8::1", "2001:db8::2", "2001:db8::3:4", "2001:db8:0:0:5::"], [200, 200, 200, 429]),
        (["2001:db8:1::1", "2001:db8:2::1", "2001:db8:3::1", "2001:db8:4::1"], [200, 200, 200, 200]),
        (["::ffff:10.0.0.1", "10.0.0.1", "::ffff:10.0.0.1", "10.0.0.1"], [200, 200, 200, 429]),
    ],
)
def test_an_address_is_what_one_subscriber_has(addresses: list[str], taken: list[int]) -> None:
    app = limited().app
    assert [TestClient(app, client=(each, 1)).post("/ask").status_code for each in addresses] == taken


@pytest.mark.parametrize("text", ["", "many", "60", "60/fortnight", "-1/minute", "1/minute; 2"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is no rate"):
        rate_of(text)
