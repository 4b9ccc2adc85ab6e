"""The files of a pack folder, read within limits and without leaving the folder.

A pack may come from a stranger's pull request. Links are not followed, special files are not opened, and
neither a huge file nor a huge number of them is read.
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from citewell.guidelines.places import Place

LARGEST_FILE = 1024 * 1024
MOST_FILES = 5_000
DEEPEST_FOLDER = 8
# Devices and pipes must not block the reader, and a link put in after the listing must not be followed.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file: its path below the pack's folder, with forward slashes, and its bytes."""

    path: str
    data: bytes


def read_files(folder: Path, place: Place) -> tuple[PackFile, ...]:
    """Every file of the folder, in order of path; hidden ones (".swp", ".git") are left out.

    Links, special files and files beyond the limits are reported and left out.
    """
    if not folder.is_dir():
        place.report(0, "file.folder", f"{folder} is not a folder", "give the folder that holds pack.yaml")
        return ()
    paths = _listed(folder, place)
    read = (_read(folder, path, place.inside(path)) for path in sorted(paths))
    return tuple(file for file in read if file is not None)


def digest_of(files: Iterable[PackFile]) -> str:
    """SHA-256 over path, NUL, bytes, NUL of every file, in the order given."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.path.encode() + b"\0" + file.data + b"\0")
    return digest.hexdigest()


def _listed(folder: Path, place: Place) -> list[str]:
    paths: list[str] = []
    for path in _walk(folder, "", place, depth=0):
        if len(paths) == MOST_FILES:
            place.report(0, "file.count", f"the folder has more than {MOST_FILES:,} files", "is it a pack?")
            break
        paths.append(path)
    return paths


def _walk(folder: Path, prefix: str, place: Place, *, depth: int) -> Iterator[str]:
    if depth > DEEPEST_FOLDER:
        place.inside(prefix).report(0, "file.depth", "folders are nested too deeply")
        return
    with os.scandir(folder / prefix) as found:
        entries = sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda e: e.name)
    for entry in entries:
        path = prefix + entry.name
        if entry.is_symlink():
            place.inside(path).report(0, "file.link", "links are not followed", "put the file itself here")
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(folder, path + "/", place, depth=depth + 1)
        else:
            yield path


def _read(folder: Path, path: str, place: Place) -> PackFile | None:
    try:
        data = _bytes_of(folder / path)
    except OSError as error:
        place.report(0, "file.unreadable", f"cannot be read: {error.strerror}")
        return None
    if data is None:
        place.report(0, "file.special", "is not an ordinary file")
    elif len(data) > LARGEST_FILE:
        place.report(0, "file.size", "is larger than 1 MiB", "split it")
    else:
        return PackFile(path, data)
    return None


def _bytes_of(path: Path) -> bytes | None:
    """The first bytes of an ordinary file, one more than the limit at most; None for any other kind."""
    with os.fdopen(os.open(path, _OPEN_FLAGS), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return None
        return file.read(LARGEST_FILE + 1)
