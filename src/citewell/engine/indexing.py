"""The library's use cases: documents in, the index beside them, notices about them, and out again.

An ingest can be stopped at any moment. A document is written whole or not at all, and a file counts as in
only when its last document is; so the same command, given again, reads on where it was and doubles nothing.
"""

import hashlib
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

from citewell.config import Settings
from citewell.errors import InputError
from citewell.guidelines.cache import load_compiled_systems
from citewell.ingest.archives import Member, members_of
from citewell.ingest.archives import Refused as Unread
from citewell.ingest.reader import Media, Portion, media_of, portions, read
from citewell.ingest.recommendations import recommendations_of
from citewell.ingest.retraction_watch import read_notices
from citewell.model.grades import GradingSystem
from citewell.model.shelves import IngestReport, Refused
from citewell.retrieval import index
from citewell.storage.library import Library
from citewell.storage.records import Packed, packed

# Pieces waiting for a free reader, for each reader: enough that none idles, few enough to stay small.
_WAITING = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far an ingest has come: documents so far, the share of the input that was read (0 to 1)."""

    documents: int
    share: float
    doing: str


Watch = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was in a piece of a file: documents ready to be written, and what could not be read."""

    documents: tuple[Packed, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A piece of a file, being read. `last` says that the file ends with it."""

    origin: str
    digest: str
    share: float
    last: bool
    reading: "Future[_Reading]"


def ingest(
    settings: Settings,
    paths: Sequence[Path],
    *,
    watch: Watch,
    dry_run: bool = False,
    again: bool = False,
) -> IngestReport:
    """Bring the documents at `paths` into the library and publish its index anew.

    Raises InputError when a path does not exist; whatever else cannot be read is in the report.
    With dry_run everything is read and nothing is written; with `again` also files that went in before are
    read, as a newer version of Citewell may read them better.
    """
    with closing(_looked_at(settings) if dry_run else Library.open(settings.library)) as library:
        outcomes: Counter[str] = Counter()
        refused: list[Refused] = []
        shelve = _tried if dry_run else _shelved
        members = members_of(paths) if again else _new_to(library, members_of(paths), outcomes)
        for piece in _pieces(members, settings, refused):
            reading = piece.reading.result()
            outcomes.update(shelve(piece, reading, library))
            refused += reading.refused
            watch(Step(documents=outcomes.total(), share=piece.share, doing=piece.origin))
        watch(Step(documents=outcomes.total(), share=1.0, doing="building the index"))
        return IngestReport(
            added=outcomes["added"],
            replaced=outcomes["replaced"],
            known=outcomes["known"],
            refused=tuple(refused),
            fingerprint="" if dry_run else publish(settings, library),
        )


def publish(settings: Settings, library: Library) -> str:
    """Build the index over the library as it is now and put it in place; its fingerprint."""
    return index.build(library.documents(), settings.index, written=settings.vocabulary)


def remove(settings: Settings, document_ids: Sequence[str]) -> str:
    """Take documents out of search and answers; the new index. Raises NotFound before anything is changed."""
    with closing(Library.open(settings.library)) as library:
        for document_id in document_ids:
            library.description(document_id)
        for document_id in document_ids:
            library.remove(document_id)
        return publish(settings, library)


def take_notices(settings: Settings, path: Path) -> tuple[int, tuple[Refused, ...]]:
    """Take in a list of retractions (Retraction Watch CSV): how many were new, and what could not be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from None
    notices, refused = read_notices(data, origin=path.name)
    with closing(Library.open(settings.library)) as library:
        with library.transaction():
            added = library.add_notices(notices)
        if added:
            publish(settings, library)
    return added, refused


def _looked_at(settings: Settings) -> Library:
    """The library as it is, for reading; an empty one in memory when there is none."""
    return Library.at(settings.library) or Library.in_memory()


def _shelved(piece: _Piece, reading: _Reading, library: Library) -> Iterable[str]:
    """Write what was read, with the end of the file where it ends here, or nothing of it."""
    with library.transaction():
        outcomes = [library.add(document) for document in reading.documents]
        if piece.last and (reading.documents or not reading.refused):
            library.finish_file(piece.digest, piece.origin)
    return outcomes


def _tried(piece: _Piece, reading: _Reading, library: Library) -> Iterable[str]:  # noqa: ARG001 - as _shelved
    return [library.outcome(document) for document in reading.documents]


def _new_to(
    library: Library, members: Iterable[Member | Unread], outcomes: Counter[str]
) -> Iterator[Member | Unread]:
    """The members less those that went in whole before, whose documents are counted as known."""
    for member in members:
        known = library.documents_of(_digest(member.data)) if isinstance(member, Member) else None
        if known is None:
            yield member
        else:
            outcomes["known"] += known


def _pieces(
    members: Iterable[Member | Unread], settings: Settings, refused: list[Refused]
) -> Iterator[_Piece]:
    """The pieces of all files in order, the readers working ahead; what is refused is put down."""
    cores = os.cpu_count() or 1
    waiting: deque[_Piece] = deque()
    # Started afresh ("spawn"): a reader shares nothing with this process, its database least of all.
    with ProcessPoolExecutor(max_workers=cores, mp_context=get_context("spawn")) as readers:
        for member in members:
            if isinstance(member, Member):
                waiting += _submitted(member, readers, settings)
            else:
                refused.append(Refused(member.origin, member.reason))
            while len(waiting) > _WAITING * cores:
                yield waiting.popleft()
        yield from waiting


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _submitted(member: Member, readers: ProcessPoolExecutor, settings: Settings) -> Iterator[_Piece]:
    """The pieces of a file, each handed to a reader."""
    media = media_of(member.origin, member.data)
    pieces = list(portions(member.data, media))
    for n, piece in enumerate(pieces, start=1):
        yield _Piece(
            origin=member.origin,
            digest=_digest(member.data),
            share=member.progress,
            last=n == len(pieces),
            reading=readers.submit(_read, piece, member.origin, media, settings.grading, settings.cache),
        )


def _read(piece: Portion, origin: str, media: Media, grading: Path, cache: Path) -> _Reading:
    """Read a piece of a file: the work of a reader's process."""
    systems = _systems(grading, cache)
    documents, refused = [], []
    try:
        for found in read(piece.data, origin=origin, media=media, line=piece.line):
            if isinstance(found, Refused):
                refused.append(found)
            else:
                documents.append(packed(replace(found, recommendations=recommendations_of(found, systems))))
    except InputError as fault:
        reason = f"{fault.message} ({fault.hint})" if fault.hint else fault.message
        refused.append(Refused(origin, reason.removeprefix(f"{origin}: ")))
    return _Reading(tuple(documents), tuple(refused))


@lru_cache(maxsize=1)
def _systems(grading: Path, cache: Path) -> Mapping[str, GradingSystem]:
    """The grading systems, loaded once in each reader's process."""
    return load_compiled_systems(grading, cache)
