"""A question whose misspelt words were read as known ones, with the places of what was typed."""

import pytest

from citewell.questions.pico import compile_terms
from citewell.questions.pico.respelt import read_respelt

TERMS = compile_terms(
    (
        {"condition": ["diabetes mellitus", "diabetes"]},
        {"condition": ["pulmonary embolism"]},
        {"condition": ["stroke"]},
        {"drug": ["examplol"]},
        {"group": ["child"], "age": [0, 18]},
    )
)


@pytest.mark.parametrize(
    ("text", "read_as", "conditions", "interventions"),
    [
        ("exmplol for stroke", [("exmplol", "examplol")], ["stroke"], ["exmplol"]),
        ("stroke and diabtes: exmplol?", [("diabtes", "diabetes"), ("exmplol", "examplol")],
         ["stroke", "diabtes"], ["exmplol"]),
        ("PE after a stroke", [("PE", "pulmonary embolism")], ["PE", "stroke"], []),
        ("stroke, PE", [("PE", "pulmonary embolism")], ["stroke", "PE"], []),
        ("pulmonry embolism", [("pulmonry", "pulmonary")], ["pulmonry embolism"], []),
        ("stroke", [], ["stroke"], []),
        ("stroke.", [("absent", "diabetes")], ["stroke"], []),
        ("a(b stroke", [("a(b", "examplol")], ["stroke"], ["a(b"]),
        ("PE, stroke", [("PE", "pulmonary embolism or diabetes")], ["stroke"], []),
    ],
)  # fmt: skip
def test_what_was_corrected_is_read_and_keeps_its_place(text, read_as, conditions, interventions):
    read = read_respelt(text, read_as, terms=TERMS)
    assert [text[one.start : one.end] for one in read.conditions] == conditions
    assert [text[one.start : one.end] for one in read.interventions] == interventions


def test_the_people_keep_their_place_too():
    text = "diabtes in a chlid of 5 years"
    read = read_respelt(text, [("diabtes", "diabetes"), ("chlid", "child")], terms=TERMS)
    assert read.population.age == (5, 5)
    assert [text[one.start : one.end] for one in read.population.phrases] == ["chlid", "5 years"]
