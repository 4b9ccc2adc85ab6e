"""`citewell ask`, `apply`, `replay` and `schema`, as a reader at a terminal meets them."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from citewell.cli.pack_new import start_pack

Run = Callable[..., subprocess.CompletedProcess[bytes]]
QUESTION = "What is the treatment of the example condition?"


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack that `packs new` starts, once for all tests."""
    path = tmp_path_factory.mktemp("packs") / "example-pack"
    start_pack(path, today="2026-11-20")
    return path


@pytest.fixture
def environment(environment: dict[str, str], example: Path) -> dict[str, str]:
    """With the example pack beside the shipped ones."""
    return {**environment, "CITEWELL_PACKS": str(example)}


@pytest.mark.parametrize("columns", ["40", "80"])
def test_an_answer_fits_the_terminal(run: Run, columns: str) -> None:
    done = run("ask", QUESTION, env={"COLUMNS": columns})
    assert done.returncode == 0
    assert done.stderr == b""
    lines = done.stdout.decode().splitlines()
    assert lines[0].startswith("Treatment of the example condition"[: int(columns) - 1])
    assert max(len(line) for line in lines) <= int(columns)
    assert "\x1b" not in done.stdout.decode()
    assert any(line.startswith("BOTTOM LINE") for line in lines)
    assert "[1]" in done.stdout.decode()


def test_the_same_question_gives_the_same_bytes(run: Run) -> None:
    first, second = (run("ask", QUESTION, "--format", "json").stdout for _ in range(2))
    assert first == second
    assert json.loads(first)["question"] == QUESTION


