"""Facts as people give them: read, refused, completed, contradicted."""

import pytest

from builders import TODAY, choice, derived, known, number, pack, yes_no
from citewell.errors import InputError
from citewell.guidelines.facts import contradictions, read_facts, with_derived
from citewell.guidelines.logic import circumstances
from citewell.model.applied import Contradiction
from citewell.model.cases import CaseFacts
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition

DEFINITIONS = {
    fact.id: fact
    for fact in (
        number("age", unit="a", whole=True),
        number("onset", unit="d", maximum=36500.0),
        yes_no("weakness"),
        choice("level", "L2", "L3"),
        yes_no("deficit", derive=(derived("yes", "weakness is yes"), derived("no", "weakness is no"))),
    )
}
PACK = pack(facts=tuple(DEFINITIONS.values()))
CATALOG = Catalog.of(PACK)


def values(**given: str) -> dict[str, object]:
    return {fact.id: fact.value for fact in read_facts(given, DEFINITIONS)}


def test_each_type_is_read_as_itself() -> None:
    assert values(age="78", weakness="no", level="l2") == {"age": 78.0, "weakness": False, "level": "L2"}


def test_a_number_may_carry_its_unit() -> None:
    assert values(onset="5 days") == {"onset": 5.0}


def test_unknown_is_left_unknown() -> None:
    assert values(age="unknown", weakness="?") == {}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"age": "230"}, "age 230 is outside 0 to 120 in years: correct it"),
        ({"onset": "-3"}, "onset -3 is outside 0 to 36500"),
        ({"age": "78.5"}, "age is a whole number"),
        ({"age": "old"}, "age is a number in years, not 'old'"),
        ({"age": "nan"}, "outside"),
        ({"onset": "5 weeks"}, "convert it"),
        ({"weakness": "maybe"}, "weakness is yes, no or unknown"),
        ({"level": "L9"}, "level is one of L2, L3"),
        ({"wekness": "no"}, "did you mean weakness"),
    ],
)
def test_a_refusal_names_the_fact_the_fault_and_the_remedy(given: dict[str, str], message: str) -> None:
    with pytest.raises(InputError) as refused:
        read_facts(given, DEFINITIONS)
    assert message in str(refused.value)


def completed(facts: CaseFacts) -> CaseFacts:
    return with_derived(CATALOG, facts, circumstances(PACK, facts, on=TODAY))


def clashes(facts: CaseFacts) -> tuple[Contradiction, ...]:
    return contradictions(CATALOG, facts, circumstances(PACK, completed(facts), on=TODAY))


def resolved(facts: CaseFacts) -> dict[str, object]:
    return {fact.id: fact.value for fact in completed(facts)}


def test_what_follows_is_derived_and_says_so() -> None:
    facts = completed(known(weakness=True))
    deficit = facts.get("deficit")
    assert deficit is not None
    assert (deficit.value, deficit.origin) == (True, "derived")


def test_nothing_follows_from_silence() -> None:
    assert "deficit" not in resolved(known(age=70.0))


def test_a_given_fact_that_others_rule_out_is_a_contradiction() -> None:
    (clash,) = clashes(known(weakness=True, deficit=False))
    assert (clash.fact, clash.given, clash.derived, clash.because) == ("deficit", "no", "yes", ("weakness",))
    assert clashes(known(weakness=True, deficit=True)) == ()


def settled(facts: CaseFacts, *definitions: FactDefinition) -> dict[str, object]:
    made = pack(facts=definitions)
    return {
        fact.id: fact.value
        for fact in with_derived(Catalog.of(made), facts, circumstances(made, facts, on=TODAY))
    }


def test_what_follows_counts_as_much_as_what_is_given() -> None:
    """The first true rule of a fact wins, however many steps away what it rests on is."""
    definitions = (
        choice(
            "care", "home", "ward", derive=(derived("ward", "ill is yes"), derived("home", "cough is yes"))
        ),
        yes_no("ill", derive=(derived("yes", "cough is yes"),)),
        yes_no("cough"),
    )
    assert settled(known(cough=True), *definitions)["care"] == "ward"
    assert settled(known(cough=True, ill=True), *definitions)["care"] == "ward"


def test_facts_may_follow_from_each_other() -> None:
    definitions = (
        yes_no("intact", derive=(derived("yes", "deficit is no"), derived("no", "deficit is yes"))),
        yes_no("deficit", derive=(derived("no", "intact is yes"), derived("yes", "weakness is yes"))),
        yes_no("weakness"),
    )
    assert settled(known(weakness=True), *definitions)["intact"] is False
    assert settled(known(intact=True), *definitions)["deficit"] is False
