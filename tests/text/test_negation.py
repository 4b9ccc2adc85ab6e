"""Negation is read to the end of its clause; a contradiction is told only where texts nearly agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.text.negation import contradicts, denied_in_one, has_negation, negated, negating_words
from citewell.text.tokens import stem


@pytest.mark.parametrize(
    ("text", "denied", "affirmed"),
    [
        ("Calcitonin is not used in allergy.", "allergy", "calcitonin"),
        ("There is no weakness, but pain is severe.", "weakness", "pain"),
        ("Avoid bed rest; walk early.", "rest", "walk"),
        ("AAOS recommends against vertebroplasty.", "vertebroplasty", "recommends"),
        ("Patients without fever were treated.", "fever", "patients"),
        ("It can't be treated.", "treated", "it"),
        ("Neither opioids nor rest helped.", "opioids", "it"),
        ("Exercise rather than rest is advised.", "rest", "exercise"),
    ],
)
def test_negation_reaches_to_the_end_of_its_clause(text: str, denied: str, affirmed: str) -> None:
    assert stem(denied) in negated(text)
    assert stem(affirmed) not in negated(text)


def test_not_only_denies_nothing() -> None:
    assert not has_negation("Not only the spine may break.")


EVIDENCE = "The panel recommends that calcitonin is not used in patients with a known salmon allergy."


@pytest.mark.parametrize(
    ("wording", "evidence"),
    [
        ("The panel recommends that calcitonin is used in patients with a known salmon allergy.", EVIDENCE),
        ("Calcitonin nasal spray did not reduce spinal pain during walking.",
         "Calcitonin nasal spray did reduce spinal pain during walking."),
    ],
)  # fmt: skip
def test_a_dropped_or_added_not_is_found(wording: str, evidence: str) -> None:
    assert contradicts(wording, (evidence,))


@pytest.mark.parametrize(
    "wording",
    [
        "The panel advises against calcitonin in patients with a known salmon allergy.",
        "Avoid calcitonin in patients with a known salmon allergy.",
        "Calcitonin is unsuitable for patients with a known salmon allergy, the panel says.",
        "Calcitonin is given for four weeks.",
        "",
    ],
)
def test_other_words_for_the_same_are_no_contradiction(wording: str) -> None:
    assert contradicts(wording, (EVIDENCE,)) == ""


def test_a_double_denial_is_no_contradiction() -> None:
    evidence = "With suspected injury and no abnormal neurology films come first; CT follows if abnormal."
    wording = "With suspected injury and normal neurology films come first; CT follows if abnormal."
    assert contradicts(wording, (evidence,)) == ""


@given(st.text())
def test_no_text_contradicts_itself(text: str) -> None:
    assert contradicts(text, (text,)) == ""


@pytest.mark.parametrize(
    ("one", "other", "denied"),
    [
        ("care has relieved the pain", "care has not relieved the pain", "reliev"),
        ("it is not advised first", "it does not advise it at first", ""),
        ("drugs help, rest does not", "rest helps, drugs do not help", "help"),
        ("not only rest helps", "rest helps", ""),
        ("they name it only for L3", "they do not name it for L2", ""),
        ("a short text", "another that does not say more", ""),
    ],
)
def test_of_two_wordings_one_denies_what_the_other_says(one: str, other: str, denied: str) -> None:
    assert denied_in_one(one, other) == denied
    assert denied_in_one(other, one) == denied


def test_negating_words_are_told_in_order() -> None:
    assert negating_words("Not only rest: do NOT lift, don't bend, never run.") == ("not", "don't", "never")
