"""What commands leave in the data folder, and `citewell ledger` over it."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]
WORD, VALUE = "quetzalcoatl", "47.3519"
ASKED = f"Should I do a nerve root block for an L2 fracture, says {WORD}?"
GUIDELINE = "# Cramp\n\n## Recommendations\n\nOffer stretching for night cramps (strong recommendation).\n"
LONG_AGO = 1_500_000_000


@pytest.fixture
def own(environment: dict[str, str], tmp_path: Path) -> Path:
    """A data folder of the test's own, with a library."""
    environment["CITEWELL_HOME"] = str(tmp_path / "home")
    return tmp_path / "home"


def asked(run: Run, question: str = ASKED, **env: str) -> str:
    """A question, asked and answered: its fingerprint."""
    done = run("ask", question, "--format", "json", env=env)
    assert done.returncode == 0
    fingerprint: str = json.loads(done.stdout)["provenance"]["fingerprint"]
    return fingerprint


def entries(home: Path) -> list[Path]:
    return sorted((home / "ledger").glob("??/*.json"))


def holding(home: Path, *words: str) -> list[str]:
    """The words that stand anywhere in the files of a data folder, or in their names."""
    files = [path for path in home.rglob("*") if path.is_file()]
    kept = b"\n".join((*(file.read_bytes() for file in files), *(bytes(file) for file in files)))
    return [word for word in words if word.encode() in kept]


def test_no_command_leaves_a_question_or_a_fact_in_the_data_folder(
    run: Run, own: Path, tmp_path: Path
) -> None:
    (tmp_path / "cramp.md").write_text(GUIDELINE, encoding="utf-8")
    line = {"id": "a", "question": ASKED, "facts": {"egfr": VALUE}}
    followed = {"id": "b", "question": f"and kyphoplasty, {WORD}?", "after": "a"}
    batch = "\n".join(json.dumps(each) for each in (line, followed)).encode()
    chat = f"{ASKED}\nwhat about L3, {WORD}?\n/set egfr={VALUE}\n".encode()
    commands: list[tuple[tuple[str, ...], bytes]] = [
        (("ingest", str(tmp_path / "cramp.md")), b""),
        (("ask", ASKED, "-f", f"egfr={VALUE}"), b""),
        (("ask", f"Stretching for night cramps, {WORD}?"), b""),
        (("ask", f"What says {WORD}?", "--format", "html"), b""),
        (("apply", f"78 F, L1 fracture, {WORD}", "-f", f"egfr={VALUE}"), b""),
        (("ask", "--batch", "-"), batch),
        (("chat",), chat),
        (("library", "search", WORD), b""),
    ]
    for words, stdin in commands:
        assert run(*words, stdin=stdin).returncode == 0, words
    assert len(entries(own)) >= 6
    assert holding(own, WORD, VALUE) == []


def test_text_is_kept_where_that_is_told(run: Run, own: Path) -> None:
    asked(run, CITEWELL_RECORD="text")
    assert holding(own, WORD) == [WORD]


def test_yes_no_longer_means_text(run: Run, own: Path) -> None:
    asked(run, CITEWELL_RECORD="yes")
    assert entries(own)
    assert holding(own, WORD) == []


def test_a_ledger_is_counted_for_people_and_programs(run: Run, own: Path) -> None:
    asked(run)
    asked(run, "Is kyphoplasty recommended?", CITEWELL_RECORD="text")
    counts = json.loads(run("ledger", "stats", "--format", "json").stdout)
    size = sum(path.stat().st_size for path in entries(own))
    assert counts.pop("oldest") is not None
    assert counts == {"entries": 2, "with_text": 1, "protected": 1, "damaged": 0, "bytes": size}
    assert re.search(r"^with text +1$", run("ledger", "stats").stdout.decode(), re.M)


def test_an_empty_ledger_is_counted(run: Run, own: Path) -> None:
    assert run("ledger", "stats").stdout.startswith(b"entries          0\n")
    assert not (own / "ledger").exists()


@pytest.mark.parametrize(("words", "env"), [(("--older-than", "90"), {}), ((), {"CITEWELL_RETENTION": "90"})])
def test_what_is_old_is_removed(run: Run, own: Path, words: tuple[str, ...], env: dict[str, str]) -> None:
    old, new = asked(run), asked(run, "Is kyphoplasty recommended?")
    (file,) = [path for path in entries(own) if path.stem == old]
    os.utime(file, (LONG_AGO, LONG_AGO))
    assert run("ledger", "purge", *words, env=env).stdout == b"1 entry removed\n"
    assert [path.stem for path in entries(own)] == [new]


def test_a_retention_removes_when_something_is_recorded(run: Run, own: Path) -> None:
    old = asked(run)
    os.utime(entries(own)[0], (LONG_AGO, LONG_AGO))
    asked(run, "Is kyphoplasty recommended?", CITEWELL_RETENTION="90")
    assert old not in [path.stem for path in entries(own)]


def test_all_can_be_removed(run: Run, own: Path) -> None:
    asked(run)
    assert run("ledger", "purge", "--older-than", "0").returncode == 0
    assert entries(own) == []


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("purge",), 2, "nothing says how old: give --older-than DAYS, or set CITEWELL_RETENTION"),
        (("purge", "--older-than", "-1"), 2, "-1 is not in the range"),
        (("purge", "--older-than", "9" * 30), 2, "is not in the range"),
        (("forget",), 2, "Missing argument"),
        (("forget", "0" * 32), 3, "no answer with the fingerprint"),
        (("forget", "../../library/library.db"), 2, "this is no fingerprint"),
        (("forget", "*"), 2, "this is no fingerprint"),
        (("forget", "\x1b[2J" + "0" * 16), 2, "not plain text"),
    ],
)
def test_what_cannot_be_done_is_told_on_a_line(
    run: Run, own: Path, words: tuple[str, ...], status: int, told: str
) -> None:
    asked(run)
    done = run("ledger", *words)
    assert done.returncode == status
    assert told in done.stderr.decode().splitlines()[0]
    assert len(entries(own)) == 1


def test_an_answer_is_forgotten_and_what_follows_it_is_named(run: Run, own: Path) -> None:
    first = asked(run, CITEWELL_RECORD="text")
    done = run("ask", "what about L3?", "--after", first, "--format", "json", env={"CITEWELL_RECORD": "text"})
    second = json.loads(done.stdout)["provenance"]["fingerprint"]
    forgotten = run("ledger", "forget", first[:16])
    assert forgotten.stdout.decode() == f"{first} forgotten\n"
    assert forgotten.stderr.decode() == f"citewell: {second} follows it up and is still kept\n"
    assert [path.stem for path in entries(own)] == [second]
    assert run("ledger", "forget", first).returncode == 3


def test_text_that_was_kept_is_taken_out(run: Run, own: Path) -> None:
    made = asked(run, CITEWELL_RECORD="text")
    assert run("ledger", "protect").stdout == b"1 entry protected\n"
    assert holding(own, WORD) == []
    assert run("replay", made, "--question", ASKED).stderr == b"citewell: reproduced, byte for byte\n"
