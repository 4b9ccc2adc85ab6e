"""What questions take for granted."""

import pytest

from citewell.questions.presupposition import presumption_of


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Which dose of colchicine for gout?", ()),
        ("How often does NICE recommend leeches for gout?", ("NICE",)),
        ("When should I start leeches for gout, as recommended by WHO?", ("WHO",)),
        ("According to ACC/AHA, which statin comes first?", ("ACC/AHA",)),
        ("Since leeches are the standard treatment of gout, are three enough?", ()),
        ("52M with gout. How many leeches?", ()),
        ("Why does the USPSTF guideline advise leeches?", ("USPSTF",)),
    ],
)
def test_which_how_and_when_take_for_granted_that_it_is_done(text, bodies):
    presumed = presumption_of(text)
    assert presumed is not None
    assert presumed.bodies == bodies


@pytest.mark.parametrize(
    "text",
    [
        "Should I take leeches for gout?",
        "Is colchicine recommended in gout?",
        "Gout flare, leeches or not?",
        "Any role for leeches in gout?",
        "leeches for gout, worth it?",
        "",
    ],
)
def test_who_asks_whether_takes_nothing_for_granted(text):
    assert presumption_of(text) is None


def test_the_kinds_of_what_is_named_are_among_its_words():
    presumed = presumption_of("Which carbapenem for gout?", {"carbapenem": frozenset({"antibiotic"})})
    assert presumed is not None
    assert {"carbapenem", "antibiotic", "gout"} <= presumed.words


def test_a_hostile_text_is_read_in_a_moment():
    assert presumption_of("since as because " * 100_000) is None
