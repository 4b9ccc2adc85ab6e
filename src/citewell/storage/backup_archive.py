"""A backup's file: a tar of a manifest and the members it names, compressed as Zstandard (RFC 8878).

`tar --zstd` reads it, too. What is read here is less than a tar may hold: regular files with short names, in
the order of the manifest, nothing between and nothing after; each header is judged by itself (POSIX
1003.1-1988 ustar, and GNU's form of a size beyond 8 GiB). Last comes a seal, SHA-256 of all the bytes before
in a frame that Zstandard skips: it finds damage to what no digest of a member covers.
"""

import hashlib
import io
import os
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import IO

from citewell.errors import InputError
from citewell.storage.backup_manifest import Manifest, Member, decoded, encoded

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_MANIFEST = "manifest.json"
_LONGEST_MANIFEST = 16 * 1024 * 1024
_PIECE = 1024 * 1024
_BLOCK = tarfile.BLOCKSIZE
_LEVEL = 3
# A skippable frame (RFC 8878, 3.1.2) of 32 bytes.
_SEAL = b"\x50\x2a\x4d\x18" + (32).to_bytes(4, "little")
_CUT_OFF = "it was cut off, or damaged"
# How many bytes are done, and of which member.
Told = Callable[[int, str], None]
# Where the bytes of a member go.
Sink = Callable[[Member], AbstractContextManager[IO[bytes]]]


def member_of(folder: Path, name: str, *, rows: int = 0) -> Member:
    """A file of the folder as a member, with its size and digest."""
    with (folder / name).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Member(name=name, size=file.tell(), digest=digest, rows=rows)


def write(file: IO[bytes], manifest: Manifest, folder: Path, *, at: int, told: Told) -> None:
    """Write the archive of the members in a folder. at: the time of the files in it, in seconds."""
    sealed = _Sealed(file)
    with (
        zstd.ZstdFile(sealed, "w", level=_LEVEL) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.GNU_FORMAT) as tar,
    ):
        data = encoded(manifest)
        tar.addfile(_header(_MANIFEST, len(data), at), io.BytesIO(data))
        done = 0
        for member in manifest.members:
            with (folder / member.name).open("rb") as part:
                tar.addfile(_header(member.name, member.size, at), part)
            done += member.size
            told(done, member.name)
    file.write(_SEAL + sealed.digest.digest())


class _Sealed:
    """A file to write to, with the digest of what went through."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Write the bytes on."""
        self.digest.update(data)
        return self._file.write(data)

    def close(self) -> None:
        """Nothing: the file is its opener's to close."""


def _header(name: str, size: int, at: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mtime, header.mode = size, at, 0o600
    return header


class Archive:
    """An archive from its beginning; its members can be read once. path: for what is told of it."""

    def __init__(self, file: zstd.ZstdFile, path: Path) -> None:
        self._file, self._path = file, path
        with _in_words(path):
            self.manifest = decoded(self._small(_MANIFEST, _LONGEST_MANIFEST))

    def check(self, *, told: Told) -> None:
        """Read every member and keep none. Raises as `read`."""
        with Path(os.devnull).open("wb") as nowhere:
            self.read(lambda _: nullcontext(nowhere), told=told)

    def read(self, sink: Sink, *, told: Told) -> None:
        """Read every member into what the sink opens for it.

        Raises InputError where anything is not as the manifest says; what went out before is then worthless.
        """
        done = 0
        with _in_words(self._path):
            for member in self.manifest.members:
                if self._next(member.name) != member.size:
                    raise InputError(f"{member.name} has another size than its manifest says")
                with sink(member) as out:
                    for piece in self._pieces(member):
                        out.write(piece)
                        done += len(piece)
                        told(done, member.name)
            self._end()

    def _small(self, name: str, most: int) -> bytes:
        size = self._next(name)
        if size > most:
            raise InputError(f"{name} has {size:,} bytes, which no backup needs")
        data = self._exactly(size)
        self._padding(size)
        return data

    def _next(self, name: str) -> int:
        """The size of the next member, which must be a regular file of this name."""
        header = tarfile.TarInfo.frombuf(self._exactly(_BLOCK), "utf-8", "strict")
        if header.name != name or header.type != tarfile.REGTYPE or header.linkname or header.size < 0:
            raise InputError(f"{name} is expected and {header.name[:100]!r} is there")
        return header.size

    def _pieces(self, member: Member) -> Iterator[bytes]:
        """The bytes of a member; a refusal at the end where they are not those of the manifest."""
        digest, left = hashlib.sha256(), member.size
        while left:
            piece = self._exactly(min(left, _PIECE))
            digest.update(piece)
            left -= len(piece)
            yield piece
        self._padding(member.size)
        if digest.hexdigest() != member.digest:
            raise InputError(f"{member.name} is not what its manifest says")

    def _padding(self, size: int) -> None:
        if any(self._exactly(-size % _BLOCK)):
            raise InputError("there is something where nothing should be")

    def _end(self) -> None:
        """Two blocks of nothing, filled up to a record; and the end, with the checksum of all."""
        rest = self._file.read(tarfile.RECORDSIZE + _BLOCK)
        while len(rest) <= tarfile.RECORDSIZE + _BLOCK and (more := self._file.read(_BLOCK)):
            rest += more
        if any(rest) or not 2 * _BLOCK <= len(rest) <= tarfile.RECORDSIZE + _BLOCK:
            raise InputError("it does not end where its manifest ends")

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            piece = self._file.read(size - len(data))
            if not piece:
                raise InputError(_CUT_OFF)
            data += piece
        return data


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive at a path. Raises InputError for a file that cannot be read or is no backup."""
    if path.exists() and not path.is_file():
        raise InputError(f"{path} is not a file")
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from None
    with file:
        with _in_words(path):
            _refuse_a_broken_seal(file)
        with zstd.ZstdFile(file) as unpacked:
            yield Archive(unpacked, path)


def _refuse_a_broken_seal(file: IO[bytes]) -> None:
    digest, left = hashlib.sha256(), file.seek(0, os.SEEK_END) - len(_SEAL) - 32
    file.seek(0)
    while left > 0:
        piece = file.read(min(left, _PIECE))
        if not piece:
            break
        digest.update(piece)
        left -= len(piece)
    if left or file.read() != _SEAL + digest.digest():
        raise InputError(_CUT_OFF)
    file.seek(0)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Whatever the formats refuse, as one refusal of the file."""
    try:
        yield
    except InputError as error:
        remedy = error.hint or "nothing was restored: use another copy"
        raise InputError(f"{path} is not a whole backup: {error.message}", hint=remedy) from None
    except (zstd.ZstdError, EOFError, tarfile.TarError, UnicodeDecodeError) as error:
        remedy = "nothing was restored: use another copy"
        raise InputError(f"{path} is not a whole backup: {error}", hint=remedy) from None
