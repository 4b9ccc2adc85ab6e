"""Criteria are sentences and trees of them, and come back from text as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.guidelines.criteria import UNIT_PATTERN, parse_criterion, render
from citewell.guidelines.places import Place
from citewell.guidelines.shapes import CHOICE_PATTERN, ID_PATTERN
from citewell.model.criteria import Criterion, Op

IDS = st.from_regex(ID_PATTERN, fullmatch=True)
CHOICES = st.from_regex(CHOICE_PATTERN, fullmatch=True).filter(
    lambda choice: choice not in ("or", "not", "one")
)
UNITS = st.just("") | st.from_regex(UNIT_PATTERN, fullmatch=True)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
ORDERS = st.sampled_from([Op.LESS, Op.AT_MOST, Op.AT_LEAST, Op.MORE])

COMPARISONS = st.one_of(
    st.builds(lambda f, c: Criterion(op=Op.IS, fact=f, choices=(c,)), IDS, CHOICES),
    st.builds(
        lambda f, c: Criterion(op=Op.ONE_OF, fact=f, choices=tuple(c)), IDS, st.lists(CHOICES, min_size=1)
    ),
    st.builds(lambda o, f, n, u: Criterion(op=o, fact=f, number=n, unit=u), ORDERS, IDS, NUMBERS, UNITS),
    st.builds(lambda o, f, v: Criterion(op=o, fact=f, value_id=v), ORDERS, IDS, IDS),
    st.builds(lambda n: Criterion(op=Op.USE, name=n), IDS),
)
TREES = st.recursive(
    COMPARISONS,
    lambda inner: st.one_of(
        st.builds(
            lambda o, p: Criterion(op=o, parts=tuple(p)),
            st.sampled_from([Op.ALL, Op.ANY]),
            st.lists(inner, min_size=1, max_size=4),
        ),
        st.builds(lambda p: Criterion(op=Op.NOT, parts=(p,)), inner),
    ),
    max_leaves=12,
)


def parse(text: str) -> Criterion:
    place = Place()
    criterion = parse_criterion(text, place)
    assert criterion is not None, place.problems
    return criterion


def without_lines(criterion: Criterion) -> Criterion:
    fields = {
        name: getattr(criterion, name)
        for name in ("op", "name", "fact", "choices", "number", "value_id", "unit")
    }
    return Criterion(parts=tuple(without_lines(part) for part in criterion.parts), **fields)


@given(TREES)
def test_a_criterion_comes_back_from_its_text(criterion: Criterion) -> None:
    assert without_lines(parse(render(criterion))) == criterion


@given(TREES)
def test_rendering_is_canonical(criterion: Criterion) -> None:
    assert render(parse(render(criterion))) == render(criterion)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("neuro-deficit is no", "neuro-deficit is no"),
        ("level is one of L3, L4", "level is one of L3 L4"),
        ("level is one of L3 L4", "level is one of L3 L4"),
        ("level is one of L3 or L4", "level is one of L3 L4"),
        ("level is one of L1, L3, or L4", "level is one of L1 L3 L4"),
        ("level is not one of L3, L4", "level is not one of L3 L4"),
        ("mechanism is not high-energy", "mechanism is not high-energy"),
        ("age >=  60 a", "age >= 60 a"),
        ("age ≥ 60", "age >= 60"),
        ("score ≤ -2.50", "score <= -2.5"),
        ("bmi < 18.5 kg/m2", "bmi < 18.5 kg/m2"),
        ("days <= @window", "days <= @window"),
        ("not: {not: a is b}", "{not: a is not b}"),
        (
            "{any: [a is yes, level is one of L3 L4, use: c]}",
            "{any: [a is yes, level is one of L3 L4, {use: c}]}",
        ),
        ("{all: ['dose > 1 [iU]']}", "{all: ['dose > 1 [iU]']}"),
    ],
)
def test_sentences_are_read_as_meant(text: str, canonical: str) -> None:
    assert render(parse(text)) == canonical


def test_is_not_is_the_denial_of_is() -> None:
    inner = Criterion(op=Op.IS, fact="a", choices=("b",))
    assert without_lines(parse("a is not b")) == Criterion(op=Op.NOT, parts=(inner,))


def test_parts_keep_their_lines() -> None:
    criterion = parse("all:\n  - a is yes\n  - any:\n      - b is yes\n      - use: c\n")
    assert [part.line for part in criterion.parts] == [2, 3]
    assert [part.line for part in criterion.parts[1].parts] == [4, 5]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("age", "quotes"),
        ("age is", "FACT is yes"),
        ("age = 60", "FACT is yes"),
        ("age > sixty", "FACT is yes"),
        ("age > 60 years old", "FACT is yes"),
        ("Age is yes", "FACT is yes"),
        ("[a is yes, b is no]", "all:"),
        ("{al: [a is yes]}", '"all"'),
        ("{all: [a is yes], any: [b is yes]}", 'under one "all:"'),
        ("{all: []}", "to a line"),
        ("{all: a is yes}", "to a line"),
        ("{any: [level is one of L3, L4]}", "quotes"),
        ("{use: [a]}", ""),
        ("''", "FACT is yes"),
    ],
)
def test_what_is_no_criterion_is_told_with_a_remedy(text: str, hint: str) -> None:
    place = Place()
    assert parse_criterion(text, place) is None
    (problem,) = place.problems
    assert problem.code == "criterion.form"
    assert problem.line == 1
    assert hint in problem.hint
