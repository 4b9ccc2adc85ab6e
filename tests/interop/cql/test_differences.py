"""The comparison can fail: a change of one sign in the CQL is a difference that is found."""

import re
from random import Random

import pytest

from builders import choice, derived, disposition, number, pack, recommendation, when, words, yes_no
from citewell.interop.cql.writer import cql_of
from citewell.model.catalog import Catalog
from citewell.model.guidelines import (
    Caution,
    Concept,
    ConceptKind,
    DatedValue,
    DrugSafety,
    ValueDefinition,
)
from citewell.model.scores import Score, ScoreBand, ScoreItem, ScoreOption
from cql_expected import differences, disagreements
from cql_oracle import Engine, Oracle
from cql_patients import Ward

TODAY = "2026-11-20"
SCORE = Score(
    id="risk",
    title="Risk",
    kind="sum",
    about=(),
    populations=(),
    use=words("For tests."),
    not_for=words("Not for patients."),
    items=(
        ScoreItem(
            id="old",
            label="Old",
            options=(
                ScoreOption(id="yes", label="Yes", points=2.0, when=when("age >= 75")),
                ScoreOption(id="no", label="No", points=0.0, when=when("age < 75")),
            ),
        ),
        ScoreItem(
            id="ill",
            label="Ill",
            unknown_points=0.0,
            options=(ScoreOption(id="yes", label="Yes", points=1.0, when=when("ill is yes")),),
        ),
    ),
    bands=(
        ScoreBand(low=0.0, high=1.0, label="low", wording=words("low")),
        ScoreBand(low=2.0, high=3.0, label="high", wording=words("high")),
    ),
    cites=(),
)


def _not_when(sentence: str) -> Caution:
    return Caution(when=when(sentence), wording=words("Not then."), cites=())


PACK = pack(
    facts=(
        number("age", whole=True),
        yes_no("fever"),
        yes_no("ill", derive=(derived("yes", "fever is yes"), derived("no", "stage is one"))),
        choice("stage", "one", "two", "three"),
    ),
    criteria={"late": when("stage is one of two, three")},
    values=(
        ValueDefinition(
            id="limit",
            label="Limit",
            unit="a",
            editions=(
                DatedValue(since="2000-01-01", value=70.0, cites=()),
                DatedValue(since=TODAY, value=80.0, cites=()),
            ),
        ),
    ),
    statements=(
        recommendation(
            applies_when=when("age <= @limit"),
            never_when=(_not_when("ill is yes"),),
            gives=("balm", "oil"),
        ),
    ),
    dispositions=(
        disposition("now", ill="ill is yes"),
        disposition("soon", old="age > 80"),
        disposition("home"),
    ),
    scores=(SCORE,),
    concepts=tuple(
        Concept(id=drug, kind=ConceptKind.INTERVENTION, label=drug, terms=(drug,), broader=broader)
        for drug, broader in (("balm", ("salve",)), ("oil", ()), ("salve", ()))
    ),
    safety=(
        DrugSafety(id="oil", contraindications=(_not_when("fever is yes"), _not_when("age > 90"))),
        DrugSafety(id="salve", contraindications=(_not_when("stage is three"),)),
    ),
)
CATALOG = Catalog.of(PACK)
PATIENTS = [{}, *Ward.of(CATALOG).at_random(300, Random(8)), *Ward.of(CATALOG).on_thresholds(Random(8))]


@pytest.mark.parametrize("engine", Engine)
def test_of_the_library_as_it_is_every_engine_says_the_same(oracle: Oracle, engine: Engine) -> None:
    assert oracle.read(cql_of(PACK)) == []
    assert disagreements(CATALOG, oracle, PATIENTS, on=TODAY, engine=engine) == []


@pytest.mark.parametrize(
    ("written", "changed", "where"),
    [
        ('"age" >= 18.0', '"age" > 18.0', "Population everyone"),
        ('"age" <= "Value limit"', '"age" < "Value limit"', "Condition rest"),
        ("and not ", "and ", "Applies rest"),
        ('and "Condition rest"', 'or "Condition rest"', "Applies rest"),
        ("is null then null else", "is null then false else", "Criterion late"),
        ("'two', 'three'", "'two'", "Criterion late"),
        ('"Day" >= @2026-11-20', '"Day" > @2026-11-20', "Value limit"),
        ("then 80.0", "then 81.0", "Value limit"),
        ('when "fever" then true', 'when "fever" then false', "Known ill"),
        ("!= true", "= true", "Contradicted ill"),
        ("then 2.0", "then 3.0", "Points risk old"),
        ("<= 1.0 then", "< 1.0 then", "Band risk"),
        ("else 'home'", "else 'soon'", "Disposition"),
        ('"age" > 80.0', '"age" >= 80.0', "Reason soon old"),
        ('"Contraindicated balm" is true', '"Contraindicated balm"', "Applies rest"),
        ('"Contraindicated balm" is true and ', "", "Applies rest"),
        ('"age" > 90.0', '"age" >= 90.0', "Contraindicated oil"),
    ],
)
def test_one_change_in_it_is_found(oracle: Oracle, written: str, changed: str, where: str) -> None:
    mutant, made = re.subn(re.escape(written), lambda _: changed, cql_of(PACK), count=1)
    assert made == 1
    assert oracle.read(mutant) == []
    found = disagreements(CATALOG, oracle, PATIENTS, on=TODAY)
    assert any(difference.startswith(f"{where}: ") for difference in found)


def test_a_define_that_one_engine_lacks_is_a_difference(oracle: Oracle) -> None:
    assert differences({"Criterion late": True}, {}) == ["Criterion late: only one has it"]
    assert differences({}, {"Criterion late": None, "Day": TODAY}) == ["Criterion late: only one has it"]


def test_a_truth_is_no_number() -> None:
    assert differences({"Value limit": 1.0}, {"Value limit": True})
    assert differences({"Criterion late": None}, {"Criterion late": False})


def test_a_fault_of_the_text_is_told_with_its_line(oracle: Oracle) -> None:
    (fault,) = oracle.read(cql_of(PACK).replace("'soon'", "'soon", 1))[:1]
    assert re.match(r"\d+: ", fault)
