"""What FHIR is validated by finds what is wrong: each defect is planted, and somebody sees it."""

from typing import Any

import pytest

from fhir_validators import Validators

LIBRARY: dict[str, Any] = {
    "resourceType": "Library",
    "id": "x",
    "status": "draft",
    "type": {"text": "logic"},
    "description": "A library.",
}
VALUE_SET: dict[str, Any] = {
    "resourceType": "ValueSet",
    "status": "draft",
    "compose": {"include": [{"system": "http://loinc.org", "concept": [{"code": "30525-0"}]}]},
}
RULE: dict[str, Any] = {
    "resourceType": "PlanDefinition",
    "status": "draft",
    "action": [
        {
            "condition": [
                {
                    "kind": "applicability",
                    "expression": {"language": "text/cql-identifier", "expression": "Applies x"},
                }
            ]
        }
    ],
}


@pytest.mark.parametrize("resource", [LIBRARY, VALUE_SET, RULE], ids=lambda one: one["resourceType"])
def test_what_is_right_pleases_them_all(resource: dict[str, Any], validators: Validators) -> None:
    assert validators.faults([resource]) == []


@pytest.mark.parametrize(
    ("defect", "seen_by"),
    [
        pytest.param(
            LIBRARY | {"extension": [{"url": "http://x", "valueString": "a", "valueCode": "b"}]},
            {"models", "invariants"},
            id="two values of one choice",
        ),
        pytest.param(LIBRARY | {"colour": "blue"}, {"models", "schema", "invariants"}, id="unknown field"),
        pytest.param(LIBRARY | {"status": "splendid"}, {"schema"}, id="status outside its binding"),
        pytest.param(
            {name: value for name, value in LIBRARY.items() if name != "type"},
            {"models", "schema", "invariants"},
            id="a required element is missing",
        ),
        pytest.param(
            VALUE_SET | {"compose": {"include": [{"version": "1"}]}}, {"invariants"}, id="invariant vsd-1"
        ),
        pytest.param(
            VALUE_SET
            | {
                "compose": {
                    "include": [
                        {
                            "system": "http://loinc.org",
                            "concept": [{"code": "30525-0"}],
                            "filter": [{"property": "code", "op": "regex", "value": "3.*"}],
                        }
                    ]
                }
            },
            {"invariants"},
            id="invariant vsd-3",
        ),
        pytest.param(LIBRARY | {"topic": []}, {"emptiness"}, id="an empty list"),
        pytest.param(LIBRARY | {"date": "20.11.2026"}, {"models", "schema", "invariants"}, id="no date"),
        pytest.param(LIBRARY | {"id": "a_b"}, {"models", "schema"}, id="no id"),
        pytest.param({"resourceType": "Libary"}, {"models", "schema", "invariants"}, id="no such type"),
    ],
)
def test_a_planted_defect_is_seen(defect: dict[str, Any], seen_by: set[str], validators: Validators) -> None:
    assert {fault.partition(" by ")[2].partition(":")[0] for fault in validators.faults([defect])} == seen_by
