"""The API is what its document says, whatever is sent: every operation tried by schemathesis.

By hand, longer and otherwise: `CITEWELL_EXAMPLES=500 CITEWELL_SEED=7 pytest tests/api/test_openapi.py`.
"""

import os
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case

from api_site import Api, api_on
from citewell.config import Settings
from citewell.model.accounts import Role

_EXAMPLES = int(os.environ.get("CITEWELL_EXAMPLES", "8"))
_SEED = int(os.environ.get("CITEWELL_SEED", "1"))


@pytest.fixture(scope="module")
def own(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """A server with somebody who may do everything."""
    with api_on(settings, tmp_path_factory.mktemp("openapi"), people={"ben": tuple(Role)}) as served:
        yield served


@pytest.fixture(scope="module")
def described(own: Api) -> schemathesis.BaseSchema:
    config = schemathesis.Config(seed=_SEED)
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", own.app, config=config)


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=_EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_sent_is_answered_as_the_document_says(case: Case, own: Api) -> None:
    case.call_and_validate(headers={"Host": "127.0.0.1", "Authorization": f"Bearer {own.tokens['ben']}"})
