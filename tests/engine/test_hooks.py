"""Cards for whoever opens a record: urgent first, cited, and none where there is nothing to say."""

from dataclasses import replace
from typing import Any

import pytest

from citewell.engine import Engine
from citewell.engine.hooks import services
from citewell.errors import PreconditionFailed
from citewell.model.catalog import Catalog
from citewell.model.hooks import Hook
from citewell.model.patients import Conflict
from citewell.model.sources import SourceStatus
from citewell.model.standing import Status
from hook_invariants import faults
from hook_patients import FRACTURE, SITE, TODAY, condition, observation, patient, told, told_of_facts, ways

PACK = "vertebral-fracture"
CANCER = condition("C50.911", at="2020-05-01")
CAUDA_EQUINA = condition("S34.3XXA", at="2026-11-18")


@pytest.fixture(scope="module")
def engine(engine: Engine) -> Engine:
    """One pack: what several say of a patient together is told in test_hooks_packs.py."""
    return Engine([engine.catalogs["vertebral-fracture"]], today=TODAY)


def view(engine: Engine, *resources: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    return told(engine, Hook.PATIENT_VIEW, list(resources), **more)


def test_a_service_is_offered_for_each_hook(engine: Engine) -> None:
    offered = services(engine)
    assert [service.hook for service in offered] == list(Hook)
    assert len({service.id for service in offered}) == len(offered)
    assert services(engine) == offered


def test_no_service_is_offered_that_could_never_say_anything(engine: Engine) -> None:
    catalog = engine.catalogs[PACK]
    silent = tuple(replace(statement, orders=()) for statement in catalog.pack.statements)
    without = Engine(
        [replace(catalog, pack=replace(catalog.pack, statements=silent, safety=()))], today=TODAY
    )
    assert [service.hook for service in services(without)] == [Hook.PATIENT_VIEW]
    assert services(Engine([], today=TODAY)) == ()


@pytest.mark.parametrize("status", [Status.RETIRED, Status.SUPERSEDED])
def test_a_pack_that_was_put_aside_says_nothing(engine: Engine, status: Status) -> None:
    catalog = engine.catalogs[PACK]
    spent = Engine([replace(catalog, pack=replace(catalog.pack, status=status))], today=TODAY)
    assert view(spent, *FRACTURE, CAUDA_EQUINA) == []


@pytest.mark.parametrize(
    "resources",
    [
        (patient(),),
        (patient(), CAUDA_EQUINA),
        (patient(), CANCER, observation("33914-3", 20, "mL/min/{1.73_m2}")),
        (patient(born="2015-02-01"), condition("S32.010A")),
        (*FRACTURE[1:], patient(deceasedBoolean=True)),
        (*FRACTURE[1:], patient(deceasedDateTime="2026-11-01")),
        (patient(), condition("S72.001A")),
        (patient(), condition("M80.08XA", at="2010-01-01")),
    ],
)
def test_nothing_is_said_of_a_patient_whom_no_pack_is_for(
    engine: Engine, resources: tuple[dict[str, Any], ...]
) -> None:
    assert view(engine, *resources) == []


def test_an_emergency_is_one_critical_card_and_nothing_beside_it(engine: Engine) -> None:
    (card,) = view(engine, *FRACTURE, CAUDA_EQUINA, CANCER)
    assert (card["indicator"], card["summary"].startswith("Immediate referral: ")) == ("critical", True)
    assert (
        card["source"]["url"] == f"{SITE}/packs/{PACK}/dispositions?q=immediate-referral#immediate-referral"
    )
    assert "Condition/condition-S34-3XXA, 2026-11-18" in card["detail"]
    assert "Refer at once to an emergency spinal or orthopaedic service." in card["detail"]


@pytest.mark.parametrize("word", ["provisional", "differential", "unconfirmed"])
def test_an_emergency_that_is_only_suspected_is_an_emergency(engine: Engine, word: str) -> None:
    suspected = CAUDA_EQUINA | {"verificationStatus": {"coding": [{"code": word}]}}
    (card,) = view(engine, *FRACTURE, suspected)
    assert card["indicator"] == "critical"
    assert "Cauda equina syndrome found or suspected: yes" in card["detail"]


def test_an_emergency_that_was_ruled_out_is_none(engine: Engine) -> None:
    refuted = CAUDA_EQUINA | {"verificationStatus": {"coding": [{"code": "refuted"}]}}
    assert {card["indicator"] for card in view(engine, *FRACTURE, refuted)} == {"info"}


def test_a_disposition_says_what_is_still_open(engine: Engine) -> None:
    first, *others = view(engine, *FRACTURE, CANCER)
    summary = "Work-up for a pathologic fracture: There is past or current cancer."
    assert (first["indicator"], first["summary"]) == ("warning", summary)
    assert "Not yet excluded: Immediate referral." in first["detail"]
    assert {card["indicator"] for card in others} == {"info"}


def test_what_is_missing_is_asked_before_conservative_care_is_spoken_of(engine: Engine) -> None:
    cards = view(engine, *FRACTURE)
    assert [card["indicator"] for card in cards] == ["info", "info"]
    asking, recommending = cards
    assert asking["summary"].startswith(
        "Not on record, and decides on immediate referral: Neurological deficit"
    )
    assert "By the record so far: Conservative care." in asking["detail"]
    assert asking["links"] == [
        {"label": "Answer these in Citewell", "url": f"{SITE}/patient", "type": "absolute"}
    ]
    assert recommending["summary"].startswith("Recommended here: ")


def test_once_nothing_more_urgent_is_open_nothing_is_asked(engine: Engine) -> None:
    catalog = engine.catalogs[PACK]
    reasons = [reason for each in catalog.pack.dispositions for reason in each.reasons]
    leaves = {leaf.fact for reason in reasons for leaf in _leaves(reason.when, engine)}
    facts = {fact: "no" for fact in leaves if catalog.facts[fact].type == "yes-no"}
    facts |= {"level": "L1", "age": "50", "mechanism": "none", "tlics-neurology": "intact"}
    facts |= {"ao-neurology": "N0", "fracture-cause": "osteoporotic", "hours-of-analgesia": "0"}
    assert not [card for card in told_of_facts(engine, facts) if "Not on record" in card["summary"]]


def _leaves(criterion: Any, engine: Engine) -> Any:
    from citewell.guidelines.logic import circumstances, leaves
    from citewell.model.cases import NO_FACTS

    return leaves(criterion, circumstances(engine.catalogs[PACK].pack, NO_FACTS, on=engine.today))


def test_every_reason_of_every_disposition_makes_its_card(engine: Engine) -> None:
    catalog = engine.catalogs[PACK]
    for disposition in catalog.pack.dispositions:
        for reason in disposition.reasons:
            found = _card_of(reason, disposition, engine)
            assert found is not None, f"no card for {disposition.id}: {reason.id}"
            assert found["indicator"] == disposition.severity
            assert faults(found) == []


def _card_of(reason: Any, disposition: Any, engine: Engine) -> dict[str, Any] | None:
    """The first card that says a disposition for a reason, of all patients for whom the reason holds."""
    catalog = engine.catalogs[PACK]
    for facts in ways(reason.when, catalog):
        for level in ("L1", "S2"):
            given = {"age": "80", "fracture-cause": "osteoporotic", "level": level} | facts
            for card in told_of_facts(engine, given):
                said = card["detail"].replace("\\", "")
                if card["summary"].startswith(f"{disposition.title}:") and reason.wording.clinician in said:
                    return card
    return None


@pytest.mark.parametrize("status", [each for each in SourceStatus if each.fallen])
def test_what_rests_on_a_fallen_source_alone_is_not_recommended(engine: Engine, status: SourceStatus) -> None:
    catalog = engine.catalogs[PACK]
    sources = [s if s.id != "bhof-2022" else replace(s, status=status) for s in catalog.pack.sources]
    pack = replace(catalog.pack, sources=tuple(sources))
    since = Engine([Catalog.of(pack, catalog.grades)], today=TODAY)
    before, after = (view(each, *FRACTURE)[-1] for each in (engine, since))
    assert "Calcium intake (BHOF)" in before["summary"]
    assert "ASBMR coalition" in after["summary"]
    assert "BHOF" not in after["detail"]


@pytest.mark.parametrize(
    ("facts", "indicators"),
    [
        ({}, []),
        ({"cancer-history": "yes"}, []),
        ({"neuro-deficit": "yes"}, ["critical"]),
    ],
)
def test_of_whom_a_pack_leaves_out_only_an_emergency_is_told(
    engine: Engine, facts: dict[str, str], indicators: list[str]
) -> None:
    cards = told_of_facts(engine, {"age": "12", "level": "L1"} | facts)
    assert [card["indicator"] for card in cards] == indicators
    assert all("**Outside this guidance:** Children are outside this pack." in c["detail"] for c in cards)


def test_what_the_record_says_both_ways_is_told_where_something_hangs_on_it(engine: Engine) -> None:
    message = "the record says yes (Condition/1) and no (Observation/2): give the right one"
    conflicts = tuple(Conflict(fact=f, message=message, sides=()) for f in ("neuro-deficit", "egfr"))
    conflict, asking, *_ = told_of_facts(engine, {"age": "80", "level": "L1"}, conflicts=conflicts)
    assert (
        conflict["summary"] == "The record says different things, which were not used: Neurological deficit"
    )
    assert message in conflict["detail"]
    assert "Neurological deficit" in asking["summary"]


@pytest.mark.parametrize("sacral", ["S32.110A", "S32.10XA"])
@pytest.mark.parametrize("thoracic", ["S22.020A", "S22.050A"])
def test_two_regions_of_one_pack_hide_no_emergency(engine: Engine, thoracic: str, sacral: str) -> None:
    fractures = (patient(), condition(thoracic), condition(sacral))
    (told_both_ways, *_) = view(engine, *fractures)
    assert told_both_ways["summary"].endswith("which were not used: Region of the fracture")
    (emergency, *_) = view(engine, *fractures, CAUDA_EQUINA)
    assert emergency["indicator"] == "critical"


def test_a_pack_is_silent_where_one_side_of_a_conflict_leaves_its_patients(engine: Engine) -> None:
    assert view(engine, patient(), condition("S22.050A"), condition("M48.52XA"), CAUDA_EQUINA) == []


def test_a_second_fractured_level_is_no_matter_for_a_card(engine: Engine) -> None:
    once, twice = view(engine, *FRACTURE), view(engine, *FRACTURE, condition("S22.030A"))
    assert [card["summary"] for card in once] == [card["summary"] for card in twice]


def test_facts_that_rule_each_other_out_count_as_unknown(engine: Engine) -> None:
    facts = {"age": "80", "level": "L1", "neuro-deficit": "no", "leg-weakness": "yes"}
    cards = told_of_facts(engine, facts)
    assert [card["indicator"] for card in cards] == ["info", "critical"]
    assert "Neurological deficit: no contradicts what is said of" in cards[0]["detail"]


def test_without_the_patient_nothing_is_guessed(engine: Engine) -> None:
    with pytest.raises(PreconditionFailed, match="brought no Patient"):
        view(engine, *FRACTURE[1:])


def test_of_several_patients_the_one_of_the_call_counts(engine: Engine) -> None:
    another = patient(deceasedBoolean=True) | {"id": "p2"}
    assert view(engine, another, *FRACTURE, CAUDA_EQUINA) == view(engine, *FRACTURE, CAUDA_EQUINA)
    assert view(engine, patient(deceasedBoolean=True), *FRACTURE[1:], CAUDA_EQUINA, another) == []


def test_what_the_client_did_not_bring_is_named(engine: Engine) -> None:
    (asking, _) = view(engine, *FRACTURE, withheld=("medication-requests",))
    assert "Nothing came from the record for: medication-requests." in asking["detail"]


def test_a_name_of_the_clients_own_for_what_it_did_not_bring_becomes_no_link(engine: Engine) -> None:
    hostile = ("http://evil.example", "www.evil.example", "[x](javascript:1)", "x" * 1000)
    (asking, _) = view(engine, *FRACTURE, withheld=("conditions", *hostile))
    assert "Nothing came from the record for: conditions, 4 of other names." in asking["detail"]
    assert "evil" not in asking["detail"]


def test_the_same_call_gives_the_same_cards_and_another_call_other_names(engine: Engine) -> None:
    once, again = view(engine, *FRACTURE, CANCER), view(engine, *reversed((*FRACTURE, CANCER)))
    other = view(engine, *FRACTURE, CANCER, instance="5f1f8d0e-0000-4000-8000-000000000000")
    assert once == again
    assert not {card["uuid"] for card in once} & {card["uuid"] for card in other}
    assert [card["summary"] for card in once] == [card["summary"] for card in other]


def test_patients_are_never_spoken_to(engine: Engine) -> None:
    catalog = engine.catalogs[PACK]
    said = "".join(card["detail"] for card in view(engine, *FRACTURE, CANCER, CAUDA_EQUINA))
    wordings = [reason.wording for each in catalog.pack.dispositions for reason in each.reasons]
    assert not [wording.patient for wording in wordings if wording.patient in said]


def test_what_stands_in_the_record_becomes_no_markup(engine: Engine) -> None:
    hostile = condition("S34.3XXA", at="2026-11-18", called="x https://evil.example <b> [y](z) \u202e`")
    (card,) = view(engine, *FRACTURE, hostile)
    assert faults(card) == []
