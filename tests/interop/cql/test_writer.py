"""What of a pack stands in its CQL library, and what the library refuses to say."""

import re
from dataclasses import replace

import pytest

from builders import all_of, any_of, choice, derived, negated, number, pack, recommendation, when, yes_no
from citewell.errors import InputError
from citewell.interop.cql import naming
from citewell.interop.cql.expressions import Names, decimal, expression
from citewell.interop.cql.writer import cql_of
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import Derivation, FactDefinition, GuidelinePack

FACTS = (number("age"), yes_no("fever"), choice("stage", "one", "two"))
NAMES = Names({fact.id: fact for fact in FACTS}, {fact.id: fact.id for fact in FACTS}, {})


def defined(made: GuidelinePack, name: str) -> str:
    """The text of one define, on one line."""
    found = re.search(
        rf"^define {re.escape(naming.quoted(name))}:\n(.*?)\n\n", cql_of(made) + "\n", re.M | re.S
    )
    assert found is not None, name
    return " ".join(found[1].split())


@pytest.mark.parametrize(
    ("criterion", "text"),
    [
        (when("fever is yes"), '"fever"'),
        (when("fever is no"), 'not "fever"'),
        (when("fever is not yes"), 'not "fever"'),
        (when("fever is not no"), 'not (not "fever")'),
        (when("age >= 60"), '"age" >= 60.0'),
        (negated(when("age < 0.5")), 'not ("age" < 0.5)'),
        (when("stage is one"), "\"stage\" = 'one'"),
        (when("stage is not one"), "not (\"stage\" = 'one')"),
        (
            when("stage is one of one, two"),
            "if \"stage\" is null then null else \"stage\" in { 'one', 'two' }",
        ),
        (all_of(when("fever is yes"), when("age > 1")), '"fever" and "age" > 1.0'),
        (
            all_of(any_of(when("fever is yes"), when("age > 1")), when("age < 9")),
            '("fever" or "age" > 1.0) and "age" < 9.0',
        ),
        (all_of(), "true"),
        (any_of(), "false"),
    ],
)
def test_a_criterion_is_written_with_the_brackets_it_needs(criterion: Criterion, text: str) -> None:
    assert " ".join(expression(criterion, NAMES).split()) == text


@pytest.mark.parametrize(
    "criterion",
    [
        Criterion(op=Op.IS, fact="age", choices=("60",)),
        Criterion(op=Op.MORE, fact="stage", number=1.0),
        Criterion(op=Op.IS, fact="nobody", choices=("yes",)),
    ],
)
def test_a_comparison_that_does_not_fit_its_fact_is_refused(criterion: Criterion) -> None:
    with pytest.raises(InputError, match="does not fit the fact"):
        expression(criterion, NAMES)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (60.0, "60.0"),
        (-1.5, "-1.5"),
        (1e-7, "0.0000001"),
        (1e16, "10000000000000000.0"),
        (0.00000001, "0.00000001"),
        (-0.0, "-0.0"),
    ],
)
def test_a_number_is_written_in_digits(given: float, text: str) -> None:
    assert decimal(given, of="age") == text


@pytest.mark.parametrize("given", [1e-9, 0.1 + 0.2, 1e21, float("nan"), float("inf")])
def test_a_number_that_cql_cannot_hold_is_refused(given: float) -> None:
    with pytest.raises(InputError, match=r"^age: .* is no decimal number of CQL"):
        decimal(given, of="age")


def test_texts_of_a_pack_cannot_leave_their_comment_or_their_string() -> None:
    hostile = 'x\n*/ define "Evil": true // \' " \\ \u2028 \r'
    made = pack(title=hostile, summary=hostile, statements=(recommendation(title=hostile),))
    lines = cql_of(made).splitlines()
    assert not [line for line in lines if "Evil" in line and not line.startswith("//")]
    assert naming.literal(hostile) == "'x\\n*/ define \\\"Evil\\\": true // \\' \\\" \\\\ \\u2028 \\r'"


def test_a_fact_that_follows_is_what_was_given_or_the_first_rule_that_is_true() -> None:
    facts = (
        yes_no("ill", derive=(derived("yes", "fever is yes"), derived("no", "age < 5"))),
        yes_no("fever"),
        number("age"),
    )
    made = pack(facts=facts)
    text = 'Coalesce("ill", case when "fever" then true when "age" < 5.0 then false else null end)'
    assert defined(made, "Known ill") == text
    assert '"Known ill"' in defined(replace(made, criteria={"sick": when("ill is yes")}), "Criterion sick")


def test_facts_that_follow_from_each_other_are_found_in_steps() -> None:
    facts: tuple[FactDefinition, ...] = (
        yes_no("intact", derive=(derived("yes", "deficit is no"),)),
        yes_no("deficit", derive=(derived("no", "intact is yes"),)),
        number("age"),
    )
    made = pack(facts=facts)
    assert '"Step 1 deficit"' in defined(made, "Known intact")
    assert 'not "deficit"' in defined(made, "Step 1 intact")
    uses = replace(made, criteria={"whole": when("intact is yes")})
    through = (replace(facts[0]), replace(facts[1], derive=(_through("whole"),)), facts[2])
    # A define may not come back to itself through the name of a criterion.
    assert "Criterion whole" not in defined(replace(uses, facts=through), "Known deficit")


def _through(name: str) -> Derivation:
    return replace(derived("no", "intact is yes"), when=Criterion(op=Op.USE, name=name))


def test_a_detail_is_under_the_condition_of_its_recommendation() -> None:
    made = pack(
        facts=FACTS,
        statements=(
            recommendation("rest", applies_when=when("fever is yes")),
            recommendation("rest.length", parent="rest", direction=None),
        ),
    )
    assert defined(made, "Applies rest.length") == '"Population everyone" and "Condition rest"'


def test_no_two_parts_share_a_name() -> None:
    made = pack(
        facts=(number("day"), *FACTS),
        criteria={"rest": when("fever is yes"), "everyone": when("age > 1")},
        statements=(recommendation("rest", applies_when=when("fever is yes")),),
    )
    names = re.findall(r'^(?:define|parameter) ("[^"]*")', cql_of(made), re.M)
    assert len(names) == len(set(names))


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert cql_of(pack()) == cql_of(pack())


@pytest.mark.parametrize(("pack_id", "name"), [("a-1", "Citewell_a_1"), ("10-days", "Citewell_10_days")])
def test_a_library_is_called_as_fhir_allows(pack_id: str, name: str) -> None:
    assert naming.library_name(pack_id) == name
    assert re.fullmatch(r"[A-Z][A-Za-z0-9_]{0,254}", name)
