"""A server with all that the API can reach, made once for a file of tests."""

from collections.abc import Iterator

import pytest

from api_site import Api, api_on
from citewell.config import Settings


@pytest.fixture(scope="module")
def api(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with api_on(settings, tmp_path_factory.mktemp("api")) as served:
        yield served
