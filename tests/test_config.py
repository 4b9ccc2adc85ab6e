"""The settings that the environment gives."""

import pytest

from citewell.config import Recording, settings_from
from citewell.errors import InputError


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (("no", "No", "0", "false"), Recording.NO),
        (("protected", "yes", "YES", "1", "true", " protected "), Recording.PROTECTED),
        (("text", "TEXT"), Recording.TEXT),
    ],
)
def test_what_is_kept_of_answers_is_a_word(words: tuple[str, ...], kept: Recording) -> None:
    assert {settings_from({"CITEWELL_HOME": "x", "CITEWELL_RECORD": word}).record for word in words} == {kept}


def test_as_long_as_nothing_is_said_answers_are_protected_and_kept_until_they_are_removed() -> None:
    settings = settings_from({"CITEWELL_HOME": "x"})
    assert (settings.record, settings.retention) == (Recording.PROTECTED, None)


@pytest.mark.parametrize("word", ["", "maybe", "texts", "no\n;", "2"])
def test_another_word_for_it_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="CITEWELL_RECORD is no, protected or text, not"):
        settings_from({"CITEWELL_HOME": "x", "CITEWELL_RECORD": word})


@pytest.mark.parametrize(
    ("days", "retention"), [("", None), ("1", 1), ("90", 90), (" 30 ", 30), ("36500", 36_500)]
)
def test_a_retention_is_a_number_of_days(days: str, retention: int | None) -> None:
    assert settings_from({"CITEWELL_HOME": "x", "CITEWELL_RETENTION": days}).retention == retention


@pytest.mark.parametrize("days", ["0", "-1", "1.5", "36501", "9" * 400, "٣٠", "a month", "1e3"])
def test_another_retention_is_refused(days: str) -> None:
    with pytest.raises(InputError, match="CITEWELL_RETENTION is a number of days from 1 to 36500"):
        settings_from({"CITEWELL_HOME": "x", "CITEWELL_RETENTION": days})
