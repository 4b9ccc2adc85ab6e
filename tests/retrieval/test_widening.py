"""What was read in a question, searched by its proper name."""

import pytest

from citewell.model.pico import Phrase, Pico
from citewell.retrieval.query import read
from citewell.retrieval.widening import spelt_out, widened

QUESTION = "Lost sight in one eye, GCA?"
READ = Pico(conditions=(Phrase("acute arteritis of unicorns", 23, 26),))


def test_what_was_read_is_searched_by_its_name_as_far_as_the_library_knows_it(library):
    terms = widened(read(QUESTION, library), READ, library).terms
    assert terms["acut"] == pytest.approx(0.5**0.5)
    assert "unicorn" not in terms


def test_a_word_that_was_typed_keeps_its_weight(library):
    assert widened(read("arteritis", library), READ, library).terms["arter"] == 1.0


def test_an_encoder_reads_the_name_of_what_is_said_in_other_words_and_nothing_twice():
    assert spelt_out(QUESTION, READ) == f"{QUESTION} acute arteritis of unicorns"
    assert spelt_out("Acute arteritis of unicorns: when?", READ) == "Acute arteritis of unicorns: when?"
    assert spelt_out(QUESTION, Pico()) == QUESTION
