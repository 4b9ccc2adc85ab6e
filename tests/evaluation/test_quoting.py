import pytest

from citewell.evaluation.quoting import Quoted, contradicted, covers, quotes, same_grade, states

GOLD = "Offer colchicine 500 micrograms twice daily to adults with a gout flare."


@pytest.mark.parametrize(
    ("text", "above", "found"),
    [
        (GOLD, "", True),
        ("OFFER colchicine 500 micrograms, twice daily, to adults with a gout flare", "", True),
        ("colchicine 500 micrograms twice daily", "Offer to adults with a gout flare", False),
        ("colchicine 500 micrograms twice daily to adults with a gout flare", "Offer", True),
        ("a gout flare", "Offer colchicine 500 micrograms twice daily to adults with", False),
        ("Offer colchicine.", "", False),
    ],
)
def test_a_gold_sentence_is_quoted_when_nearly_all_its_words_stand_in_order(text, above, found):
    assert quotes(Quoted(file="a.xml", text=text, above=above), file="a.xml", gold=GOLD) is found


def test_a_quotation_of_another_file_is_none():
    assert not quotes(Quoted(file="b.xml", text=GOLD), file="a.xml", gold=GOLD)


@pytest.mark.parametrize(
    ("printed", "gold", "same"),
    [
        ("Grade A", "A", True),
        ("1|++OO", "1 | ++OO", True),
        ("Strong recommendation", "strong recommendation, low-quality evidence", True),
        ("B", "C", False),
        ("", "A", False),
        ("A", "", False),
    ],
)
def test_a_grade_is_the_same_when_one_label_holds_the_other(printed, gold, same):
    assert same_grade(printed, gold) is same


@pytest.mark.parametrize(
    ("said", "covered"),
    [
        (["Give hydrocortisone 100 mg by injection."], True),
        (["Give hydrocortisone 50 mg by injection."], False),
        (["Give hydrocortisone by injection.", "Weigh 100 people."], False),
        ([], False),
    ],
)
def test_a_point_is_covered_by_half_its_words_and_all_its_numbers_in_one_text(said, covered):
    assert covers(said, "Hydrocortisone 100 mg injection at once") is covered


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("A normal scan excludes the slip.", True),
        ("A normal scan does not exclude the slip.", False),
        ("A scan is made.", False),
    ],
)
def test_a_never_point_is_stated_by_a_sentence_with_its_words_that_denies_nothing(sentence, stated):
    assert states([sentence], "Says that a normal scan excludes the slip") is stated


def test_a_point_is_turned_round_by_a_sentence_that_loses_its_not():
    point = "Do not offer colchicine to people with severe renal impairment"
    assert contradicted(["Offer colchicine to people with severe renal impairment."], point)
    assert not contradicted(["Do not offer colchicine to people with severe renal impairment."], point)
