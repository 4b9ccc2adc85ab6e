"""A record states a fact by the packs' mappings; whatever is doubtful leaves it unknown, and is told."""

from decimal import Decimal
from typing import Any

import pytest

from citewell.interop.records import read_resources
from record_builders import (
    DEFINITIONS,
    LONG_AGO,
    TODAY,
    concept,
    condition,
    facts,
    observation,
    patient,
    quantity,
    read,
    request,
)

EGFR = "mL/min/{1.73_m2}"


def status(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


def procedure(**fields: Any) -> dict[str, Any]:
    code = concept("snomed-ct", "58276002")
    return {"resourceType": "Procedure", "status": "completed", "code": code, **fields}


def encounter(**fields: Any) -> dict[str, Any]:
    coding = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"}
    return {"resourceType": "Encounter", "status": "in-progress", "class": coding, **fields}


def allergy(**fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": status("active"),
        "verificationStatus": status("confirmed"),
        "code": concept("snomed-ct", "111088007"),
        **fields,
    }


def statement(**fields: Any) -> dict[str, Any]:
    drug = concept("rxnorm", "312617")
    return {
        "resourceType": "MedicationStatement",
        "status": "active",
        "medicationCodeableConcept": drug,
        **fields,
    }


def report(**fields: Any) -> dict[str, Any]:
    code = concept("loinc", "24627-2")
    return {"resourceType": "DiagnosticReport", "status": "final", "code": code, **fields}


def relative(**fields: Any) -> dict[str, Any]:
    ill = [{"code": concept("icd-10-cm", "M81.0")}]
    return {"resourceType": "FamilyMemberHistory", "status": "completed", "condition": ill, **fields}


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


@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        (condition("M81.0", verificationStatus=status("refuted")), "Condition (refuted)"),
        (condition("M81.0", verificationStatus=status("provisional")), "Condition (provisional)"),
        (condition("M81.0", verificationStatus=status("differential")), "Condition (differential)"),
        (condition("M81.0", verificationStatus=status("unconfirmed")), "Condition (unconfirmed)"),
        (condition("M81.0", verificationStatus="refuted"), "Condition (refuted)"),
        (condition("M81.0", verificationStatus={"text": "sure"}), "Condition (not confirmed)"),
        (condition("M81.0", verificationStatus=None), "Condition (not confirmed)"),
        (condition("M81.0", clinicalStatus=status("resolved")), "Condition (resolved)"),
        (condition("M81.0", clinicalStatus=status("inactive")), "Condition (inactive)"),
        (condition("M81.0", clinicalStatus="remission"), "Condition (remission)"),
        (condition("M81.0", clinicalStatus=status("unknown")), "Condition (not said to go on)"),
        (condition("M81.0", clinicalStatus={}), "Condition (not said to go on)"),
        (condition("M81.0", abatementDateTime="2020"), "Condition (ended)"),
        (condition("M81.0", abatementString="last year"), "Condition (ended)"),
        (condition("M81.0", abatementBoolean=True), "Condition (ended)"),
        (condition("M81.0", abatementAge={"value": 70}), "Condition (ended)"),
        (condition("M81.0", onsetDateTime="2027-01-01"), "Condition (dated in the future)"),
        (condition("M81.0", modifierExtension=[{"url": "urn:x"}]), "changes the meaning"),
        (observation("72514-3", quantity(4), status="preliminary"), "Observation (preliminary)"),
        (observation("72514-3", quantity(4), status="registered"), "Observation (registered)"),
        (observation("72514-3", quantity(4), status="cancelled"), "Observation (cancelled)"),
        (observation("72514-3", quantity(4), status="unknown"), "Observation (unknown)"),
        (observation("72514-3", quantity(4), status=None), "Observation (without a status)"),
        (observation("72514-3", quantity(4), status="<b>"), "Observation (without a status)"),
        (request(status="stopped"), "MedicationRequest (stopped)"),
        (request(status="completed"), "MedicationRequest (completed)"),
        (request(status="cancelled"), "MedicationRequest (cancelled)"),
        (request(status="on-hold"), "MedicationRequest (on-hold)"),
        (request(status="draft"), "MedicationRequest (draft)"),
        (request(intent="proposal"), "MedicationRequest (proposal)"),
        (request(intent="plan"), "MedicationRequest (plan)"),
        (request(intent=None), "MedicationRequest (without an intent)"),
        (request(doNotPerform=True), "MedicationRequest (not done)"),
        (request(doNotPerform="false"), "MedicationRequest (not done)"),
        (statement(status="not-taken"), "MedicationStatement (not-taken)"),
        (statement(status="intended"), "MedicationStatement (intended)"),
        (statement(taken="n"), "MedicationStatement (not taken)"),
        (procedure(status="not-done"), "Procedure (not-done)"),
        (procedure(status="preparation"), "Procedure (preparation)"),
        (procedure(status="in-progress"), "Procedure (in-progress)"),
        (procedure(notDone=True), "Procedure (not done)"),
        (allergy(verificationStatus=status("refuted")), "AllergyIntolerance (refuted)"),
        (allergy(verificationStatus=status("unconfirmed")), "AllergyIntolerance (unconfirmed)"),
        (allergy(clinicalStatus=status("resolved")), "AllergyIntolerance (resolved)"),
        (encounter(status="planned"), "Encounter (planned)"),
        (encounter(status="finished"), "Encounter (finished)"),
        (encounter(status="cancelled"), "Encounter (cancelled)"),
        (encounter(period={"start": "2026-10-01", "end": "2026-10-02"}), "Encounter (ended)"),
        (report(status="partial"), "DiagnosticReport (partial)"),
        (relative(status="health-unknown"), "FamilyMemberHistory (health-unknown)"),
    ],
)
def test_what_is_doubtful_over_or_not_done_is_set_aside(resource: dict[str, Any], reason: str) -> None:
    reading = read(resource)
    assert reading.facts == ()
    assert any(note.startswith("Set aside: 1 ") and reason in note for note in reading.notes)


