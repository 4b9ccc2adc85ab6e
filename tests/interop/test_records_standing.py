"""What is doubtful, over or was not done is set aside, and told; by the statuses of each resource."""

from typing import Any

import pytest

from record_builders import (
    allergy,
    condition,
    encounter,
    facts,
    observation,
    procedure,
    quantity,
    read,
    relative,
    report,
    request,
    statement,
    status,
)

HL7 = {"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status"}
LOCAL = {"system": "urn:oid:1.2.3", "code": "confirmed-by-us"}


def dosage(end: str) -> dict[str, Any]:
    """A dosage that ends on a day."""
    return {"timing": {"repeat": {"boundsPeriod": {"start": "2026-01-01", "end": end}}}}


@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        (condition("M81.0", verificationStatus=status("refuted")), "Condition (refuted)"),
        (condition("M81.0", verificationStatus=status("provisional")), "Condition (provisional)"),
        (condition("M81.0", verificationStatus=status("differential")), "Condition (differential)"),
        (condition("M81.0", verificationStatus=status("unconfirmed")), "Condition (unconfirmed)"),
        (condition("M81.0", verificationStatus="refuted"), "Condition (refuted)"),
        (condition("M81.0", verificationStatus={"coding": [LOCAL]}), "Condition (not confirmed)"),
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
        (observation("72514-3", quantity(4), focus=[{"reference": "Patient/baby"}]), "something else"),
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
        (request(dispenseRequest={"validityPeriod": {"end": "2026-11-20"}}), "MedicationRequest (ended)"),
        (request(dosageInstruction=[dosage("2026-11-20")]), "MedicationRequest (ended)"),
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
    assert any(": not used: 1 " in note and reason in note for note in reading.notes)


@pytest.mark.parametrize(
    "resource",
    [
        condition("M81.0", clinicalStatus=status("recurrence")),
        condition("M81.0", clinicalStatus=status("relapse")),
        condition("M81.0", clinicalStatus="active", verificationStatus="confirmed"),
        condition("M81.0", abatementDateTime="2027"),
        condition("M81.0", verificationStatus={"coding": [LOCAL, HL7 | {"code": "confirmed"}]}),
        condition("M81.0", clinicalStatus={"coding": [HL7 | {"code": "active"}, LOCAL]}),
        condition("M81.0", abatementBoolean=False),
    ],
)
def test_what_goes_on_is_so_now(resource: dict[str, Any]) -> None:
    assert facts(resource) == {"osteoporosis": "yes"}


@pytest.mark.parametrize(
    "resource",
    [
        request(dispenseRequest={"validityPeriod": {"end": "2026-11-21"}}),
        request(dosageInstruction=[dosage("2026-11-20"), dosage("2027")]),
        request(dosageInstruction=[dosage("2026-11-20"), {"text": "then as needed"}]),
        request(dosageInstruction=[{"timing": {"repeat": {"boundsDuration": {"value": 14}}}}]),
    ],
)
def test_an_order_holds_until_each_of_its_dosages_has_ended(resource: dict[str, Any]) -> None:
    assert facts(resource) == {"anticoagulated": "yes"}


@pytest.mark.parametrize("word", ["unconfirmed", "provisional", "differential"])
def test_what_is_only_suspected_states_a_fact_that_asks_for_a_suspicion(word: str) -> None:
    suspected = condition("G83.4", onsetDateTime="2026-11-20", verificationStatus=status(word))
    assert facts(suspected) == {"cauda-equina": "yes"}


@pytest.mark.parametrize(
    "fields",
    [
        {"verificationStatus": status("refuted")},
        {"verificationStatus": status("entered-in-error")},
        {"verificationStatus": {"coding": [{"code": "provisional"}, {"code": "refuted"}]}},
        {"verificationStatus": {"text": "possible"}},
        {"verificationStatus": status("provisional"), "clinicalStatus": status("resolved")},
        {"verificationStatus": status("provisional"), "clinicalStatus": {}},
        {"verificationStatus": status("provisional"), "onsetDateTime": "2026-01-01"},
        {"verificationStatus": status("provisional"), "onsetDateTime": "2027-01-01"},
    ],
)
def test_a_suspicion_that_was_given_up_or_is_old_states_nothing(fields: dict[str, Any]) -> None:
    assert facts(condition("G83.4", **{"onsetDateTime": "2026-11-20", **fields})) == {}


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
