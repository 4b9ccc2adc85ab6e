"""Kleene's logic over facts: unknown is never false."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import TODAY, all_of, any_of, known, negated, number, pack, when, yes_no
from citewell.guidelines.logic import Circumstances, circumstances, deciding, holds, undecided
from citewell.model.cases import CaseFacts, Truth
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import DatedValue, ValueDefinition

OLD_ENOUGH = when("age >= 45")
NOT_PREGNANT = negated(when("pregnant is yes"))
SCREENING = all_of(OLD_ENOUGH, NOT_PREGNANT)


def judged(criterion: Criterion, facts: CaseFacts) -> Truth:
    return holds(criterion, circumstances(pack(), facts, on=TODAY))


@pytest.mark.parametrize(
    ("facts", "truth"),
    [
        (known(age=52.0, pregnant=False), Truth.TRUE),
        (known(age=30.0), Truth.FALSE),
        (known(pregnant=True), Truth.FALSE),
        (known(age=52.0), Truth.UNKNOWN),
        (known(), Truth.UNKNOWN),
    ],
)
def test_screening_needs_age_and_an_answer_on_pregnancy(facts: CaseFacts, truth: Truth) -> None:
    assert judged(SCREENING, facts) is truth


@pytest.mark.parametrize(
    ("sentence", "value", "truth"),
    [
        ("age < 45", 45.0, Truth.FALSE),
        ("age <= 45", 45.0, Truth.TRUE),
        ("age > 45", 45.0, Truth.FALSE),
        ("age >= 45", 44.9, Truth.FALSE),
    ],
)
def test_a_boundary_belongs_to_the_side_that_names_it(sentence: str, value: float, truth: Truth) -> None:
    assert judged(when(sentence), known(age=value)) is truth


def test_a_truth_refuses_to_be_a_bool() -> None:
    with pytest.raises(TypeError, match="unknown"):
        bool(Truth.TRUE)


def test_a_dated_number_is_the_edition_in_force() -> None:
    editions = (
        DatedValue(since="2010-01-01", value=5.0, cites=()),
        DatedValue(since="2030-01-01", value=9.0, cites=()),
    )
    dated = pack(values=(ValueDefinition(id="window", label="Window", unit="d", editions=editions),))
    criterion = when("age <= @window")
    assert holds(criterion, circumstances(dated, known(age=7.0), on="2026-11-20")) is Truth.FALSE
    assert holds(criterion, circumstances(dated, known(age=7.0), on="2030-01-01")) is Truth.TRUE
    assert holds(criterion, circumstances(dated, known(age=7.0), on="2000-01-01")) is Truth.UNKNOWN


def test_only_facts_that_can_still_decide_are_asked() -> None:
    criterion = any_of(all_of(when("age < 20"), when("pregnant is yes")), when("smoker is yes"))
    at_30 = circumstances(pack(), known(age=30.0), on=TODAY)
    assert undecided(criterion, at_30) == ("smoker",)


def test_the_witnesses_of_a_refusal_are_the_parts_that_failed() -> None:
    at_30 = circumstances(pack(), known(age=30.0, pregnant=False), on=TODAY)
    assert [leaf.fact for leaf in deciding(SCREENING, at_30)] == ["age"]


FACT_IDS = ("a", "b", "c")
LEAVES = st.sampled_from([when(f"{fact} is yes") for fact in FACT_IDS])
CRITERIA = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: all_of(*parts)),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: any_of(*parts)),
        inner.map(negated),
    ),
    max_leaves=12,
)
FACTS = st.dictionaries(st.sampled_from(FACT_IDS), st.booleans())


def truth_of(criterion: Criterion, facts: dict[str, bool]) -> Truth:
    return holds(criterion, Circumstances(dict(facts), {}, {}))


@given(CRITERIA, FACTS, FACTS)
def test_learning_more_never_reverses_what_was_settled(
    criterion: Criterion, facts: dict[str, bool], more: dict[str, bool]
) -> None:
    before = truth_of(criterion, facts)
    after = truth_of(criterion, {**more, **facts})
    assert before is Truth.UNKNOWN or after is before


@given(CRITERIA, FACTS)
def test_not_swaps_true_and_false_and_leaves_unknown(criterion: Criterion, facts: dict[str, bool]) -> None:
    assert truth_of(negated(criterion), facts) is ~truth_of(criterion, facts)


@given(CRITERIA, FACTS)
def test_de_morgan(criterion: Criterion, facts: dict[str, bool]) -> None:
    other = when("a is yes")
    assert truth_of(negated(all_of(criterion, other)), facts) is truth_of(
        any_of(negated(criterion), negated(other)), facts
    )


@given(CRITERIA, st.fixed_dictionaries({fact: st.booleans() for fact in FACT_IDS}))
def test_with_every_fact_known_nothing_is_unknown(criterion: Criterion, facts: dict[str, bool]) -> None:
    assert truth_of(criterion, facts) is not Truth.UNKNOWN


@given(CRITERIA, FACTS)
def test_what_is_undecided_is_unknown_and_only_then(criterion: Criterion, facts: dict[str, bool]) -> None:
    missing = undecided(criterion, Circumstances(dict(facts), {}, {}))
    assert bool(missing) is (truth_of(criterion, facts) is Truth.UNKNOWN)
    assert not set(missing) & set(facts)


def test_named_criteria_are_opened() -> None:
    named = pack(criteria={"grown": OLD_ENOUGH}, facts=(number("age"), yes_no("pregnant")))
    use = Criterion(op=Op.USE, name="grown")
    assert holds(use, circumstances(named, known(age=50.0), on=TODAY)) is Truth.TRUE
    assert undecided(use, circumstances(named, known(), on=TODAY)) == ("age",)