@pytest.mark.parametrize(
    "resource",
    [
        condition("M81.0", clinicalStatus=status("recurrence")),
        condition("M81.0", clinicalStatus=status("relapse")),
        condition("M81.0", clinicalStatus="active", verificationStatus="confirmed"),
        condition("M81.0", abatementDateTime="2027"),
        condition("M81.0", abatementBoolean=False),
    ],
)
def test_what_goes_on_is_so_now(resource: dict[str, Any]) -> None:
    assert facts(resource) == {"osteoporosis": "yes"}


def test_a_condition_without_verification_status_counts_as_confirmed() -> None:
    resource = condition("M81.0")
    del resource["verificationStatus"]
    assert facts(resource) == {"osteoporosis": "yes"}


@pytest.mark.parametrize(
    "resource",
    [
        condition("C79.51", clinicalStatus=status("resolved")),
        condition("C79.51", abatementDateTime="2020"),
        statement(status="stopped"),
        statement(status="completed"),
    ],
)
def test_what_is_over_counts_where_the_pack_says_so(resource: dict[str, Any]) -> None:
    assert set(facts(resource).values()) == {"yes"}


@pytest.mark.parametrize("status", ["cancelled", "not-taken", "entered-in-error", "draft"])
def test_what_never_was_does_not_count_as_over(status: str) -> None:
    assert facts(statement(status=status)) == {}


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


