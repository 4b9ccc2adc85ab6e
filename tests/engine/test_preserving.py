"""Backup and restore: all of it comes back, on either database; or nothing is there."""

import io
import os
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from backports import zstd

from backup_builders import (
    AT,
    ENCODER,
    ENCODER_NAME,
    files_of,
    fill_ledger,
    fill_library,
    filled,
    rows_of,
    sealed,
    settings_of,
)
from citewell.config import Settings
from citewell.editorial.audit import faults
from citewell.engine.preserving import back_up, restore
from citewell.engine.publishing import Step, unwatched
from citewell.engine.recording import recorded
from citewell.errors import CitewellError, InputError, IntegrityError
from citewell.model.accounts import Role
from citewell.storage.backup import sink
from citewell.storage.backup_archive import member_of, opened, write
from citewell.storage.backup_manifest import LIBRARY, Manifest, Member, encoded
from citewell.storage.hook_feedback import feedback_lines
from citewell.storage.library import Library
from citewell.storage.register import Register
from databases import BACKENDS, database
from editorial_builders import START, person, verifies

PARTS = ["editorial", "encoders", "hooks", "ledger", "library"]
NewDatabase = Callable[[str], str]


@pytest.fixture
def new_database(databases_folder: Path, tmp_path: Path) -> Iterator[NewDatabase]:
    """CITEWELL_DATABASE for a new register: of PostgreSQL its URL, of SQLite none."""
    made = []

    def new(backend: str) -> str:
        if backend == "sqlite":
            return ""
        made.append(database(backend, databases_folder))
        return made[-1].__enter__()

    yield new
    for each in made:
        each.__exit__(None, None, None)


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return filled(tmp_path / "home")


@pytest.fixture
def file(home: Settings, tmp_path: Path) -> Path:
    return saved(home, tmp_path / "backup.tar.zst")


def saved(settings: Settings, path: Path) -> Path:
    back_up(settings, path, at=AT, watch=unwatched)
    return path


def restored(settings: Settings, file: Path) -> Manifest:
    return restore(settings, file, watch=unwatched)


def left_beside(home: Path) -> list[str]:
    return sorted(path.name for path in home.parent.iterdir() if path.name.startswith("."))


@pytest.mark.parametrize("into", BACKENDS)
@pytest.mark.parametrize("of", BACKENDS)
def test_everything_comes_back_whatever_the_database(of, into, new_database, tmp_path):
    before = filled(tmp_path / "before", database=new_database(of))
    after = settings_of(tmp_path / "after", database=new_database(into))
    manifest = restored(after, saved(before, tmp_path / "backup"))
    assert rows_of(after) == rows_of(before)
    assert files_of(after.ledger) == files_of(before.ledger)
    assert files_of(after.encoders) == {"in-use": b"none\n", f"files/{ENCODER_NAME}": ENCODER}
    assert list(feedback_lines(after.hook_feedback)) == list(feedback_lines(before.hook_feedback))
    with closing(Library.open(before.library)) as one, closing(Library.open(after.library)) as other:
        assert list(one.documents()) == list(other.documents())
        assert one.counts() == other.counts()
    assert manifest.events == len(rows_of(after)["events"])
    assert sorted(path.name for path in after.home.iterdir()) in (PARTS, PARTS[1:])
    assert not after.index.exists()
    assert left_beside(after.home) == []


@pytest.mark.parametrize("into", BACKENDS)
def test_work_goes_on_where_it_was(into, new_database, file, tmp_path):
    after = settings_of(tmp_path / "after", database=new_database(into))
    restored(after, file)
    register = Register.open(after.register)
    with register.writing() as books:
        books.accounts.add_user(person("emil", Role.AUTHOR).user, password="")
        recorded(books, at=START, actor="emil", action="user-added", about="user:emil")
    with register.reading() as books:
        assert list(faults(books.chain.events(), head=books.chain.head(), verifies=verifies)) == []
    register.close()
    fill_library(after, "c")
    fill_ledger(after, 4)


def test_what_is_kept_is_readable_by_its_owner_only(file, tmp_path):
    after = settings_of(tmp_path / "after")
    restored(after, file)
    assert file.stat().st_mode & 0o777 == 0o600
    made = {path: path.stat().st_mode & 0o077 for path in (after.home, *after.home.rglob("*"))}
    # The database makes its file itself, in a folder that is its owner's only.
    assert {path for path, mode in made.items() if mode} <= {after.register_file}


