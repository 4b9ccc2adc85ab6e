from pathlib import Path

import pytest

from citewell.retrieval import schema
from citewell.retrieval.index import build, open_index
from citewell.retrieval.query import OTHER_NAME, OTHER_NAME_OF_PHRASE, read
from citewell.retrieval.vocabulary import Learner, said_and_meant, written_entries

from .conftest import guideline

WRITTEN = Path(__file__).parents[2] / "vocabulary"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    written = tmp_path_factory.mktemp("words")
    (written / "words.yaml").write_text(
        "- {say: [clot in leg, thin blood], mean: [thrombosis]}\n- {say: [tiredness], mean: [anemia]}\n"
        "- {spelt: [anemia, anaemia]}\n- {same: [hit, thrombosis]}\n- {only_as: [HIT]}\n"
        "- {stems: [terol]}\n- {no_drugs: [sterol]}\n"
    )
    folder = tmp_path_factory.mktemp("index")
    lines = ["Thrombosis of the leg is treated.", "Anaemia and tiredness are common.", "A clot in a vein."]
    build([guideline("one", "A title", lines)], folder, written=written)
    return open_index(folder)


@pytest.mark.parametrize("said", ["a clot in my leg", "clot in the leg", "Clots in leg?"])
def test_a_phrase_is_known_across_the_small_words_inside_it(index, said):
    assert read(said, index).terms["thrombosi"] == OTHER_NAME_OF_PHRASE


def test_a_word_weighs_less_than_a_phrase_and_is_found_in_the_other_spelling(index):
    terms = read("tiredness", index).terms
    assert terms["anaemia"] == OTHER_NAME < OTHER_NAME_OF_PHRASE
    assert "anemia" not in terms


@pytest.mark.parametrize(("said", "is_searched"), [("HIT", True), ("hit", False), ("hitting", False)])
def test_what_a_word_is_called_in_one_form_is_searched_for_that_form_alone(index, said, is_searched):
    assert ("thrombosi" in read(f"{said} of the leg", index).terms) is is_searched


@pytest.mark.parametrize(("word", "is_drug"), [("examplterol", True), ("cholesterol", False)])
def test_a_substance_of_the_body_is_no_drug_by_its_end(index, word, is_drug):
    assert index.vocabulary.ends_as_a_drug(word) is is_drug


def test_every_entry_that_is_shipped_is_read_and_says_something_else_than_it_means():
    entries = written_entries(WRITTEN)
    stems = schema.english().analyze
    vocabulary = Learner(stems).vocabulary(entries)
    for entry in entries:
        said, meant = said_and_meant(entry)
        assert all(isinstance(name, str) and stems(name) for name in (*said, *meant)), entry
        for name in said:
            assert vocabulary.phrases.get(" ".join(stems(name))), f"{name!r} means nothing else"


def test_no_lay_word_is_explained_twice():
    said = [name for entry in written_entries(WRITTEN) for name in entry.get("say", ())]
    assert len(said) == len(set(said))
