"""Whatever is on record and whatever is ordered: every card is one that CDS Hooks 2.0 allows, and true."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citewell.engine import Engine
from citewell.engine.hook_objections import Ordered, objections
from citewell.engine.hook_reading import charts_of
from citewell.guidelines.apply import apply
from citewell.guidelines.facts import read_facts
from citewell.model.applied import Applied
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion
from citewell.model.guidelines import GuidelinePack, Statement
from citewell.model.hooks import DraftOrder, Hook
from citewell.model.patients import FileFact, FileReading
from citewell.model.sources import Direction
from hook_invariants import faults
from hook_patients import (
    FRACTURE,
    TODAY,
    condition,
    drug,
    patient,
    procedure,
    stating,
    told,
    told_of_facts,
    values_of,
    ways,
)

PACK = "vertebral-fracture"
TRIED = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
HOSTILE = ("<script>alert(1)</script>", "[x](javascript:y)", "`", "\u202e", "www.evil.example", "not " * 90)


@pytest.fixture(scope="module")
def engine(engine: Engine) -> Engine:
    """One pack: what several say of a patient together is told in test_hooks_packs.py."""
    return Engine([engine.catalogs["vertebral-fracture"]], today=TODAY)


def draws(data: st.DataObject, *, catalog: Catalog) -> dict[str, str]:
    """Some facts of a patient, most of them unknown."""
    chosen = data.draw(st.lists(st.sampled_from(catalog.pack.facts), max_size=14, unique_by=lambda f: f.id))
    level = data.draw(st.sampled_from(["", "L1", "S2", "cervical"]))
    drawn = {fact.id: data.draw(st.sampled_from(values_of(fact, catalog))) for fact in chosen}
    return drawn | ({"level": level} if level else {})


def drafts(data: st.DataObject, *, pack: GuidelinePack) -> list[dict[str, Any]]:
    """Some draft orders: of what the pack warns of, of something else, of what means harm."""
    concepts = {concept for statement in pack.statements for concept in statement.orders}
    terms = [term for each in pack.concepts if each.id in concepts for term in each.terms]
    word = st.sampled_from(terms) | st.sampled_from(HOSTILE) | st.text(max_size=20)
    names = data.draw(st.lists(st.lists(word, min_size=1, max_size=3).map(" ".join), max_size=4))
    make = data.draw(st.sampled_from([drug, procedure]))
    return [make(name, called=f"o{n}") for n, name in enumerate(names)]


@TRIED
@given(st.data())
def test_whatever_is_known_of_a_patient_the_cards_are_sound(engine: Engine, data: st.DataObject) -> None:
    catalog = engine.catalogs[PACK]
    facts = draws(data, catalog=catalog)
    cards = told_of_facts(engine, facts)
    assert [fault for card in cards for fault in faults(card)] == []
    assert len({card["uuid"] for card in cards}) == len(cards)
    assert any(card["indicator"] == "critical" for card in cards) == _is_critical(facts, catalog)


def _is_critical(facts: dict[str, str], catalog: Catalog) -> bool:
    """Whether the pack, asked for itself, sends a patient of its own away at once."""
    applied = _settled(facts, catalog)
    disposed = applied.disposition
    severity = disposed.disposition.severity if disposed and disposed.because else ""
    return bool(applied.in_population) and severity == "critical"


def _settled(facts: dict[str, str], catalog: Catalog) -> Applied:
    """The pack applied without what other facts rule out."""
    known = read_facts(facts, catalog.facts)
    applied = apply(catalog, known, on=TODAY, what_if=False)
    clashing = frozenset(clash.fact for clash in applied.contradictions)
    return apply(catalog, known.without(clashing), on=TODAY, what_if=False)


@TRIED
@given(st.data())
def test_whatever_is_on_record_and_ordered_the_cards_are_sound(engine: Engine, data: st.DataObject) -> None:
    catalog = engine.catalogs[PACK]
    mapped = [(fact, mapping) for fact in catalog.pack.facts for mapping in fact.fhir]
    chosen = data.draw(st.lists(st.sampled_from(mapped), max_size=12))
    stated = [
        stating(mapping, data.draw(st.sampled_from(values_of(fact, catalog))), fact.unit)
        for fact, mapping in chosen
    ]
    record = [*FRACTURE, *(each for each in stated if each)]
    hook, orders = data.draw(st.sampled_from(list(Hook))), drafts(data, pack=catalog.pack)
    cards = told(engine, hook, record, orders)
    assert [fault for card in cards for fault in faults(card)] == []
    assert len({card["uuid"] for card in cards}) == len(cards)
    assert told(engine, hook, record, orders) == cards
    if hook is not Hook.PATIENT_VIEW:
        assert "critical" not in {card["indicator"] for card in cards}


def test_no_fact_that_is_unknown_rules_an_order_out(engine: Engine) -> None:
    """Beside every order of which the pack warns: only what is on record is a caution."""
    pack = engine.catalogs[PACK].pack
    concepts = sorted({concept for statement in pack.statements for concept in statement.orders})
    labels = {each.id: each.terms[0] for each in pack.concepts}
    orders = [drug(labels[concept], called=concept) for concept in concepts]
    bare = [patient(), condition("S32.010A")]
    summaries = [card["summary"] for card in told(engine, Hook.ORDER_SIGN, bare, orders)]
    cautions = [summary for summary in summaries if ": caution (" in summary]
    assert all(summary.endswith("– Age: 82 years") for summary in cautions)


def test_every_warning_of_an_order_can_be_given(engine: Engine) -> None:
    """For each record that names orders: of some patient for whom its conditions hold it does speak."""
    catalog = engine.catalogs[PACK]
    for statement in catalog.pack.statements:
        for when in _conditions(statement) if statement.orders else ():
            made = (
                facts | place for facts in ways(when, catalog) for place in ({"level": "L1"}, {"level": "S2"})
            )
            assert any(_warned(statement, facts, engine) for facts in made), f"{statement.id} can never warn"


def _conditions(statement: Statement) -> list[Criterion]:
    if statement.direction in (Direction.AGAINST, None):
        return [statement.applies_when] if statement.applies_when else []
    return [caution.when for caution in statement.never_when]


def _warned(statement: Statement, facts: dict[str, str], engine: Engine) -> bool:
    usual = {"age": "80", "previous-fractures": "1", "severe-acute-pain": "no"} | facts
    read = tuple(FileFact(fact=f, given=g, resource="Patient/1", path="x") for f, g in usual.items())
    (chart,) = charts_of(engine, FileReading(facts=read), what_if=False)
    order = DraftOrder(reference="", names=())
    warned = ((statement, statement.orders[0]),)
    return bool(objections(Ordered(order=order, concepts=statement.orders, warned=warned), chart))
