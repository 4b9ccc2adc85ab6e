"""`citewell chat` and `ask --after`, from a pipe and at a terminal."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]
KEEPS_TEXT = {"CITEWELL_RECORD": "text"}
FIRST = "Should I do a nerve root block for an L2 fracture?"


def talk(run: Run, *lines: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    return run("chat", stdin="\n".join(lines).encode(), env=env)


def test_each_line_of_a_pipe_is_a_question_or_a_follow_up(run: Run) -> None:
    done = talk(run, FIRST, "what about L3?", "", "and kyphoplasty?")
    text = done.stdout.decode()
    assert done.returncode == 0
    assert done.stderr == b""
    assert "Read with what was asked before: nerve root block, L3 fracture" in text
    assert "Kyphoplasty: Osteoporotic" in text
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "\x1b" not in text


def test_a_conversation_is_as_answered_one_by_one(run: Run) -> None:
    asked = json.loads(run("ask", FIRST, "--format", "json", env=KEEPS_TEXT).stdout)
    after = asked["provenance"]["fingerprint"]
    done = run("ask", "what about L3?", "--after", after, "--format", "json", env=KEEPS_TEXT)
    follow_up = json.loads(done.stdout)
    assert follow_up["after"] == after
    assert follow_up["changed"][0] == "Assumed: Fractured level: L3 (was L2)."
    assert follow_up["provenance"]["fingerprint"] in talk(run, FIRST, "what about L3?").stdout.decode()
    replayed = run("replay", follow_up["provenance"]["fingerprint"])
    assert replayed.stderr == b"citewell: reproduced, byte for byte\n"


def test_a_suggestion_is_asked_by_its_number(run: Run) -> None:
    suggested = json.loads(run("ask", FIRST, "--format", "json").stdout)["follow_ups"]
    by_number, by_words = talk(run, FIRST, "2"), talk(run, FIRST, suggested[1])
    assert by_number.stdout == by_words.stdout


def test_facts_are_told_corrected_and_forgotten(run: Run) -> None:
    done = talk(run, FIRST, "/set leg-weakness=yes", "/facts", "/forget leg-weakness", "/facts")
    text = done.stdout.decode()
    assert "New: Leg weakness: yes." in text
    assert "leg-weakness = yes" in text
    assert "No longer taken as known: Leg weakness: yes." in text
    assert "leg-weakness" not in text[text.index("No longer taken as known") :]


def test_the_whole_answer_its_sources_and_another_reader(run: Run) -> None:
    done = talk(run, FIRST, "/all", "/sources", "/audience patient", "what about L3?")
    text = done.stdout.decode()
    assert text.count("\nReferences\n") == 2
    assert "From now on for a patient." in text
    assert "IN SHORT" in text


def test_a_new_conversation_knows_nothing_of_the_old(run: Run) -> None:
    text = talk(run, FIRST, "/set age=78", "/new", "/facts", "Is kyphoplasty recommended?").stdout.decode()
    assert "Nothing is known of the patient." in text
    assert "Read" not in text[text.index("A new conversation.") :]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/nonsense", "there is no /nonsense"),
        ("9", "nothing was asked yet"),
        ("/sources", "nothing was asked yet"),
        ("/set age", "/set NAME=VALUE"),
        ("/set age=300", "outside 0 to 120"),
        ("/forget shoe-size", "no pack knows the fact"),
        ("/audience dog", "clinician, student or patient"),
        ("/set \u202e=1", "no pack knows the fact"),
        ("Was ist die Behandlung von Gicht und wie lange?", "reads English"),
        ("12345", "nothing was asked yet"),
        ("x" * 70_000, "longer than 64 KiB"),
    ],
)
def test_what_is_refused_is_told_and_the_conversation_goes_on(run: Run, line: str, told: str) -> None:
    done = talk(run, line, FIRST)
    assert done.returncode == 2
    assert told in done.stderr.decode()
    assert "Nerve root block" in done.stdout.decode()


def test_bytes_that_are_no_text_are_refused(run: Run) -> None:
    done = run("chat", stdin=b"\xff\xfe\n" + FIRST.encode())
    assert done.returncode == 2
    assert b"not plain text" in done.stderr
    assert b"Nerve root block" in done.stdout


@pytest.mark.parametrize("how", [{"CITEWELL_RECORD": "no"}, {}])
def test_without_recording_nothing_is_written_and_follow_ups_work(
    run: Run, tmp_path: Path, how: dict[str, str]
) -> None:
    flags = () if how else ("--no-record",)
    lines = f"{FIRST}\nwhat about L3?\n".encode()
    done = run("chat", *flags, stdin=lines, env={**how, "CITEWELL_HOME": str(tmp_path)})
    assert b"Read with what was asked before" in done.stdout
    assert not (tmp_path / "ledger").exists()
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"what about L3" not in kept


def test_an_answer_that_is_not_there_cannot_be_followed_up(run: Run) -> None:
    done = run("ask", "and for how long?", "--after", "0" * 32)
    assert done.returncode == 3
    assert b"no answer with the fingerprint" in done.stderr


def test_help_and_quit(run: Run) -> None:
    done = talk(run, "/help", "/quit", FIRST)
    assert b"/forget NAME" in done.stdout
    assert b"Nerve root block" not in done.stdout
    assert done.returncode == 0


def at_a_terminal(environment: dict[str, str], *typed: bytes) -> tuple[bytes, int]:
    """What a terminal shows of a chat in which this is typed, and its exit status."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "citewell", "chat"],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**environment, "NO_COLOR": "1", "TERM": "xterm"},
        start_new_session=True,
        # Who runs the tests in the background has them ignore Ctrl-C, and what they start, too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    os.close(slave)
    shown = b""
    for each in typed:
        shown += until(master, b"> ")
        if each == b"\x03":
            process.send_signal(signal.SIGINT)
        else:
            os.write(master, each)
    shown += until(master, None)
    os.close(master)
    return shown, process.wait(timeout=60)


def until(master: int, wanted: bytes | None) -> bytes:
    """What is shown until these bytes end it, or until the program does."""
    shown = b""
    while not (wanted and shown.endswith(wanted)) and select.select([master], [], [], 60)[0]:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    return shown


def test_at_a_terminal_one_is_asked_and_ctrl_d_ends(environment: dict[str, str], home: Path) -> None:
    shown, code = at_a_terminal(environment, b"Should I brace an L2 fracture?\n", b"for how long?\n", b"\x04")
    assert b"/help tells what else can be typed" in shown
    assert b"Read with what was asked before" in shown
    assert shown.rstrip().endswith(b"Goodbye.")
    assert code == 0
    assert not list(home.glob("*history*"))


def test_ctrl_c_ends_without_a_traceback(environment: dict[str, str]) -> None:
    shown, code = at_a_terminal(environment, b"\x03")
    assert b"Traceback" not in shown
    assert code == 130
