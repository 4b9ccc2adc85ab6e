"""Files appear whole or not at all; terminals get what they can show."""

import json
import os
import sys
from pathlib import Path

import pytest

from citewell.cli import pager
from citewell.cli.output import fitting, json_safe, screen_width, wants_colour, write_text
from citewell.errors import InputError
from citewell.storage.whole_file import whole_file


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_text("old")
    with whole_file(path) as file:
        file.write(b"new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_text("old")
    with pytest.raises(TypeError), whole_file(path) as file:
        file.write("not bytes")  # type: ignore[arg-type]
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    with whole_file(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_text("gone", Path(os.devnull), pager=False)
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("name", ["", "no/such/folder/file"])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=str(tmp_path)), whole_file(tmp_path / name):
        pytest.fail("the block must not run")


def test_a_new_file_has_ordinary_permissions(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        write_text("x", tmp_path / "a", pager=False)
    finally:
        os.umask(mask)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644


def test_no_sign_is_lost_where_the_terminal_lacks_it() -> None:
    assert fitting("≥ 5 • é 中", "ascii") == ">= 5 * e \\u4e2d"
    assert fitting("≥ 5", "utf-8") == "≥ 5"


def test_json_has_no_character_that_a_terminal_obeys() -> None:
    safe = json_safe('{"a":"\x9b\x7f≥"}'.encode())
    assert safe == '{"a":"\\u009b\\u007f≥"}'.encode()
    assert json.loads(safe) == {"a": "\x9b\x7f≥"}


@pytest.mark.parametrize(("columns", "width"), [("40", 40), ("80", 80), ("300", 100), ("5", 20)])
def test_the_width_follows_the_terminal(columns: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert screen_width() == width


class Terminal:
    """A stdout that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Called inside the test: pytest puts its own stdout in place after the fixtures."""
    monkeypatch.setattr("sys.stdout", Terminal())
    for name in ("NO_COLOR", "CITEWELL_PAGER", "PAGER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("LINES", "5")


def test_colour_only_on_a_terminal_that_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    assert wants_colour(None)
    assert not wants_colour(Path("file"))
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colour(None)


def test_a_long_text_goes_through_the_pager_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    seen = tmp_path / "seen"
    program = f"import sys, pathlib; pathlib.Path({str(seen)!r}).write_text(sys.stdin.read())"
    monkeypatch.setenv("PAGER", "/no/such/pager")
    monkeypatch.setenv("CITEWELL_PAGER", f'"{sys.executable}" -c "{program}"')
    assert pager.paged("line\n" * 20)
    assert seen.read_text() == "line\n" * 20


@pytest.mark.parametrize("command", ["", "cat", "/no/such/pager", "'unclosed"])
def test_without_a_usable_pager_the_text_is_written(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    monkeypatch.setenv("CITEWELL_PAGER", command)
    assert not pager.paged("line\n" * 20)


def test_a_short_text_needs_no_pager(monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    monkeypatch.setenv("CITEWELL_PAGER", f"{sys.executable} --version")
    assert not pager.paged("line\n" * 2)


def test_nothing_is_paged_into_a_pipe() -> None:
    assert not pager.paged("line\n" * 500)
