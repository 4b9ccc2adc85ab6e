"""The API reads a health record: each fact with its place, each conflict with its sides, nothing kept."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api_site import Api, api_on
from citewell.config import Mode, Settings
from record_builders import bundle, condition, observation, patient, quantity

READ = "/api/v1/patients/read"
FHIR = "application/fhir+json"
SECRET = "saddle-onyx-comet-reef"
WOMAN = patient(gender="female", birthDate="1948-02-11")


def fracture(code: str, **fields: Any) -> dict[str, Any]:
    return condition(code, onsetDateTime="2026-11-01", **fields)


def sent(api: Api, content: bytes, media_type: str = FHIR) -> Any:
    return api.client.post(READ, content=content, headers={"content-type": media_type})


@pytest.mark.parametrize("media_type", [FHIR, "application/json", "application/fhir+json; charset=utf-8"])
def test_facts_come_with_the_place_and_date_of_each(api: Api, media_type: str) -> None:
    told = sent(api, bundle(WOMAN, fracture("S32.020A", id="12")), media_type).json()
    level = next(fact for fact in told["facts"] if fact["id"] == "level")
    assert level["code"]
    assert {name: level[name] for name in ("value", "resource", "path", "date")} == {
        "value": "L2",
        "resource": "Condition/12",
        "path": "Bundle.entry[1].resource.code",
        "date": "2026-11-01",
    }


def test_what_is_read_can_be_applied(api: Api) -> None:
    told = sent(api, bundle(WOMAN, fracture("S32.020A"))).json()
    facts = {fact["id"]: fact["value"] for fact in told["facts"]}
    applied = api.post("/apply", {"facts": facts}).json()
    assert facts.items() <= {fact["id"]: fact["value"] for fact in applied["facts"]["understood"]}.items()


def test_what_is_said_both_ways_is_told_with_both_sides(api: Api) -> None:
    content = bundle(WOMAN, fracture("S32.010A"), fracture("S32.020A"))
    told = sent(api, content).json()
    conflict = next(each for each in told["conflicts"] if each["id"] == "level")
    assert [side["value"] for side in conflict["sides"]] == ["L1", "L2"]
    assert "level" not in {fact["id"] for fact in told["facts"]}


def test_digits_are_kept_and_what_no_pack_maps_is_counted(api: Api) -> None:
    egfr = observation("33914-3", quantity(7, "mL/min/{1.73_m2}"))
    content = bundle(WOMAN, egfr, {"resourceType": "Goal"}).replace(b'"value": 7', b'"value": 28.50')
    told = sent(api, content).json()
    assert {fact["id"]: fact["value"] for fact in told["facts"]}["egfr"] == "28.50"
    assert told["unread"] == {"Goal": 1}


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"", FHIR, 422),
        (b"{", FHIR, 422),
        (b"[" * 100_000, FHIR, 422),
        (json.dumps({"resourceType": "Bundle", "entry": [SECRET]}).encode(), FHIR, 422),
        (bundle(), FHIR, 422),
        (bundle(patient(id="a"), patient(id="b")), FHIR, 422),
        (bundle(WOMAN), "text/plain", 415),
        (bundle(WOMAN), "application/fhir+xml", 415),
        (b" " * (5 * 2**20 + 1), FHIR, 413),
    ],
)
def test_what_is_no_record_is_a_problem_that_repeats_nothing(
    api: Api, content: bytes, media_type: str, status: int
) -> None:
    answered = sent(api, content, media_type)
    assert answered.status_code == status
    assert answered.headers["content-type"] == "application/problem+json"
    assert SECRET not in answered.text


def test_look_up_takes_no_record(settings: Settings, tmp_path: Path) -> None:
    with api_on(replace(settings, mode=Mode.REFERENCE), tmp_path) as look_up:
        assert sent(look_up, bundle(WOMAN)).status_code == 403
