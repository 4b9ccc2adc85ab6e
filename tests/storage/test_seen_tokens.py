"""Which tokens were brought already."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE

from citewell.storage.seen_tokens import SeenTokens


def test_a_token_comes_once(tmp_path: Path) -> None:
    seen = SeenTokens(tmp_path / "tokens.db")
    assert seen.is_first(b"one", until=100, at=0)
    assert not seen.is_first(b"one", until=100, at=50)
    assert not seen.is_first(b"one", until=500, at=100)
    assert seen.is_first(b"two", until=100, at=0)


def test_what_can_hold_no_longer_is_forgotten(tmp_path: Path) -> None:
    seen = SeenTokens(tmp_path / "tokens.db", most=3)
    for at in range(100):
        assert seen.is_first(b"%d" % at, until=at, at=at + 1)


def test_no_token_is_forgotten_to_make_room_for_another(tmp_path: Path) -> None:
    seen = SeenTokens(tmp_path / "tokens.db", most=2)
    assert seen.is_first(b"one", until=100, at=0)
    assert seen.is_first(b"two", until=100, at=0)
    assert not seen.is_first(b"three", until=100, at=0)
    assert not seen.is_first(b"one", until=100, at=0)
    assert seen.is_first(b"three", until=300, at=200)


def test_processes_see_what_the_others_saw_and_only_one_is_first(tmp_path: Path) -> None:
    path = tmp_path / "tokens.db"
    rooms = [SeenTokens(path) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        for n in range(50):
            name = b"%d" % n
            first = list(pool.map(lambda room, name=name: room.is_first(name, until=9, at=0), rooms * 2))
            assert first.count(True) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_folder_is_its_owners_alone(tmp_path: Path) -> None:
    SeenTokens(tmp_path / "hooks" / "tokens.db").close()
    assert stat.S_IMODE((tmp_path / "hooks").stat().st_mode) == 0o700


_PROCESS = """
import sys
from pathlib import Path
from citewell.storage.seen_tokens import SeenTokens

for line in sys.stdin:
    seen = SeenTokens(Path(line.strip()))
    print(sum(seen.is_first(b"%d" % n, until=9, at=0) for n in range(5)), flush=True)
"""


def test_processes_that_begin_at_the_same_time_make_one_file(tmp_path: Path) -> None:
    with ExitStack() as begun:
        command = [sys.executable, "-c", _PROCESS]
        processes = [
            begun.enter_context(subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True))
            for _ in range(4)
        ]
        for n in range(80):
            for process in processes:
                print(tmp_path / f"{n}" / "tokens.db", file=process.stdin, flush=True)
            first = [process.stdout.readline() for process in processes if process.stdout]
            assert sum(map(int, first)) == 5
