"""Text that is handed in: what is refused, and what stays as it is."""

import pytest

from citewell.errors import InputError
from citewell.text.plain_text import checked_line, checked_text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "'); DROP TABLE comments; --",
        "≥ 5 mg/d – naïve\u00adté 🦴 अनु\u200dवाद",
        "two\nlines\tand a tab",
    ],
)
def test_html_sql_and_every_script_stay_as_they_are(text: str) -> None:
    assert checked_text(text, "comment", most=100) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "says nothing"),
        (" \n\t ", "says nothing"),
        ("a" * 101, "has 101 characters: at most 100"),
        ("a\0b", r"U\+0000"),
        ("a\x1b[31mb", r"U\+001B"),
        ("a\u202eb", r"U\+202E"),
        ("a\u2066b", r"U\+2066"),
        ("a\ud800b", r"U\+D800"),
        ("a\U000e0041b", r"U\+E0041"),
        ("a\u200bb", r"U\+200B"),
        ("a\ufeffb", r"U\+FEFF"),
    ],
)
def test_what_cannot_be_seen_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        checked_text(text, "comment", most=100)


def test_line_ends_are_made_one() -> None:
    assert checked_text(" a\r\nb\rc ", "comment", most=100) == "a\nb\nc"
    assert checked_line(" a\r\n b\t c ", "wording", most=100) == "a b c"
