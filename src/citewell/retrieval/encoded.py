"""The vectors of texts kept by content, so that no text is encoded twice.

One file for each encoder, named by its fingerprint: records of a text's key, a check of the record, and the
vector, appended in batches that are flushed to the disk. A record that was torn or damaged counts as not
there; whoever is stopped while encoding has lost the last batch at most. The file may be deleted at any time.
"""

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from citewell.retrieval.vector import Encoder

_KEY = 16
_CHECK = 4
# How many texts an encoder is given at once, and after how many vectors they are put on the disk.
_TEXTS_AT_ONCE = 1024
_CHARACTERS_AT_ONCE = 4_000_000
_WRITTEN_AT_ONCE = 128
_READ_AT_ONCE = 4096


def key_of(text: str) -> bytes:
    """What a text is known by: its BLAKE2b digest of 16 bytes."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_KEY).digest()


class Encoded:
    """The vectors that an encoder has made, in a folder. One process at a time may hold it open."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.encoder = encoder
        self._path = folder / f"{encoder.fingerprint}.vectors"
        self._size = _KEY + _CHECK + encoder.dimensions
        self._file = self._path.open("a+b")
        self._numbers: dict[bytes, int] = {}
        self._asked: set[int] = set()
        self._records = 0
        self._read()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        """How many texts it has the vectors of."""
        return len(self._numbers)

    def unknown(self, texts: Iterable[str]) -> set[bytes]:
        """The keys of those of the texts that were not encoded yet."""
        return {key for text in texts if (key := key_of(text)) not in self._numbers}

    def take(self, texts: Iterable[str]) -> Iterator[int]:
        """Encodes those of the texts that were not yet: every while, how many have been and are kept.

        The texts are read as they are encoded, some hundreds ahead.
        """
        before = len(self)
        for batch in self._batches(texts):
            for _ in self._encode(batch):
                yield len(self) - before
            yield len(self) - before

    def numbers(self, texts: Sequence[str]) -> list[int]:
        """The numbers that the vectors of the texts stand under, encoded now where they are not known."""
        for _ in self.take(texts):
            pass
        found = [self._numbers[key_of(text)] for text in texts]
        self._asked.update(found)
        return found

    def vector(self, number: int) -> bytes:
        """The vector that stands under a number."""
        self._file.seek(number * self._size + _KEY + _CHECK)
        return self._file.read(self.encoder.dimensions)

    def prune(self) -> None:
        """Drops what was not asked for since it was opened, where that is more than half. Numbers change."""
        if self._records <= 2 * max(len(self._asked), _TEXTS_AT_ONCE):
            return
        fresh = self._path.with_suffix(".new")
        with fresh.open("wb") as file:
            for number in sorted(self._asked):
                self._file.seek(number * self._size)
                file.write(self._file.read(self._size))
            file.flush()
            os.fsync(file.fileno())
        self._file.close()
        fresh.replace(self._path)
        self._file = self._path.open("a+b")
        self._asked.clear()
        self._read()

    def _read(self) -> None:
        """Reads the keys of what is whole, and cuts off the end of what is not."""
        self._numbers.clear()
        self._records = self._path.stat().st_size // self._size
        self._file.truncate(self._records * self._size)
        self._file.seek(0)
        number = 0
        while portion := self._file.read(self._size * _READ_AT_ONCE):
            for start in range(0, len(portion), self._size):
                record = portion[start : start + self._size]
                if _is_whole(record):
                    self._numbers[record[:_KEY]] = number
                number += 1

    def _batches(self, texts: Iterable[str]) -> Iterator[Mapping[bytes, str]]:
        """The texts that are not known by their keys, as many as are encoded at once."""
        batch: dict[bytes, str] = {}
        characters = 0
        for text in texts:
            key = key_of(text)
            if key in self._numbers or key in batch:
                continue
            batch[key] = text
            characters += len(text)
            if len(batch) == _TEXTS_AT_ONCE or characters > _CHARACTERS_AT_ONCE:
                yield batch
                batch, characters = {}, 0
        if batch:
            yield batch

    def _encode(self, batch: Mapping[bytes, str]) -> Iterator[None]:
        """Encodes a batch, with a pause each time some of it has been written."""
        made: dict[bytes, bytes] = {}
        try:
            for key, vector in zip(batch, self.encoder.passages(list(batch.values())), strict=True):
                made[key] = vector
                if len(made) == _WRITTEN_AT_ONCE:
                    written, made = made, {}
                    self._write(written)
                    yield
        finally:
            # What was encoded before it was stopped is kept.
            self._write(made)

    def _write(self, made: Mapping[bytes, bytes]) -> None:
        self._file.seek(0, os.SEEK_END)
        for key, vector in made.items():
            if len(vector) != self.encoder.dimensions:
                raise ValueError(f"{self.encoder.name} gave {len(vector)} bytes for one vector")
            self._file.write(_record(key, vector))
        self._file.flush()
        os.fsync(self._file.fileno())
        for key in made:
            self._numbers[key] = self._records
            self._records += 1


def _record(key: bytes, vector: bytes) -> bytes:
    return key + zlib.crc32(key + vector).to_bytes(_CHECK, "little") + vector


def _is_whole(record: bytes) -> bool:
    return record == _record(record[:_KEY], record[_KEY + _CHECK :])
