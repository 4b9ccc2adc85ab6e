"""Whatever happens becomes a line and an exit code."""

import pytest

from citewell.cli.errors import handled
from citewell.errors import Conflict, Forbidden, InputError, IntegrityError, NotFound


def raising(error: BaseException) -> int:
    def run() -> None:
        raise error

    return handled(run)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("bad"), 2),
        (NotFound("bad"), 3),
        (Conflict("bad"), 4),
        (Forbidden("bad"), 5),
        (IntegrityError("bad"), 70),
        (RuntimeError("bad"), 70),
        (RecursionError("bad"), 70),
    ],
)
def test_each_error_has_its_exit_code(
    error: Exception, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert raising(error) == code
    said = capsys.readouterr().err
    assert "bad" in said
    assert "Traceback" not in said


def test_the_hint_stands_under_the_message(capsys: pytest.CaptureFixture[str]) -> None:
    raising(InputError("age is\n230 \x1b[31m", hint="give years"))
    assert capsys.readouterr().err == "citewell: age is 230 [31m\n  give years\n"


def test_a_bug_shows_its_traceback_only_when_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEWELL_DEBUG", "1")
    raising(RuntimeError("bad"))
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert "this is a bug: RuntimeError: bad" in said


def test_ctrl_c_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    assert raising(KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == ""


def test_done_is_zero_and_a_code_is_kept() -> None:
    assert handled(lambda: None) == 0
    assert handled(lambda: 4) == 4
