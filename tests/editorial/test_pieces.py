"""Two texts word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.editorial.pieces import Mark, pieces, tokens

TEXTS = st.text(alphabet="ab 5<=≤.-\n%/n't", max_size=60) | st.text(max_size=40)


def marked(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.mark.value, piece.text) for piece in pieces(before, after)]


@given(TEXTS)
def test_tokens_are_the_whole_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(TEXTS, TEXTS)
def test_pieces_hold_both_texts(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(p.text for p in found if p.mark is not Mark.ADDED) == before
    assert "".join(p.text for p in found if p.mark is not Mark.REMOVED) == after
    assert all(piece.text for piece in found)


@given(TEXTS)
def test_the_same_text_has_no_changes(text: str) -> None:
    assert all(piece.mark is Mark.SAME for piece in pieces(text, text))


@pytest.mark.parametrize(
    ("before", "after", "removed", "added"),
    [
        ("age <60 years", "age >=60 years", "<", ">="),
        ("a T-score of -2.5 SD", "a T-score of -2.0 SD", "-2.5", "-2.0"),
        ("5 mg/d by mouth", "5 mg/wk by mouth", "mg/d", "mg/wk"),
        ("do not use it", "do use it", "not ", ""),
        ("20% of them", "25% of them", "20%", "25%"),
        ("she doesn't smoke", "she does smoke", "doesn't", "does"),
        ("one old word here", "one new term here", "old word", "new term"),
    ],
)
def test_signs_units_and_negations_change_as_whole_words(
    before: str, after: str, removed: str, added: str
) -> None:
    found = marked(before, after)
    assert "".join(text for mark, text in found if mark == "removed") == removed
    assert "".join(text for mark, text in found if mark == "added") == added


def test_a_text_too_long_to_match_is_replaced_whole() -> None:
    before = "same " + " ".join(f"a{n}" for n in range(3_000)) + " end"
    after = "same " + " ".join(f"b{n}" for n in range(3_000)) + " end"
    found = pieces(before, after)
    assert [piece.mark for piece in found] == [Mark.SAME, Mark.REMOVED, Mark.ADDED, Mark.SAME]
