"""Whether what was found speaks of what was asked."""

from pathlib import Path

import pytest

from citewell.retrieval.index import build, open_index
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
