"""`citewell review audit`, as it is typed; and an export, verified by the recipe of the manual alone."""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from citewell.model.reviews import Action
from citewell.storage.register import Register
from editorial_builders import ADA, ARTICLE, BEN, CLEO, content, desk_on, signer_of
from manual import DOCS, blocks

Typed = Callable[..., tuple[int, str, str]]
EVENTS = 13
HEAD = re.compile(r"[0-9a-f]{64}")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a register with an approved article."""
    path = tmp_path / "register.db"
    register = Register.open(f"sqlite:///{path}")
    desk = desk_on(register)
    draft = desk.draft(ADA, ARTICLE, content("\x1b[31mred\x1b[0m <b>'; drop"))
    version = desk.act(ADA, Action.SUBMIT, ARTICLE, seen=draft.revision)
    for who in (BEN, CLEO):
        version = desk.act(who, Action.APPROVE, ARTICLE, seen=version.revision, sign=signer_of(who.name))
    register.close()
    return path


@pytest.fixture
def typed(run, tmp_path: Path, file: Path) -> Typed:
    def command(*words: str) -> tuple[int, str, str]:
        env = {"CITEWELL_HOME": str(tmp_path / "home"), "CITEWELL_DATABASE": f"sqlite:///{file}"}
        done = run("review", "audit", *words, env=env)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return command


def tampered(file: Path, *statements: str) -> None:
    with sqlite3.connect(file) as connection:
        for statement in ("drop trigger events_stay_update", "drop trigger events_stay_delete", *statements):
            connection.execute(statement)
    connection.close()


def test_the_events_are_listed_in_order(typed: Typed) -> None:
    code, out, err = typed()
    numbers = [int(line.split()[0]) for line in out.splitlines() if re.match(r" +\d", line)]
    assert (code, err, numbers) == (0, "", list(range(1, EVENTS + 1)))
    assert "ben approved it\n        article:wrist-splints version 1, under-review\n" in out


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (("--actor", "ben"), [4, 11, 12]),
        (("--subject", "user:cleo"), [5, 6]),
        (("--subject", str(ARTICLE), "--actor", "ada"), [9, 10]),
        (("--since", "2026-11-21T09:00:00Z", "--actor", "ada"), [2, 9, 10]),
        (("--since", "2026-11-22"), []),
        (("--actor", "'; drop table events; --"), []),
    ],
)
def test_events_are_chosen(typed: Typed, words: tuple[str, ...], numbers: list[int]) -> None:
    code, out, _ = typed("--format", "json", *words)
    assert (code, [event["n"] for event in json.loads(out)]) == (0, numbers)


@pytest.mark.parametrize(
    "words",
    [
        ("--since", "yesterday"),
        ("--actor", "ben", "--verify"),
        ("--subject", "user:ben", "--export", "x"),
        ("--export", "x", "--verify"),
        ("--actor", "a\x07b"),
    ],
)
def test_what_cannot_be_meant_is_refused(typed: Typed, words: tuple[str, ...]) -> None:
    code, out, err = typed(*words)
    assert (code, out, err.startswith("citewell: ")) == (2, "", True)


def test_what_was_verified_is_told(typed: Typed) -> None:
    code, out, err = typed("--verify")
    assert (code, HEAD.sub("H", out), err) == (0, "verified 13 events; the chain ends in H\n", "")
    told = json.loads(typed("--verify", "--format", "json")[1])
    assert (told["head"]["n"], told["anchors"], told["faults"]) == (EVENTS, 0, [])


def test_each_fault_is_a_line_and_the_exit_code_tells(typed: Typed, file: Path) -> None:
    tampered(file, "update events set reason = 'x' where n = 11", "update versions set status = 'retired'")
    code, out, err = typed("--verify")
    assert code == 70
    assert out.splitlines()[0] == "event 11: was changed after it was sealed"
    assert (len(out.splitlines()), "2 faults" in err) == (2, True)
    told = json.loads(typed("--verify", "--format", "json")[1])
    assert [fault["event"] for fault in told["faults"]] == [11, 13]


def test_heads_are_collected_and_shown_to_be_gone(typed: Typed, file: Path, tmp_path: Path) -> None:
    heads = tmp_path / "heads.jsonl"
    assert typed("--anchor", str(heads))[0] == 0
    assert typed("--anchor", str(heads))[0] == 0
    assert [json.loads(line)["n"] for line in heads.read_text().splitlines()] == [EVENTS]
    register = Register.open(f"sqlite:///{file}")
    with register.reading() as books:
        before = books.chain.hash_at(EVENTS - 1)
    register.close()
    heads.write_text(heads.read_text() + json.dumps({"hash": before, "n": EVENTS - 1}) + "\n")
    assert "13 events and 2 anchors" in typed("--verify", "--anchor", str(heads))[1]
    tampered(
        file,
        "delete from votes where event = 13",
        "delete from events where n = 13",
        f"update head set n = 12, hash = '{before}'",
    )
    code, out, _ = typed("--verify", "--anchor", str(heads))
    assert (code, "event 13: was anchored and is not there: the chain was cut off" in out) == (70, True)
    assert typed("--anchor", str(heads))[0] == 70
    assert len(heads.read_text().splitlines()) == 2


@pytest.mark.parametrize(
    "text",
    [
        "no JSON\n",
        "{}\n",
        '{"hash":"abc","n":3}\n',
        '{"hash":"' + "a" * 64 + '","n":-1}\n',
        '{"hash":"' + "a" * 64 + '","n":true}\n',
        '{"hash":"' + "a" * 64 + '","n":3}',
        "\n",
        "[" * 50_000 + "\n",
        "",
    ],
)
def test_a_file_that_holds_no_anchor_is_refused(typed: Typed, tmp_path: Path, text: str) -> None:
    heads = tmp_path / "heads.jsonl"
    heads.write_text(text)
    code, out, err = typed("--verify", "--anchor", str(heads))
    assert (code, out, str(heads) in err) == (2, "", True)
    assert text == "" or typed("--anchor", str(heads))[0] == 2
    assert text == "" or heads.read_text() == text


def test_where_nothing_was_done_there_is_nothing_to_anchor(run, tmp_path: Path) -> None:
    heads = tmp_path / "heads.jsonl"
    done = run("review", "audit", "--anchor", str(heads), env={"CITEWELL_HOME": str(tmp_path / "home")})
    assert (done.returncode, heads.exists()) == (2, False)


def recipe(tmp_path: Path) -> Path:
    """The program that the manual tells an auditor to run."""
    (block,) = (block for block in blocks(DOCS / "how-to" / "audit.md") if block.language == "python")
    path = tmp_path / "verify_export.py"
    path.write_text(block.text, encoding="utf-8")
    return path


def verified_elsewhere(export: Path, program: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", program, export], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr.rpartition("AssertionError: ")[2]


def test_an_export_is_verified_by_the_recipe_of_the_manual_alone(typed: Typed, tmp_path: Path) -> None:
    export, program = tmp_path / "audit.jsonl", recipe(tmp_path)
    assert typed("--export", str(export))[0] == 0
    code, out = verified_elsewhere(export, program)
    assert (code, out.startswith("13 events hold")) == (0, True)
    lines = export.read_text(encoding="utf-8").splitlines(keepends=True)
    for damaged, told in (
        (lines[:-1], "cut off"),
        ([*lines[:5], *lines[6:]], "event 5 is out of order"),
        ([line.replace("ben", "bea") for line in lines], "was changed"),
        ([line.replace("drop", "keep") for line in lines], "a content was changed"),
    ):
        export.write_text("".join(damaged), encoding="utf-8")
        code, out = verified_elsewhere(export, program)
        assert (code, told in out) == (1, True)


def test_a_terminal_obeys_nothing_that_an_event_holds(typed: Typed, file: Path) -> None:
    tampered(file, "update events set actor = 'a' || char(27) || '[31m' where n = 3")
    for words in ((), ("--format", "json"), ("--verify",)):
        assert "\x1b" not in typed(*words)[1]
