"""The direct answer before a quotation: only what the quoted words say, and only where it was asked for."""

from dataclasses import replace

import pytest

from citewell.answers.library.asking import form_of
from citewell.answers.library.leads import fault_of, lead_of
from citewell.answers.library.quoting import quoted
from citewell.answers.library.strangers import is_for_others
from citewell.model.answers import Audience, Question
from citewell.model.pico import Phrase, Pico
from citewell.model.sources import Direction
from library_builders import document_of, gathered_of, lines_of


def question_of(text: str, *names: str) -> Question:
    """A question in which these interventions were read, each where its name stands."""
    found = tuple(Phrase(name, at, at + len(name)) for name in names if (at := text.find(name)) >= 0)
    return Question(text=text, pico=Pico(interventions=found))


def lead(text: str, question: Question, **given) -> str:
    document = document_of("g", text, title="Acute bronchiolitis")
    (quotation,) = lines_of(document)
    quotation = replace(quotation, found=replace(quotation.found, **given))
    return lead_of(quotation, document, form_of(question), Audience.CLINICIAN)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Do not offer salbutamol to children with bronchiolitis.", "No:"),
        ("Offer salbutamol for bronchiolitis.", "Yes:"),
        ("Do not offer antibiotics for bronchiolitis.", ""),
        ("Do not offer salbutamol routinely for bronchiolitis.", ""),
        ("Offer salbutamol if a family history of atopy is known.", ""),
        ("Offer salbutamol after transplantation to recipients whose spirometry declines.", ""),
    ],
)
def test_yes_and_no_are_said_only_of_what_is_asked_and_without_conditions(said, answer):
    assert lead(said, question_of("Wheezy baby. Try salbutamol for bronchiolitis?", "salbutamol")) == answer


@pytest.mark.parametrize(
    "asked",
    [
        "Can I leave salbutamol out?",
        "Should I give salbutamol or wait?",
        "Which dose of salbutamol?",
        "Should he not get salbutamol?",
        "Isn't salbutamol right?",
    ],
)
def test_a_question_that_turns_yes_and_no_round_gets_neither(asked):
    said = "Do not offer salbutamol for bronchiolitis."
    assert lead(said, question_of(asked, "salbutamol")) == ""


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Treat with amoxicillin for 5 days.", "for 5 days:"),
        ("Treat with amoxicillin for 5 to 7 days.", "for 5 to 7 days:"),
        ("In children aged 3 years, treat with amoxicillin for 5 days.", "for 5 days:"),
        ("Give amoxicillin for 5 days; where that fails, go on for two weeks more.", ""),
        ("Give amoxicillin when the cough has lasted 4 weeks.", ""),
        ("Give doxycycline for 5 days.", ""),
    ],
)
def test_how_long_is_answered_with_the_one_duration_that_is_printed(said, answer):
    assert lead(said, question_of("amoxicillin: for how long?", "amoxicillin")) == answer


def test_how_much_is_answered_with_what_belongs_to_the_dose():
    asked = question_of("What dose of vancomycin?", "vancomycin")
    assert lead("Give vancomycin 125 mg four times daily.", asked) == "125 mg four times daily:"


def test_a_rating_is_told_with_its_meaning_where_the_table_is_of_what_the_patient_has():
    asked = question_of("Bronchiolitis. Is an X-ray needed?", "X-ray")
    has_it = replace(asked, pico=replace(asked.pico, conditions=(Phrase("bronchiolitis", 0, 13),)))
    rating = {"label": "2", "system": "acr-appropriateness", "direction": Direction.AGAINST}
    assert lead("X-ray chest\t2\tviews", has_it, **rating) == "Rated 2, usually not appropriate:"
    assert lead("X-ray chest\t2\tviews", asked, **rating) == ""


@pytest.mark.parametrize(
    ("said", "lead", "holds"),
    [
        ("Do not offer aspirin.", "No:", True),
        ("Do not offer aspirin.", "Yes:", False),
        ("Offer aspirin for 5 days.", "for 5 days:", True),
        ("Offer aspirin for 5 days.", "for 7 days:", False),
        ("Offer aspirin.", "", True),
    ],
)
def test_a_direct_answer_that_the_quotation_does_not_bear_out_is_a_fault(said, lead, holds):
    document = document_of("g", said)
    (quotation,) = gathered_of(document).quotations
    assert (not fault_of(replace(quoted(quotation, document), lead=lead))) is holds


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Do not offer salbutamol to children.", "Asthma"),
        ("Do not offer salbutamol to adults aged 40 to 60 years.", "Asthma"),
        ("For men aged less than 55 years, do not offer salbutamol.", "Asthma"),
        ("Do not offer salbutamol.", "Asthma in adults with cancer"),
    ],
)
def test_what_is_for_people_that_the_question_does_not_tell_of_is_no_direct_answer(said, title):
    asked = question_of("Salbutamol for asthma?", "Salbutamol")
    assert is_for_others(said, title, asked)
    assert not is_for_others("Do not offer salbutamol.", "Asthma", asked)


def test_the_length_of_what_came_before_is_no_length_asked_for():
    asked = question_of("For how many days salbutamol?", "salbutamol")
    assert lead("Offer salbutamol for more than 5 days.", asked) == ""
    assert lead("Offer a further 5 days of salbutamol.", asked) == ""
    assert lead("Offer a 7- to 10-day course of salbutamol.", asked) == "7- to 10-day:"
