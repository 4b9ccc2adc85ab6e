"""A record states a fact by the packs' mappings; what it says both ways, or of others, is told, not taken."""

from decimal import Decimal
from typing import Any

import pytest

from citewell.interop.records import read_resources
from record_builders import (
    DEFINITIONS,
    LONG_AGO,
    TODAY,
    allergy,
    concept,
    condition,
    encounter,
    facts,
    observation,
    patient,
    procedure,
    quantity,
    read,
    relative,
    report,
    request,
    statement,
    status,
)

EGFR = "mL/min/{1.73_m2}"


@pytest.mark.parametrize(
    ("resource", "stated"),
    [
        (observation("33914-3", quantity(Decimal("41.50"), EGFR)), {"egfr": "41.50"}),
        (condition("M81.0"), {"osteoporosis": "yes"}),
        (condition("S32.010A"), {"level": "L1"}),
        (condition("C90.01"), {"cancer": "yes"}),
        (request(), {"anticoagulated": "yes"}),
        (statement(), {"steroids": "yes"}),
        (procedure(performedDateTime="2026-10-01"), {"operated": "yes"}),
        (allergy(), {"latex": "yes"}),
        (encounter(), {"inpatient": "yes"}),
        (report(), {"scanned": "yes"}),
        (relative(), {"family": "yes"}),
    ],
)
def test_each_type_of_resource_states_what_it_is_mapped_to(
    resource: dict[str, Any], stated: dict[str, str]
) -> None:
    assert facts(resource) == stated


def test_what_no_resource_tells_stays_unknown() -> None:
    reading = read()
    assert (reading.facts, reading.conflicts) == ((), ())


@pytest.mark.parametrize("code", ["M80.0", "M81", "C90.000", "C90.0", "S33.03", "X" * 5000, "M81.*", "M8?.0"])
def test_a_code_that_is_not_named_states_nothing(code: str) -> None:
    reading = read(condition(code))
    assert (reading.facts, reading.unread) == ((), (("Condition", 1),))


def test_the_same_code_of_another_system_states_nothing() -> None:
    coded = {"coding": [{"system": "http://loinc.org", "code": "M81.0"}]}
    assert facts(condition("M81.0", code=coded)) == {}


@pytest.mark.parametrize("uri", ["http://hl7.org/fhir/sid/icd-10-cm", "urn:oid:2.16.840.1.113883.6.90"])
def test_any_of_several_codings_counts(uri: str) -> None:
    other = {"system": "http://snomed.info/sct", "code": "64859006"}
    coded = {"coding": [other, {"code": "M81.0"}, {"system": uri, "code": "M81.0"}], "text": "thin bones"}
    assert facts(condition("M81.0", code=coded)) == {"osteoporosis": "yes"}


def test_a_relative_states_nothing_of_the_patient() -> None:
    assert facts(relative()) == {"family": "yes"}


@pytest.mark.parametrize(
    "drug",
    [
        {
            "medicationReference": {"reference": "#m"},
            "contained": [{"resourceType": "Medication", "id": "m"}],
        },
        {"medicationReference": {"reference": "Medication/m"}},
        {"medication": {"reference": {"reference": "Medication/m"}}},
        {"medication": {"concept": concept("rxnorm", "855332")}},
    ],
)
def test_a_drug_may_be_told_by_another_resource(drug: dict[str, Any]) -> None:
    medication = {"resourceType": "Medication", "id": "m", "code": concept("rxnorm", "855332")}
    if "contained" in drug:
        drug["contained"][0]["code"] = medication.pop("code")
    resource = request(**drug)
    del resource["medicationCodeableConcept"]
    assert facts(resource, medication) == {"anticoagulated": "yes"}


def test_a_drug_that_is_not_sent_along_states_nothing() -> None:
    resource = request(medicationReference={"reference": "Medication/9"})
    del resource["medicationCodeableConcept"]
    assert facts(resource) == {}


@pytest.mark.parametrize("code", ["IMP"])
@pytest.mark.parametrize("system", ["act-code"])
def test_the_class_of_a_stay_may_repeat_as_in_r5(system: str, code: str) -> None:
    assert facts(encounter(**{"class": [concept(system, code)]})) == {"inpatient": "yes"}


def test_two_values_of_one_choice_at_once_are_a_conflict() -> None:
    reading = read(
        condition("S32.010A", id="a", onsetDateTime="2026-11"), condition("S32.020A", id="b"), patient()
    )
    (conflict,) = reading.conflicts
    assert conflict.fact == "level"
    assert "the L2 (Condition/b, Condition.code)" in conflict.message
    assert "the L1 (Condition/a, Condition.code, 2026-11)" in conflict.message
    assert "level" not in {each.fact for each in reading.facts}


