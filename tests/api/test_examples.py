"""The examples of the API's document are what a server answers."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from api_examples import made
from api_site import Api, api_on
from citewell.api.description import EXAMPLES, document, operations
from citewell.config import Settings

_OPERATIONS = {operation["operationId"]: operation for operation in operations(document())}


@pytest.fixture(scope="module")
def own(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with api_on(settings, tmp_path_factory.mktemp("examples")) as served:
        yield served


def test_the_examples_are_what_a_server_answers(own: Api) -> None:
    now = made(own)
    kept = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in EXAMPLES.glob("*.json")}
    assert kept.keys() == now.keys() == _OPERATIONS.keys()
    changed = [name for name in now if now[name] != kept[name]]
    assert not changed, "run python tests/api_examples.py"


@pytest.mark.parametrize("name", _OPERATIONS)
def test_an_example_is_what_the_document_says(name: str) -> None:
    kept = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    taken = [example for example in kept if example["status"] < 400]
    assert taken
    for example in taken:
        response = _OPERATIONS[name]["responses"][str(example["status"])]
        check(response["content"][example["media_type"]], example["response"])
        if example["body"] is not None:
            check(_OPERATIONS[name]["requestBody"]["content"]["application/json"], example["body"])


def check(content: dict[str, Any], value: Any) -> None:
    jsonschema.validate(value, content["schema"] | {"components": document()["components"]})