def test_an_answer_is_as_old_as_it_was(home, tmp_path):
    entry = next(home.ledger.glob("*/*.json"))
    os.utime(entry, (1_600_000_000, 1_600_000_000))
    after = settings_of(tmp_path / "after")
    restored(after, saved(home, tmp_path / "backup"))
    assert (after.ledger / entry.relative_to(home.ledger)).stat().st_mtime == 1_600_000_000


def test_the_same_home_gives_the_same_bytes(home, tmp_path):
    one, other = saved(home, tmp_path / "one"), saved(home, tmp_path / "other")
    assert one.read_bytes() == other.read_bytes()


def test_a_home_that_was_never_used_is_backed_up_and_comes_back(tmp_path):
    before, after = settings_of(tmp_path / "before"), settings_of(tmp_path / "after")
    manifest = restored(after, saved(before, tmp_path / "backup"))
    assert (manifest.members, manifest.form) == ((), "")
    assert not before.register_file.exists()
    assert list(after.home.iterdir()) == []


@pytest.mark.parametrize("part", ["editorial", "library", "ledger", "hooks", "encoders"])
def test_a_home_that_lacks_a_part_is_backed_up_as_far_as_it_goes(home, tmp_path, part):
    shutil.rmtree(home.home / part)
    after = settings_of(tmp_path / "after")
    restored(after, saved(home, tmp_path / "backup"))
    there = {path.name for path in after.home.iterdir()}
    assert there == {"editorial", "library", "ledger", "hooks", "encoders"} - {part}


def test_links_and_what_is_being_written_are_passed_over(home, tmp_path):
    (tmp_path / "secret").write_text("of somebody else")
    (home.ledger / "ab").mkdir(exist_ok=True)
    (home.ledger / "ab" / "abcd.json").symlink_to(tmp_path / "secret")
    (home.ledger / "cd").symlink_to(tmp_path)
    (home.ledger / "ab" / ".abcd.json.1").write_text("half")
    (home.encoders / "evil.json").symlink_to(tmp_path / "secret")
    after = settings_of(tmp_path / "after")
    restored(after, saved(home, tmp_path / "backup"))
    assert len(files_of(after.ledger)) == 3
    assert len(files_of(after.encoders)) == 2


def test_an_entry_that_cannot_be_read_as_text_comes_back_as_it_is(home, tmp_path):
    (home.ledger / "00" / f"{9:032x}.json").write_bytes(b"\xff\x00\r\n")
    after = settings_of(tmp_path / "after")
    restored(after, saved(home, tmp_path / "backup"))
    assert files_of(after.ledger) == files_of(home.ledger)


# Refusals: of a restore nothing is left, and what was there stays.


@pytest.mark.parametrize("there", ["cache/derived", "library/library.db", ".hidden"])
def test_nothing_is_restored_over_what_is_there(file, tmp_path, there):
    after = settings_of(tmp_path / "after")
    path = after.home / there
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    with pytest.raises(InputError, match="is not empty") as refusal:
        restored(after, file)
    assert "CITEWELL_HOME" in refusal.value.hint
    assert files_of(after.home) == {there: b"mine"}


def test_an_empty_folder_is_filled_and_keeps_its_permissions(file, tmp_path):
    after = settings_of(tmp_path / "after")
    after.home.mkdir(mode=0o750)
    restored(after, file)
    assert after.library.is_file()
    assert after.home.stat().st_mode & 0o777 == 0o750


def test_a_home_that_is_a_file_is_refused(file, tmp_path):
    (tmp_path / "after").write_text("mine")
    with pytest.raises(InputError, match="is no folder"):
        restored(settings_of(tmp_path / "after"), file)


def test_a_database_in_the_home_that_is_to_be_made_is_refused(file, tmp_path):
    home = tmp_path / "after"
    after = settings_of(home, database=f"sqlite:///{home / 'mine' / 'register.db'}")
    with pytest.raises(InputError, match="names a file in the data folder"):
        restored(after, file)
    assert not home.exists()


