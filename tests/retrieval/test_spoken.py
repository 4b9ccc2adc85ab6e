"""Whether what was found speaks of what was asked."""

from pathlib import Path

import pytest

from citewell.model.pico import Phrase
from citewell.retrieval.index import build, open_index
from citewell.retrieval.missing import missing_drugs
from citewell.retrieval.spoken import subjects_of
from citewell.text.plain_words import NO_PLAIN_WORDS, read_plain_words

from .conftest import guideline

VOCABULARY = Path(__file__).parents[2] / "vocabulary"
PLAIN = read_plain_words(VOCABULARY)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spoken")
    gout = guideline("gout", "Gout", ["Offer colchicine for a flare of gout.", "Offer furosemide."])
    warts = guideline("warts", "Warts", ["Offer salicylic acid for warts.", "Prednisolone is of no use."])
    build([gout, warts], folder, written=VOCABULARY)
    return open_index(folder)


@pytest.mark.parametrize(
    ("text", "said", "subjects"),
    [
        ("What colchicine dose for gout?", "Offer colchicine for gout.", {"colchicine": True, "gout": True}),
        ("What colchicine dose for gout?", "Offer rest.", {"colchicine": False, "gout": False}),
        ("Should chilblains be rubbed?", "Offer rest.", {"chilblains": False}),
        ("My husband's warts, what should I do?", "Warts go by themselves.", {"warts": True}),
        ("pred for gout", "Offer prednisolone for gout.", {"pred": True, "gout": True}),
        ("water pill and gout", "Offer a diuretic in gout.", {"pill": None, "gout": True}),
        ("GTN for gout", "Treat gout.", {"gout": True}),
        ("What should I do on Monday?", "Treat gout.", {}),
    ],
)
def test_the_words_that_name_a_subject_are_sought_in_what_was_found(index, text, said, subjects):
    found = {one.word: one.spoken for one in subjects_of(text, index, PLAIN, [said])}
    assert found == {word: spoken for word, spoken in subjects.items() if spoken is not None}


def test_a_word_that_stands_nowhere_is_as_rare_as_can_be(index):
    (subject,) = subjects_of("chilblains?", index, PLAIN, ["Offer rest."])
    assert (subject.rarity, subject.spoken) == (1.0, False)


def test_where_no_plain_words_are_known_nothing_is_told_apart(index):
    assert subjects_of("Which colchicine?", index, NO_PLAIN_WORDS, ["Offer rest."]) == ()


def test_a_hostile_question_names_a_bounded_number_of_subjects(index):
    text = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}" for n in range(5000))
    assert len(subjects_of(text, index, PLAIN, ["Offer rest."])) <= 40


def test_a_name_of_several_words_is_spoken_of_where_they_stand_together(index):
    names = [Phrase("tongue tie", 0, 10)]
    apart = ["Look at the tongue and at the whole mouth, and then tie the thread."]
    (missing,) = subjects_of("tongue tie", index, PLAIN, apart, names=names)
    assert (missing.word, missing.spoken) == ("tongue tie", False)
    assert subjects_of("tongue tie", index, PLAIN, ["A tie of the tongue."], names=names) == ()


def test_a_mistyped_word_is_spoken_of_where_one_a_letter_away_is(index):
    (subject,) = subjects_of("chilblians?", index, PLAIN, ["Chilblains heal."])
    assert subject.spoken


@pytest.mark.parametrize(
    ("text", "unknown", "missing"),
    [
        ("Can I take Zavelta for gout?", ["Zavelta"], ("Zavelta",)),
        ("Zavelta dose in gout", ["Zavelta"], ("Zavelta",)),
        ("A zavelta dose in gout", ["zavelta"], ()),
        ("prednosilone for gout", ["prednosilone"], ()),
        ("gout: zavelizumab?", ["zavelizumab"], ("zavelizumab",)),
        ("A Zavelta operation for gout?", ["Zavelta"], ()),
        ("Lasix dose?", ["Lasix"], ()),
        ("FMF dose?", ["FMF"], ()),
    ],
)
def test_a_drug_that_stands_nowhere_is_missing_unless_it_is_known_by_another_name(
    index, text, unknown, missing
):
    assert missing_drugs(text, unknown, index, misread=frozenset()) == missing
