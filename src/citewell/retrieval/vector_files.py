"""The vectors of an index on disk: files in a folder of their own, made once and then only read.

rows.i8: the vectors of all units, row by row; the units of a document in their order, the documents in the
order of their ids, so that the row of a unit is its place among equals. places.i32: of each row the number
of its document and the ordinals of its first and last passage. offsets.i32: of each document, by number, its
first row and the row after its last. near.usearch: an index for approximate search, where there are many
rows. about.json: by which encoder, and how many.
"""

import hashlib
import mmap
import os
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from citewell.model.library import Document
from citewell.retrieval import units
from citewell.retrieval.encoded import Encoded

FOLDER = "vectors"
ABOUT = "about.json"
ROWS = "rows.i8"
PLACES = "places.i32"
OFFSETS = "offsets.i32"
NEAR = "near.usearch"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the vectors are. digest: SHA-256 of the rows, in hexadecimal digits."""

    encoder: str
    fingerprint: str
    dimensions: int
    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class _Placed:
    """A document's units: its id and number, where their vectors are kept, and their passages in pairs."""

    id: str
    number: int
    kept: "array[int]"
    passages: "array[int]"


class VectorWriting:
    """The vectors of a new index while its documents are read: only their places are held in memory."""

    def __init__(self, encoded: Encoded) -> None:
        self._encoded = encoded
        self._placed: list[_Placed] = []

    def add(self, document: Document) -> None:
        """Places the units of the document that is numbered next; what was not encoded yet is, now."""
        found = list(units.units(document))
        kept = array("q", self._encoded.numbers([unit.text for unit in found]))
        passages = array("i", (n for unit in found for n in (unit.first, unit.last)))
        self._placed.append(_Placed(document.source.id, len(self._placed), kept, passages))

    def write(self, folder: Path) -> bytes:
        """Writes the files; a digest of encoder, units and vectors, whatever order the documents came in."""
        folder.mkdir()
        ordered = sorted(self._placed, key=lambda placed: placed.id)
        rows, count = self._write_rows(ordered, folder / ROWS)
        _write_places(ordered, folder)
        encoder = self._encoded.encoder
        about = About(
            encoder=encoder.name,
            fingerprint=encoder.fingerprint,
            dimensions=encoder.dimensions,
            count=count,
            digest=rows,
        )
        (folder / ABOUT).write_bytes(msgspec.json.encode(about))
        return _digest(about, ordered)

    def _write_rows(self, ordered: list[_Placed], path: Path) -> tuple[str, int]:
        whole = hashlib.sha256()
        count = 0
        with path.open("wb") as file:
            for placed in ordered:
                for number in placed.kept:
                    vector = self._encoded.vector(number)
                    whole.update(vector)
                    file.write(vector)
                count += len(placed.kept)
            file.flush()
            os.fsync(file.fileno())
        return whole.hexdigest(), count


def read_about(folder: Path) -> About | None:
    """What the vectors in the folder are; None where there are none. Raises msgspec.DecodeError."""
    try:
        return msgspec.json.decode((folder / ABOUT).read_bytes(), type=About)
    except FileNotFoundError:
        return None


def mapped(path: Path, kind: str, columns: int) -> Any:
    """A file of numbers as a table; memory-mapped, so that what is not looked at is not read."""
    import numpy as np

    size = path.stat().st_size
    if size == 0:
        return np.empty((0, columns), dtype=kind)
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    count = size // (np.dtype(kind).itemsize * columns)
    return np.frombuffer(data, dtype=kind, count=count * columns).reshape(count, columns)


def _write_places(ordered: list[_Placed], folder: Path) -> None:
    offsets = array("i", bytes(8 * len(ordered)))
    row = 0
    with (folder / PLACES).open("wb") as file:
        for placed in ordered:
            places = array("i", _places(placed))
            file.write(_little(places))
            offsets[2 * placed.number] = row
            row += len(placed.kept)
            offsets[2 * placed.number + 1] = row
    (folder / OFFSETS).write_bytes(_little(offsets))


def _places(placed: _Placed) -> Iterator[int]:
    for n in range(0, len(placed.passages), 2):
        yield from (placed.number, placed.passages[n], placed.passages[n + 1])


def _little(numbers: "array[int]") -> bytes:
    """The numbers as every machine reads them."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def _digest(about: About, ordered: list[_Placed]) -> bytes:
    whole = hashlib.sha256(f"{about.fingerprint} {about.dimensions} {about.digest}\n".encode())
    for placed in ordered:
        whole.update(hashlib.sha256(f"{placed.id}\n".encode() + _little(placed.passages)).digest())
    return whole.digest()
