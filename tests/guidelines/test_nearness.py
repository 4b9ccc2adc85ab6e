"""How near an unknown rule is to being true: so of the case, or hinted at by a number that is near."""

from dataclasses import replace

import pytest

from builders import TODAY, known, number, pack, when, yes_no
from citewell.guidelines.logic import circumstances
from citewell.guidelines.nearness import hinted, holds_of_the_case, of_the_case
from citewell.model.attributes import Attribute
from citewell.model.cases import CaseFacts
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op

CATALOG = Catalog.of(
    pack(
        facts=(
            replace(number("age", unit="a"), attribute=Attribute.DATE_OF_BIRTH),
            replace(number("clearance"), hinted_by="filtration"),
            number("filtration"),
            yes_no("warfarin"),
            yes_no("ulcer"),
        )
    )
)
OLD, WARFARIN, ULCER = when("age >= 65"), when("warfarin is yes"), when("ulcer is yes")
LOW = when("clearance < 30")


def both(*parts: Criterion) -> Criterion:
    return Criterion(op=Op.ALL, parts=parts)


def either(*parts: Criterion) -> Criterion:
    return Criterion(op=Op.ANY, parts=parts)


@pytest.mark.parametrize(
    ("criterion", "facts", "so"),
    [
        (both(OLD, WARFARIN), known(warfarin=True), True),
        (both(OLD, WARFARIN), known(), False),
        (both(OLD, WARFARIN), known(warfarin=False), False),
        (both(OLD, either(WARFARIN, ULCER)), known(ulcer=True), True),
        (either(OLD, WARFARIN), known(warfarin=False), False),
        (OLD, known(), False),
    ],
)
def test_a_rule_may_be_so_of_the_case_whoever_the_patient_is(
    criterion: Criterion, facts: CaseFacts, so: bool
) -> None:
    assert holds_of_the_case(criterion, CATALOG, circumstances(CATALOG.pack, facts, on=TODAY)) is so


def test_nothing_is_left_of_a_rule_on_an_age_alone() -> None:
    assert of_the_case(OLD, CATALOG) is None
    assert of_the_case(both(OLD, WARFARIN), CATALOG) == both(WARFARIN)


@pytest.mark.parametrize(
    ("criterion", "facts", "asked_first"),
    [
        (LOW, known(filtration=29.0), ("clearance",)),
        (LOW, known(filtration=30.0), ()),
        (LOW, known(), ()),
        (both(OLD, LOW), known(filtration=29.0), ("clearance",)),
        (both(WARFARIN, LOW), known(filtration=29.0), ()),
    ],
)
def test_a_number_that_is_near_says_what_to_ask_for(
    criterion: Criterion, facts: CaseFacts, asked_first: tuple[str, ...]
) -> None:
    patient = circumstances(CATALOG.pack, facts, on=TODAY)
    assert hinted(criterion, ("clearance",), CATALOG, patient) == asked_first
