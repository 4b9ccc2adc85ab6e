"""The API is what its document says, whatever is sent: every operation tried by schemathesis.

By hand, longer and otherwise: `CITEWELL_EXAMPLES=500 CITEWELL_SEED=7 pytest tests/api/test_openapi.py`.
"""

import os
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api_site import Api, api_on
from citewell.api.description import document, operations
from citewell.config import Settings
from citewell.model.accounts import Role

_EXAMPLES = int(os.environ.get("CITEWELL_EXAMPLES", "5"))
_SEED = int(os.environ.get("CITEWELL_SEED", "1"))
# What is well-formed may still be refused: a fact that no pack knows, a reason that says nothing.
_NOT_PROMISED = [positive_data_acceptance]
_OPERATIONS = {operation["operationId"]: operation for operation in operations(document())}
_TRIED = [(name, GenerationMode.POSITIVE) for name in _OPERATIONS]
# Where something is sent, it is sent wrong, too.
_TRIED += [
    (name, GenerationMode.NEGATIVE)
    for name, operation in _OPERATIONS.items()
    if {"parameters", "requestBody"} & operation.keys()
]


@pytest.fixture(scope="module")
def own(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """A server with somebody who may do everything."""
    with api_on(settings, tmp_path_factory.mktemp("openapi"), people={"ben": tuple(Role)}) as served:
        yield served


@pytest.fixture(scope="module")
def described(own: Api) -> schemathesis.BaseSchema:
    path, headers = "/api/v1/openapi.json", {"Host": "127.0.0.1"}
    return schemathesis.openapi.from_asgi(path, own.app, headers=headers)


@pytest.mark.parametrize(("operation", "mode"), _TRIED)
def test_whatever_is_sent_is_answered_as_the_document_says(
    own: Api, described: schemathesis.BaseSchema, operation: str, mode: GenerationMode
) -> None:
    @seed(_SEED)
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described.find_operation_by_id(operation).as_strategy(mode))
    def holds(case: Case) -> None:
        headers = {"Host": "127.0.0.1"}
        if str((case.headers or {}).get("Authorization", "")).startswith("Bearer "):
            # One that is well-formed is one that holds.
            headers["Authorization"] = f"Bearer {own.tokens['ben']}"
        case.call_and_validate(headers=headers, excluded_checks=_NOT_PROMISED)

    holds()
