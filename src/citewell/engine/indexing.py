"""The library's use cases: documents in, the index beside them, notices about them, and out again.

An ingest can be stopped at any moment. A document is written whole or not at all, and a file counts as in
only when its last document is; so the same command, given again, reads on where it was and doubles nothing.
"""

import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from citewell.config import Settings
from citewell.engine.publishing import Step, Watch, publish, unwatched
from citewell.engine.readers import Begun, Readers, Reading, Work
from citewell.errors import InputError, NotFound
from citewell.ingest.archives import Member, members_of
from citewell.ingest.identity import digest_of
from citewell.ingest.reader import media_of, portions
from citewell.ingest.retraction_watch import read_notices
from citewell.model.shelves import IngestReport, Refused
from citewell.storage.library import Library

__all__ = ["Step", "Watch", "ingest", "reindex", "remove", "take_notices"]

# Pieces waiting for a free reader, for each reader: enough that none idles, few enough to stay small.
_WAITING = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A piece of a file, being read. `last` says that the file ends with it."""

    origin: str
    digest: str
    share: float
    last: bool
    begun: Begun


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
        for piece, reading in _read_pieces(members, settings, refused):
            outcomes.update(shelve(piece, reading, library))
            refused += reading.refused
            watch(Step(documents=outcomes.total(), share=piece.share, doing=piece.origin))
        return IngestReport(
            added=outcomes["added"],
            replaced=outcomes["replaced"],
            known=outcomes["known"],
            refused=tuple(refused),
            fingerprint="" if dry_run else publish(settings, library, watch=watch, anew=again),
        )


def reindex(settings: Settings, *, watch: Watch = unwatched) -> str:
    """Build the index again from the library, no file being read; its fingerprint. Raises NotFound."""
    with closing(_there(settings)) as library:
        return publish(settings, library, watch=watch, anew=True)


def remove(settings: Settings, document_ids: Sequence[str]) -> str:
    """Take documents out of search and answers; the new index. Raises NotFound before anything is changed."""
    with closing(_there(settings)) as library:
        with library.transaction():
            for document_id in dict.fromkeys(document_ids):
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


def _there(settings: Settings) -> Library:
    """The library for writing, where there is one. Raises NotFound."""
    library = Library.at(settings.library)
    if library is None:
        raise NotFound("there is no library yet", hint="citewell ingest PATH makes one")
    library.close()
    return Library.open(settings.library)


def _looked_at(settings: Settings) -> Library:
    """The library as it is, for reading; an empty one in memory when there is none."""
    return Library.at(settings.library) or Library.in_memory()


def _shelved(piece: _Piece, reading: Reading, library: Library) -> Iterable[str]:
    """Write what was read, with the end of the file where it ends here, or nothing of it."""
    with library.transaction():
        outcomes = [library.add(document) for document in reading.documents]
        if piece.last and (reading.documents or not reading.refused):
            library.finish_file(piece.digest, piece.origin)
    return outcomes


def _tried(piece: _Piece, reading: Reading, library: Library) -> Iterable[str]:  # noqa: ARG001 - as _shelved
    return [library.outcome(document) for document in reading.documents]


def _new_to(
    library: Library, members: Iterable[Member | Refused], outcomes: Counter[str]
) -> Iterator[Member | Refused]:
    """The members less those that went in whole before, whose documents are counted as known."""
    for member in members:
        known = library.documents_of(digest_of(member.data)) if isinstance(member, Member) else None
        if known is None:
            yield member
        else:
            outcomes["known"] += known


def _read_pieces(
    members: Iterable[Member | Refused], settings: Settings, refused: list[Refused]
) -> Iterator[tuple[_Piece, Reading]]:
    """The pieces of all files in order, the readers working ahead; what is refused is put down."""
    cores = os.cpu_count() or 1
    waiting: deque[_Piece] = deque()
    with Readers(settings, processes=cores) as readers:
        for member in members:
            if isinstance(member, Refused):
                refused.append(member)
                continue
            for piece in _begun(member, readers):
                waiting.append(piece)
                while len(waiting) > _WAITING * cores:
                    yield _done(waiting.popleft(), readers)
        while waiting:
            yield _done(waiting.popleft(), readers)


def _done(piece: _Piece, readers: Readers) -> tuple[_Piece, Reading]:
    return piece, readers.outcome(piece.begun)


def _begun(member: Member, readers: Readers) -> Iterator[_Piece]:
    """The pieces of a file, each handed to a reader."""
    media = media_of(member.origin, member.data)
    digest = digest_of(member.data)
    pieces = list(portions(member.data, media))
    for n, piece in enumerate(pieces, start=1):
        yield _Piece(
            origin=member.origin,
            digest=digest,
            share=member.progress,
            last=n == len(pieces),
            begun=readers.begin(Work(portion=piece, origin=member.origin, media=media)),
        )
