"""The safety of drugs where a recommendation gives one: ruled out, told, or not excluded."""

import pytest

from builders import TODAY, known, number, pack, recommendation, when, words, yes_no
from citewell.guidelines.apply import apply
from citewell.guidelines.logic import circumstances
from citewell.guidelines.safety import cautions, not_excluded, objections
from citewell.model.answers import Verdict
from citewell.model.cases import CaseFacts
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Caution, Concept, ConceptKind, DrugSafety


def concept(concept_id: str, *broader: str) -> Concept:
    kind = ConceptKind.INTERVENTION
    return Concept(id=concept_id, kind=kind, label=concept_id.title(), terms=(concept_id,), broader=broader)


def rule(sentence: str, text: str) -> Caution:
    return Caution(when=when(sentence), wording=words(text), cites=("guide-2020#r1",))


PILLS = DrugSafety(
    id="pills",
    contraindications=(rule("allergy is yes", "No pill in allergy."),),
    cautions=(rule("age > 75", "Care with pills over 75."),),
)
RED = DrugSafety(id="red", contraindications=(rule("clearance < 30", "No red pill under 30."),))
BLUE = DrugSafety(id="blue", contraindications=(rule("pregnant is yes", "No blue pill in pregnancy."),))
CATALOG = Catalog.of(
    pack(
        concepts=(concept("pills"), concept("red", "pills"), concept("blue", "pills"), concept("rest")),
        facts=(number("age", unit="a"), number("clearance"), yes_no("allergy"), yes_no("pregnant")),
        safety=(PILLS, RED, BLUE),
        statements=(
            recommendation("one", gives=("red",)),
            recommendation("either", gives=("red", "blue")),
            recommendation("class", gives=("pills",)),
            recommendation("none"),
        ),
    )
)


def verdict(statement: str, facts: CaseFacts) -> Verdict:
    return apply(CATALOG, facts, on=TODAY).verdicts[statement]


def texts(found: Verdict) -> list[str]:
    return [note.caution.wording.clinician for note in found.notes]


def test_a_contraindication_of_the_only_drug_rules_the_recommendation_out() -> None:
    found = verdict("one", known(age=70.0, clearance=29.0))
    assert (found.verdict, texts(found)) == ("does not apply", ["No red pill under 30."])


def test_what_is_said_of_a_class_holds_for_the_drugs_in_it() -> None:
    found = verdict("one", known(age=70.0, allergy=True))
    assert (found.verdict, texts(found)) == ("does not apply", ["No pill in allergy."])


def test_one_alternative_ruled_out_is_told_and_leaves_the_other() -> None:
    found = verdict("either", known(age=70.0, clearance=29.0))
    assert (found.verdict, texts(found)) == ("applies", ["No red pill under 30."])


def test_every_alternative_ruled_out_by_reasons_of_its_own_rules_the_recommendation_out() -> None:
    found = verdict("either", known(age=30.0, clearance=29.0, pregnant=True))
    assert found.verdict == "does not apply"
    assert texts(found) == ["No red pill under 30.", "No blue pill in pregnancy."]


def test_a_class_is_not_ruled_out_by_what_is_said_of_the_drugs_in_it() -> None:
    found = verdict("class", known(age=30.0, clearance=29.0, pregnant=True))
    assert (found.verdict, len(found.notes)) == ("applies", 2)


def test_a_contraindication_that_is_unknown_leaves_it_as_it_is_and_is_told_as_not_excluded() -> None:
    found = verdict("either", known(age=70.0))
    assert (found.verdict, found.notes) == ("applies", ())
    assert found.not_excluded == ("allergy", "clearance", "pregnant")


def test_what_is_excluded_is_neither_told_nor_asked() -> None:
    found = verdict("one", known(age=70.0, clearance=30.0, allergy=False))
    assert (found.verdict, found.notes, found.not_excluded) == ("applies", (), ())


def test_of_an_alternative_that_is_ruled_out_nothing_more_is_asked() -> None:
    found = verdict("either", known(age=70.0, clearance=29.0, allergy=False))
    assert found.not_excluded == ("pregnant",)


def test_a_caution_is_told_and_changes_no_verdict() -> None:
    found = verdict("one", known(age=76.0, clearance=60.0, allergy=False))
    assert (found.verdict, texts(found)) == ("applies", ["Care with pills over 75."])


def test_a_recommendation_that_gives_nothing_has_no_drug_safety() -> None:
    found = verdict("none", known(age=76.0, allergy=True))
    assert (found.verdict, found.notes, found.not_excluded) == ("applies", (), ())


def test_what_would_exclude_a_contraindication_is_asked_for() -> None:
    missing = apply(CATALOG, known(age=70.0), on=TODAY).missing
    assert {one.fact: one.decides for one in missing} == {
        "allergy": ("one", "either", "class"),
        "clearance": ("one", "either", "class"),
        "pregnant": ("either", "class"),
    }


@pytest.mark.parametrize(
    ("drug", "forbids", "asks_for_care", "unsettled"),
    [
        ("red", ["No red pill under 30."], ["Care with pills over 75."], ("allergy",)),
        ("blue", [], ["Care with pills over 75."], ("pregnant", "allergy")),
        ("pills", [], ["Care with pills over 75."], ("allergy",)),
        ("rest", [], [], ()),
        ("no such drug", [], [], ()),
    ],
)
def test_what_speaks_against_a_drug_in_a_patient(
    drug: str, forbids: list[str], asks_for_care: list[str], unsettled: tuple[str, ...]
) -> None:
    patient = circumstances(CATALOG.pack, known(age=80.0, clearance=29.0), on=TODAY)
    assert [one.wording.clinician for one in objections(CATALOG, drug, patient)] == forbids
    assert [one.wording.clinician for one in cautions(CATALOG, drug, patient)] == asks_for_care
    assert not_excluded(CATALOG, drug, patient) == unsettled


def test_only_a_yes_no_fact_can_by_itself_be_enough() -> None:
    judged = apply(CATALOG, known(age=70.0), on=TODAY).safety
    assert [one.enough for notes in judged.values() for one in notes] == [("allergy",), (), (), ("pregnant",)]