def test_a_register_in_a_file_elsewhere_is_restored_there(file, tmp_path):
    after = settings_of(tmp_path / "after", database=f"sqlite:///{tmp_path / 'elsewhere' / 'register.db'}")
    restored(after, file)
    assert (tmp_path / "elsewhere" / "register.db").is_file()
    assert not (after.home / "editorial").exists()


def test_a_register_that_holds_something_is_refused(register, file, tmp_path):
    with register.writing() as books:
        books.accounts.add_user(person("zoe").user, password="")
    after = settings_of(tmp_path / "after", database=register._engine.url.render_as_string(False))
    with pytest.raises(InputError, match="is not empty") as refusal:
        restored(after, file)
    assert "CITEWELL_DATABASE" in refusal.value.hint
    with register.reading() as books:
        assert [user.name for user in books.accounts.users()] == ["zoe"]
    assert not after.home.exists()
    assert left_beside(after.home) == []


def test_a_restore_that_was_stopped_after_the_register_is_ended_by_the_same_command(register, file, tmp_path):
    database = register._engine.url.render_as_string(hide_password=False)
    restored(settings_of(tmp_path / "stopped", database=database), file)
    after = settings_of(tmp_path / "after", database=database)
    restored(after, file)
    assert after.library.is_file()


@pytest.mark.parametrize("into", BACKENDS)
def test_a_damaged_file_leaves_nothing(into, new_database, file, tmp_path):
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    after = settings_of(tmp_path / "after", database=new_database(into))
    with pytest.raises(InputError, match="not a whole backup"):
        restored(after, file)
    assert not after.home.exists()
    assert left_beside(after.home) == []


def forged(file: Path, folder: Path, change: Callable[[Path, dict], None]) -> Path:
    """The backup as somebody would make it who can count digests: its files and manifest changed."""
    with opened(file) as archive:
        archive.read(sink(folder), told=lambda done, name: None)
        told = asdict(archive.manifest)
    change(folder, told)
    members = tuple(
        replace(member_of(folder, each["name"]), rows=each["rows"]) for each in told.pop("members")
    )
    made = folder / "forged"
    with made.open("wb") as out:
        write(out, Manifest(**told, members=members), folder, at=0, told=lambda done, name: None)
    return made


def change_an_event(folder: Path, told: dict) -> None:
    path = folder / "register/events.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"actor":"ben"', b'"actor":"dan"'))


def change_the_head(folder: Path, told: dict) -> None:
    told["head"] = "0" * 64


def leave_a_table_out(folder: Path, told: dict) -> None:
    told["members"] = [each for each in told["members"] if each["name"] != "register/attempts.jsonl"]


def drop_a_row(folder: Path, told: dict) -> None:
    path = folder / "register/tokens.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))


def be_of_a_newer_form(folder: Path, told: dict) -> None:
    told["form"] = "9999"


def be_no_register(folder: Path, told: dict) -> None:
    (folder / "register/votes.jsonl").write_bytes(b"evil\n")


def be_no_library(folder: Path, told: dict) -> None:
    (folder / LIBRARY).write_bytes(b"evil" * 5_000)


def damage_the_library(folder: Path, told: dict) -> None:
    data = bytearray((folder / LIBRARY).read_bytes())
    data[4096 * 2 : 4096 * 3] = bytes(4096)
    (folder / LIBRARY).write_bytes(data)


def set_a_trap_in_the_library(folder: Path, told: dict) -> None:
    with closing(sqlite3.connect(folder / LIBRARY)) as connection:
        connection.execute("create trigger t after insert on files begin delete from documents; end")
        connection.commit()


@pytest.mark.parametrize("into", BACKENDS)
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (change_an_event, "event 9: was changed after it was sealed|audit chain"),
        (change_the_head, "does not give back"),
        (leave_a_table_out, "does not give back"),
        (drop_a_row, "does not give back"),
        (be_of_a_newer_form, "newer version"),
        (be_no_register, "line 1 of votes"),
        (be_no_library, "cannot be read|is none"),
        (damage_the_library, "damaged|cannot be read"),
        (set_a_trap_in_the_library, "is none"),
    ],
)
def test_a_forged_backup_leaves_nothing(change, told, into, new_database, file, tmp_path):
    (tmp_path / "forging").mkdir()
    made = forged(file, tmp_path / "forging", change)
    after = settings_of(tmp_path / "after", database=new_database(into))
    with pytest.raises(CitewellError, match=told):
        restored(after, made)
    assert not after.home.exists()
    assert left_beside(after.home) == []
    if after.database:
        register = Register.open(after.register)
        with register.reading() as books:
            assert books.dump.is_empty()
        register.close()


