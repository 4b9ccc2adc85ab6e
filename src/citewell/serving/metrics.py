"""Figures for Prometheus: how many, how long, how it went; of one process, or of all that share a folder."""

import os
from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import HTTPConnection

from citewell.model.hooks import Card
from citewell.serving.observing import Seen

# Of prometheus-client: where processes of one server put their figures down for each other.
SHARED = "PROMETHEUS_MULTIPROC_DIR"
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# In seconds: from a kept answer to one that is given up on.
_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


class Metrics:
    """The figures of one process. Safe to share between threads."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "citewell_requests",
            "Requests, by the template of their route.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "citewell_request_seconds",
            "How long requests took, until the last byte.",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._answers = Counter(
            "citewell_answers",
            "Answers, by what became of the question and whether it was made before.",
            ("outcome", "kept"),
            registry=self._registry,
        )
        self._cards = Counter(
            "citewell_cards",
            "Cards of CDS Hooks, by service and urgency.",
            ("service", "indicator"),
            registry=self._registry,
        )
        self._opened = Gauge(
            "citewell_engine_open_seconds",
            "How long the engine took to open.",
            multiprocess_mode="mostrecent",
            registry=self._registry,
        )

    def note_request(self, seen: Seen) -> None:
        """Count a request."""
        self._requests.labels(seen.route, seen.method, str(seen.status)).inc()
        self._seconds.labels(seen.route).observe(seen.seconds)

    def note_answer(self, *, abstained: bool, kept: bool) -> None:
        """Count an answer. kept: whether it was made before."""
        self._answers.labels("abstained" if abstained else "given", "yes" if kept else "no").inc()

    def note_cards(self, service: str, cards: Iterable[Card]) -> None:
        """Count the cards that a call of a service of ours was answered with."""
        for card in cards:
            self._cards.labels(service, card.indicator.value).inc()

    def note_opening(self, seconds: float) -> None:
        """Put down how long the engine took to open."""
        self._opened.set(seconds)

    def page(self) -> bytes:
        """All figures, in Prometheus' text format; those of all processes where they share a folder."""
        if SHARED not in os.environ:
            return generate_latest(self._registry)
        everybody = CollectorRegistry()
        MultiProcessCollector(everybody)  # type: ignore[no-untyped-call]
        return generate_latest(everybody)


def may_read(connection: HTTPConnection, networks: tuple[str, ...]) -> bool:
    """Whether figures are given to whoever asks: from one of these networks, and not by way of a proxy.

    A proxy on this machine would otherwise show the world what is meant for this machine.
    """
    if connection.client is None or any(name in connection.headers for name in _FORWARDED):
        return False
    try:
        address = ip_address(connection.client.host)
    except ValueError:
        return False
    return any(address in ip_network(network) for network in networks)
