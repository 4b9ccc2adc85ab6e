"""`citewell ask --batch`: a line in, a line out, whatever the line is."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]
GOOD = [
    {"id": "q1", "question": "What is the treatment for an L2 compression fracture?"},
    {"id": 2, "question": "Should I offer vertebroplasty?", "facts": {"age": 78}, "audience": "patient"},
]
BAD = [
    b"not json",
    b"[]",
    b'{"id": "no-question"}',
    b'{"question": "no id"}',
    b'{"id": "a", "id": "b", "question": "x"}',
    b'{"id": "odd", "question": "x", "colour": "red"}',
    b'{"id": "who", "question": "x", "audience": "dog"}',
    b'{"id": "fact", "question": "L2 compression fracture?", "facts": {"age": 230}}',
    b'{"id": "list", "question": "x", "facts": [1]}',
    b'{"id": "empty", "question": ""}',
    b"\xff\xfe",
    b'{"id": "deep", "question": ' + b"[" * 100_000,
]


def lines_of(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_line_is_answered_with_its_id_first(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n\n".join(json.dumps(line) for line in GOOD) + "\n")
    done = run("ask", "--batch", str(path))
    assert done.returncode == 0
    assert done.stderr == b"citewell: 2 answered, 0 failed\n"
    answers = lines_of(done)
    assert [next(iter(answer.items())) for answer in answers] == [("id", "q1"), ("id", 2)]
    assert [answer["audience"] for answer in answers] == ["clinician", "patient"]
    assert [answer["question"] for answer in answers] == [line["question"] for line in GOOD]


def test_a_batch_answer_is_the_single_answer(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(GOOD[0]))
    (answer,) = lines_of(run("ask", "--batch", str(path)))
    del answer["id"]
    assert answer == json.loads(run("ask", str(GOOD[0]["question"]), "--format", "json").stdout)


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_line_is_told_and_the_batch_goes_on(run: Run, bad: bytes) -> None:
    done = run("ask", "--batch", "-", stdin=bad + b"\n" + json.dumps(GOOD[0]).encode())
    assert done.returncode == 2
    assert done.stderr == b"citewell: 1 answered, 1 failed\n"
    failed, answered = lines_of(done)
    assert list(failed) == ["id", "error"]
    error = failed["error"]
    assert isinstance(error, dict)
    assert set(error) == {"code", "message"}
    assert error["code"] == "input"
    assert answered["id"] == "q1"


def test_an_overlong_line_is_one_failure(run: Run) -> None:
    long = b'{"id": "long", "question": "' + b"x" * (3 * 1024 * 1024) + b'"}\n'
    done = run("ask", "--batch", "-", stdin=long + json.dumps(GOOD[0]).encode())
    assert [("error" in line) for line in lines_of(done)] == [True, False]


def test_the_output_file_is_written_whole(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "answers.jsonl"
    done = run("ask", "--batch", "-", "-o", str(target), stdin=json.dumps(GOOD[0]).encode())
    assert (done.returncode, done.stdout) == (0, b"")
    assert len(target.read_bytes().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["answers.jsonl"]


@pytest.mark.parametrize(
    "more", [["x"], ["--fact", "age=7"], ["--facts", "f.yaml"], ["--format", "html"], ["--format", "text"]]
)
def test_a_batch_brings_its_own_questions_and_facts(run: Run, more: list[str]) -> None:
    done = run("ask", "--batch", "-", *more)
    assert done.returncode == 2
    assert done.stderr.startswith(b"citewell: --batch ")


def test_a_batch_that_is_not_there(run: Run) -> None:
    assert run("ask", "--batch", "/no/such/file").returncode == 3


def test_a_line_follows_up_an_earlier_one(run: Run) -> None:
    lines = [
        {"id": "a", "question": "Should I do a nerve root block for an L2 fracture?"},
        {"id": 2, "question": "what about L3?", "after": "a"},
        {"id": "c", "question": "and kyphoplasty?", "after": 2},
        {"id": "d", "question": "for how long?", "after": "e"},
        {"id": "e", "question": "for how long?", "after": ["a"]},
    ]
    stdin = "\n".join(json.dumps(line) for line in lines).encode()
    first, second, third, late, odd = lines_of(run("ask", "--batch", "-", stdin=stdin))
    assert second["after"] == first["provenance"]["fingerprint"]
    assert third["after"] == second["provenance"]["fingerprint"]
    assert third["read_as"].startswith("with what was asked before: L3 fracture")
    assert {line["error"]["message"].partition(": ")[2] for line in (late, odd)} == {
        '"after" names no earlier line of this batch that was answered'
    }


def test_a_batch_that_keeps_nothing_follows_up_alike(run: Run) -> None:
    lines = [GOOD[0], {"id": "next", "question": "and for how long?", "after": "q1"}]
    stdin = "\n".join(json.dumps(line) for line in lines).encode()
    kept, unkept = (run("ask", "--batch", "-", *how, stdin=stdin).stdout for how in ((), ("--no-record",)))
    assert kept == unkept
