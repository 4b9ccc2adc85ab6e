import pytest

from citewell.evaluation.suites.assertions import place_of


@pytest.mark.parametrize(
    ("phrase", "sentence", "found"),
    [
        ("chest pain", "No CHEST PAIN today.", "CHEST PAIN"),
        ("chest pain", "Chest pain before, no CHEST PAIN now.", "CHEST PAIN"),
        ("chest  pain", "No chest pain today.", "chest pain"),
        ("chest pain. no fever", "CHEST PAIN.", "CHEST PAIN."),
        ("a+b (c", "It was A+B (C.", "A+B (C"),
    ],
)
def test_a_phrase_stands_where_it_is_set_in_capitals(phrase, sentence, found):
    start, end = place_of(phrase, sentence)
    assert sentence[start:end] == found
