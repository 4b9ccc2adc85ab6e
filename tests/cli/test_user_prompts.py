"""Passwords at a real terminal: asked for, not shown, asked for again."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pty = pytest.importorskip("pty")

PASSWORD = "tulip anvil mercy fog"
Typist = Callable[..., tuple[int, str]]


@pytest.fixture
def typist(environment, tmp_path: Path) -> Typist:
    """Run `citewell user …` at a terminal, type a line at each prompt: its status and what was seen."""

    def typing(*words: str, lines: tuple[str, ...]) -> tuple[int, str]:
        own = {"CITEWELL_HOME": str(tmp_path / "home"), "CITEWELL_SESSION": str(tmp_path / "session")}
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "citewell", "user", *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**environment, **own},
            start_new_session=True,
            preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)),
        )
        os.close(theirs)
        seen = typed_into(ours, list(lines))
        os.close(ours)
        return process.wait(timeout=60), seen

    return typing


def typed_into(terminal: int, lines: list[str]) -> str:
    """Type the next line whenever a prompt is seen; everything that was shown."""
    seen, answered = "", 0
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            part = os.read(terminal, 4_096).decode()
        except OSError:
            break
        if not part:
            break
        seen += part
        if seen.count(": ") > answered and seen.endswith(": ") and lines:
            answered = seen.count(": ")
            os.write(terminal, f"{lines.pop(0)}\n".encode())
    return seen


def test_a_new_password_is_asked_for_twice_and_never_shown(typist):
    status, seen = typist("add", "ada", "--role", "admin", lines=(PASSWORD, PASSWORD))
    assert (status, "added ada: reader, admin" in seen) == (0, True), seen
    assert "New password of ada: " in seen
    assert "The same again: " in seen
    assert PASSWORD not in seen
    status, seen = typist("login", "ada", lines=(PASSWORD,))
    assert (status, "signed in as ada" in seen) == (0, True), seen
    assert PASSWORD not in seen


def test_two_that_differ_change_nothing(typist):
    status, seen = typist("add", "ada", "--role", "admin", lines=(PASSWORD, PASSWORD + "x"))
    assert status == 2
    assert "the two passwords are not the same: nothing was changed" in seen
    assert PASSWORD not in seen
    assert typist("add", "ada", "--role", "admin", lines=(PASSWORD, PASSWORD))[0] == 0
