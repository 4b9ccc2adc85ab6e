"""The ledger as conversations read it: chains of entries, and a memory that keeps nothing."""

import json
from pathlib import Path

import pytest

from citewell.errors import InputError, NotFound
from citewell.storage.ledger import Entry, Ledger, Memory, chain


def entry(n: int, after: int | None = None) -> Entry:
    return Entry(
        fingerprint=fingerprint(n),
        question=f"question {n}",
        facts={},
        audience="clinician",
        engine="0",
        packs={},
        document="{}",
        after="" if after is None else fingerprint(after),
    )


def fingerprint(n: int) -> str:
    return f"{n:032x}"


def test_a_chain_begins_with_the_first_question(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", with_text=True)
    for one in (entry(1), entry(2, 1), entry(3, 2)):
        ledger.record(one)
    assert [one.question for one in chain(ledger, entry(3, 2))] == [
        "question 1",
        "question 2",
        "question 3",
    ]


def test_of_a_very_long_conversation_the_end_is_read() -> None:
    memory = Memory()
    for n in range(200):
        memory.record(entry(n, n - 1 if n else None))
    read = chain(memory, entry(199, 198))
    assert len(read) == 32
    assert read[-1].question == "question 199"


def test_entries_that_follow_each_other_round_and_round_end_somewhere() -> None:
    memory = Memory()
    memory.record(entry(1, 2))
    memory.record(entry(2, 1))
    assert len(chain(memory, entry(1, 2))) == 32


def test_an_entry_of_an_earlier_version_is_read_with_its_text(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", with_text=True)
    ledger.record(entry(1))
    (file,) = (tmp_path / "ledger").rglob("*.json")
    earlier = json.loads(file.read_text())
    for added_since in ("index", "after", "request", "answer"):
        del earlier[added_since]
    file.write_text(json.dumps(earlier))
    assert ledger.find(fingerprint(1)) == entry(1)


def test_a_memory_keeps_requests_and_writes_nothing(tmp_path: Path) -> None:
    memory = Memory(Ledger(tmp_path / "ledger"))
    memory.record(entry(1))
    assert memory.find(fingerprint(1)).question == "question 1"
    assert memory.find(fingerprint(1)).document == ""
    assert not (tmp_path / "ledger").exists()


def test_a_memory_reads_the_ledger_behind_it(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", with_text=True)
    ledger.record(entry(1))
    assert Memory(ledger).find(fingerprint(1)[:16]).question == "question 1"


def test_what_was_never_given_is_not_found() -> None:
    with pytest.raises(NotFound):
        Memory().find(fingerprint(1))
    with pytest.raises(InputError, match="no fingerprint"):
        Memory(Ledger(Path("nowhere"))).find("../../etc/passwd")


def test_a_memory_forgets_the_oldest_of_very_many() -> None:
    memory = Memory()
    for n in range(10_001):
        memory.record(entry(n))
    with pytest.raises(NotFound):
        memory.find(fingerprint(0))
    assert memory.find(fingerprint(10_000))
