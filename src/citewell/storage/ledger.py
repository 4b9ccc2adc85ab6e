"""The ledger: every recorded answer with the request that made it, one file each, never changed.

An entry may hold patient data, so the folder and its files are readable by their owner only.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from citewell.errors import InputError, IntegrityError, NotFound

_FINGERPRINT = re.compile(r"[0-9a-f]{16,64}")
# Of a conversation longer than this, the beginning is not read again.
_LONGEST_CHAIN = 32
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A request, what answered it, and the answer's document as JSON text.

    after: the fingerprint of the answer that it follows up, "" for none.
    """

    fingerprint: str
    question: str
    facts: dict[str, str]
    audience: str
    engine: str
    packs: dict[str, tuple[str, str]]
    document: str
    index: str = "none"
    after: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger's folder, made on the first record."""

    folder: Path

    def record(self, entry: Entry) -> None:
        """Keep an entry. The same answer is kept once; a file appears whole or not at all."""
        path = self._path(entry.fingerprint)
        if path.exists():
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        waiting = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(entry))
        waiting.replace(path)

    def find(self, fingerprint: str) -> Entry:
        """The entry whose fingerprint is, or uniquely begins with, this one.

        Raises InputError for what is no fingerprint, NotFound, and IntegrityError for a damaged entry.
        """
        if not _FINGERPRINT.fullmatch(fingerprint):
            raise InputError(
                f"{fingerprint!r} is no fingerprint: it has at least 16 of the characters 0-9 a-f"
            )
        found = sorted(self.folder.glob(f"{fingerprint[:2]}/{fingerprint}*.json"))
        if not found:
            raise NotFound(f"no answer with the fingerprint {fingerprint} is recorded here")
        if len(found) > 1:
            raise InputError(f"{len(found)} answers begin with {fingerprint}: give more of the fingerprint")
        return _entry(found[0])

    def entries(self) -> Iterator[Entry]:
        """Every entry, in the order of fingerprints. Raises IntegrityError for a damaged one."""
        for path in sorted(self.folder.glob("??/*.json")):
            yield _entry(path)

    def _path(self, fingerprint: str) -> Path:
        return self.folder / fingerprint[:2] / f"{fingerprint}.json"


@dataclass(frozen=True, slots=True)
class Memory:
    """A ledger that is forgotten with the process: what was asked can be followed up, and nothing is kept.

    behind: a ledger to read, where there is one; it is never written to. Of an answer only the request is
    remembered.
    """

    behind: Ledger | None = None
    _entries: dict[str, Entry] = field(default_factory=dict)

    def record(self, entry: Entry) -> None:
        """Remember a request; of very many the oldest is forgotten."""
        self._entries[entry.fingerprint] = replace(entry, document="")
        if len(self._entries) > _MOST_REMEMBERED:
            del self._entries[next(iter(self._entries))]

    def find(self, fingerprint: str) -> Entry:
        """The entry with this fingerprint; one of the ledger behind may be named by its beginning.

        Raises as `Ledger.find` does.
        """
        if fingerprint in self._entries:
            return self._entries[fingerprint]
        if self.behind is None:
            raise NotFound(f"no answer with the fingerprint {fingerprint} was given here")
        return self.behind.find(fingerprint)


def chain(past: Ledger | Memory, last: Entry) -> tuple[Entry, ...]:
    """An entry with those it follows up, the first one first; of a very long conversation the end.

    Raises as `Ledger.find` does.
    """
    entries = [last]
    while entries[-1].after and len(entries) < _LONGEST_CHAIN:
        entries.append(past.find(entries[-1].after))
    return tuple(reversed(entries))


def _entry(path: Path) -> Entry:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Entry)
    except (msgspec.DecodeError, OSError) as error:
        raise IntegrityError(f"the ledger entry {path.name} cannot be read: {error}") from error