@pytest.mark.parametrize("document", ["answer", "application"])
def test_the_json_keeps_its_published_schema(run: Run, document: str) -> None:
    schema = json.loads(run("schema", document).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    arguments = {"answer": ["ask", QUESTION], "application": ["apply", "-f", "warning-sign=no"]}[document]
    value = json.loads(run(*arguments, "--format", "json").stdout)
    jsonschema.validate(value, schema, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(("name", "start"), [("a.html", "<!doctype html>"), ("a.md", "# "), ("a.json", "{")])
def test_the_ending_of_the_file_says_the_format(run: Run, tmp_path: Path, name: str, start: str) -> None:
    done = run("ask", QUESTION, "-o", str(tmp_path / name))
    assert (done.returncode, done.stdout) == (0, b"")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_stdin_holds_the_question(run: Run) -> None:
    assert run("ask", "-", stdin=QUESTION.encode() + b"\n").stdout == run("ask", QUESTION).stdout


@pytest.mark.parametrize("audience", ["student", "patient"])
def test_the_audience_may_come_from_the_environment(run: Run, audience: str) -> None:
    done = run("ask", QUESTION, "--format", "json", env={"CITEWELL_AUDIENCE": audience})
    assert json.loads(done.stdout)["audience"] == audience


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (["ask", ""], b"", "question"),
        (["ask", "x" * 100_000], b"", "question"),
        (["ask", b"\xff\xfe"], b"", "not plain text"),
        (["ask", "-"], b"a\0b", "not plain text"),
        (["ask", QUESTION, "-f", "age=230"], b"", "age"),
        (["ask", QUESTION, "-f", "age=-3"], b"", "age"),
        (["ask", QUESTION, "-f", "nosuch=1"], b"", "nosuch"),
        (["ask", QUESTION, "--format", "html", "-o", "/no/such/folder/a.html"], b"", "/no/such/folder"),
        (["apply", "-f", "warning-sign=perhaps"], b"", "warning-sign"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    run: Run, arguments: list[str | bytes], stdin: bytes, message: str
) -> None:
    done = run(*arguments, stdin=stdin)
    assert done.returncode == 2
    assert done.stdout == b""
    told = done.stderr.decode()
    assert told.startswith("citewell: ")
    assert message in told
    assert "Traceback" not in told
    assert len(told.splitlines()) <= 2


def test_a_question_outside_every_pack_abstains(run: Run) -> None:
    done = run("ask", "How do I bake sourdough bread?")
    assert done.returncode == 0
    assert done.stdout.decode().startswith("No answer\n")
    assert "Searched" in done.stdout.decode()


def test_a_closed_pipe_is_quiet(environment: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "citewell", "ask", QUESTION]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, env=environment, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_in_one_line(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "citewell", "ask", QUESTION]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment, check=False)
    assert done.returncode == 74
    assert done.stderr == b"citewell: No space left on device\n"


def test_an_ascii_terminal_loses_no_sign(run: Run) -> None:
    done = run("ask", QUESTION, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert b"  * " in done.stdout


def on_a_terminal(environment: dict[str, str], *arguments: str) -> str:
    """What the program writes to a terminal of its own."""
    here, there = pty.openpty()
    command = [sys.executable, "-m", "citewell", *arguments]
    with subprocess.Popen(command, stdin=there, stdout=there, stderr=there, env=environment) as process:
        os.close(there)
        written = b""
        while True:
            try:
                data = os.read(here, 65536)
            except OSError:
                break
            if not data:
                break
            written += data
        process.wait()
    os.close(here)
    return written.decode()


def test_colour_on_a_terminal_and_none_with_no_color(environment: dict[str, str]) -> None:
    terminal = {**environment, "TERM": "xterm", "LINES": "24"}
    assert "\x1b[1m" in on_a_terminal(terminal, "ask", QUESTION, "--no-pager")
    assert "\x1b" not in on_a_terminal({**terminal, "NO_COLOR": "1"}, "ask", QUESTION, "--no-pager")


def test_a_long_answer_is_paged_on_a_terminal(environment: dict[str, str], tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text(f"#!{sys.executable}\nimport sys\nprint('PAGED', len(sys.stdin.read()) > 100)\n")
    pager.chmod(0o755)
    terminal = {**environment, "TERM": "xterm", "LINES": "4", "CITEWELL_PAGER": str(pager)}
    assert "PAGED True" in on_a_terminal(terminal, "ask", QUESTION)
    assert "PAGED" not in on_a_terminal(terminal, "ask", QUESTION, "--no-pager")


def test_apply_shows_what_was_understood_and_why(run: Run) -> None:
    text = run("apply", "-f", "example-condition=yes", "-f", "warning-sign=yes").stdout.decode()
    assert "EXAMPLE VISIT ON THE SAME DAY" in text
    assert "Example warning sign: yes" in text
    assert "Does not apply (1)" in text
    assert "--forget NAME" in text


def test_a_fact_can_be_forgotten(run: Run) -> None:
    given = ["apply", "-f", "example-condition=yes", "-f", "warning-sign=yes", "--forget", "warning-sign"]
    text = run(*given).stdout.decode()
    assert "EXAMPLE USUAL CARE" in text
    assert "not yet excluded" in text


def test_facts_may_stand_in_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text("example-condition: yes\nwarning-sign: no\n")
    text = run("apply", "--facts", str(tmp_path / "facts.yaml")).stdout.decode()
    assert "Applies (1)" in text


def fingerprint_of(output: bytes) -> str:
    found = re.search(r"[0-9a-f]{32}", output.decode())
    assert found
    return found.group()


def test_an_answer_is_reproduced(run: Run) -> None:
    first = run("ask", QUESTION, env={"CITEWELL_RECORD": "text"})
    done = run("replay", fingerprint_of(first.stdout))
    assert done.returncode == 0
    assert done.stdout == first.stdout
    assert done.stderr == b"citewell: reproduced, byte for byte\n"


def test_what_is_not_recorded_is_not_found(run: Run) -> None:
    question = QUESTION + " Now?"
    first = run("ask", question, "--no-record")
    assert run("replay", fingerprint_of(first.stdout)).returncode == 3


def test_a_changed_pack_is_told(run: Run, example: Path, tmp_path: Path) -> None:
    changed = tmp_path / "example-pack"
    start_pack(changed, today="2026-11-20")
    first = run("ask", QUESTION, env={"CITEWELL_PACKS": str(changed)})
    pack = changed / "pack.yaml"
    pack.write_text(pack.read_text().replace("version: 0.1.0", "version: 0.2.0"))
    replay = ("replay", fingerprint_of(first.stdout), "--question", QUESTION)
    done = run(*replay, env={"CITEWELL_PACKS": str(changed)})
    assert done.returncode == 4
    assert "0.2.0" in done.stdout.decode()
