"""The searches that a client is asked for: within what CDS Hooks allows, short, enough for every mapping."""

import re
from urllib.parse import parse_qsl

import pytest

from citewell.engine import Engine
from citewell.engine.hooks import services
from citewell.engine.prefetch import prefetch_of
from citewell.model.guidelines import FactDefinition, FactType
from citewell.model.mappings import CODE_SYSTEMS, Code, RecordMapping

TODAY = "2026-11-20"
PATIENT = "patient={{context.patientId}}"


def fact(*mappings: RecordMapping) -> FactDefinition:
    return FactDefinition(
        id="x", type=FactType.NUMBER, label="X", ask_clinician="X?", ask_patient="X?", fhir=mappings
    )


def result(*codes: str, days: float | None = None) -> RecordMapping:
    made = tuple(Code(system="loinc", code=code, display=code) for code in codes)
    return RecordMapping(resource="Observation", codes=made, value="valueQuantity", days=days)


@pytest.mark.parametrize(
    ("mappings", "expected"),
    [
        ((), {}),
        ((RecordMapping(resource="Patient", value="birthDate"),), {}),
        (
            (result("2-2", days=30), result("1-1", days=30), result("3-3")),
            {
                "observations": f"Observation?{PATIENT}&code=http://loinc.org|3-3&_sort=-date&_count=500",
                "observations-of-30-days": f"Observation?{PATIENT}&code=http://loinc.org|1-1,http://loinc.org|2-2"
                "&date=ge2026-10-21&_sort=-date&_count=500",
            },
        ),
        ((result("1-?"),), {"observations": f"Observation?{PATIENT}&_sort=-date&_count=500"}),
        (
            (RecordMapping(resource="MedicationRequest", means="yes"),),
            {"medication-requests": f"MedicationRequest?{PATIENT}&status=active&_count=500"},
        ),
        (
            (RecordMapping(resource="MedicationRequest", means="yes", past=True),),
            {"medication-requests": f"MedicationRequest?{PATIENT}&_count=500"},
        ),
    ],
)
def test_what_the_mappings_need_is_asked_for(
    mappings: tuple[RecordMapping, ...], expected: dict[str, str]
) -> None:
    patient = {"patient": "Patient/{{context.patientId}}"}
    assert prefetch_of([fact(*mappings)], today=TODAY) == patient | expected


def test_many_codes_are_asked_for_in_several_searches_and_none_is_lost() -> None:
    codes = [f"{n}-1" for n in range(10_000, 10_200)]
    found = prefetch_of([fact(result(*codes, days=7))], today=TODAY)
    assert list(found) == ["patient", *(f"observations-of-7-days{n}" for n in ("", "-2", "-3", "-4"))]
    assert max(map(len, found.values())) < 1_800
    asked = [code for search in found.values() for code in re.findall(r"\|(\d+-\d)", search)]
    assert sorted(asked) == codes


def test_every_mapping_of_the_packs_is_asked_for_within_what_the_specification_allows(engine: Engine) -> None:
    (prefetch, *others) = [dict(service.prefetch) for service in services(engine)]
    assert all(other == prefetch for other in others)
    assert prefetch.pop("patient") == "Patient/{{context.patientId}}"
    asked: dict[str, str] = {}
    for search in prefetch.values():
        kind, _, query = search.partition("?")
        names = dict(parse_qsl(query))
        assert names.keys() <= {"patient", "code", "status", "date", "_sort", "_count"}
        assert names["patient"] == "{{context.patientId}}"
        assert re.fullmatch(r"ge\d{4}-\d{2}-\d{2}", names.get("date", "ge2026-01-01"))
        assert len(search) < 1_800
        asked[kind] = asked.get(kind, "") + names.get("code", "")
    for definition in engine.definitions.values():
        for mapping in definition.fhir:
            assert mapping.resource == "Patient" or mapping.resource in asked
            if asked.get(mapping.resource):
                for code in mapping.codes:
                    assert f"{CODE_SYSTEMS[code.system]}|{code.code}" in asked[mapping.resource]
