"""The identifiers of the documents by their number in the index, read from disk as they are asked for."""

import mmap
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

_NAMES = "identifiers.txt"
_OFFSETS = "identifiers.offsets"


def write(identifiers: Sequence[str], folder: Path) -> None:
    """Writes the identifiers; the number of each is its place in the sequence."""
    ends = array("Q", [0])
    with (folder / _NAMES).open("wb") as file:
        for identifier in identifiers:
            ends.append(ends[-1] + file.write(identifier.encode()))
    (folder / _OFFSETS).write_bytes(ends.tobytes())


class Identifiers:
    """The identifiers that `write` wrote; memory-mapped: a large library costs what is read of it."""

    def __init__(self, folder: Path) -> None:
        self._names = _mapped(folder / _NAMES)
        self._ends = memoryview(_mapped(folder / _OFFSETS)).cast("Q")

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        """The identifier of the document of that number; IndexError where there is none."""
        return bytes(self._names[self._ends[number] : self._ends[number + 1]]).decode()

    def number_of(self, identifier: str) -> int | None:
        """The number of the document with the identifier; None where there is none. Linear in all names."""
        name = identifier.encode()
        at = self._names.find(name)
        while at >= 0:
            number = bisect_left(self._ends, at, 0, len(self))
            if number < len(self) and (at, at + len(name)) == tuple(self._ends[number : number + 2]):
                return number
            at = self._names.find(name, at + 1)
        return None


def _mapped(file: Path) -> mmap.mmap | bytes:
    if not file.stat().st_size:
        return b""
    with file.open("rb") as opened:
        return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
