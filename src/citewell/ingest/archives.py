"""Files, folders and archives as a stream of members; an archive is read as it comes, never unpacked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from citewell.errors import InputError
from citewell.ingest.unpacking import Limits, Part, parts_of
from citewell.model.shelves import Refused

__all__ = ["Member", "Refused", "members_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file to be read.

    origin: the file's name, and below it the path inside its archive or folder
    ("ngc-2018.tar.xz/ngc-2018/ngc-10149.xml"). progress: the share of all input that was read, 0 to 1.
    """

    origin: str
    data: bytes
    progress: float


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    origin: str
    size: int
    refused: str = ""


_DEFAULT = Limits()
_LINK = "is a symbolic link to a folder or out of this one, which is not followed"


def members_of(paths: Sequence[Path], *, limits: Limits = _DEFAULT) -> Iterator[Member | Refused]:
    """The files at `paths`, one by one: plain files, folders in the order of names, archives as they come.

    Hidden files are passed over. A symbolic link in a folder is read where it leads to a file of that folder
    and refused elsewhere. A tar archive may be packed as gzip, bzip2, xz or Zstandard, and so may a single
    file. Only one file's bytes are held at a time. Raises InputError, before anything is read, where a path
    does not exist.
    """
    files = [file for path in paths for file in _files_at(path)]
    return _stream(files, limits)


def _stream(files: Sequence[_File], limits: Limits) -> Iterator[Member | Refused]:
    total = max(sum(file.size for file in files), 1)
    done = 0
    for file in files:
        for part in _parts(file, limits):
            progress = min((done + min(part.position, file.size)) / total, 1.0)
            origin = f"{file.origin}/{part.name}" if part.name else file.origin
            if part.reason:
                yield Refused(origin, part.reason)
            else:
                yield Member(origin=origin, data=part.data, progress=progress)
        done += file.size


def _files_at(path: Path) -> Iterator[_File]:
    try:
        size = path.stat().st_size
    except OSError:
        raise InputError(f"{path}: there is no such file or folder", hint="check the path") from None
    if path.is_dir():
        yield from _files_below(path, path.resolve(), origin=path.resolve().name)
    else:
        yield _File(path, path.name, size, "" if path.is_file() else "is not a plain file")


def _files_below(folder: Path, root: Path, *, origin: str) -> Iterator[_File]:
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f"{origin}/{path.name}"
        if path.name.startswith("."):
            continue
        if path.is_symlink() and not _leads_to_a_file_of(root, path):
            yield _File(path, name, 0, _LINK)
        elif path.is_dir():
            yield from _files_below(path, root, origin=name)
        elif path.is_file():
            yield _File(path, name, path.stat().st_size)


def _leads_to_a_file_of(root: Path, link: Path) -> bool:
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return target.is_file() and target.is_relative_to(root)


def _parts(file: _File, limits: Limits) -> Iterator[Part]:
    if file.refused:
        yield Part("", reason=file.refused, position=file.size)
        return
    try:
        with file.path.open("rb") as opened:
            yield from parts_of(opened, limits)
    except OSError as fault:
        yield Part("", reason=f"cannot be read: {fault.strerror or fault}", position=file.size)
