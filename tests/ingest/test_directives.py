"""Which way a directive points, read from its words alone."""

import time

import pytest

from citewell.ingest.directives import direction_of
from citewell.model.sources import Direction


@pytest.mark.parametrize(
    "sentence",
    [
        "The society suggests that clinicians do not use leeches in adults.",
        "The panel recommends that physicians not use leeches for gout.",
        "The committee advises that leeches are not used.",
        "The panel recommends that clinicians should not use leeches.",
        "We recommend against the use of leeches.",
        "Leeches are not recommended for gout.",
        "We do not suggest leeches.",
        "Avoid leeches in children.",
        "There is no role for leeches in gout.",
        "There is no place for leeches in gout.",
        "It is suggested that leeches not be used.",
        "Leeches should not be routinely used.",
    ],
)
def test_these_are_against(sentence: str) -> None:
    assert direction_of(sentence) is Direction.AGAINST


@pytest.mark.parametrize(
    "sentence",
    [
        "We suggest that patients who do not respond be given colchicine.",
        "We recommend that patients not responding to rest receive colchicine.",
        "We recommend that adults not previously treated receive colchicine.",
        "Offer it to people who do not smoke.",
        "We suggest that colchicine be used.",
        "Clinicians should use colchicine if rest is not recommended.",
        "Adults over 21 should be treated with a statin (an estimate of risk is not required).",
        "If surgery cannot be avoided, aspirin should be continued.",
    ],
)
def test_these_are_for(sentence: str) -> None:
    assert direction_of(sentence) is Direction.FOR


def test_want_of_evidence_is_no_recommendation() -> None:
    said = "There is insufficient evidence to recommend leeches."
    assert direction_of(said) is Direction.NO_RECOMMENDATION


def test_a_hostile_sentence_costs_no_more_than_a_long_one() -> None:
    began = time.process_time()
    direction_of("we suggest that " * 5000)
    direction_of("suggests that " + "a-" * 50_000 + " not")
    assert time.process_time() - began < 0.5
