"""A citewell of one's own: its data folder, the example pack, and the program as a process."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import citewell
from citewell.storage.register import Register
from review_builders import Board, SealedKeys, board_on, sealed_keys

Run = Callable[..., subprocess.CompletedProcess[bytes]]
_SOURCE = str(Path(citewell.__file__).parents[1])


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for all tests: the packs are compiled once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """What a process is given, and nothing of the tester's own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
    return {**kept, "CITEWELL_HOME": str(home), "PYTHONPATH": _SOURCE, "PYTHONUTF8": "1", "COLUMNS": "80"}


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    """Run `citewell` as a process; `env` adds to its environment, `stdin` is what it reads."""

    def started(*args: str | bytes, stdin: bytes = b"", env: dict[str, str] | None = None) -> object:
        command = [sys.executable, "-m", "citewell", *args]
        return subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            env={**environment, **(env or {})},
            check=False,
            timeout=120,
        )

    return started  # type: ignore[return-value]


@pytest.fixture
def typed(run: Run, home: Path, tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    """Type a command in a data folder of the test's own: its status, its output and its messages."""
    own = tmp_path / "home"
    if (home / "cache").is_dir():
        shutil.copytree(home / "cache", own / "cache")

    def command(*words: str) -> tuple[int, str, str]:
        done = run(*words, env={"CITEWELL_HOME": str(own)})
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return command


@pytest.fixture(scope="session")
def signing_keys() -> SealedKeys:
    """A signing key for everybody at the desk: sealed once, since that is slow."""
    return sealed_keys()


@pytest.fixture
def board(register: Register, database_url: str, tmp_path: Path, signing_keys: SealedKeys) -> Board:
    """A register with four people: on a database of each kind in turn."""
    return board_on(register, database_url, tmp_path, signing_keys)
