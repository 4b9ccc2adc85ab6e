"""The files of a home, laid out for a backup and put back: the library, the ledger, the encoders.

Each is saved as it is at one moment. What can be made again from these (the index, the vectors, compiled
packs) is no part of a backup.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import IO

from citewell.errors import InputError
from citewell.storage import form
from citewell.storage.backup_manifest import ENCODER_FILE, ENCODERS, LEDGER, LIBRARY, Member
from citewell.storage.database import Database

# A row of the register or an entry of the ledger beyond this is not kept by anything that Citewell writes.
LONGEST_LINE = 64 * 1024 * 1024
_ENTRY = re.compile(r"(?:[0-9a-z_-]{1,64}/)?[0-9a-z_-][0-9a-z._-]{0,127}")


def save_library(path: Path, folder: Path, *, told: Callable[[float], None]) -> None:
    """Put a copy of the library into the folder. told: which share of it is done."""
    with closing(Database.open(path, write=False)) as database:
        database.copy_to(_new_place(folder, LIBRARY), told=told)


def save_lines(lines: Iterable[bytes], folder: Path, name: str) -> int:
    """Put lines into the folder as a file; how many there were. Raises InputError for one too long."""
    n = 0
    with _new_file(folder, name) as file:
        for n, line in enumerate(lines, start=1):
            if len(line) > LONGEST_LINE:
                raise InputError(f"row {n} of {name} has {len(line):,} bytes: no backup holds one so long")
            file.write(line)
    return n


def ledger_lines(ledger: Path) -> Iterator[bytes]:
    """The ledger's files, a line each: its place, when it was written and its text.

    One that vanishes meanwhile is passed over; so are links, and what is being written.
    """
    for name, path in _files(ledger, wanted=_ENTRY):
        with suppress(FileNotFoundError):
            text = path.read_bytes().decode(errors="surrogateescape")
            entry = {"name": name, "at": path.stat().st_mtime_ns, "text": text}
            yield json.dumps(entry).encode() + b"\n"


def save_encoders(encoders: Path, folder: Path) -> Iterator[str]:
    """Put copies of the encoders into the folder; gives the name of each file's member."""
    for name, path in _files(encoders, wanted=ENCODER_FILE):
        with suppress(FileNotFoundError), path.open("rb") as file:
            with _new_file(folder, ENCODERS + name) as copy:
                shutil.copyfileobj(file, copy)
            yield ENCODERS + name


def sink(folder: Path) -> Callable[[Member], IO[bytes]]:
    """Where the members of an archive go: into this folder, by their names."""
    return lambda member: _new_file(folder, member.name)


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file. Raises InputError for one that is longer than any can be."""
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                raise InputError(f"a line of {path.name} is longer than any can be")
            yield line


def put_ledger(folder: Path, ledger: Path) -> int:
    """Make the ledger of the lines in the folder again; how many files it has."""
    n = 0
    for n, line in enumerate(lines_of(folder / LEDGER), start=1):
        name, at, data = _entry(n, line)
        if (ledger / name).exists():
            raise InputError(f"line {n} of the backup's ledger is there twice")
        with _new_file(ledger, name) as file:
            file.write(data)
        os.utime(ledger / name, ns=(at, at))
    return n


def check_library(path: Path) -> None:
    """Have SQLite check a library from end to end. Raises InputError for one that is not in order.

    What a library does not have (a trigger, a view) is not in order either: it would run with every use.
    """
    with closing(Database.open(path, write=True)) as database:
        strange = database.row("select name from sqlite_master where type not in ('table', 'index')")
        if strange or not form.is_laid_out(database):
            raise InputError("the library of the backup is none")
        if (told := database.row("pragma integrity_check(1)")[0]) != "ok":
            raise InputError(f"the library of the backup is damaged: {told}")


def _entry(n: int, line: bytes) -> tuple[str, int, bytes]:
    """The place, the time and the bytes of a file of the ledger."""
    try:
        entry = json.loads(line)
        name, at, text = entry["name"], entry["at"], entry["text"]
        data = text.encode(errors="surrogateescape")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(f"line {n} of the backup's ledger is no entry") from None
    if not isinstance(name, str) or not _ENTRY.fullmatch(name) or type(at) is not int:
        raise InputError(f"line {n} of the backup's ledger has no place in a ledger")
    return name, min(max(at, 0), 2**63 - 1), data


def _files(folder: Path, *, wanted: re.Pattern[str], above: str = "") -> Iterator[tuple[str, Path]]:
    """The files of a folder and those in it, in order, whose names are wanted; each with its name.

    No links, whose files are somebody else's; and a folder at a time, as there may be very many.
    """
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        name = f"{above}{path.name}"
        if path.is_symlink():
            continue
        if path.is_dir() and not above:
            yield from _files(path, wanted=wanted, above=f"{name}/")
        elif wanted.fullmatch(name) and path.is_file():
            yield name, path


def _new_place(folder: Path, name: str) -> Path:
    """The place of a file in the folder; what folders it lacks are made, each its owner's only."""
    path = folder / name
    missing = [each for each in (path.parent, *path.parent.parents) if not each.is_dir()]
    for each in reversed(missing):
        each.mkdir(mode=0o700)
    return path


def _new_file(folder: Path, name: str) -> IO[bytes]:
    """A file that was not there, readable by its owner only."""
    descriptor = os.open(_new_place(folder, name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(descriptor, "wb")
