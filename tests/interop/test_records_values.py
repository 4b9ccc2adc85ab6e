"""A value is used where it is exact, and read as it was sent; any other is told."""

from decimal import Decimal
from typing import Any

import pytest

from record_builders import concept, facts, observation, quantity, read

EGFR = "mL/min/{1.73_m2}"


def test_a_component_states_its_own_value() -> None:
    pressure = observation(
        "85354-9",
        component=[
            {"code": concept("loinc", "8462-4"), "valueQuantity": quantity(82, "mm[Hg]")},
            "no component",
            {"code": concept("loinc", "8480-6"), "valueQuantity": quantity(140, "mm[Hg]")},
        ],
    )
    (stated,) = read(pressure).facts
    assert (stated.fact, stated.given) == ("systolic", "140")
    assert stated.path == "Observation.component[2].valueQuantity"


@pytest.mark.parametrize(
    ("value", "stated"),
    [
        ({"valueInteger": 7}, {"pain": "7"}),
        ({"valueQuantity": {"value": 7}}, {"pain": "7"}),
        ({"valueQuantity": quantity(7, "{score}")}, {"pain": "7"}),
        ({"valueQuantity": quantity(7, "1")}, {"pain": "7"}),
        ({"valueQuantity": quantity(Decimal("7.0"), "{points}")}, {"pain": "7.0"}),
        ({"valueQuantity": {"value": 7, "unit": "{score}"}}, {"pain": "7"}),
    ],
)
def test_a_score_needs_no_unit(value: dict[str, Any], stated: dict[str, str]) -> None:
    assert facts(observation("72514-3", **value)) == stated


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"valueQuantity": quantity(60, EGFR, comparator="<")}, "not an exact number"),
        ({"valueQuantity": {"value": 60}}, "its unit is not told"),
        ({"valueQuantity": {"value": 60, "unit": "ml per minute"}}, "its unit is not told"),
        ({"valueQuantity": {"value": 60, "code": EGFR, "system": "urn:mine"}}, "its unit is not told"),
        ({"valueQuantity": quantity(60, "mL/min")}, "its unit is not told"),
        ({"valueQuantity": quantity(60, "mg/dL")}, "its unit is not told"),
        ({"valueQuantity": quantity(201, EGFR)}, "outside the range"),
        ({"valueQuantity": quantity(-1, EGFR)}, "outside the range"),
        ({"valueQuantity": quantity(Decimal("1E+99999"), EGFR)}, "too long"),
        ({"valueQuantity": quantity(Decimal("0." + "3" * 99), EGFR)}, "too long"),
        ({"valueQuantity": quantity("60", EGFR)}, "it is no number"),
        ({"valueQuantity": quantity(True, EGFR)}, "it is no number"),
        ({"valueQuantity": {}}, "it is no number"),
        ({"valueString": "60"}, "it is no number"),
        ({"valueString": "2026-01-01"}, "it is a date"),
        ({"valueInteger": 60}, "its unit is not told"),
        ({"valueRange": {"low": quantity(60, EGFR)}}, "it is a range"),
        ({"valueCodeableConcept": concept("loinc", "33914-3")}, "it is no number"),
    ],
)
def test_what_is_no_exact_number_in_a_known_unit_is_not_used(value: dict[str, Any], reason: str) -> None:
    reading = read(observation("33914-3", **value))
    assert reading.facts == ()
    (note,) = (note for note in reading.notes if note.startswith("Egfr: "))
    assert reason in note
    assert "2026-11-01T08:00:00Z" in note


@pytest.mark.parametrize("value", [{}, {"dataAbsentReason": {"text": "clotted"}}, {"valueQuantity": []}])
def test_a_result_without_a_value_leaves_the_one_before_standing(value: dict[str, Any]) -> None:
    before = observation("33914-3", quantity(44, EGFR), effectiveDateTime="2026-10-01")
    assert facts(observation("33914-3", **value), before) == {"egfr": "44"}


@pytest.mark.parametrize(
    ("value", "stated"),
    [
        ({"valueCodeableConcept": concept("snomed-ct", "266919005")}, {"smoking": "never"}),
        ({"valueCodeableConcept": concept("snomed-ct", "77176002")}, {}),
        ({"valueString": "never"}, {}),
        (
            {
                "valueCodeableConcept": {
                    "coding": [
                        *concept("snomed-ct", "266919005")["coding"],
                        *concept("snomed-ct", "449868002")["coding"],
                    ]
                }
            },
            {},
        ),
    ],
)
def test_a_coded_result_states_what_its_code_means(value: dict[str, Any], stated: dict[str, str]) -> None:
    assert facts(observation("72166-2", **value)) == stated


@pytest.mark.parametrize(
    ("value", "stated"), [(True, {"walks": "yes"}), (False, {"walks": "no"}), ("true", {}), (1, {})]
)
def test_a_yes_or_no_is_read_as_one(value: Any, stated: dict[str, str]) -> None:
    assert facts(observation("11111-1", valueBoolean=value)) == stated
