"""Questions that take for granted what a guideline advises against."""

from dataclasses import replace

import pytest

from citewell.answers.library.page import with_library
from citewell.answers.library.premise import contradicted
from citewell.model.answers import Audience, Question, Refusal
from citewell.model.pico import Pico, Population
from citewell.model.sources import Direction
from citewell.questions.presupposition import presumption_of
from library_builders import document_of, gathered_of

AGAINST = "Do not offer leeches for knee pain with swelling."
ASKED = "How many leeches should be given for knee pain with swelling?"


def asked(text: str, **given) -> Question:
    return Question(text=text, presumes=presumption_of(text), **given)


def quoted_by(question: Question, *documents) -> list[str]:
    found = contradicted(question, gathered_of(*documents))
    return [quotation.text for quotation in found.against] if found else []


def test_a_dose_of_what_is_advised_against_is_contradicted():
    assert quoted_by(asked(ASKED), document_of("a", AGAINST)) == [AGAINST]


@pytest.mark.parametrize(
    "question",
    [
        "Should leeches be given for knee pain with swelling?",
        "Leeches or tonic for knee pain with swelling?",
        "How many tonics should be given for knee pain with swelling?",
        "How long does knee pain with swelling last?",
    ],
)
def test_who_asks_whether_or_of_something_else_takes_nothing_for_granted(question):
    assert quoted_by(asked(question), document_of("a", AGAINST)) == []


def test_where_another_guideline_is_for_it_and_fits_better_nothing_is_contradicted():
    favour = document_of("b", "Offer leeches for knee pain with swelling and warts.", body="Other")
    question = asked("How many leeches should be given for knee pain with swelling and warts?")
    assert quoted_by(question, document_of("a", AGAINST), favour) == []


def test_a_named_body_that_is_against_it_is_quoted_and_others_stand_as_others():
    own = document_of("a", AGAINST, short="NICE", body="Institute")
    other = document_of("b", "Offer leeches for knee pain with swelling.", short="WHO", body="Other")
    found = contradicted(
        asked("How many leeches does NICE recommend for knee pain with swelling?"), gathered_of(own, other)
    )
    assert found is not None
    assert [q.document for q in found.against] == ["a"]
    assert [q.document for q in found.others] == ["b"]
    assert found.unheard == ()


def test_a_named_body_by_which_nothing_was_found_is_told():
    found = contradicted(
        asked("How many leeches does NICE recommend for knee pain with swelling?"),
        gathered_of(document_of("a", AGAINST)),
    )
    assert found is not None
    assert found.unheard == ("NICE",)


def test_a_recommendation_for_a_case_that_the_question_denies_speaks_not_for_it():
    against = document_of("a", "Do not offer leeches for severe knee pain.")
    favour = document_of("b", "Offer leeches for knee pain with severe infection.", body="Other")
    question = asked("How many leeches should be given for severe knee pain with no sign of infection?")
    assert quoted_by(question, against, favour) == ["Do not offer leeches for severe knee pain."]


@pytest.mark.parametrize(("age", "is_contradicted"), [(75.0, False), (30.0, True), (None, True)])
def test_what_holds_for_other_ages_contradicts_nothing(age, is_contradicted):
    against = document_of("a", "Do not offer leeches to people with knee pain under 40.")
    pico = Pico(population=Population(age=(age, age) if age else None))
    question = asked("How many leeches should be given for knee pain?", pico=pico)
    assert bool(quoted_by(question, against)) is is_contradicted


def test_a_kind_that_is_advised_against_stands_for_what_belongs_to_it():
    kinds = {"carbapenem": frozenset({"antibiotic"})}
    against = document_of("a", "Routine antibiotics for severe knee pain should not be offered.")
    text = "Which carbapenem should be given for severe knee pain?"
    question = Question(text=text, presumes=presumption_of(text, kinds))
    assert len(quoted_by(question, against)) == 1
    assert quoted_by(asked(text), against) == []


def test_the_page_of_a_false_premise_quotes_what_contradicts_it_and_nothing_else(abstained):
    document = document_of("a", f"{AGAINST}\nOffer rest for knee pain with swelling.")
    page = with_library(abstained, asked(ASKED), gathered_of(document), named=False, doubted=False)
    assert (page.abstained, page.refusal) == (True, Refusal.FALSE_PREMISE)
    (section,) = page.sections
    assert (section.id, [claim.text for claim in section.claims]) == ("premise", [AGAINST])
    assert section.claims[0].direction is Direction.AGAINST
    assert page.bottom_line == ()


@pytest.mark.parametrize("audience", [Audience.CLINICIAN, Audience.PATIENT])
def test_the_reason_names_who_advises_against_it(abstained, audience):
    gathered = gathered_of(document_of("a", AGAINST))
    question = replace(asked(ASKED), audience=audience)
    page = with_library(abstained, question, gathered, named=False, doubted=False)
    assert "BoE 2014" in page.reason


def test_where_the_pack_is_named_it_answers(abstained):
    led = replace(abstained, abstained=False)
    page = with_library(led, asked(ASKED), gathered_of(document_of("a", AGAINST)), named=True, doubted=False)
    assert page.refusal is not Refusal.FALSE_PREMISE


def test_an_answer_says_where_nothing_is_by_the_body_that_the_question_names(abstained):
    question = asked("How many leeches does NICE recommend for knee pain with swelling?")
    document = document_of("a", "Offer leeches for knee pain with swelling.", short="WHO", body="Other")
    page = with_library(abstained, question, gathered_of(document), named=False, doubted=False)
    assert "Nothing that was found is by NICE." in page.incomplete
