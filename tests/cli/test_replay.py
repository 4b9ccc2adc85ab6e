"""`citewell replay` where the question was not kept, as it is as long as nothing else is said."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]
ASKED = "Is calcitonin recommended for an L1 fracture?"
FACTS = ("-f", "age=78", "-f", "pain-score=8")


def fingerprint_of(output: bytes) -> str:
    made: str = json.loads(output)["provenance"]["fingerprint"]
    return made


@pytest.fixture
def first(run: Run) -> bytes:
    """The answer, as JSON."""
    return run("ask", ASKED, *FACTS, "--format", "json").stdout


def test_an_answer_is_reproduced_from_the_question_given_again(run: Run, first: bytes) -> None:
    done = run("replay", fingerprint_of(first), "--question", ASKED, *FACTS, "--format", "json")
    assert done.returncode == 0
    assert done.stdout == first
    assert done.stderr == b"citewell: reproduced, byte for byte\n"


def test_the_question_may_come_from_stdin_and_the_facts_from_a_file(
    run: Run, first: bytes, tmp_path: Path
) -> None:
    (tmp_path / "facts.json").write_text('{"pain-score": 8, "age": 78}')
    again = ("--question", "-", "--facts", str(tmp_path / "facts.json"), "--format", "json")
    done = run("replay", fingerprint_of(first)[:16], *again, stdin=f"{ASKED}\n".encode())
    assert done.stdout == first


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((), "the question of this answer was not kept: give it again"),
        (("--question", ""), "the question of this answer was not kept: give it again"),
        (("--question", ASKED), "these are not the words and facts that were asked"),
        (("--question", ASKED.lower(), *FACTS), "these are not the words and facts that were asked"),
        (("--question", ASKED, *FACTS, "-f", "sex=female"), "these are not the words and facts"),
        (FACTS, "--fact and --facts go with --question"),
        (("--question", "\x1b[2J"), "the question is not plain text"),
    ],
)
def test_without_the_very_words_it_is_refused_and_they_are_not_repeated(
    run: Run, first: bytes, given: tuple[str, ...], told: str
) -> None:
    done = run("replay", fingerprint_of(first), *given)
    assert (done.returncode, done.stdout) == (2, b"")
    assert told in done.stderr.decode().splitlines()[0]
    assert "calcitonin" not in done.stderr.decode().lower()


def test_without_a_ledger_it_is_said_what_to_set(run: Run, first: bytes) -> None:
    done = run("replay", fingerprint_of(first), env={"CITEWELL_RECORD": "no"})
    assert done.returncode == 2
    assert b"set it to protected or text" in done.stderr


def test_a_follow_up_from_another_process_is_told_that_the_question_was_not_kept(
    run: Run, first: bytes
) -> None:
    done = run("ask", "and for how long?", "--after", fingerprint_of(first))
    assert (done.returncode, done.stdout) == (3, b"")
    (line,) = done.stderr.decode().splitlines()
    assert "was not kept" in line
    assert "citewell chat" in line
    assert "CITEWELL_RECORD=text" in line