@pytest.mark.parametrize(
    ("when", "used"),
    [
        ("2026-11-21", True),
        ("2025-11-21", True),
        ("2025-11-20", False),
        ("2025-12", True),
        ("2026", True),
        ("2025-11", False),
        ("2025", False),
        ("2026-11-22T08:00:00+11:00", True),
        ("2026-11-22T08:00:00Z", False),
        ("2026-11-22", False),
        ("2026-12", False),
        ("last week", False),
        ("2026-13-01", False),
        (20261101, False),
        (None, False),
    ],
)
def test_only_what_lies_certainly_within_the_look_back_counts(when: Any, used: bool) -> None:
    reading = read(observation("33914-3", quantity(44, EGFR), effectiveDateTime=when))
    assert bool(reading.facts) is used
    assert used or any(note.startswith(("Egfr: ", "Set aside: 1 Observation")) for note in reading.notes)


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({"effectiveInstant": "2026-03-01T08:00:00Z"}, "2026-03-01T08:00:00Z"),
        ({"effectivePeriod": {"start": "2026-03-01", "end": "2026-03-02"}}, "2026-03-01/2026-03-02"),
        ({"issued": "2026-03-01T08:00:00.123+02:00"}, "2026-03-01T08:00:00.123+02:00"),
    ],
)
def test_the_date_is_kept_as_it_was_sent(fields: dict[str, Any], date: str) -> None:
    resource = observation("33914-3", quantity(44, EGFR), **fields)
    del resource["effectiveDateTime"]
    (stated,) = read(resource).facts
    assert stated.date == date


def test_an_onset_told_as_an_age_is_not_replaced_by_the_day_of_recording() -> None:
    assert facts(condition("S32.010A", onsetAge={"value": 70}, recordedDate="2026-11-01")) == {"level": "L1"}


@pytest.mark.parametrize(
    ("onset", "days"),
    [("2026-11-18", "3"), ("2026-11-21", "0"), ("2026-11-18T23:59:00-05:00", "3"), ("2026-11", None)],
)
def test_a_date_gives_the_time_since(onset: str, days: str | None) -> None:
    stated = facts(condition("S32.010A", onsetDateTime=onset))
    assert stated.get("onset-days") == days


@pytest.mark.parametrize(
    "older",
    ["2026-10-31", "2026-10", "2025-12", "2026-11-01T07:59:59Z", "2026-11-01T08:30:00+01:00"],
)
def test_the_newest_result_counts(older: str) -> None:
    now = observation("33914-3", quantity(30, EGFR), id="now")
    before = observation("33914-3", quantity(90, EGFR), effectiveDateTime=older)
    for records in ((now, before), (before, now)):
        (stated,) = read(*records).facts
        assert (stated.given, stated.resource) == ("30", "Observation/now")


@pytest.mark.parametrize("when", ["2026-11-01T08:00:00Z", "2026-11-01T09:00:00+01:00", "2026-11", "2026"])
def test_results_that_cannot_be_told_apart_in_time_are_a_conflict_where_they_differ(when: str) -> None:
    one = observation("33914-3", quantity(30, EGFR), id="one")
    other = observation("33914-3", quantity(90, EGFR), id="other", effectiveDateTime=when)
    reading = read(one, other)
    assert reading.facts == ()
    (conflict,) = reading.conflicts
    assert {(side.given, side.resource) for side in conflict.sides} == {
        ("30", "Observation/one"),
        ("90", "Observation/other"),
    }
    assert "30 mL/min/1.73 m²" in conflict.message
    assert when in conflict.message
    same = observation("33914-3", quantity(Decimal("30.0"), EGFR), effectiveDateTime=when)
    assert len(read(one, same).facts) == 1


def test_a_newest_result_that_cannot_be_read_is_not_replaced_by_an_older_one() -> None:
    newest = observation("33914-3", quantity(15, EGFR, comparator="<"))
    older = observation("33914-3", quantity(90, EGFR), effectiveDateTime="2026-10-01")
    reading = read(newest, older)
    assert reading.facts == ()
    assert any("not an exact number" in note for note in reading.notes)


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


def test_an_observation_whose_presence_is_mapped_is_not_used_against_its_result() -> None:
    definitions = {"osteoporosis": DEFINITIONS["osteoporosis"]}
    assert facts(observation("33914-3")) == {}
    assert read(condition("M81.0"), definitions=definitions).facts[0].given == "yes"


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


def test_the_notes_are_few_however_much_is_set_aside() -> None:
    many = [condition("M81.0", verificationStatus=status("refuted")) for _ in range(2_000)]
    kinds = [{"resourceType": "Kind" + chr(65 + n) * 3} for n in range(26)]
    notes = read(*many, *kinds).notes
    assert "Set aside: 2000 Condition (refuted)." in notes
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
