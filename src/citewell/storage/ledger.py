"""The ledger: what was answered, one file each, by fingerprint; protected, or with the text.

A protected entry says that something was asked and answered, when, by which engine, packs and index; and it
recognises the question when it is given again (`request_digest`). An entry with the text may hold patient
data. The folder and its files are readable by their owner only, and symbolic links in it are not followed.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import get_ident
from typing import Protocol

import msgspec

from citewell.errors import InputError, IntegrityError, NotFound
from citewell.text.canonical import canonical_json

_FINGERPRINT = re.compile(r"[0-9a-f]{16,64}")
_SHELF = re.compile(r"[0-9a-f]{2}")
_FILE = re.compile(r"[0-9a-f]{16,64}\.json|\.[0-9a-f]{16,64}\.json\.[0-9-]+")
# Of a conversation longer than this, the beginning is not read again.
_LONGEST_CHAIN = 32
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was asked and answered: with the text, or protected, with digests in its place.

    question, facts, document: the request and the answer's document as JSON text; empty when protected.
    request, answer: their digests (`request_digest`, `document_digest`); empty with the text. after: the
    fingerprint of the answer that it follows up, "" for none. review: where the answer stood with its
    reviewers, in words, which would tell which article answered: "" when protected, or not put down.
    """

    fingerprint: str
    question: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    audience: str
    engine: str
    packs: dict[str, tuple[str, str]]
    document: str = ""
    index: str = "none"
    after: str = ""
    request: str = ""
    answer: str = ""
    review: str = ""

    @property
    def protected(self) -> bool:
        """Whether neither the question nor the answer is told."""
        return bool(self.request)


def protected(entry: Entry) -> Entry:
    """The entry without what tells its question, facts or document; a protected one is as it is."""
    if entry.protected:
        return entry
    return replace(
        entry,
        question="",
        facts={},
        document="",
        review="",
        request=request_digest(entry),
        answer=document_digest(entry.document),
    )


def without_document(entry: Entry) -> Entry:
    """The entry as a request alone: enough to follow it up, or to answer it again."""
    return replace(entry, document="")


def request_digest(entry: Entry) -> str:
    """What recognises a request: HMAC-SHA256 (RFC 2104) of all that was asked, keyed by the fingerprint.

    So the same question under two versions of a pack cannot be seen to be the same. Whoever guesses the
    very words can confirm the guess, as they can by the fingerprint itself.
    """
    asked = [entry.question, sorted(entry.facts.items()), entry.audience, entry.after]
    return hmac.digest(entry.fingerprint.encode(), canonical_json(asked), "sha256").hex()


