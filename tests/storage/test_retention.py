"""How long the ledger keeps: purging, retention, forgetting, and taking the text out."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from citewell.errors import InputError, NotFound
from citewell.storage.ledger import Entry, Ledger
from citewell.storage.retention import expire, forget, protect, purge, stats

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = "2026-11-20"


def fingerprint(n: int) -> str:
    return f"{n:02x}" * 16


def kept(ledger: Ledger, n: int, *, days_ago: float, after: str = "") -> Path:
    """An entry that was recorded so long ago."""
    ledger.record(
        Entry(
            fingerprint=fingerprint(n),
            question=f"question {n}",
            audience="clinician",
            engine="0",
            packs={},
            document="{}",
            after=after,
        )
    )
    return aged(ledger.path(fingerprint(n)), days_ago)


def aged(path: Path, days_ago: float) -> Path:
    moment = (NOW - timedelta(days_ago)).timestamp()
    os.utime(path, (moment, moment), follow_symlinks=False)
    return path


def unfinished(ledger: Ledger, n: int, *, days_ago: float) -> Path:
    """What a process that was killed left of an entry."""
    path = ledger.path(fingerprint(n))
    part = path.with_name(f".{path.name}.4711-1")
    part.write_text("question")
    return aged(part, days_ago)


def left(ledger: Ledger) -> list[str]:
    return [entry.fingerprint for entry in ledger.entries()]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "home" / "ledger", with_text=True)


def test_what_was_recorded_before_a_moment_is_removed(ledger: Ledger) -> None:
    for n, days_ago in enumerate((0, 29.9, 30.1, 400)):
        kept(ledger, n, days_ago=days_ago)
    assert purge(ledger, before=NOW - timedelta(30)) == 2
    assert left(ledger) == [fingerprint(0), fingerprint(1)]
    assert purge(ledger, before=NOW - timedelta(30)) == 0


def test_an_empty_ledger_has_nothing_to_remove(tmp_path: Path) -> None:
    assert purge(Ledger(tmp_path / "none"), before=NOW) == 0
    assert not (tmp_path / "none").exists()


def test_what_a_killed_process_left_goes_too_and_is_not_counted(ledger: Ledger) -> None:
    kept(ledger, 1, days_ago=0)
    old, new = unfinished(ledger, 1, days_ago=31), kept(ledger, 2, days_ago=0)
    assert purge(ledger, before=NOW - timedelta(30)) == 0
    assert not old.exists()
    assert new.exists()


def test_nothing_but_the_ledgers_own_files_is_touched(ledger: Ledger, tmp_path: Path) -> None:
    outside = tmp_path / "outside" / "ab"
    outside.mkdir(parents=True)
    victim = outside / f"{fingerprint(171)}.json"
    victim.write_text("{}")
    entry = kept(ledger, 1, days_ago=400)
    link = entry.with_name(f"{'01' * 8}ff.json")
    link.symlink_to(victim)
    (ledger.folder / "ab").symlink_to(outside)
    others = [ledger.folder / "notes.json", entry.parent / "notes.json", ledger.folder.parent / "library.db"]
    for other in others:
        other.write_text("{}")
    for path in (victim, link, *others):
        aged(path, 400)
    assert purge(ledger, before=NOW) == 1
    assert not entry.exists()
    assert [path for path in (victim, *others) if not path.exists()] == []
    assert link.is_symlink()


@pytest.mark.parametrize(
    ("retention", "still"), [(None, [0, 1, 2]), (30, [0, 1]), (1, [0]), (36_500, [0, 1, 2])]
)
def test_a_retention_is_kept_to(tmp_path: Path, retention: int | None, still: list[int]) -> None:
    ledger = Ledger(tmp_path, retention=retention)
    for n, days_ago in enumerate((1, 30, 31)):
        kept(ledger, n, days_ago=days_ago)
    expire(ledger, today=TODAY)
    assert left(ledger) == [fingerprint(n) for n in still]


def test_a_retention_is_looked_at_once_a_day_and_again_when_it_is_another(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, retention=30)
    expire(ledger, today=TODAY)
    kept(ledger, 1, days_ago=31)
    expire(ledger, today=TODAY)
    assert left(ledger) == [fingerprint(1)]
    expire(ledger, today="2026-11-21")
    assert left(ledger) == []
    kept(ledger, 2, days_ago=20)
    expire(Ledger(tmp_path, retention=10), today="2026-11-21")
    assert left(ledger) == []


def test_the_stamp_of_a_retention_is_its_owners_alone_and_no_link_leads_elsewhere(
    tmp_path: Path,
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    ledger = Ledger(tmp_path / "ledger", retention=30)
    ledger.folder.mkdir()
    (ledger.folder / ".expired").symlink_to(victim)
    expire(ledger, today=TODAY)
    assert victim.read_text() == "mine"
    assert (ledger.folder / ".expired").lstat().st_mode & 0o777 == 0o600


def test_one_entry_is_forgotten_with_what_was_left_of_it(ledger: Ledger) -> None:
    entry = kept(ledger, 1, days_ago=0)
    part = unfinished(ledger, 1, days_ago=0)
    kept(ledger, 2, days_ago=0, after=fingerprint(1))
    kept(ledger, 3, days_ago=0)
    forgotten = forget(ledger, fingerprint(1)[:16])
    assert (forgotten.fingerprint, forgotten.followed_by) == (fingerprint(1), (fingerprint(2),))
    assert not entry.exists()
    assert not part.exists()
    assert left(ledger) == [fingerprint(2), fingerprint(3)]
    with pytest.raises(NotFound):
        forget(ledger, fingerprint(1))


def test_a_damaged_entry_can_be_forgotten_and_stands_in_no_ones_way(ledger: Ledger) -> None:
    for n in (1, 2):
        kept(ledger, n, days_ago=0).write_bytes(b"\xff")
    assert forget(ledger, fingerprint(1)).followed_by == ()
    assert stats(ledger).damaged == 1


@pytest.mark.parametrize("hostile", ["", "../../library.db", "*" * 16, "01" * 7])
def test_what_is_no_fingerprint_forgets_nothing(ledger: Ledger, hostile: str) -> None:
    kept(ledger, 1, days_ago=0)
    with pytest.raises(InputError, match="no fingerprint"):
        forget(ledger, hostile)
    assert left(ledger) == [fingerprint(1)]


def test_text_is_taken_out_of_what_was_kept_with_it_and_the_age_stays(ledger: Ledger) -> None:
    old = kept(ledger, 1, days_ago=20)
    before = ledger.find(fingerprint(1))
    Ledger(ledger.folder).record(Entry(fingerprint=fingerprint(2), audience="patient", engine="0", packs={}))
    part = unfinished(ledger, 1, days_ago=1)
    assert protect(ledger, before=NOW - timedelta(minutes=1)) == 1
    assert protect(ledger, before=NOW - timedelta(minutes=1)) == 0
    after = ledger.find(fingerprint(1))
    assert after.protected
    assert (after.packs, after.engine, after.question) == (before.packs, before.engine, "")
    assert old.stat().st_mtime == (NOW - timedelta(20)).timestamp()
    assert b"question 1" not in b"".join(p.read_bytes() for p in ledger.folder.rglob("*") if p.is_file())
    assert not part.exists()


def test_a_ledger_is_counted(ledger: Ledger) -> None:
    files = [kept(ledger, 1, days_ago=3), kept(Ledger(ledger.folder), 2, days_ago=5)]
    found = stats(ledger)
    assert (found.entries, found.with_text, found.protected, found.damaged) == (2, 1, 1, 0)
    assert found.oldest == NOW - timedelta(5)
    assert found.size == sum(file.stat().st_size for file in files)


def test_a_ledger_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    found = stats(Ledger(tmp_path / "none"))
    assert (found.entries, found.oldest, found.size) == (0, None, 0)
