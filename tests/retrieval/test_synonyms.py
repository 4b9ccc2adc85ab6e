import time

import pytest

from citewell.retrieval.synonyms import brands, synonyms

DRUGS = frozenset(("examplol", "samplin"))


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("For pruritus (itching) offer a cream.", [("pruritus", "itching")]),
        ("Relief of acute watery stool (or the runs), if any.", []),
        ("In adults with herpes zoster (shingles) start early.", [("herpes zoster", "shingles")]),
        (
            "Stress cardiomyopathy, also known as takotsubo, recovers.",
            [("stress cardiomyopathy", "takotsubo")],
        ),
        ("Fasting glucose (as in diabetes) is taken.", []),
        ("Give 5 mg (daily).", []),
        ("the long name comprising many separate words (short)", []),
        ("Ask a specialist (see below).", []),
    ],
)
def test_a_bracket_or_a_phrase_of_naming_gives_the_term_before_it_another_name(text, pairs):
    assert list(synonyms(text)) == pairs


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Give examplol (Brandol®) at night.", [("examplol", "brandol")]),
        ("Give Brandol® (examplol) at night.", [("examplol", "brandol")]),
        ("Give examplol (Strong). A strong recommendation.", []),
        ("Give examplol (Samplin).", []),
        ("Give water (Brandol).", []),
    ],
)
def test_a_brand_stands_in_brackets_with_a_drug(text, pairs):
    assert list(brands(text, is_drug=lambda word: word.lower() in DRUGS)) == pairs


def test_hostile_text_is_read_in_linear_time():
    started = time.process_time()
    for text in (
        "a" * 500_000,
        "ab " * 200_000,
        " (ab" * 100_000,
        " (ab cd)" * 50_000,
        ", also known as" * 30_000,
    ):
        list(synonyms(text))
        list(brands(text, is_drug=lambda word: True))
    assert time.process_time() - started < 5
