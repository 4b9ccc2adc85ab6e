"""`citewell backup` and `citewell restore`, as they are typed; and killed."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from backup_builders import filled, rows_of, settings_of
from citewell.storage.backup_archive import opened
from citewell.storage.register import Register
from databases import BACKENDS, database

PARTS = ["editorial", "encoders", "hooks", "ledger", "library"]


@pytest.fixture
def saved(tmp_path) -> Path:
    """A backup of a home with something in every part."""
    own = tmp_path / "before"
    filled(own)
    run_by(own, "backup", str(tmp_path / "backup.tar.zst"))
    return tmp_path / "backup.tar.zst"


@pytest.fixture(params=BACKENDS)
def named(request, databases_folder) -> Iterator[str]:
    """CITEWELL_DATABASE: a new one of PostgreSQL, and none, for a file in the home."""
    if request.param == "sqlite":
        yield ""
        return
    with database(request.param, databases_folder) as url:
        yield url


def environment(home: Path, database: str = "") -> dict[str, str]:
    source = str(Path(__file__).parents[2] / "src")
    ours = {"CITEWELL_HOME": str(home), "CITEWELL_DATABASE": database, "PYTHONPATH": source}
    return {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **ours}


def run_by(home: Path, *words: str, database: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "citewell", *words],
        env=environment(home, database),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def restore_of(file: Path, home: Path, database: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "citewell", "restore", str(file)],
        env=environment(home, database),
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_a_backup_tells_what_it_holds_and_a_restore_the_same(tmp_path):
    own = tmp_path / "before"
    filled(own)
    told = run_by(own, "backup", str(tmp_path / "backup")).splitlines()
    again = run_by(tmp_path / "after", "restore", str(tmp_path / "backup")).splitlines()
    assert [line.split()[0] for line in told] == [
        "register", told[1].split()[0], "library", "ledger", "feedback", "encoders", "saved",
    ]  # fmt: skip
    assert "events verified, the last with the hash " in told[1]
    assert again[:-2] == told[:-1]
    assert again[-1].startswith("index ")


def test_what_was_restored_answers_at_once(typed, tmp_path):
    (tmp_path / "cramp.md").write_text(
        "# Cramp\n\n## Recommendations\n\nOffer stretching for night cramps.\n"
    )
    assert typed("ingest", str(tmp_path / "cramp.md"))[0] == 0
    assert typed("backup", str(tmp_path / "backup"))[0] == 0
    run_by(tmp_path / "after", "restore", str(tmp_path / "backup"))
    assert "stretching" in run_by(tmp_path / "after", "library", "search", "night cramps")


def test_a_home_never_used_has_nothing_to_save(tmp_path):
    told = run_by(tmp_path / "before", "backup", str(tmp_path / "backup"))
    assert told.startswith("nothing   there was nothing to save yet\nsaved in ")
    run_by(tmp_path / "after", "restore", str(tmp_path / "backup"))
    assert list((tmp_path / "after").iterdir()) == []


def test_a_backup_that_others_can_read_is_warned_of(saved, tmp_path):
    saved.chmod(0o644)
    status, _, messages = restore_of(saved, tmp_path / "after")
    assert status == 0
    assert "can be read by others" in messages
    assert "chmod 600" in messages


@pytest.mark.parametrize("words", [("backup",), ("restore",), ("restore", "no-such-file"), ("backup", ".")])
def test_what_cannot_be_done_is_told_on_a_line(typed, words):
    status, printed, messages = typed(*words)
    assert (status, printed) == (2, "")
    assert messages.startswith("citewell: ")


def test_a_home_in_use_is_refused_with_what_to_do(saved, tmp_path):
    (tmp_path / "after").mkdir()
    (tmp_path / "after" / "mine").write_text("mine")
    status, printed, messages = restore_of(saved, tmp_path / "after")
    assert (status, printed) == (2, "")
    assert messages.splitlines()[0].endswith("after is not empty")
    assert "CITEWELL_HOME" in messages.splitlines()[1]


def test_a_database_out_of_reach_is_told_on_a_line(saved, tmp_path):
    address = "postgresql://nobody:secret@127.0.0.1:1/none"
    status, printed, messages = restore_of(saved, tmp_path / "after", address)
    assert (status, printed) == (74, "")
    assert messages.startswith("citewell: the register at 127.0.0.1 cannot be used")
    assert "secret" not in messages
    assert not (tmp_path / "after").exists()


def test_a_backup_goes_into_a_pipe(tmp_path):
    own = tmp_path / "before"
    filled(own)
    done = subprocess.run(
        [sys.executable, "-m", "citewell", "backup", "/dev/stdout"],
        env=environment(own),
        capture_output=True,
        check=True,
        timeout=60,
    )
    (tmp_path / "backup").write_bytes(done.stdout)
    assert restore_of(tmp_path / "backup", tmp_path / "after")[0] == 0


# Killed.

KILLS = 14


def test_a_restore_that_is_killed_leaves_a_whole_home_or_none(saved, named, tmp_path):
    before = rows_of(settings_of(tmp_path / "before"))
    home = tmp_path / "after"
    began = time.monotonic()
    assert restore_of(saved, tmp_path / "timed")[0] == 0
    lasts = time.monotonic() - began
    for n in range(KILLS):
        if home.exists():
            break
        kill_after(lasts * (n + 1) / KILLS, home, "restore", str(saved), database=named)
        assert not home.exists() or parts_of(home) == PARTS
        if named:
            register = Register.open(named)
            with register.reading() as books:
                rows = {table: list(books.dump.lines(table)) for table in books.dump.tables()}
                assert books.dump.is_empty() or rows == before
            register.close()
    if not home.exists():
        assert restore_of(saved, home, named)[0] == 0
    assert rows_of(settings_of(home, database=named)) == before


def parts_of(home: Path) -> list[str]:
    return sorted({path.name for path in home.iterdir()} - {"cache"} | {"editorial"})


def kill_after(seconds: float, home: Path, *words: str, database: str = "") -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "citewell", *words],
        env=environment(home, database),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    process.kill()
    process.wait()


def test_a_backup_that_is_killed_leaves_a_whole_file(saved, tmp_path):
    for n in range(KILLS // 2):
        kill_after(0.1 * (n + 1), tmp_path / "before", "backup", str(saved))
        with opened(saved) as archive:
            archive.check(told=lambda done, name: None)
    assert restore_of(saved, tmp_path / "after")[0] == 0


def test_neither_needs_what_is_not_installed_where_there_is_no_register(tmp_path):
    """A cold backup of a home without a register imports no database."""
    code = (
        "import sys; from citewell.cli import cli\n"
        f"try: cli(['backup', {str(tmp_path / 'b')!r}])\nexcept SystemExit: pass\n"
        "assert 'sqlalchemy' not in sys.modules and 'cryptography' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], env=environment(tmp_path / "none"), check=True, timeout=60)
