"""What a server was asked while it runs."""

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from citewell.errors import InputError, NotFound
from citewell.storage.ledger import Entry, Ledger
from citewell.storage.remembered import Remembered

ASKED = Entry(
    fingerprint="0123456789abcdef" * 2,
    question="Is teriparatide right for Wilhelmina Nobody?",
    facts={"age": "78"},
    audience="patient",
    engine="1.0",
    packs={"vertebral-fracture": ("1.0", "d" * 64)},
    document='{"title": "long"}',
    after="f" * 32,
)


def other(n: int) -> Entry:
    return replace(ASKED, fingerprint=f"{n:032x}", question=f"Question {n}?")


@pytest.fixture
def past(tmp_path: Path) -> Remembered:
    return Remembered(tmp_path / "asked.db")


def test_a_request_is_remembered_without_its_document(past: Remembered) -> None:
    past.record(ASKED)
    assert past.find(ASKED.fingerprint) == replace(ASKED, document="")


def test_processes_remember_together(past: Remembered, tmp_path: Path) -> None:
    past.record(ASKED)
    assert Remembered(tmp_path / "asked.db").find(ASKED.fingerprint).question == ASKED.question


def test_the_file_tells_neither_what_was_asked_nor_where_it_is_answered(
    past: Remembered, tmp_path: Path
) -> None:
    past.record(ASKED)
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    written = b"".join(path.read_bytes() for path in files)
    for told in (b"Wilhelmina", b"teriparatide", b"patient", ASKED.fingerprint.encode()):
        assert told not in written
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_what_was_not_asked_for_longest_is_forgotten_first(tmp_path: Path) -> None:
    past = Remembered(tmp_path / "asked.db", most=3_000)
    for n in range(100):
        past.record(other(n))
        past.record(ASKED)
    assert past.find(ASKED.fingerprint).question == ASKED.question
    assert past.find(other(99).fingerprint).question == "Question 99?"
    with pytest.raises(NotFound):
        past.find(other(0).fingerprint)


def test_threads_may_share_it(past: Remembered) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(past.record, map(other, range(200))))
        found = list(pool.map(past.find, [other(n).fingerprint for n in range(200)]))
    assert [entry.question for entry in found] == [f"Question {n}?" for n in range(200)]


def test_what_is_not_remembered_is_read_in_the_ledger_behind(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", with_text=True)
    ledger.record(ASKED)
    past = Remembered(tmp_path / "asked.db", behind=ledger)
    assert past.find(ASKED.fingerprint).question == ASKED.question
    with pytest.raises(InputError):
        past.find("what is this?")


def test_without_a_ledger_what_is_not_remembered_is_not_found(past: Remembered) -> None:
    with pytest.raises(NotFound):
        past.find(ASKED.fingerprint)
