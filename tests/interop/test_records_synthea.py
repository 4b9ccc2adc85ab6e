"""Forty whole records, as a record system exports them (Synthea, R4): nothing breaks, nothing is lost."""

import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from citewell.engine import Engine
from citewell.interop.bundle import read_bundle
from citewell.model.guidelines import FactDefinition, FactType
from citewell.model.mappings import CODE_SYSTEMS, Code, RecordMapping
from citewell.model.patients import FileReading
from real_data import real_data
from record_builders import choices, codes, fact, measures, states

_NUMBER, _YES_NO = FactType.NUMBER, FactType.YES_NO
# Codes that stand in these records, of every kind of value; the packs' own are tried beside them.
_EVERY = (
    fact("age", _NUMBER, RecordMapping(resource="Patient", value="birthDate"), unit="a"),
    fact(
        "sex",
        FactType.CHOICE,
        RecordMapping(resource="Patient", value="gender"),
        choices=choices("female", "male"),
    ),
    fact("pain", _NUMBER, measures("72514-3"), unit="{score}"),
    fact("weight", _NUMBER, measures("29463-7", days=730), unit="g"),
    fact("height", _NUMBER, measures("8302-2"), unit="m"),
    fact("systolic", _NUMBER, measures("8480-6"), unit="mm[Hg]"),
    fact("platelets", _NUMBER, measures("777-3"), unit="10*9/L"),
    fact("egfr", _NUMBER, measures("33914-3"), unit="mL/min/{1.73_m2}"),
    fact(
        "smoking",
        FactType.CHOICE,
        measures(
            "72166-2",
            "valueCodeableConcept",
            choices={
                "never": codes("snomed-ct", "266919005"),
                "former": codes("snomed-ct", "8517006"),
                "daily": codes("snomed-ct", "449868002"),
            },
        ),
        choices=choices("never", "former", "daily"),
    ),
    fact("hypertension", _YES_NO, states("Condition", "snomed-ct", "59621000", "38341003")),
    fact("sinusitis", _YES_NO, states("Condition", "snomed-ct", "444814009", past=True)),
    fact("reconciled", _YES_NO, states("Procedure", "snomed-ct", "430193006")),
    fact("paracetamol", _YES_NO, states("MedicationRequest", "rxnorm", "313782", past=True)),
)
OWN = {each.id: each for each in _EVERY}
_CONVERTED = {("weight", "kg"): 1000, ("height", "cm"): 0.01}


@pytest.fixture(scope="module")
def records() -> Mapping[str, bytes]:
    with tarfile.open(real_data() / "synthea-r4.tar.xz") as archive:
        read = ((member.name, archive.extractfile(member)) for member in archive)
        return {name: file.read() for name, file in read if file is not None}


def days_of(record: bytes) -> tuple[date, date]:
    """The day of its last entry, and one of long after it."""
    found = re.findall(rb'"(?:effective|onset|authored|performed)[A-Za-z]*": ?"(\d{4}-\d\d-\d\d)', record)
    return date.fromisoformat(max(found).decode()), date(2026, 11, 21)


def simply(record: bytes, definitions: Mapping[str, FactDefinition], today: date) -> dict[str, Any]:
    """What records of this one maker state, by a reading that knows nothing of others. Numbers are floats."""
    resources = [entry["resource"] for entry in json.loads(record)["entry"]]
    found: dict[str, Any] = {}
    for definition in definitions.values():
        said = sorted(
            (when, value)
            for mapping in definition.fhir
            for resource in resources
            if resource["resourceType"] == mapping.resource
            for when, value in _said(resource, mapping, definition, today)
        )
        if said:
            found[definition.id] = said[-1][1]
    return found


