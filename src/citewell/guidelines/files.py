"""The files of a pack folder, read within limits and without leaving the folder.

A pack may come from a stranger's pull request. Links are not followed, special files are not opened, and
neither a huge file nor a huge number of them is read. That no file was touched is seen without reading any,
as git sees it: by what the file system keeps of each (`State`).
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


@dataclass(frozen=True, slots=True)
class State:
    """A folder as the file system tells of it, without its files being read.

    digest: SHA-256 over path, kind, device, inode, size and dates of every file. newest: the last of the
    dates at which one was changed, in nanoseconds, by the file system's clock.
    """

    digest: str
    newest: int


def state_of(folder: Path) -> State | None:
    """How the files of a folder are now; None where that does not tell, or one of them cannot be read.

    Two equal states are of equal files, unless one was changed within the same tick of the file system's
    clock as the first was seen: whoever keeps a state keeps none that is newer than such a tick. Elsewhere
    than on POSIX the date of a file's last change can be set back, and nothing is told.
    """
    place = Place()
    if os.name != "posix" or not folder.is_dir():
        return None
    try:
        found = [(path, entry.stat(follow_symlinks=False)) for path, entry in _listed(folder, place)]
    except OSError:
        return None
    if place.problems or not all(_ordinary(each) for _, each in found):
        return None
    told = [(path, _seen(each)) for path, each in found]
    newest = max((max(each.st_mtime_ns, each.st_ctime_ns) for _, each in found), default=0)
    return State(hashlib.sha256(repr(told).encode()).hexdigest(), newest)


def _ordinary(found: os.stat_result) -> bool:
    return stat.S_ISREG(found.st_mode) and found.st_size <= LARGEST_FILE


def _seen(found: os.stat_result) -> tuple[int, ...]:
    dates = (found.st_mtime_ns, found.st_ctime_ns)
    return (found.st_mode, found.st_dev, found.st_ino, found.st_size, *dates)


def read_files(folder: Path, place: Place) -> tuple[PackFile, ...]:
    """Every file of the folder, in order of path; hidden ones (".swp", ".git") are left out.

    Links, special files and files beyond the limits are reported and left out.
    """
    if not folder.is_dir():
        place.report(0, "file.folder", f"{folder} is not a folder", "give the folder that holds pack.yaml")
        return ()
    paths = sorted(path for path, _ in _listed(folder, place))
    read = (_read(folder, path, place.inside(path)) for path in paths)
    return tuple(file for file in read if file is not None)


def digest_of(files: Iterable[PackFile]) -> str:
    """SHA-256 over path, NUL, bytes, NUL of every file, in the order given."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.path.encode() + b"\0" + file.data + b"\0")
    return digest.hexdigest()


def _listed(folder: Path, place: Place) -> list[tuple[str, os.DirEntry[str]]]:
    """Every file by its path below the folder, in the order of the walk."""
    listed: list[tuple[str, os.DirEntry[str]]] = []
    for found in _walk(folder, "", place, depth=0):
        if len(listed) == MOST_FILES:
            place.report(0, "file.count", f"the folder has more than {MOST_FILES:,} files", "is it a pack?")
            break
        listed.append(found)
    return listed


def _walk(folder: Path, prefix: str, place: Place, *, depth: int) -> Iterator[tuple[str, os.DirEntry[str]]]:
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
            yield path, entry


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
