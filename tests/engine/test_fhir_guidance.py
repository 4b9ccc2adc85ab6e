"""What applies to a patient is planned in FHIR, all of it and nothing else; what is missing is asked for."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from builders import pack, recommendation, when, yes_no
from citewell.answers.formats.words import Numbering
from citewell.engine import Engine
from citewell.engine.fhir_documents import occasion_on
from citewell.engine.fhir_guidance import application_in_fhir
from citewell.interop.fhir.serialised import serialised
from citewell.model.answers import Audience, Claim
from citewell.model.applications import Application
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Population, Statement
from citewell.model.mappings import Code, RecordMapping
from citewell.model.origins import RECORD
from citewell.model.sources import Direction
from fhir_reading import Json, as_read, placed, references_in, resources, the, unsafe, words_of
from fhir_validators import Validators, by_emptiness, by_models, contents

TODAY = "2026-11-20"
TOLD = "78 F, L1 wedge fracture yesterday, no leg weakness, pain 8/10"
URGENT = "78 F, L1 wedge fracture, leg weakness"
POINTING = {Direction.FOR, Direction.OPTION, Direction.AGAINST}


def read(application: Application, catalogs: Mapping[str, Catalog], **given: str) -> Json:
    """The application's Bundle as a stranger reads it, valid."""
    made = application_in_fhir(application, catalogs, occasion_on(TODAY, **given))
    found: Json = json.loads(serialised(made))
    assert not by_models(found)
    return found


def applied(engine: Engine) -> Iterator[tuple[str, Application]]:
    """Every tenth patient of the worked cases, and for each disposition the first who is placed there."""
    catalogs = engine.catalogs.values()
    cases = [case for catalog in catalogs for case in catalog.pack.cases if not case.question]
    placed_in: set[str] = set()
    for n, case in enumerate(cases):
        new = case.expect.disposition not in placed_in
        placed_in.add(case.expect.disposition)
        if n % 10 == 0 or new:
            audience = Audience.STUDENT if n % 20 == 0 else Audience.CLINICIAN
            yield case.name, engine.apply(case.says, facts=case.facts, audience=audience)


def planned(application: Application) -> list[tuple[str, bool]]:
    """What a plan must hold, in order: the places to go, then what applies and points somewhere."""
    shown = [part.disposition for part in application.parts if part.disposition]
    claims = [c for c in recommended(application) if c.applies == "applies" and c.direction in POINTING]
    return [(named(each.claim, application), False) for each in shown] + [
        (named(claim, application), claim.direction is Direction.AGAINST) for claim in claims
    ]


def recommended(application: Application) -> list[Claim]:
    return [claim for part in application.parts for claim in part.recommendations]


def named(claim: Claim, application: Application) -> str:
    """The id of an activity: of a pack that does not lead, behind its name."""
    return claim.id if claim.pack == application.leading.pack else f"{claim.pack}:{claim.id}"


def test_a_plan_holds_what_applies_and_neither_more_nor_less(engine: Engine) -> None:
    dispositions = set()
    for name, application in applied(engine):
        found = read(application, engine.catalogs)
        plans = resources(found, "CarePlan")
        activities = [each for plan in plans for each in plan["activity"]]
        told = [(each["id"], each["detail"]["doNotPerform"]) for each in activities]
        assert told == planned(application), name
        assert bool(plans) is bool(told)
        assert not [*unsafe(found), *by_emptiness(found)], name
        dispositions |= {each.claim.id for part in application.parts if (each := part.disposition)}
    known = {one for catalog in engine.catalogs.values() for one in catalog.dispositions}
    assert dispositions == {f"disposition:{each}" for each in known}


@pytest.mark.parametrize("told", [TOLD, URGENT, "45 M, C5 fracture", "8 year old, L1 fracture"])
@pytest.mark.parametrize("subject", ["", "Patient/7"])
def test_validators_that_know_nothing_of_us_accept_what_is_made_of_a_patient(
    engine: Engine, validators: Validators, told: str, subject: str
) -> None:
    found = read(engine.apply(told), engine.catalogs, subject=subject)
    assert not validators.faults(contents(found))


