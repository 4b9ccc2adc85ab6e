"""One file as the parts it holds: itself, or what is in it where it is a tar or zip archive or compressed."""

import stat
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from citewell.errors import InputError
from citewell.ingest.compression import BROKEN, Bounded, decompressed, is_bomb, is_compressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What may be unpacked.

    member: bytes of one file. archive: bytes of one archive. ratio: bytes unpacked for each byte packed.
    """

    member: int = 300 * 1024**2
    archive: int = 20 * 1024**3
    ratio: int = 300


@dataclass(frozen=True, slots=True)
class Part:
    """A file in a file: its path in there (empty for the file itself), and its bytes or why they are refused.

    position: how far the outer file was read.
    """

    name: str
    data: bytes = b""
    reason: str = ""
    position: int = 0


_NESTED = "is an archive inside an archive, which is not opened: unpack it first"
_NOT_PLAIN = "is a link, a device or another file that is not plain"
_BROKEN_TAR: tuple[type[Exception], ...] = (tarfile.TarError, *BROKEN)
_BROKEN_ZIP: tuple[type[Exception], ...] = (zipfile.BadZipFile, NotImplementedError, RuntimeError, *BROKEN)


def parts_of(opened: BinaryIO, limits: Limits) -> Iterator[Part]:
    """The parts of an opened file, told by its first bytes and not by its name, as they come.

    What cannot be read is a part with a reason; what came before the damage stays. Raises OSError where the
    file itself cannot be read.
    """
    head = opened.read(tarfile.BLOCKSIZE)
    opened.seek(0)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _parts_of_zip(opened, limits)
    else:
        yield from _parts_of_stream(opened, head, limits)


def _parts_of_stream(opened: BinaryIO, head: bytes, limits: Limits) -> Iterator[Part]:
    start = head
    if is_compressed(head):
        try:
            start = decompressed(opened, head).read(tarfile.BLOCKSIZE)
        except BROKEN:
            yield Part("", reason="is damaged: it cannot be unpacked", position=opened.tell())
            return
        opened.seek(0)
    stream = Bounded(decompressed(opened, head), opened, most=limits.archive, ratio=limits.ratio)
    if _is_tar(start):
        yield from _parts_of_tar(stream, opened, limits)
    else:
        yield _single(stream, opened, limits)


def _is_tar(start: bytes) -> bool:
    """Whether a file begins with the header of a tar member, by its magic (POSIX.1-2017, pax, ustar)."""
    return len(start) == tarfile.BLOCKSIZE and start[257:262] == b"ustar"


def _single(stream: Bounded, opened: BinaryIO, limits: Limits) -> Part:
    try:
        data = stream.read(limits.member + 1)
    except InputError as fault:
        return Part("", reason=fault.message, position=opened.tell())
    except BROKEN:
        return Part("", reason="is damaged or cut short: it cannot be unpacked", position=opened.tell())
    if len(data) > limits.member:
        return Part("", reason=_too_large(limits), position=opened.tell())
    return Part("", data, position=opened.tell())


def _parts_of_tar(stream: Bounded, opened: BinaryIO, limits: Limits) -> Iterator[Part]:
    try:
        with tarfile.open(fileobj=cast("BinaryIO", stream), mode="r|") as tar:
            while (info := tar.next()) is not None:
                yield from _part_of_tar(tar, info, opened, limits)
                # It would remember every member of a long archive.
                tar.members.clear()  # type: ignore[attr-defined]
        if stream.last.rstrip(b"\0") != b"" and not stream.last.endswith(b"\0" * tarfile.BLOCKSIZE):
            yield Part(
                "",
                reason="has no end mark: what follows its last whole file was not read",
                position=opened.tell(),
            )
    except InputError as fault:
        yield Part("", reason=f"{fault.message}: its other files were not read", position=opened.tell())
    except _BROKEN_TAR:
        yield Part(
            "", reason="is damaged or cut short here: its other files were not read", position=opened.tell()
        )


def _part_of_tar(
    tar: tarfile.TarFile, info: tarfile.TarInfo, opened: BinaryIO, limits: Limits
) -> Iterator[Part]:
    name = _inner(info.name)
    if info.isdir() or (name and _is_hidden(name)):
        return
    reason = _refusal(info.name, info.size, limits)
    if not reason and (not info.isreg() or info.issparse()):
        reason = _NOT_PLAIN
    content = None if reason else tar.extractfile(info)
    if content is None:
        yield Part(name or "?", reason=reason, position=opened.tell())
        return
    yield _member(name, content.read(), opened.tell())


def _parts_of_zip(opened: BinaryIO, limits: Limits) -> Iterator[Part]:
    try:
        archive = zipfile.ZipFile(opened)
    except _BROKEN_ZIP:
        yield Part("", reason="is a damaged zip archive, or is cut short")
        return
    unpacked = 0
    with archive:
        for info in archive.infolist():
            unpacked += info.file_size
            if unpacked > limits.archive:
                yield Part(
                    "", reason=f"unpacks to more than {limits.archive:,} bytes: its other files were not read"
                )
                return
            if not info.is_dir() and not _is_hidden(_inner(info.filename)):
                yield _part_of_zip(archive, info, limits)


def _part_of_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> Part:
    name, position = _inner(info.filename), info.header_offset + info.compress_size
    reason = _zip_refusal(info, limits)
    if reason:
        return Part(name or "?", reason=reason, position=position)
    try:
        with archive.open(info) as content:
            data = content.read(limits.member + 1)
    except _BROKEN_ZIP:
        return Part(name, reason="is damaged, or packed in a way that is not known", position=position)
    if len(data) > limits.member:
        return Part(name, reason=_too_large(limits), position=position)
    return _member(name, data, position)


def _zip_refusal(info: zipfile.ZipInfo, limits: Limits) -> str:
    if info.flag_bits & 0x1:
        return "is encrypted"
    if stat.S_ISLNK(info.external_attr >> 16):
        return _NOT_PLAIN
    if is_bomb(info.file_size, packed=info.compress_size, ratio=limits.ratio):
        return f"unpacks to more than {limits.ratio} times its size, as a zip bomb does"
    return _refusal(info.filename, info.file_size, limits)


def _member(name: str, data: bytes, position: int) -> Part:
    if is_compressed(data[:8]) or data.startswith(b"PK\x03\x04") or _is_tar(data[: tarfile.BLOCKSIZE]):
        return Part(name, reason=_NESTED, position=position)
    return Part(name, data, position=position)


def _refusal(name: str, size: int, limits: Limits) -> str:
    if not _inner(name):
        return "has a path that leads out of its archive"
    return _too_large(limits) if size > limits.member else ""


def _too_large(limits: Limits) -> str:
    return f"is larger than {limits.member:,} bytes: cut it in parts"


def _inner(name: str) -> str:
    """The path of a member inside its archive; empty where it leads out of it, or names nothing."""
    path = PurePosixPath(name.replace("\\", "/"))
    leads_out = path.is_absolute() or ".." in path.parts or name[1:2] == ":" or "\0" in name
    return "" if leads_out or not path.parts else str(path)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))
