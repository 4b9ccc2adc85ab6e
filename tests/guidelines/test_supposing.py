"""What follows from facts that are only supposed is what would follow from them if they were given."""

from itertools import product

import pytest

from builders import derived, known, number, pack, yes_no
from citewell.guidelines.facts import supposing, with_derived
from citewell.guidelines.logic import circumstances
from citewell.model.cases import CaseFacts, Fact, Value
from citewell.model.catalog import Catalog

TODAY = "2026-11-20"
# Back pain and leg pain follow from each other; the sign from the pain and the age; "free" from nothing here.
CATALOG = Catalog.of(
    pack(
        facts=(
            number("age"),
            yes_no("free"),
            yes_no("back", derive=(derived("yes", "leg is yes"),)),
            yes_no("leg", derive=(derived("yes", "back is yes"), derived("no", "age < 30"))),
            yes_no("sign", derive=(derived("yes", "leg is yes"), derived("no", "leg is no"))),
            yes_no("elder", derive=(derived("yes", "age >= 65"), derived("no", "age < 65"))),
        )
    )
)
VALUES: dict[str, tuple[Value | None, ...]] = {
    "age": (None, 20.0, 70.0),
    "back": (None, True),
    "leg": (None, False),
    "free": (None, True),
}
PATIENTS = [
    {name: value for name, value in zip(VALUES, values, strict=True) if value is not None}
    for values in product(*VALUES.values())
]


@pytest.mark.parametrize("told", PATIENTS, ids=str)
@pytest.mark.parametrize(
    "supposed",
    [
        {"age": 70.0},
        {"age": 20.0},
        {"leg": True},
        {"leg": False},
        {"sign": True},
        {"age": 64.0, "back": False},
    ],
    ids=str,
)
def test_to_suppose_is_to_be_told(told: dict[str, Value], supposed: dict[str, Value]) -> None:
    given = known(**told)
    extra = CaseFacts(tuple(Fact(name, value, "assumed") for name, value in supposed.items()))
    stated = circumstances(CATALOG.pack, given, on=TODAY)
    settled = stated.with_facts(with_derived(CATALOG, given, stated))
    told_both = given.updated_with(extra)
    expected = stated.with_facts(with_derived(CATALOG, told_both, stated))
    assert dict(supposing(CATALOG, given, settled, extra).facts) == dict(expected.facts)


def test_what_a_fact_rests_on_is_known_at_any_distance() -> None:
    assert CATALOG.rests["sign"] == {"leg", "back", "age"}
    assert CATALOG.rests["elder"] == {"age"}
