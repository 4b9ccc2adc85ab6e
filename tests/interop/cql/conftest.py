"""The other engine, opened once for the tests of this folder."""

from collections.abc import Iterator

import pytest

from cql_oracle import Oracle, why_not


@pytest.fixture(scope="session")
def oracle() -> Iterator[Oracle]:
    """Whoever asks for it is skipped, with the reason, where it is not installed."""
    if why_not():
        pytest.skip(why_not())
    with Oracle() as opened:
        yield opened
