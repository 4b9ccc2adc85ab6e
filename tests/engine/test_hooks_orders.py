"""Cards beside draft orders: what a pack has against them, and nothing of what it does not speak of."""

from dataclasses import replace
from typing import Any

import pytest

from citewell.engine import Engine
from citewell.model.catalog import Catalog
from citewell.model.hooks import Hook
from citewell.model.mappings import CODE_SYSTEMS
from hook_invariants import faults
from hook_patients import FRACTURE, TODAY, condition, drug, observation, patient, procedure, told

HEART_ATTACK = condition("I21.9", at="2026-06-01")
KIDNEYS = observation("33914-3", 24, "mL/min/{1.73_m2}", at="2026-11-10")
BONE_METASTASIS = condition("C79.51")
DEFICIT = condition("S34.3XXA", at="2026-11-18")


@pytest.fixture(scope="module")
def engine(engine: Engine) -> Engine:
    """One pack: what several say of a patient together is told in test_hooks_packs.py."""
    return Engine([engine.catalogs["vertebral-fracture"]], today=TODAY)


def sign(
    engine: Engine, *orders: dict[str, Any], known: tuple[dict[str, Any], ...] = ()
) -> list[dict[str, Any]]:
    return told(engine, Hook.ORDER_SIGN, [*FRACTURE, *known], orders)


@pytest.mark.parametrize(
    ("order", "known", "summary", "indicator"),
    [
        (
            drug("romosozumab 105 MG/1.17 mL prefilled syringe"),
            (HEART_ATTACK,),
            "Romosozumab: caution (FDA label, romosozumab) – Heart attack or stroke within a year: yes",
            "warning",
        ),
        (
            drug("Prolia 60 mg/mL"),
            (KIDNEYS,),
            "Denosumab: caution (FDA label, denosumab) – eGFR: 24 mL/min/1.73 m²",
            "warning",
        ),
        (
            drug("teriparatide 20 microgram pen"),
            (BONE_METASTASIS,),
            "Teriparatide: caution (ICSI osteoporosis 2017) – Bone metastasis or bone tumour: yes",
            "warning",
        ),
        (
            drug("Cyclobenzaprine hydrochloride 5 MG Oral Tablet"),
            (),
            "Muscle relaxant: against (Beers 2015, since superseded: Strong; moderate quality of evidence)",
            "info",
        ),
        (
            procedure("Percutaneous kyphoplasty, lumbar"),
            (DEFICIT,),
            "Kyphoplasty: caution (Colorado LBP 2014) – Neurological deficit: yes",
            "warning",
        ),
    ],
)
def test_what_is_ordered_is_warned_of(
    engine: Engine, order: dict[str, Any], known: tuple[dict[str, Any], ...], summary: str, indicator: str
) -> None:
    card = sign(engine, order, known=known)[0]
    assert (card["summary"], card["indicator"]) == (summary, indicator)
    assert faults(card) == []


@pytest.mark.parametrize(
    "order",
    [
        drug("paracetamol 1 g tablet"),
        drug("alendronate 70 mg tablet", doNotPerform=True),
        drug("cyclobenzaprine 5 mg", status="cancelled"),
        drug("cyclobenzaprine 5 mg", status="entered-in-error"),
        drug("metformin 500 mg"),
        procedure("Chest X-ray"),
        procedure("MRI lumbar spine without contrast"),
        procedure("Radiograph, status post kyphoplasty"),
        procedure("CT, no vertebroplasty"),
        procedure("Stop cyclobenzaprine"),
        procedure("Nursing: hold all muscle relaxants"),
        procedure("Do not give romosozumab"),
        drug("AVOID NSAIDs"),
        drug(""),
        {"resourceType": "Observation", "id": "o", "code": {"text": "cyclobenzaprine"}},
    ],
)
def test_what_no_pack_warns_of_is_let_pass(engine: Engine, order: dict[str, Any]) -> None:
    assert sign(engine, order) == []


