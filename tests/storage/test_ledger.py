"""The ledger: what an entry tells, chains of entries as conversations read them, and a memory."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from citewell.errors import InputError, IntegrityError, NotFound
from citewell.storage.ledger import Entry, Ledger, Memory, chain, document_digest, protected, request_digest


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


WORDS = ("quetzalcoatl", "thirty-three and a third")


def telling(n: int = 1, **given: str) -> Entry:
    """An entry whose words are found wherever they stand."""
    asked = {"question": f"Is {WORDS[0]} safe?", "document": f'{{"q":"{WORDS[0]} {WORDS[1]}"}}'}
    return replace(entry(n), facts={"pain-score": WORDS[1]}, review="approved by Ben", **{**asked, **given})


def bytes_under(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_protected_entry_tells_neither_the_question_nor_the_facts_nor_the_answer(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.record(telling())
    assert not [word for word in (*WORDS, "pain-score", "Ben") if word.encode() in bytes_under(tmp_path)]
    kept = ledger.find(fingerprint(1))
    assert (kept.question, kept.facts, kept.document, kept.review) == ("", {}, "", "")
    assert kept.request == request_digest(telling())
    assert kept.answer == document_digest(telling().document)
    assert kept == protected(kept) == protected(telling())


@pytest.mark.parametrize(
    "other",
    [
        telling(question="Is quetzalcoatl safe? "),
        telling(audience="patient"),
        telling(after=fingerprint(7)),
        telling(fingerprint=fingerprint(2)),
        replace(telling(), facts={}),
        replace(telling(), facts={"pain-score": "34"}),
    ],
)
def test_the_digest_of_a_request_tells_it_from_every_other(other: Entry) -> None:
    assert request_digest(other) != request_digest(telling())


def test_the_order_of_facts_makes_no_other_request() -> None:
    one = replace(telling(), facts={"a": "1", "b": "2"})
    assert request_digest(one) == request_digest(replace(one, facts={"b": "2", "a": "1"}))


def test_what_was_protected_is_kept_with_its_text_once_that_is_told(tmp_path: Path) -> None:
    for with_text in (False, True, False):
        Ledger(tmp_path, with_text=with_text).record(telling())
    assert Ledger(tmp_path).find(fingerprint(1)) == telling()


@pytest.mark.parametrize("with_text", [False, True])
def test_a_damaged_entry_is_told_where_it_is_looked_for_and_nowhere_else(
    tmp_path: Path, *, with_text: bool
) -> None:
    ledger = Ledger(tmp_path, with_text=with_text)
    ledger.record(telling())
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(file.read_bytes()[:50])
    ledger.record(telling())
    with pytest.raises(IntegrityError, match="cannot be read"):
        ledger.find(fingerprint(1))


def test_an_answer_whose_question_was_not_kept_cannot_be_followed_up(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.record(telling())
    with pytest.raises(NotFound, match="not kept: ask both in one `citewell chat`"):
        chain(ledger, entry(2, 1))


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        "0",
        "../../etc/passwd",
        "0" * 65,
        "*" * 16,
        "0" * 15 + "?",
        "0" * 16 + "\n",
        "0" * 16 + "/..",
        "٠" * 16,
    ],
)
def test_what_is_no_fingerprint_is_refused_and_not_repeated(tmp_path: Path, hostile: str) -> None:
    with pytest.raises(
        InputError, match=r"^this is no fingerprint: it has 16 to 64 of the characters 0-9 a-f$"
    ):
        Ledger(tmp_path).find(hostile)


def test_a_beginning_that_several_share_is_refused(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for n in (1, 2):
        ledger.record(entry(n))
    with pytest.raises(InputError, match="2 answers begin"):
        ledger.find("0" * 16)


def test_a_link_in_the_ledger_is_no_entry(tmp_path: Path) -> None:
    elsewhere = Ledger(tmp_path / "elsewhere")
    elsewhere.record(entry(1))
    (file,) = (tmp_path / "elsewhere").rglob("*.json")
    shelf = tmp_path / "ledger" / "00"
    shelf.mkdir(parents=True)
    (shelf / file.name).symlink_to(file)
    (tmp_path / "ledger" / "01").symlink_to(file.parent)
    assert list(Ledger(tmp_path / "ledger").entries()) == []
