"""The settings that the environment gives."""

import pytest

from citewell.config import HookSettings, Recording, settings_from
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


def test_nobody_may_call_hook_services_until_they_are_named() -> None:
    settings = settings_from({"CITEWELL_HOME": "x"})
    assert (settings.site, settings.hooks) == ("", HookSettings())
    assert (settings.hooks.issuers, settings.hooks.origins, settings.hooks.comments) == (None, (), False)


@pytest.mark.parametrize(
    ("origins", "found"),
    [
        ("https://ehr.example.org", ("https://ehr.example.org",)),
        (
            " https://a.example:8443  http://localhost:9000 ",
            ("https://a.example:8443", "http://localhost:9000"),
        ),
        ("http://[::1]:9 http://127.0.0.1", ("http://[::1]:9", "http://127.0.0.1")),
    ],
)
def test_origins_are_as_browsers_write_them(origins: str, found: tuple[str, ...]) -> None:
    settings = settings_from({"CITEWELL_HOME": "x", "CITEWELL_HOOKS_ORIGINS": origins})
    assert settings.hooks.origins == found


@pytest.mark.parametrize(
    "origin",
    [
        *(
            "*",
            "null",
            "https://",
            "https://EHR.example",
            "https://a.example/",
            "https://a.example/x",
            "a.example",
        ),
        *(
            "http://ehr.example.org",
            "http://localhost.evil.example",
            "https://u@a.example",
            "https://*.example",
        ),
    ],
)
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(InputError, match="CITEWELL_HOOKS_ORIGINS"):
        settings_from({"CITEWELL_HOME": "x", "CITEWELL_HOOKS_ORIGINS": f"https://a.example {origin}"})


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://citewell.example.org", "https://citewell.example.org"),
        ("https://example.org/citewell/", "https://example.org/citewell"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_a_server_has_an_address(address: str, site: str) -> None:
    assert settings_from({"CITEWELL_HOME": "x", "CITEWELL_SITE": address}).site == site


@pytest.mark.parametrize(
    "address",
    ["citewell.example.org", "http://citewell.example.org", "https://a b", "javascript:alert(1)", "//x"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="CITEWELL_SITE"):
        settings_from({"CITEWELL_HOME": "x", "CITEWELL_SITE": address})


@pytest.mark.parametrize("name", ["CITEWELL_HOOKS_COMMENTS", "CITEWELL_OIDC_PROVISION"])
def test_yes_and_no_are_the_only_words_of_a_switch(name: str) -> None:
    settings_from({"CITEWELL_HOME": "x", name: "YES"})
    with pytest.raises(InputError, match=f"{name} is yes or no"):
        settings_from({"CITEWELL_HOME": "x", name: "1"})
