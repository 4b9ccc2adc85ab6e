"""A judged question of the project holds where a gold sentence stands, never its words."""

import json

import pytest

from citewell.errors import InputError
from citewell.evaluation.gold_spans import has_places, located, resolved

TEXT = "Offer rest. Do not offer a brace at night. Review at six weeks – sooner if worse."
QUESTION = {
    "id": "Q1",
    "question": "brace at night?",
    "gold": [{"file": "one.xml", "quote": "Do not offer a brace at night.", "grade": "B"}],
    "disagree": [{"file": "one.xml", "quote": "Review at six weeks – sooner if worse.", "note": "later"}],
    "also_ok": ["two.xml"],
}


def _text(text: str):
    return lambda file: text if file == "one.xml" else ""


def test_a_question_without_quotes_gets_the_same_quotes_back():
    places = located(QUESTION, _text(TEXT))

    assert "brace at night." not in json.dumps(places["gold"])
    assert has_places(places)
    assert not has_places(QUESTION)
    assert resolved(places, _text(TEXT)) == QUESTION


def test_words_that_have_moved_in_their_text_are_found_again():
    places = located(QUESTION, _text(TEXT))

    assert resolved(places, _text("A new heading\n" + TEXT)) == QUESTION


@pytest.mark.parametrize("text", ["", "Offer rest. Do offer a brace at night. Review at six weeks.", "short"])
def test_other_words_are_never_taken_for_the_judged_ones(text: str):
    places = located(QUESTION, _text(TEXT))

    with pytest.raises(InputError, match=r"one\.xml"):
        resolved(places, _text(text))


@pytest.mark.parametrize("quote", ["", "Do not offer braces."])
def test_a_quote_that_stands_nowhere_is_refused(quote: str):
    question = {**QUESTION, "gold": [{"file": "one.xml", "quote": quote}]}

    with pytest.raises(InputError, match=r"one\.xml"):
        located(question, _text(TEXT))


def test_a_question_without_gold_stays_as_it_is():
    assert resolved({"id": "U1", "gold": []}, _text(TEXT)) == {"id": "U1", "gold": []}
