"""Several things asked for in one question: each has a quotation, where anything answers it."""

from citewell.answers.library.asking import form_of
from citewell.answers.library.asks import with_each_ask
from citewell.model.answers import Question
from citewell.model.pico import Phrase, Pico
from library_builders import document_of, gathered_of


def question_of(text: str, *names: str) -> Question:
    found = tuple(Phrase(name, text.index(name), text.index(name) + len(name)) for name in names)
    return Question(text=text, pico=Pico(interventions=found))


def chosen_for(question: Question, *lines: str, most: int = 2, kinds=None) -> list[str]:
    found = gathered_of(document_of("g", "\n".join(lines))).quotations
    return [one.text for one in with_each_ask(found[:most], found, form_of(question, kinds or {}))]


def test_each_thing_asked_about_is_spoken_of_where_anything_speaks_of_it():
    asked = question_of("Is it aspirin or heparin?", "aspirin", "heparin")
    lines = ("Offer aspirin.", "Offer rest.", "Offer heparin.", "Offer heparin late.")
    assert chosen_for(asked, *lines) == ["Offer aspirin.", "Offer heparin."]


def test_a_quantity_that_is_asked_for_is_among_them():
    asked = question_of("For how many days aspirin?", "aspirin")
    assert chosen_for(asked, "Offer aspirin.", "Offer rest.", "Give aspirin for 5 days.") == [
        "Offer aspirin.",
        "Give aspirin for 5 days.",
    ]


def test_what_is_said_of_a_kind_speaks_of_what_belongs_to_it():
    asked = question_of("Can she have diazepam?", "diazepam")
    kinds = {"diazepam": frozenset({"sedativ"})}
    said = chosen_for(asked, "Offer rest.", "Offer tea.", "Avoid sedatives.", kinds=kinds)
    assert said == ["Offer rest.", "Avoid sedatives."]


def test_nothing_changes_where_nothing_answers():
    asked = question_of("Is it aspirin?", "aspirin")
    assert chosen_for(asked, "Offer rest.", "Offer tea.", "Offer sleep.") == ["Offer rest.", "Offer tea."]
