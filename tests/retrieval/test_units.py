from dataclasses import replace

from citewell.model.library import Span
from citewell.retrieval.units import units

from .conftest import guideline


def test_a_unit_says_what_its_passage_is_about():
    document = guideline("a", "Gout", ["For an acute attack offer:", "Colchicine.", "Ice."], lead=(1, 2))
    assert [unit.text for unit in units(document)] == [
        "Gout\nFor an acute attack offer:",
        "Gout\nFor an acute attack offer:\nColchicine.",
        "Gout\nFor an acute attack offer:\nIce.",
    ]


def test_a_unit_has_the_last_two_headings_over_it():
    document = guideline("a", "Gout", ["Care", "Acute", "Drugs", "Colchicine."])
    *others, last = document.passages
    last = replace(last, headings=tuple(Span(each.start, each.end) for each in others))
    found = list(units(replace(document, passages=(last,))))
    assert [(unit.first, unit.last, unit.text) for unit in found] == [
        (3, 3, "Gout\nAcute\nDrugs\nColchicine.")
    ]


def test_what_answers_no_clinical_question_is_no_unit():
    document = guideline("a", "Gout", ["Offer colchicine.", "Paid for by us."], sections=[(1, "Disclaimer")])
    assert [unit.first for unit in units(document)] == [0]


def test_a_source_without_a_title_has_no_empty_line():
    assert [unit.text for unit in units(guideline("a", "", ["Offer colchicine."]))] == ["Offer colchicine."]