@pytest.mark.parametrize(
    "order",
    [
        "Stop ibuprofen, start cyclobenzaprine",
        "Do not stop cyclobenzaprine",
        "Cyclobenzaprine, hold if drowsy",
    ],
)
def test_what_is_ordered_beside_what_is_called_off_is_warned_of(engine: Engine, order: str) -> None:
    (card, *_) = sign(engine, drug(order))
    assert card["summary"].startswith("Muscle relaxant: against")


def test_nothing_is_said_of_orders_for_whom_no_pack_is_for(engine: Engine) -> None:
    orders = [drug("romosozumab"), procedure("vertebroplasty")]
    assert told(engine, Hook.ORDER_SIGN, [patient(), HEART_ATTACK], orders) == []


def test_of_the_drafts_only_the_selected_are_spoken_of(engine: Engine) -> None:
    orders = [drug("romosozumab", called="a"), drug("cyclobenzaprine", called="b")]
    record = [*FRACTURE, HEART_ATTACK]
    selected = told(engine, Hook.ORDER_SELECT, record, orders, selected=("MedicationRequest/b",))
    absolute = told(
        engine, Hook.ORDER_SELECT, record, orders, selected=("https://x/fhir/MedicationRequest/b",)
    )
    none = told(engine, Hook.ORDER_SELECT, record, orders, selected=("MedicationRequest/c",))
    assert [card["summary"].partition(":")[0] for card in selected] == ["Muscle relaxant"]
    assert selected == absolute
    assert none == []


def test_what_must_not_be_given_may_be_taken_out_with_one_click(engine: Engine) -> None:
    (card,) = sign(engine, drug("romosozumab 105 mg", called="r1"), known=(HEART_ATTACK,))
    (suggestion,) = card["suggestions"]
    assert suggestion["actions"] == [
        {
            "type": "delete",
            "description": "Remove the draft order: romosozumab 105 mg",
            "resourceId": "MedicationRequest/r1",
        }
    ]
    assert card["selectionBehavior"] == "at-most-one"
    assert {reason["code"] for reason in card["overrideReasons"]} >= {"patient-preference", "record-differs"}


@pytest.mark.parametrize(
    ("order", "known"),
    [
        # Advised against by a source that was superseded, by one side of a dispute, without an id.
        (drug("cyclobenzaprine"), ()),
        (procedure("vertebroplasty"), (observation("72514-3", 8, "{score}"),)),
        ({key: value for key, value in drug("romosozumab").items() if key != "id"}, (HEART_ATTACK,)),
        # By an id that would have the client delete something else.
        (drug("romosozumab", called="../Patient/p1"), (HEART_ATTACK,)),
        (drug("romosozumab", called=".."), (HEART_ATTACK,)),
        (drug("romosozumab", called="r1?_cascade=delete"), (HEART_ATTACK,)),
    ],
)
def test_nothing_else_may_be_taken_out_with_one_click(
    engine: Engine, order: dict[str, Any], known: tuple[dict[str, Any], ...]
) -> None:
    assert not any("suggestions" in card for card in sign(engine, order, known=known))


def test_a_drug_is_known_by_its_code_where_the_pack_prints_its_name(engine: Engine) -> None:
    coding = {"system": CODE_SYSTEMS["rxnorm"], "code": "993452"}
    order = drug("", medicationCodeableConcept={"coding": [coding]})
    (card, *_) = sign(engine, order, known=(KIDNEYS,))
    assert card["summary"].startswith("Denosumab: caution")


