"""Figures are for those who watch over the server."""

import pytest
from starlette.requests import HTTPConnection
from starlette.testclient import TestClient

from citewell.serving.access import Access
from citewell.serving.metrics import Metrics, may_read
from citewell.serving.observing import Seen


def from_(address: str, **headers: str) -> HTTPConnection:
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return HTTPConnection({"type": "http", "headers": sent, "client": (address, 1)})


@pytest.mark.parametrize(
    ("connection", "may"),
    [
        (from_("127.0.0.1"), True),
        (from_("::1"), True),
        (from_("10.0.0.1"), False),
        (from_("nowhere"), False),
        (from_("127.0.0.1", x_forwarded_for="127.0.0.1"), False),
        (from_("127.0.0.1", forwarded="for=127.0.0.1"), False),
        (from_("127.0.0.1", via="1.1 proxy"), False),
    ],
)
def test_figures_are_given_to_this_machine_and_not_by_way_of_a_proxy(
    connection: HTTPConnection, may: bool
) -> None:
    assert may_read(connection, Access().metrics) is may


def test_for_others_there_is_nothing(site: TestClient) -> None:
    # Starlette's client comes from "testclient", which is no address.
    assert site.get("/metrics").status_code == 404


def test_requests_are_counted_by_the_template_of_their_route() -> None:
    metrics = Metrics()
    seen = Seen(request="1", method="GET", route="/answers/{fingerprint}", status=200, seconds=0.02)
    metrics.note_request(seen)
    metrics.note_answer(abstained=True, kept=False)
    metrics.note_opening(1.5)
    page = metrics.page().decode()
    assert 'citewell_requests_total{method="GET",route="/answers/{fingerprint}",status="200"} 1.0' in page
    assert 'citewell_request_seconds_bucket{le="0.02",route="/answers/{fingerprint}"} 1.0' in page
    assert 'citewell_answers_total{kept="no",outcome="abstained"} 1.0' in page
    assert "citewell_engine_open_seconds 1.5" in page