def test_every_activity_says_the_recommendation_whole_with_its_grade_and_citations(engine: Engine) -> None:
    application = engine.apply(TOLD)
    plan = the(read(application, engine.catalogs), "CarePlan")
    said = {each["id"]: each["detail"]["description"] for each in plan["activity"]}
    for claim in recommended(application):
        if detail := said.get(named(claim, application)):
            numbers = "".join(f"[{n}]" for n in Numbering(application.references).of(claim.citations))
            assert f"{claim.text} {numbers}" in detail
            assert (claim.as_printed or "") in detail
            assert as_read(claim, application) in words_of(plan)


def test_a_proposed_plan_is_a_draft_in_which_nothing_is_begun(engine: Engine) -> None:
    plan = the(read(engine.apply(TOLD), engine.catalogs), "CarePlan")
    assert (plan["status"], plan["intent"]) == ("draft", "proposal")
    assert {each["detail"]["status"] for each in plan["activity"]} == {"not-started"}
    assert {"kind", "productCodeableConcept", "scheduledString"}.isdisjoint(
        name for each in plan["activity"] for name in each["detail"]
    )


def test_what_is_not_to_be_done_is_given_no_name_that_could_be_read_as_the_opposite(engine: Engine) -> None:
    plan = the(read(engine.apply(TOLD), engine.catalogs), "CarePlan")
    against = [each["detail"] for each in plan["activity"] if each["detail"]["doNotPerform"]]
    assert against
    assert all("code" not in detail for detail in against)
    assert all("against" in detail["description"] for detail in against)


def test_where_to_go_comes_first_with_its_reasons(engine: Engine) -> None:
    application = engine.apply(URGENT)
    plan = the(read(application, engine.catalogs), "CarePlan")
    first = plan["activity"][0]["detail"]
    assert first["code"] == {"text": "Immediate referral"}
    assert all(claim.text in first["description"] for claim in placed(application))


def test_what_more_urgent_is_not_excluded_is_said_wherever_the_place_to_go_is(engine: Engine) -> None:
    found = read(engine.apply(TOLD), engine.catalogs)
    still_open = "not yet excluded: Immediate referral"
    assert still_open in the(found, "CarePlan")["activity"][0]["detail"]["description"]
    assert still_open in words_of(the(found, "CarePlan"))
    assert still_open in words_of(the(found, "GuidanceResponse"))
    (issue,) = the(found, "OperationOutcome")["issue"]
    assert (issue["severity"], issue["code"]) == ("warning", "required")
    assert still_open in issue["details"]["text"]


def test_what_is_not_planned_is_noted(engine: Engine) -> None:
    facts = {"level": "L1", "fracture-cause": "osteoporotic", "mechanism": "low-energy", "symptomatic": "yes"}
    application = engine.apply(facts=facts | {"fracture-confirmed": "yes", "neuro-deficit": "no"})
    notes = [note["text"] for note in the(read(application, engine.catalogs), "GuidanceResponse")["note"]]
    neither, *others = notes
    assert neither.startswith("Applies, and recommends neither for nor against:")
    for claim in recommended(application):
        if claim.applies == "applies" and claim.direction is Direction.NO_RECOMMENDATION:
            assert claim.text in neither
    verdicts = [claim.applies for claim in recommended(application)]
    for verdict, title in (("unknown", "Unknown until more is known"), ("does not apply", "Does not apply")):
        listed = [note for note in others if title in note.partition("\n")[0]]
        assert sum(note.count("\n- ") for note in listed) == verdicts.count(verdict) > 0


@pytest.mark.parametrize(
    ("told", "status"),
    [(TOLD, "data-required"), (URGENT, "data-requested"), ("45 M, C5 fracture", "data-required")],
)
def test_the_status_says_whether_more_must_be_known(engine: Engine, told: str, status: str) -> None:
    found = read(engine.apply(told), engine.catalogs)
    assert the(found, "GuidanceResponse")["status"] == status


def test_who_is_outside_is_told_so_and_without_anything_that_applies_has_no_plan(engine: Engine) -> None:
    application = engine.apply("45 M, C5 fracture")
    found = read(application, engine.catalogs)
    issues = [each["details"]["text"] for each in the(found, "OperationOutcome")["issue"]]
    assert set(application.leading.excluded) <= set(issues)
    assert ("result" in the(found, "GuidanceResponse")) is bool(planned(application))