def test_a_drug_is_found_where_the_order_refers_to_it(engine: Engine) -> None:
    inside = drug("", medicationReference={"reference": "#m"})
    del inside["medicationCodeableConcept"]
    inside["contained"] = [{"resourceType": "Medication", "id": "m", "code": {"text": "romosozumab"}}]
    beside = drug("", medicationReference={"reference": "Medication/9"}) | {"id": "m2"}
    del beside["medicationCodeableConcept"]
    other = {"resourceType": "Medication", "id": "9", "code": {"coding": [{"display": "Evenity"}]}}
    named = drug("", medicationReference={"reference": "Medication/8", "display": "Evenity"}) | {"id": "m3"}
    recorded = drug("", medicationReference={"reference": "Medication/7"}) | {"id": "m4"}
    del recorded["medicationCodeableConcept"]
    known = (HEART_ATTACK, {"resourceType": "Medication", "id": "7", "code": {"text": "romosozumab"}})
    cards = sign(engine, inside, beside, other, named, recorded, known=known)
    assert [card["summary"].partition(":")[0] for card in cards] == ["Romosozumab"] * 4


def test_unknown_facts_are_asked_for_and_rule_nothing_out(engine: Engine) -> None:
    (card,) = sign(engine, drug("zoledronic acid 5 mg infusion"))
    assert card["indicator"] == "info"
    assert card["summary"] == (
        "Not on record, and decides on zoledronate: Creatinine clearance; Low calcium; Acute kidney injury"
    )
    assert "Decides: Whether zoledronate is contraindicated" in card["detail"].replace("*", "")


def test_a_result_that_is_said_both_ways_rules_nothing_out(engine: Engine) -> None:
    other = observation("62238-1", 60, "mL/min/{1.73_m2}", at="2026-11-10")
    conflict, asking = sign(engine, drug("Prolia"), known=(KIDNEYS, other))
    assert conflict["summary"] == "The record says different things, which were not used: eGFR"
    assert asking["summary"].startswith("Not on record, and decides on denosumab: ")
    assert faults(conflict) == faults(asking) == []


def test_why_a_result_was_not_used_stands_beside_the_question(engine: Engine) -> None:
    below = observation("33914-3", 60, "mL/min/{1.73_m2}", at="2026-11-10")
    below["valueQuantity"]["comparator"] = "<"
    (asking,) = sign(engine, drug("Prolia"), known=(below,))
    assert "*eGFR: Observation/observation-33914-3" in asking["detail"]


def test_what_is_ruled_out_is_not_asked_about(engine: Engine) -> None:
    (card,) = sign(engine, drug("Prolia"), known=(KIDNEYS,))
    assert card["summary"].startswith("Denosumab: caution")


def test_what_alone_rules_an_order_out_is_asked_first(engine: Engine) -> None:
    (asking,) = sign(engine, procedure("kyphoplasty"))
    asked = [line for line in asking["detail"].splitlines() if line.startswith("- ")]
    assert asked[0].startswith("- Is there a coagulopathy that has not been corrected?")
    assert not [line for line in asked if "postmenopausal" in line]
    assert " more in the form." in asking["detail"]


def test_a_caution_is_for_the_populations_of_its_recommendation_alone(engine: Engine) -> None:
    catalog = engine.catalogs["vertebral-fracture"]
    elsewhere = tuple(replace(each, populations=("sacral",)) for each in catalog.pack.statements)
    other = Engine([Catalog.of(replace(catalog.pack, statements=elsewhere))], today=TODAY)
    assert sign(other, procedure("kyphoplasty"), known=(DEFICIT,)) == []


def test_the_safety_of_a_drug_is_told_whoever_recommends_it(engine: Engine) -> None:
    catalog = engine.catalogs["vertebral-fracture"]
    none = Engine([Catalog.of(replace(catalog.pack, statements=()))], today=TODAY)
    (card,) = sign(none, drug("romosozumab"), known=(HEART_ATTACK,))
    assert card["summary"].startswith("Romosozumab: caution (FDA label, romosozumab)")
    assert [action["type"] for each in card["suggestions"] for action in each["actions"]] == ["delete"]
    assert faults(card) == []