def document_digest(document: str) -> str:
    """SHA-256 of an answer's document, in hex."""
    return hashlib.sha256(document.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger's folder, made on the first record.

    with_text: whether questions, facts and answers are kept. retention: how many days entries are kept,
    None until they are removed (`retention.expire`).
    """

    folder: Path
    with_text: bool = field(default=False, kw_only=True)
    retention: int | None = field(default=None, kw_only=True)

    def record(self, entry: Entry) -> None:
        """Keep an entry. The same answer is kept once, a protected one until the text is to be kept."""
        path = self.folder / entry.fingerprint[:2] / f"{entry.fingerprint}.json"
        if path.exists() and not (self.with_text and _lacks_text(path)):
            return
        write_entry(path, entry if self.with_text else protected(entry))

    def find(self, fingerprint: str) -> Entry:
        """The entry whose fingerprint is, or uniquely begins with, this one.

        Raises InputError for what is no fingerprint, NotFound, and IntegrityError for a damaged entry.
        """
        return read_entry(self.path(fingerprint))

    def path(self, fingerprint: str) -> Path:
        """The file of the entry that `find` would read. Raises InputError and NotFound as it does."""
        if not _FINGERPRINT.fullmatch(fingerprint):
            raise InputError("this is no fingerprint: it has 16 to 64 of the characters 0-9 a-f")
        found = [
            path for path in _entries_in(self.folder / fingerprint[:2]) if path.name.startswith(fingerprint)
        ]
        if not found:
            raise NotFound(f"no answer with the fingerprint {fingerprint} is recorded here")
        if len(found) > 1:
            raise InputError(f"{len(found)} answers begin with {fingerprint}: give more of the fingerprint")
        return found[0]

    def paths(self) -> Iterator[Path]:
        """The file of every entry, in the order of fingerprints."""
        for shelf in shelves(self.folder):
            yield from _entries_in(shelf)

    def entries(self) -> Iterator[Entry]:
        """Every entry, in the order of fingerprints. Raises IntegrityError for a damaged one."""
        for path in self.paths():
            yield read_entry(path)


def shelves(ledger: Path) -> list[Path]:
    """The folders that a ledger's files stand in, by the two characters that fingerprints begin with."""
    if not ledger.is_dir():
        return []
    with os.scandir(ledger) as found:
        names = [one.name for one in found if one.is_dir(follow_symlinks=False)]
    return [ledger / name for name in sorted(names) if _SHELF.fullmatch(name)]


def files_of(shelf: Path) -> list[Path]:
    """The ledger's own files in a shelf: entries, and what a process that was killed left of one."""
    if shelf.is_symlink() or not shelf.is_dir():
        return []
    with os.scandir(shelf) as found:
        names = [one.name for one in found if one.is_file(follow_symlinks=False)]
    return [shelf / name for name in sorted(names) if _FILE.fullmatch(name)]


def is_unfinished(path: Path) -> bool:
    """Whether one of the ledger's files is what a process has not finished, or was killed at."""
    return path.name.startswith(".")


def _entries_in(shelf: Path) -> list[Path]:
    return [path for path in files_of(shelf) if not is_unfinished(path)]


def read_entry(path: Path) -> Entry:
    """The entry in a file, of this version or an earlier one. Raises IntegrityError for a damaged one."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Entry)
    except (msgspec.DecodeError, OSError) as error:
        raise IntegrityError(f"the ledger entry {path.name} cannot be read: {error}") from error


def _lacks_text(path: Path) -> bool:
    """Whether an entry is a protected one. A damaged one is left for `Ledger.find` to tell."""
    try:
        return read_entry(path).protected
    except IntegrityError:
        return False


def write_entry(path: Path, entry: Entry, *, recorded_at: float | None = None) -> None:
    """Put an entry in its place, whole or not at all, readable by its owner alone.

    recorded_at: the time that is kept as that of its recording, in seconds since 1970; without it, now.
    """
    path.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_private(path, msgspec.json.encode(entry), modified=recorded_at)


def write_private(path: Path, data: bytes, *, modified: float | None = None) -> None:
    """Put a file in its place, whole or not at all, readable by its owner alone; a link there is replaced."""
    waiting = path.with_name(f".{path.name}.{os.getpid()}-{get_ident()}")
    descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    if modified is not None:
        os.utime(waiting, (modified, modified))
    waiting.replace(path)


class Past(Protocol):
    """Where an earlier question is found by the fingerprint of its answer."""

    def record(self, entry: Entry) -> None:
        """Put down a request."""

    def find(self, fingerprint: str) -> Entry:
        """The entry with this fingerprint. Raises as `Ledger.find` does."""


@dataclass(frozen=True, slots=True)
class Memory:
    """A ledger that is forgotten with the process: what was asked can be followed up, and nothing is kept.

    behind: a ledger to read, where there is one; it is never written to. Of an answer only the request is
    remembered.
    """

    behind: Ledger | None = None
    _entries: dict[str, Entry] = field(default_factory=dict)

    def record(self, entry: Entry) -> None:
        """Remember a request; of very many the one that was not asked for longest is forgotten."""
        self._entries.pop(entry.fingerprint, None)
        self._entries[entry.fingerprint] = without_document(entry)
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


def chain(past: Past, last: Entry) -> tuple[Entry, ...]:
    """An entry with those it follows up, the first one first; of a very long conversation the end.

    Raises as `Ledger.find` does, and NotFound where a question was not kept.
    """
    entries = [told(last)]
    while entries[-1].after and len(entries) < _LONGEST_CHAIN:
        entries.append(told(past.find(entries[-1].after)))
    return tuple(reversed(entries))


def told(entry: Entry) -> Entry:
    """The entry itself. Raises NotFound for a protected one, which does not tell its question."""
    if entry.protected:
        raise NotFound(
            f"the question of the answer {entry.fingerprint[:16]}, which this one follows up, was not kept: "
            "ask both in one `citewell chat`, or set CITEWELL_RECORD=text before the first"
        )
    return entry
