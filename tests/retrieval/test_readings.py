"""Which meaning of an abbreviation a question has, and which drug a misspelt word may be."""

import pytest
from tests.retrieval.conftest import guideline

from citewell.retrieval.index import build, open_index
from citewell.retrieval.query import CHOSEN, MEANT_OTHERWISE, RESPELT, read

WRITTEN = """
- {short: PE, meanings: [
    {long: pulmonary embolism, by: [clot, leg]},
    {long: pre-eclampsia, by: [pregnant, gestation]},
    {long: physical education, by: [school]}]}
- {short: BE, meanings: [
    {long: pulmonary embolism, by: [clot]},
    {long: pre-eclampsia, by: [pregnant]}]}
- {same: [preeclampsia, pre eclampsia]}
- {drug: [examplazine, brandol]}
- {drug: [examplozine]}
- {drug: [otherlin]}
- {drug: [unknownol]}
- {stems: [azine]}
"""
DOCUMENTS = (
    guideline(
        "lungs", "Pulmonary embolism (PE)", ["Pulmonary embolism (PE) is treated with otherlin at once."]
    ),
    guideline("veins", "Clots", ["Think of pulmonary embolism (PE) after a flight.", "Give examplozine."]),
    guideline("birth", "Preeclampsia", ["Pre-eclampsia threatens the placenta.", "Give examplazine."]),
    guideline(
        "birth-two", "Preeclampsia again", ["In pre-eclampsia count the urine.", "The placenta matters."]
    ),
    *(guideline(f"other-{n}", f"Another matter {n}", ["It is about something else."]) for n in range(20)),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    written = tmp_path_factory.mktemp("written")
    (written / "words.yaml").write_text(WRITTEN)
    folder = tmp_path_factory.mktemp("index")
    build(iter(DOCUMENTS), folder, written=written)
    return open_index(folder)


@pytest.mark.parametrize(
    ("question", "read_as"),
    [
        ("PE after a clot in the leg", "pulmonary embolism"),
        ("PE, now pregnant", "pre-eclampsia"),
        ("severe PE at 30/40 last time", "pre-eclampsia"),
        ("PE", "pulmonary embolism"),
    ],
)
def test_an_abbreviation_is_read_by_its_words_else_by_the_documents_and_told(index, question, read_as):
    assert read(question, index).nearest == (("PE", read_as),)


def test_an_abbreviation_that_no_document_explains_is_read_by_what_stands_beside_its_meanings(index):
    assert read("BE and the placenta", index).nearest == (("BE", "pre-eclampsia"),)
    assert read("BE and something", index).nearest == (("BE", "pulmonary embolism or pre-eclampsia"),)


def test_only_the_meaning_that_was_chosen_is_searched(index):
    terms = read("PE, now pregnant", index).terms
    assert "pulmonari" not in terms
    assert terms["pe"] == MEANT_OTHERWISE
    assert terms["preeclampsia"] == CHOSEN


def test_a_meaning_that_the_library_does_not_know_is_not_searched(index):
    assert "educ" not in read("PE at school", index).terms


@pytest.mark.parametrize(
    ("question", "nearest", "undecided"),
    [
        ("otherlim", (("otherlim", "otherlin"),), ()),
        ("exampluzine", (), (("exampluzine", ("examplazine", "examplozine")),)),
        ("examplazine", (), ()),
        ("unknownol", (), ()),
        ("unknownul", (), ()),
        ("brandl", (("brandl", "brandol"),), ()),
    ],
)
def test_a_misspelt_drug_is_read_as_the_one_it_is_nearest_to_and_never_as_one_of_two(
    index, question, nearest, undecided
):
    query = read(f"Give {question}", index)
    assert (query.nearest, query.undecided) == (nearest, undecided)


def test_a_drug_that_a_word_is_read_as_is_searched_with_less(index):
    assert read("otherlim", index).terms == {"otherlin": RESPELT}
    assert read("exampluzine", index).terms == {}
