"""Cards of several packs: the emergency first and once, each question once, the safety of drugs by any."""

from dataclasses import replace
from typing import Any

import pytest

from citewell.engine import Engine
from citewell.model.catalog import Catalog
from citewell.model.hooks import Hook
from citewell.model.mappings import CODE_SYSTEMS
from hook_invariants import faults
from hook_patients import FRACTURE, SITE, TODAY, condition, drug, observation, patient, told, told_of_facts

PACK = "vertebral-fracture"
CAUDA_EQUINA = condition("S34.3XXA", at="2026-11-18")
OSTEOPOROSIS = (patient(), condition("M81.0"))
HEART_ATTACK = condition("I21.9", at="2026-06-01")


def taking(name: str, code: str) -> dict[str, Any]:
    """A drug that the record holds for taken."""
    coding = {"system": CODE_SYSTEMS["rxnorm"], "code": code, "display": name}
    told_of = {"status": "active", "authoredOn": "2026-11-01"}
    return drug(name, called=f"t-{code}", medicationCodeableConcept={"coding": [coding]}, **told_of)


APIXABAN = taking("apixaban", "1364430")


@pytest.fixture(scope="module")
def twin(engine: Engine) -> Engine:
    """A pack, and the same under another name that is for emergencies."""
    catalog = engine.catalogs[PACK]
    other = replace(catalog.pack, id="twin", title="Twin", emergencies=True)
    return Engine([catalog, Catalog.of(other, catalog.grades)], today=TODAY)


def test_of_two_packs_that_say_the_same_each_thing_is_on_one_card(engine: Engine, twin: Engine) -> None:
    alone = Engine([engine.catalogs[PACK]], today=TODAY)
    for record in (FRACTURE, (*FRACTURE, CAUDA_EQUINA)):
        cards = told(twin, Hook.PATIENT_VIEW, record)
        assert [card["summary"] for card in cards] == [
            card["summary"] for card in told(alone, Hook.PATIENT_VIEW, record)
        ]
    orders = [drug("romosozumab"), drug("cyclobenzaprine", called="m2")]
    cards = told(twin, Hook.ORDER_SIGN, (*FRACTURE, HEART_ATTACK), orders)
    assert [card["summary"] for card in cards] == [
        card["summary"] for card in told(alone, Hook.ORDER_SIGN, (*FRACTURE, HEART_ATTACK), orders)
    ]


def test_an_emergency_is_told_by_the_pack_for_emergencies(twin: Engine) -> None:
    (card,) = told(twin, Hook.PATIENT_VIEW, (*FRACTURE, CAUDA_EQUINA))
    assert card["indicator"] == "critical"
    assert card["source"]["label"] == "Citewell: Twin"


def test_one_diagnosis_is_one_emergency_whatever_packs_read_in_it(engine: Engine) -> None:
    cards = told(engine, Hook.PATIENT_VIEW, (*FRACTURE, CAUDA_EQUINA))
    assert [card["indicator"] for card in cards] == ["critical"]
    assert cards[0]["source"]["label"] == "Citewell: Spinal emergencies"


def test_in_an_emergency_of_one_pack_all_are_silent_about_everything_else(engine: Engine) -> None:
    cards = told(engine, Hook.PATIENT_VIEW, (*OSTEOPOROSIS, CAUDA_EQUINA))
    assert {card["indicator"] for card in cards} == {"critical"}


def test_a_fact_is_asked_for_on_one_card_and_a_conflict_told_on_one(engine: Engine) -> None:
    cards = told_of_facts(engine, {"age": "78", "level": "L1", "fracture-cause": "osteoporotic"})
    lines = [
        line.partition("\\[")[0]
        for card in cards
        if card["summary"].startswith("Not on record")
        for line in card["detail"].splitlines()
        if line.startswith("- ")
    ]
    assert len(lines) == len(set(lines)) > 0
    assert [fault for card in cards for fault in faults(card)] == []


def test_the_pack_that_is_nearest_to_the_patient_speaks_first(engine: Engine) -> None:
    cards = told(engine, Hook.PATIENT_VIEW, FRACTURE)
    assert cards[0]["source"]["label"] == f"Citewell: {engine.catalogs[PACK].pack.title}"
    cards = told(engine, Hook.PATIENT_VIEW, OSTEOPOROSIS)
    assert cards[0]["source"]["label"] == "Citewell: Osteoporosis"


@pytest.mark.parametrize(
    ("order", "record", "begins"),
    [
        ("romosozumab 105 mg", (*OSTEOPOROSIS, HEART_ATTACK), "Romosozumab: caution"),
        ("naproxen 500 mg", (*FRACTURE, APIXABAN), "NSAID: caution (Beers"),
        ("indometacin 25 mg capsule", FRACTURE, "Indometacin and ketorolac: caution (Beers"),
        ("indomethacin 25 mg capsule", OSTEOPOROSIS, "Indometacin and ketorolac: caution (Beers"),
        (
            "Prolia 60 mg",
            (*OSTEOPOROSIS, observation("33914-3", 24, "mL/min/{1.73_m2}", at="2026-11-10")),
            "Denosumab: caution",
        ),
    ],
)
def test_the_safety_of_a_drug_is_told_to_a_patient_of_any_pack(
    engine: Engine, order: str, record: tuple[dict[str, Any], ...], begins: str
) -> None:
    for hook in (Hook.ORDER_SIGN, Hook.ORDER_SELECT):
        cards = told(engine, hook, record, [drug(order)])
        assert cards[0]["summary"].startswith(begins)
        assert len({card["summary"] for card in cards}) == len(cards)
        assert [fault for card in cards for fault in faults(card)] == []


def test_the_safety_of_a_drug_is_not_told_to_somebody_whom_no_pack_is_for(engine: Engine) -> None:
    assert told(engine, Hook.ORDER_SIGN, [patient(), HEART_ATTACK], [drug("romosozumab")]) == []


def test_a_contraindication_is_told_once_and_the_order_may_be_taken_out(engine: Engine) -> None:
    cards = told(engine, Hook.ORDER_SIGN, (*FRACTURE, HEART_ATTACK), [drug("romosozumab")])
    warnings = [card for card in cards if card["indicator"] == "warning"]
    assert len(warnings) == 1
    assert "suggestions" in warnings[0]
    assert warnings[0]["source"]["url"].startswith(f"{SITE}/packs/")


def test_the_same_call_gives_the_same_cards(engine: Engine) -> None:
    record = (*FRACTURE, CAUDA_EQUINA, APIXABAN)
    assert told(engine, Hook.PATIENT_VIEW, record) == told(engine, Hook.PATIENT_VIEW, record)
