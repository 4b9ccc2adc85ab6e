"""The signs by which a question leans on the one before."""

import pytest

from citewell.questions.leaning import (
    Opening,
    first_anaphor,
    opening_of,
    person_in,
    speaks_of_the_other,
    speaks_of_the_same,
)
from citewell.questions.passage import Passage


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("What is the treatment of gout?", Opening()),
        ("and for how long?", Opening(body=1, joined=True, elliptic=True)),
        ("what about gout?", Opening(body=2, elliptic=True)),
        ("But what if she is 40?", Opening(body=3, joined=True, supposes=True)),
        ("What about if she is pregnant?", Opening(body=3, supposes=True)),
        ("why?", Opening(body=1, elliptic=True, why=True)),
        ("no, L3", Opening(body=1, corrects=True)),
        ("no fever", Opening()),
        ("Sorry she is 87", Opening(body=1, corrects=True)),
        ("thanks, and in children?", Opening(body=2, joined=True, elliptic=True)),
        ("ok so when should I refer?", Opening(body=2, joined=True)),
        ("", Opening()),
    ],
)
def test_how_a_question_opens(text: str, opening: Opening) -> None:
    assert opening_of(Passage.of(text)) == opening


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("my mother is 80", "mother"),
        ("and for my mum?", "mother"),
        ("and me?", "self"),
        ("tell me more", ""),
        ("I have a fever", "self"),
        ("should I give warfarin?", ""),
        ("another patient: 60F", "another"),
        ("she is 80", ""),
    ],
)
def test_who_is_the_patient(text: str, person: str) -> None:
    assert person_in(Passage.of(text)) == person


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("is that safe?", 1),
        ("is it safe with warfarin?", 1),
        ("is it true that gout is rare?", None),
        ("which drug that lowers urate is best?", None),
        ("how can I prevent that?", 4),
        ("is it bad to stay in bed?", None),
        ("how is gout treated?", None),
    ],
)
def test_what_stands_for_something_said_before(text: str, place: int | None) -> None:
    assert first_anaphor(Passage.of(text), things=True) == place


def test_a_pronoun_speaks_of_the_same_person() -> None:
    assert speaks_of_the_same(Passage.of("does she need a scan?"))
    assert not speaks_of_the_same(Passage.of("is it safe?"))


def test_the_other_one() -> None:
    assert speaks_of_the_other(Passage.of("and the other one?"))
    assert not speaks_of_the_other(Passage.of("other drugs?"))
