"""Starting is cheap, help is helpful, and a slip is answered in one line."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from citewell import __version__
from citewell.cli import cli

Run = Callable[..., subprocess.CompletedProcess[bytes]]
HEAVY = ("rich", "yaml", "msgspec", "jinja2", "citewell.engine", "citewell.guidelines")


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_import_nothing_heavy(argument: str, environment: dict[str, str]) -> None:
    program = (
        "import sys; from citewell.cli import main\n"
        "try: main()\n"
        f"finally: print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    command = [sys.executable, "-c", program, argument]
    done = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_importing_prints_nothing(environment: dict[str, str]) -> None:
    names = "ask apply batch packs pack_check pack_new pack_pages replay schema terminal pager"
    program = ";".join(f"import citewell.cli.{name}" for name in names.split())
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment, check=True)
    assert done.stdout == done.stderr == b""


def test_version(run: Run) -> None:
    assert run("--version").stdout.decode() == f"citewell {__version__}\n"


@pytest.mark.parametrize(
    "command",
    [
        "ask",
        "apply",
        "packs",
        "packs list",
        "packs show",
        "packs check",
        "packs new",
        "packs schema",
        "replay",
    ],
)
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(cli, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert "Usage: " in result.output
    if command != "packs list":
        assert "Example" in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["akk"], "no command 'akk': did you mean 'ask'?"),
        (["ask"], "there is no question"),
        (["ask", "a", "b"], "unexpected extra argument"),
        (["ask", "x", "--audience", "doctor"], "'doctor' is not one of"),
        (["ask", "x", "--fact", "age"], "--fact is NAME=VALUE"),
        (["apply"], "nothing is said of the patient"),
        (["replay"], "Missing argument"),
        (["packs", "nosuch"], "No such command"),
    ],
)
def test_a_slip_is_one_line_and_a_hint(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert message in lines[0]
    assert lines[0].startswith("citewell: ")
    assert lines[1].startswith("  see citewell")
    assert len(lines) == 2