def test_a_backup_bigger_than_the_disk_is_refused_before_it_is_read(file, tmp_path):
    with opened(file) as archive:
        library = Member(name=LIBRARY, size=10**15, digest="0" * 64)
        manifest = encoded(replace(archive.manifest, members=(library,)))
    header = tarfile.TarInfo("manifest.json")
    header.size = len(manifest)
    with zstd.open(file, "w") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        tar.addfile(header, io.BytesIO(manifest))
    with pytest.raises(InputError, match="1,000,000,000,000,000 bytes unpacked"):
        restored(settings_of(tmp_path / "a" / "b"), sealed(file))
    assert not (tmp_path / "a").exists()


def test_a_register_whose_chain_is_broken_is_not_backed_up(home, tmp_path):
    with closing(sqlite3.connect(home.register_file)) as connection:
        connection.execute("drop trigger events_stay_update")
        connection.execute("update events set reason = 'another' where n = 3")
        connection.commit()
    with pytest.raises(IntegrityError, match="event 3") as refusal:
        saved(home, tmp_path / "backup")
    assert "evidence" in refusal.value.hint
    assert not (tmp_path / "backup").exists()


def test_a_backup_that_fails_leaves_the_one_before(home, file, tmp_path):
    before = file.read_bytes()
    home.library.write_bytes(b"damaged" * 1_000)
    with pytest.raises(CitewellError):
        saved(home, file)
    assert file.read_bytes() == before
    assert sorted(path.name for path in home.cache.iterdir()) == ["derived"]


@pytest.mark.parametrize("name", ["", "no/such/folder/backup"])
def test_a_place_that_cannot_be_written_is_refused(home, tmp_path, name):
    with pytest.raises(InputError, match=r"folder|cannot be written"):
        saved(home, tmp_path / name)


# While others work.


def until(stop: threading.Event, work: Callable[[int], None], failed: list[Exception]) -> None:
    n = 0
    try:
        while not stop.is_set():
            work(n := n + 1)
    except Exception as error:  # noqa: BLE001 - it is told when the threads have ended
        failed.append(error)


@pytest.mark.parametrize("of", BACKENDS)
def test_what_is_saved_while_others_write_is_one_moment(of, new_database, tmp_path):
    before = filled(tmp_path / "before", database=new_database(of))
    register = Register.open(before.register)

    def act(n: int) -> None:
        with register.writing() as books:
            at = f"2026-11-21T11:00:00.{n:06}Z"
            books.accounts.add_attempt(f"{n}", origin="", at=at)
            recorded(books, at=at, actor="ada", action="attempted", about=f"user:{n}")

    def shelve(n: int) -> None:
        fill_library(before, f"n{n}")

    def record(n: int) -> None:
        fill_ledger(before, n % 300)
        for path in list(before.ledger.glob("*/*.json"))[::3]:
            path.unlink(missing_ok=True)

    stop, failed = threading.Event(), []
    threads = [threading.Thread(target=until, args=(stop, work, failed)) for work in (act, shelve, record)]
    for thread in threads:
        thread.start()
    try:
        files = [saved(before, tmp_path / f"backup{n}") for n in range(5)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert failed == []
    events = []
    for n, file in enumerate(files):
        after = settings_of(tmp_path / f"after{n}")
        manifest = restored(after, file)
        rows = rows_of(after)
        # Each act was an attempt and an event in one: as many of one as of the other, or it was no moment.
        acts = sum(b'"action":"attempted"' in line for line in rows["events"])
        assert acts == len(rows["attempts"]) - 4
        events.append(manifest.events)
    assert events == sorted(events)
    assert events[0] < events[-1]
    register.close()


def test_the_bar_is_told_how_far_it_is(home, tmp_path):
    steps: list[Step] = []
    file = tmp_path / "backup"
    back_up(home, file, at=AT, watch=steps.append)
    restore(settings_of(tmp_path / "after"), file, watch=steps.append)
    assert all(0 <= step.share <= 1 for step in steps)
    told = {step.doing for step in steps}
    assert {"copying the library", "saving the register", "filling the register", LIBRARY} <= told