MAPPED = (
    RecordMapping(
        resource="Observation",
        codes=(Code(system="loinc", code="33914-3", display="eGFR"),),
        value="valueQuantity",
        days=365,
    ),
    RecordMapping(
        resource="Condition", codes=(Code(system="icd-10-cm", code="N18.?", display=""),), means="yes"
    ),
    RecordMapping(
        resource="MedicationRequest",
        codes=(Code(system="rxnorm", code="11289", display="warfarin"),),
        means="yes",
        days=0.5,
    ),
)


def test_a_missing_fact_is_asked_for_as_its_pack_says_that_records_state_it(engine: Engine) -> None:
    catalog = engine.catalogs["vertebral-fracture"]
    application = Engine([catalog], today=TODAY).apply(TOLD)
    asked = application.missing[0].id
    facts = catalog.facts | {asked: replace(catalog.facts[asked], fhir=MAPPED)}
    others = {fact: replace(each, fhir=()) for fact, each in facts.items() if fact != asked}
    found = read(application, {catalog.pack.id: replace(catalog, facts=facts | others)})
    kidney, chronic, drug = the(found, "GuidanceResponse")["dataRequirement"]
    code = {"system": "http://loinc.org", "code": "33914-3", "display": "eGFR"}
    assert kidney["codeFilter"] == [{"searchParam": "code", "code": [code]}]
    assert kidney["dateFilter"][0]["valueDuration"]["value"] == 365
    assert (kidney["id"], kidney["mustSupport"]) == (f"{asked}.1", ["valueQuantity"])
    # A pattern is no code: the value set of the pack holds it.
    held = f"http://citewell.invalid/fhir/ValueSet/vertebral-fracture-codes-{asked}-2|{catalog.pack.version}"
    assert chronic == {
        "id": f"{asked}.2",
        "type": "Condition",
        "codeFilter": [{"searchParam": "code", "valueSet": held}],
    }
    assert drug["dateFilter"][0] == {
        "searchParam": "authoredon",
        "valueDuration": {"value": 0.5, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"},
    }


def test_programs_are_told_the_facts_the_place_every_verdict_and_every_score(engine: Engine) -> None:
    # A score whose items are not all known is a range.
    facts = {"bone-lesion": "lytic", "sins-pain": "mechanical", "spinal-alignment": "normal"}
    application = engine.apply("78 F, L2 fracture, cauda equina syndrome", facts=facts)
    told = [
        (
            each["name"],
            {part["name"]: value for part in each["part"] for name, value in part.items() if name != "name"},
        )
        for each in the(read(application, engine.catalogs), "Parameters")["parameter"]
    ]
    known = {of["id"]: of["value"] for name, of in told if name == "fact"}
    assert known == {fact.id: fact.given for fact in application.understood}
    placed = [of for name, of in told if name == "disposition"]
    assert placed[0]["severity"] == "critical"
    assert [(of["id"], of["pack"], of["provisional"]) for of in placed] == [
        (part.disposition.id, part.pack, part.disposition.provisional)
        for part in application.parts
        if part.disposition
    ]
    verdicts = [(of["pack"], of["id"], of["verdict"].replace("-", " ")) for n, of in told if n == "verdict"]
    assert verdicts == [
        (part.pack, v.statement, v.verdict) for part in application.parts for v in part.verdicts
    ]
    scores = {of["id"]: (of.get("lowest"), of.get("highest")) for name, of in told if name == "score"}
    assert scores == {
        score.id: (score.low, score.high) for part in application.parts for score in part.scores
    }
    assert any(low != high for low, high in scores.values())


def test_a_plan_has_a_subject_and_nobody_is_made_up(engine: Engine) -> None:
    application = engine.apply(TOLD)
    unnamed = the(read(application, engine.catalogs), "CarePlan")["subject"]
    assert "reference" not in unnamed
    named = read(application, engine.catalogs, subject="Patient/7")
    assert the(named, "CarePlan")["subject"] == {"reference": "Patient/7"}
    assert the(named, "GuidanceResponse")["subject"] == {"reference": "Patient/7"}


def test_all_that_is_referred_to_is_in_the_bundle_and_leads_to_the_pack(engine: Engine) -> None:
    found = read(engine.apply(TOLD), engine.catalogs, base="https://fhir.example.org/r4")
    addresses = {entry["fullUrl"] for entry in found["entry"]}
    assert set(references_in(found)) <= addresses
    from citewell.engine.exporting import pack_bundle

    published = pack_bundle(engine, "vertebral-fracture", base="https://fhir.example.org/r4")
    plans = {f"{each['url']}|{each['version']}" for each in resources(published, "PlanDefinition")}
    activities = the(found, "CarePlan")["activity"]
    assert {to for each in activities for to in each["detail"]["instantiatesCanonical"]} <= plans
    assert the(found, "GuidanceResponse")["moduleCanonical"] in plans
    sets = {f"{each['url']}|{each['version']}" for each in resources(published, "ValueSet")}
    filters = [
        each for need in the(found, "GuidanceResponse")["dataRequirement"] for each in need["codeFilter"]
    ]
    named = {each["valueSet"] for each in filters if "valueSet" in each}
    assert named
    assert named <= sets


def test_what_was_read_in_a_record_is_named_as_a_source(engine: Engine) -> None:
    application = engine.apply(TOLD)
    first, second, third, *others = application.understood
    read_in = (
        replace(first, origin=f"{RECORD}Patient/a-7 at Bundle.entry[0].resource.birthDate"),
        replace(second, origin=f"{RECORD}Observation/12, 2026-03 at Bundle.entry[1].resource.valueQuantity"),
        # Without an id, and with one that is none.
        replace(third, origin=f"{RECORD}Condition at Bundle.entry[2].resource"),
        replace(others[0], origin=f"{RECORD}Condition/<b>7 at Bundle.entry[3].resource"),
    )
    found = read(replace(application, understood=(*read_in, *others[1:])), engine.catalogs)
    sources = [each["what"].get("reference") for each in the(found, "Provenance")["entity"]]
    assert sources[-2:] == ["Patient/a-7", "Observation/12"]
    assert not any(sources[:-2])
    assert "Observation/12, 2026-03" in words_of(the(found, "GuidanceResponse"))


def test_doubts_are_warnings(engine: Engine) -> None:
    application = replace(engine.apply(URGENT), doubts=("5 < 6 & <b>not</b> both",))
    found = read(application, engine.catalogs)
    texts = [each["details"]["text"] for each in the(found, "OperationOutcome")["issue"]]
    assert "5 < 6 & <b>not</b> both" in texts
    assert not unsafe(found)


def test_the_same_patient_is_the_same_bytes(engine: Engine) -> None:
    first, again = (
        serialised(application_in_fhir(engine.apply(TOLD), engine.catalogs, occasion_on(TODAY)))
        for _ in range(2)
    )
    assert first == again


HOSTILE = "Rest & <script>alert(1)</script> for 5 < 7 days, \u202eNOT more \x00\ufffe."


@pytest.mark.parametrize(
    ("statements", "activities"),
    [((recommendation(text=HOSTILE),), 1), ((recommendation(title=HOSTILE, text=HOSTILE),), 1), ((), 0)],
)
def test_a_pack_that_places_nobody_and_says_hostile_things_is_written_whole(
    statements: tuple[Statement, ...], activities: int
) -> None:
    own = Engine([Catalog.of(pack(statements=statements, digest="e" * 64))], today=TODAY)
    found = read(own.apply(facts={"age": "40"}), own.catalogs)
    assert not [*unsafe(found), *by_emptiness(found)]
    details = [each["detail"] for plan in resources(found, "CarePlan") for each in plan["activity"]]
    assert len(details) == activities
    said = "Rest & <script>alert(1)</script> for 5 < 7 days, NOT more \ufffd."
    assert all(said in detail["description"] for detail in details)
    assert the(found, "GuidanceResponse")["moduleCanonical"].endswith("/Library/resting-manifest|0.1.0")
    assert not set("\x00\u202e\ufffe") & set(json.dumps(found, ensure_ascii=False))


def test_of_several_packs_the_one_applied_is_named_also_where_it_recommends_nothing() -> None:
    grown = Catalog.of(pack(digest="e" * 64))
    infants = Population(id="infants", name="Infants", patient="infants", when=when("infant is yes"))
    silent = pack(
        id="growing", digest="f" * 64, facts=(yes_no("infant"),), populations=(infants,), statements=()
    )
    own = Engine([grown, Catalog.of(silent)], today=TODAY)
    found = read(own.apply(facts={"infant": "yes"}), own.catalogs)
    assert the(found, "GuidanceResponse")["moduleCanonical"].endswith("/Library/growing-manifest|0.1.0")