def test_the_same_twice_is_no_conflict_and_the_newest_is_named() -> None:
    old = condition("M81.0", id="old", onsetDateTime="2020-01-01")
    new = condition("M81.6", id="new", onsetDateTime="2024-01-01")
    (stated,) = read(old, new).facts
    assert (stated.resource, stated.code) == ("Condition/new", "name of M81.*")


@pytest.mark.parametrize(
    ("result", "stated"),
    [
        ({}, {"noted": "yes"}),
        ({"valueBoolean": True}, {"noted": "yes"}),
        ({"valueBoolean": False}, {}),
        ({"valueCodeableConcept": concept("snomed-ct", "260385009")}, {}),
        ({"dataAbsentReason": {"text": "not asked"}}, {}),
    ],
)
def test_an_observation_whose_presence_is_mapped_is_not_used_against_its_result(
    result: dict[str, Any], stated: dict[str, str]
) -> None:
    assert facts(observation("45701-0", **result)) == stated


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/other"},
        {"reference": "Group/p"},
        {"reference": "#p"},
        {"display": "the patient"},
        {"identifier": {"value": "1"}},
        "Patient/p",
        [{"reference": "Patient/p"}, {"reference": "Patient/other"}],
    ],
)
def test_what_is_about_somebody_else_is_left_aside(subject: Any) -> None:
    reading = read(condition("M81.0", subject=subject))
    assert reading.facts == ()
    assert any("about somebody or something else" in note for note in reading.notes)


@pytest.mark.parametrize(
    "reference", ["Patient/p", "Patient/p/_history/3", "http://ehr.example/fhir/Patient/p"]
)
def test_what_is_about_the_patient_is_read(reference: str) -> None:
    assert facts(condition("M81.0", subject={"reference": reference})) == {"osteoporosis": "yes"}


def test_a_caller_who_names_the_patient_needs_not_send_the_patient() -> None:
    ours = condition("M81.0", subject={"reference": "Patient/p"})
    others = condition("C79.51", subject={"reference": "Patient/q"})
    reading = read_resources([ours, others], definitions=DEFINITIONS, today=TODAY, patient="p")
    assert [each.fact for each in reading.facts] == ["osteoporosis"]
    both = [ours, others, patient(gender="male"), patient(id="q", gender="female")]
    reading = read_resources(both, definitions=DEFINITIONS, today=TODAY, patient="p")
    assert {each.fact: each.given for each in reading.facts} == {"sex": "male", "osteoporosis": "yes"}


def test_what_the_record_system_could_not_give_and_a_death_are_told() -> None:
    records = [patient(deceasedDateTime=LONG_AGO), {"resourceType": "OperationOutcome"}]
    notes = read_resources(records, definitions=DEFINITIONS, today=TODAY).notes
    assert "The record says that the patient has died." in notes
    assert any("1 messages of the record system" in note for note in notes)


@pytest.mark.parametrize(
    ("told", "died"),
    [
        ({"deceasedBoolean": True}, True),
        ({"deceasedDateTime": LONG_AGO}, True),
        ({"deceasedBoolean": "true"}, True),
        ({"deceasedBoolean": False}, False),
        ({"deceasedBoolean": None, "deceasedDateTime": None}, False),
        ({}, False),
    ],
)
def test_a_death_is_told_where_the_record_tells_it(told: dict[str, Any], died: bool) -> None:
    notes = read_resources([patient(**told)], definitions=DEFINITIONS, today=TODAY).notes
    assert ("The record says that the patient has died." in notes) is died


def test_the_notes_are_few_however_much_is_set_aside() -> None:
    many = [condition("M81.0", verificationStatus=status("refuted")) for _ in range(2_000)]
    kinds = [{"resourceType": "Kind" + chr(65 + n) * 3} for n in range(26)]
    notes = read(*many, *kinds).notes
    assert "Osteoporosis: not used: 2000 Condition (refuted)." in notes
    assert sum(map(len, notes)) < 2_000


def test_the_order_of_the_records_changes_nothing() -> None:
    records = [
        condition("S32.010A", id="a"),
        condition("S32.020A", id="b"),
        observation("33914-3", quantity(30, EGFR)),
        request(),
    ]
    one, other = read(*records), read(*reversed(records))
    assert {each.fact: each.given for each in one.facts} == {each.fact: each.given for each in other.facts}
    assert {each.fact for each in one.conflicts} == {each.fact for each in other.conflicts}


def test_what_may_speak_against_a_fact_is_told_beside_it_and_what_is_merely_old_is_not() -> None:
    known, refuted = condition("M81.0"), condition("M81.6", verificationStatus=status("refuted"))
    over = condition("M81.8", clinicalStatus=status("resolved"))

    def told(*records: Any) -> list[str]:
        return [note for note in read(*records).notes if note.startswith("Osteoporosis: ")]

    assert told(known, over) == []
    assert told(known, refuted) == ["Osteoporosis: not used: 1 Condition (refuted)."]
    assert told(over) == ["Osteoporosis: not used: 1 Condition (resolved)."]
