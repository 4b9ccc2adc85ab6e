"""The reading grade follows Kincaid's formula; syllables are an estimate that evens out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.text.readability import flesch_kincaid, syllables
from citewell.text.sentences import sentences
from citewell.text.tokens import content_words, words


@pytest.mark.parametrize(
    ("word", "count"),
    [("bone", 1), ("bones", 1), ("doctor", 2), ("people", 2), ("treated", 2), ("table", 2), ("needed", 2),
     ("used", 1), ("places", 2), ("medicine", 3), ("hospital", 3), ("create", 2), ("previous", 3),
     ("surgeon", 2), ("special", 2), ("radiation", 4), ("vertebroplasty", 5), ("MRI", 1), ("60", 1)],
)  # fmt: skip
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_the_formula() -> None:
    text = "The bone is weak. It may break."
    assert flesch_kincaid(text) == pytest.approx(0.39 * 7 / 2 + 11.8 * 7 / 7 - 15.59)


def test_long_words_in_long_sentences_are_harder() -> None:
    plain = "The bone in your back has lost height. It may hurt for weeks."
    hard = "Osteoporotic vertebral compression deformities are associated with considerable morbidity."
    assert flesch_kincaid(plain) < 5 < 9 < flesch_kincaid(hard)


def test_nothing_has_no_grade() -> None:
    assert flesch_kincaid("") == flesch_kincaid("… !") == 0.0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two.", 2),
        ("The dose is 2.5 mg. Take it.", 2),
        ("Some drugs, e.g. Aspirin, help.", 1),
        ("Esses SI et al. Published it.", 1),
        ("Is it safe? Yes! It is.", 3),
        ("no capital. here", 1),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_words_of_one_family_share_a_stem() -> None:
    assert content_words("treated fractures") == content_words("treatment of the fracture")


@given(st.text())
def test_any_text_has_a_finite_grade(text: str) -> None:
    assert abs(flesch_kincaid(text)) < 1e6
    assert all(word == word.lower() for word in words(text) if word.isascii())