def _said(
    resource: Any, mapping: RecordMapping, definition: FactDefinition, today: date
) -> Iterator[tuple[str, Any]]:
    if mapping.resource == "Patient":
        value = resource[mapping.value]
        yield "", _age(value, today) if mapping.value == "birthDate" else value
        return
    when = _when(resource)
    if mapping.days is not None and when[:10] < (today - timedelta(days=mapping.days)).isoformat():
        return
    over = _is_over(resource)
    for part in [resource, *resource.get("component", [])]:
        concept = part.get("medicationCodeableConcept") or part.get("code") or {}
        coded = any(_fits(coding, code) for coding in concept.get("coding", []) for code in mapping.codes)
        if coded and (mapping.past or not over):
            yield from ((when, value) for value in _values(part, mapping, definition))


def _age(born: str, today: date) -> float:
    return today.year - int(born[:4]) - (born[5:] > today.isoformat()[5:])


def _when(resource: Any) -> str:
    names = ("effectiveDateTime", "onsetDateTime", "authoredOn")
    told = next((resource[name] for name in names if name in resource), None)
    return str(
        datetime.fromisoformat(told or (resource.get("performedPeriod") or resource["period"])["start"])
    )


def _is_over(resource: Any) -> bool:
    clinical = resource.get("clinicalStatus", {}).get("coding", [{}])[0].get("code", "active")
    return clinical != "active" or resource.get("status") in ("stopped", "finished")


def _fits(coding: Any, code: Code) -> bool:
    pattern = re.escape(code.code).replace(r"\?", ".").replace(r"\*", ".*")
    return coding["system"] == CODE_SYSTEMS[code.system] and bool(re.fullmatch(pattern, coding["code"]))


def _values(part: Any, mapping: RecordMapping, definition: FactDefinition) -> Iterator[Any]:
    if mapping.means:
        yield mapping.means
    elif definition.type is FactType.NUMBER:
        unit = part["valueQuantity"]["code"]
        yield part["valueQuantity"]["value"] * _CONVERTED.get((definition.id, unit), 1)
    for coding in part.get("valueCodeableConcept", {}).get("coding", []):
        yield from (value for value, each in mapping.choices.items() if any(_fits(coding, c) for c in each))


def told(reading: FileReading, definitions: Mapping[str, FactDefinition]) -> dict[str, Any]:
    numbers = {each.id for each in definitions.values() if each.type is FactType.NUMBER}
    return {
        each.fact: pytest.approx(float(each.given)) if each.fact in numbers else each.given
        for each in reading.facts
    }


def test_every_fact_that_a_mapping_matches_is_found(records: Mapping[str, bytes], engine: Engine) -> None:
    assert len(records) == 40
    for definitions, least in ((OWN, 300), (engine.definitions, 160)):
        count = 0
        for name, record in records.items():
            for today in days_of(record):
                reading = read_bundle(record, definitions=definitions, today=today.isoformat())
                assert reading.conflicts == (), name
                assert simply(record, definitions, today) == told(reading, definitions), (name, today)
                count += len(reading.facts)
        assert count >= least


def test_each_record_tells_age_and_sex_and_reads_the_same_again(
    records: Mapping[str, bytes], engine: Engine
) -> None:
    for record in records.values():
        one, other = (
            read_bundle(record, definitions=engine.definitions, today="2026-11-21") for _ in range(2)
        )
        assert one == other
        assert {"age", "sex"} <= {each.fact for each in one.facts}


def test_each_place_told_is_the_place_of_the_value(records: Mapping[str, bytes]) -> None:
    for record in records.values():
        bundle = json.loads(record)
        for each in read_bundle(record, definitions=OWN, today="2026-11-21").facts:
            entry = re.match(r"Bundle\.entry\[(\d+)\]\.resource", each.path)
            assert entry
            resource = bundle["entry"][int(entry[1])]["resource"]
            assert each.resource == f"{resource['resourceType']}/{resource['id']}"
            for step in re.findall(r"\w+", each.path[entry.end() :]):
                resource = resource[int(step) if step.isdigit() else step]
            assert resource
