"""Compressed files as streams, with a bound on what they may unpack to."""

import bz2
import gzip
import lzma
import sys
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol

from citewell.errors import InputError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


class Stream(Protocol):
    """What is read here: anything with `read`."""

    def read(self, size: int = -1, /) -> bytes:
        """The next `size` bytes at most; empty at the end."""


_RATIO_FROM = 16 * 1024 * 1024


class Bounded:
    """A stream that stops with an `InputError` where it has unpacked to more than it may.

    file: the packed file, whose position says how much of it was read. most: bytes it may unpack to.
    ratio: bytes unpacked for each byte packed, judged once enough has come for a ratio to mean anything.
    """

    def __init__(self, stream: Stream, file: BinaryIO, *, most: int, ratio: int) -> None:
        self._stream, self._file = stream, file
        self._most, self._ratio = most, ratio
        self._unpacked = 0
        self.last = b""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; `last` keeps them."""
        data = self._stream.read(size)
        self._unpacked += len(data)
        if self._unpacked > self._most:
            raise InputError(f"unpacks to more than {self._most:,} bytes")
        if is_bomb(self._unpacked, packed=self._file.tell(), ratio=self._ratio):
            raise InputError(f"unpacks to more than {self._ratio} times its size, as a zip bomb does")
        self.last = data or self.last
        return data


def is_bomb(unpacked: int, *, packed: int, ratio: int) -> bool:
    """Whether so few bytes unpack to so many that no text can be in them."""
    return unpacked > _RATIO_FROM and unpacked > ratio * max(packed, 1)


_OPENERS: tuple[tuple[bytes, Callable[[BinaryIO], Stream]], ...] = (
    (b"\x1f\x8b", lambda file: gzip.GzipFile(fileobj=file)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\x00", lzma.LZMAFile),
    (b"\x28\xb5\x2f\xfd", zstd.ZstdFile),
)

#: What the decompressors raise for bytes that are damaged, end too early or ask for too much memory.
BROKEN: tuple[type[Exception], ...] = (
    EOFError,
    OSError,
    ValueError,
    MemoryError,
    zlib.error,
    lzma.LZMAError,
    zstd.ZstdError,
)


def is_compressed(head: bytes) -> bool:
    """Whether a file that begins so is compressed as gzip, bzip2, xz or Zstandard, each by its own magic."""
    return any(head.startswith(magic) for magic, _ in _OPENERS)


def decompressed(file: BinaryIO, head: bytes) -> Stream:
    """The stream of what a compressed file holds; the file itself where it is not compressed."""
    for magic, opener in _OPENERS:
        if head.startswith(magic):
            return opener(file)
    return file