def test_both_sides_of_a_dispute_stand_in_the_card(engine: Engine) -> None:
    facts = {"fracture-confirmed": "yes", "symptomatic": "yes", "neuro-deficit": "no", "mechanism": "none"}
    card = _card_of_facts(engine, facts, procedure("Vertebroplasty L1"))
    assert card["summary"] == "Vertebroplasty: against (AAOS 2010: Strong); guidance differs"
    assert "**Guidance differs:**" in card["detail"]
    assert "suggestions" not in card


def _card_of_facts(engine: Engine, facts: dict[str, str], order: dict[str, Any]) -> dict[str, Any]:
    """The first card beside an order for a patient of whom these facts are known, too."""
    from citewell.engine.hook_objections import understood
    from citewell.engine.hook_orders import order_drafts
    from citewell.engine.hook_reading import charts_of
    from citewell.engine.hook_writing import Frame, card_of
    from citewell.interop.draft_orders import draft_orders
    from citewell.interop.hook_cards import card_document
    from citewell.model.patients import FileFact, FileReading

    known = {"age": "82", "level": "L1", "fracture-cause": "osteoporotic"} | facts
    reading = FileReading(
        facts=tuple(FileFact(fact=f, given=g, resource="Observation/1", path="x") for f, g in known.items())
    )
    (chart,) = charts_of(engine, reading, what_if=False)
    frame = Frame(catalogs=engine.catalogs, instance="x", site="", year=2026)
    orders = understood(draft_orders([order]), chart.catalog, engine.lexicon)
    draft, _ = next(order_drafts([chart], {chart.catalog.pack.id: orders}))
    return card_document(card_of(draft, chart, frame))


def test_what_is_not_known_to_be_ours_has_no_address(engine: Engine) -> None:
    card = _card_of_facts(engine, {"recent-mi-or-stroke": "yes"}, drug("romosozumab"))
    assert ("url" in card["source"], "links" in card) == (False, False)


def test_many_warnings_are_all_shown_and_remarks_give_way(engine: Engine) -> None:
    strong = [drug("romosozumab", called=f"r{n}") for n in range(7)]
    mild = [drug(f"cyclobenzaprine {n} mg", called=f"c{n}") for n in range(7)]
    assert [c["indicator"] for c in sign(engine, *mild, *strong, known=(HEART_ATTACK,))] == ["warning"] * 7
    assert len(sign(engine, *mild)) == 5


def test_orders_of_the_same_are_remarked_on_once_and_taken_out_one_by_one(engine: Engine) -> None:
    mild = [drug("cyclobenzaprine", called=f"c{n}") for n in range(3)]
    strong = [drug("romosozumab", called=f"r{n}") for n in range(3)]
    cards = sign(engine, *mild, *strong, known=(HEART_ATTACK,))
    assert [card["indicator"] for card in cards] == ["warning"] * 3 + ["info"]
    assert len({card["uuid"] for card in cards}) == 4


def test_words_of_the_record_become_no_markup(engine: Engine) -> None:
    name = "cyclobenzaprine <img src=x> [x](http://evil.example) `code` https://evil.example\n# head"
    (card,) = sign(engine, drug(name, called="c1"))
    assert faults(card) == []
    assert card["detail"].startswith("Order: `cyclobenzaprine <img src=x> [x](http://evil.example) 'code'")


def test_an_order_that_says_not_what_it_says_breaks_nothing(engine: Engine) -> None:
    strange: list[Any] = [
        {"resourceType": "MedicationRequest", "medicationCodeableConcept": ["x"], "contained": "x"},
        {
            "resourceType": "ServiceRequest",
            "code": {"coding": [None, 7, {"code": 1}], "text": ["vertebroplasty"]},
        },
        {"resourceType": 7, "code": {"text": "vertebroplasty"}},
        {"resourceType": "DeviceRequest", "codeReference": {"reference": {}}},
        drug("\ud800 cyclobenzaprine"),
    ]
    (card,) = sign(engine, *strange)
    assert faults(card) == []
    assert card["summary"].startswith("Muscle relaxant")
