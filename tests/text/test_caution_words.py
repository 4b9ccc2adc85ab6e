"""The words of caution: what finds phrases with a name in them."""

import pytest

from citewell.text.caution_words import hinting, naming

ALLERGIES = ("{} allergy", "allergic to {}", "hypersensitivity to {}", "anaphylaxis to {}", "{}-intolerant")


@pytest.mark.parametrize(
    "said",
    [
        "She is allergic to penicillin.",
        "Penicillin allergy",
        "a penicillin-allergy",
        "Anaphylaxis to penicillins",
        "anaphylaxis  to penicillin",
        "PENICILLIN INTOLERANT",
    ],
)
def test_where_a_phrase_stands_there_is_a_hint_of_it(said: str) -> None:
    assert naming(tuple(way.format("penicillin") for way in ALLERGIES)).search(said)
    assert hinting(ALLERGIES).search(said)


@pytest.mark.parametrize("said", ["", "Penicillin for a sore throat?", "to and to"])
def test_where_no_word_of_a_phrase_stands_there_is_no_hint(said: str) -> None:
    assert not hinting(ALLERGIES).search(said)


def test_no_phrases_are_hinted_at_nowhere() -> None:
    assert not hinting(()).search("allergic to penicillin")
