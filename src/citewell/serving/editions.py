"""What answers rest on, seen from outside by looking at files: while it is the same, so are the answers."""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from citewell.config import Settings
from citewell.storage.standings import file_of

# What is kept on a database server cannot be looked at as cheaply as a file: for so many seconds it is taken
# to be so still.
_FRESH_ON_A_SERVER = 10
# The clock of a file system ticks: of two changes within a tick the second cannot be seen.
_TICK = 50_000_000


def basis(settings: Settings, *, now: datetime) -> str:
    """What an engine is opened on: the day, the packs with what they are read by, the index, the encoder."""
    folders = (*settings.packs, settings.grading, settings.vocabulary, settings.encoders)
    files = [path for folder in folders if folder for path in _files_in(folder)]
    return f"{now.date().isoformat()} {_state_of([*files, settings.index / 'LIVE'], now)}"


def content(settings: Settings, *, now: datetime) -> str:
    """What an open engine reads anew for every answer: the library's documents, the editorial register."""
    register = file_of(settings.register)
    seen = [_with_log(settings.library), _with_log(register) if register else []]
    server = "" if register else str(int(now.timestamp()) // _FRESH_ON_A_SERVER)
    return f"{server} {_state_of([path for paths in seen for path in paths], now)}"


def _with_log(database: Path) -> list[Path]:
    return [database, database.with_name(f"{database.name}-wal")]


def _files_in(folder: Path) -> Iterator[Path]:
    """The files of a folder and those below, in order; nothing of one that is not there."""
    for found, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(found, name) for name in sorted(files))


def _state_of(files: list[Path], now: datetime) -> str:
    digest = hashlib.sha256()
    ticking = int(now.timestamp() * 1_000_000_000) - _TICK
    for path in files:
        digest.update(f"{path}\0{_state_of_file(path, ticking)}\0".encode(errors="surrogateescape"))
    return digest.hexdigest()[:32]


def _state_of_file(path: Path, ticking: int) -> str:
    """How a file is; one changed in this tick is seen to have changed once more at the next look."""
    try:
        found = path.stat()
    except OSError:
        return "-"
    state = f"{found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"
    return f"{state} just now" if found.st_mtime_ns > ticking else state
