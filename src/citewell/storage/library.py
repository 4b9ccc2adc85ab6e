"""The library: ingested documents with their passages, recommendations and notices, in one SQLite file.

A document's text never changes once it is stored: an edited file becomes a new version, and the one before it
is kept, so that a quote of an older answer can still be read at its span. What is "live" is the newest
version of each document; search and answers see only that.
"""

import json
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from citewell.errors import NotFound
from citewell.model.library import Document, FoundRecommendation, Notice, NoticeKind
from citewell.model.shelves import Evidence, LibraryCounts
from citewell.model.sources import SourceStatus
from citewell.storage import form
from citewell.storage.database import Database, alone
from citewell.storage.records import (
    Packed,
    document_from,
    passage_from,
    recommendation_from,
)

# What a notice makes of the source it is about; a correction leaves the source as it is.
_MADE = {NoticeKind.RETRACTED: SourceStatus.RETRACTED, NoticeKind.UPDATED: SourceStatus.SUPERSEDED}


def status_after(notices: Iterable[Notice], *, before: SourceStatus) -> SourceStatus:
    """Where a source stands after the notices about it, in their order; the last that says so decides."""
    for notice in notices:
        before = _MADE.get(notice.kind, before)
    return before


class Library:
    """The library's file. Reading never changes it; every change is a transaction.

    database: the file itself, for what is kept beside the documents (`storage.form`).
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def open(cls, path: Path) -> "Library":
        """The library at this path for writing, made when it is not there.

        Raises InputError for a file of another form, IntegrityError for one that cannot be read, OSError for
        one that cannot be written.
        """
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = Database.open(path, write=True)
        if not form.is_whole(database):
            with alone(path.with_suffix(".lock")):
                form.lay_out(database)
        return cls(database)

    @classmethod
    def at(cls, path: Path) -> "Library | None":
        """The library at this path for reading; None when there is none yet. Raises as `open`."""
        if not path.is_file():
            return None
        database = Database.open(path, write=False)
        if not form.is_laid_out(database):
            database.close()
            return None
        return cls(database)

    @classmethod
    def in_memory(cls) -> "Library":
        """A library that is gone when it is closed: what is only tried is tried on this."""
        database = Database.in_memory()
        form.lay_out(database)
        return cls(database)

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside is written, or nothing is."""
        return self.database.transaction()

    def snapshot(self) -> AbstractContextManager[None]:
        """What is read inside is the library at one moment, whatever others write meanwhile."""
        return self.database.snapshot()

    def documents_of(self, digest: str) -> int | None:
        """How many documents the file with these bytes brought when it went in whole; None when it is new."""
        row = self.database.row("select documents from files where digest = ?", digest)
        return int(row[0]) if row else None

    def finish_file(self, digest: str, origin: str) -> None:
        """Put down that a file went in whole."""
        self.database.rows(
            "insert or replace into files select ?, ?, count(*) from documents where live and origin = ?",
            digest,
            origin,
            origin,
        )

    def outcome(self, packed: Packed) -> str:
        """What adding a document is: "added", "known" (its bytes are in) or "replaced" (a newer version)."""
        if self.database.row("select 1 from documents where contents = ? and live", packed.contents):
            return "known"
        return "replaced" if self._version_before(packed) else "added"

    def add(self, packed: Packed) -> str:
        """Add a document; what it was (see `outcome`). Belongs into a transaction."""
        outcome = self.outcome(packed)
        if outcome == "known":
            return outcome
        taken = self.database.row("select 1 from documents where id = ? and live", packed.id)
        if taken and outcome == "added":
            packed = packed.renamed(f"{packed.id}-{packed.contents[:8]}")
        self.database.rows("update documents set live = 0 where id = ? and live", packed.id)
        self._insert(packed)
        self.add_notices(packed.notices)
        return outcome

    def _version_before(self, packed: Packed) -> bool:
        """Whether a live document is an earlier version: the id is a register's, or the file is the same."""
        before = self.database.row("select origin from documents where id = ? and live", packed.id)
        return before is not None and (packed.registered or before[0] == packed.origin)

    def _insert(self, packed: Packed) -> None:
        row = (packed.id, packed.contents, packed.origin, packed.pmid, packed.doi, packed.record, packed.text)
        number = self.database.insert(
            "insert into documents (id, contents, origin, pmid, doi, record, text, live) "
            "values (?, ?, ?, ?, ?, ?, ?, 1)",
            *row,
        )
        self.database.run_many(
            "insert into passages values (?, ?, ?)", ((number, n, record) for n, record in packed.passages)
        )
        self.database.run_many(
            "insert into recommendations values (?, ?, ?, ?, ?)",
            ((number, *row) for row in packed.recommendations),
        )
        form.revise(self.database)

    def add_notices(self, notices: Iterable[Notice]) -> int:
        """Add notices about sources, whether the sources are here or not; the number that were new."""
        rows = [(n.kind.value, n.pmid, n.doi.casefold(), n.date, n.text) for n in notices]
        added = self.database.run_many("insert or ignore into notices values (?, ?, ?, ?, ?)", rows)
        if added:
            form.revise(self.database)
        return added

    def remove(self, document_id: str) -> None:
        """Take a document out of search and answers, with the record of its file; its text is kept."""
        found = self.database.row("select number, origin from documents where id = ? and live", document_id)
        if found is None:
            raise NotFound(f"the library has no document {document_id!r}")
        with self.transaction():
            self.database.rows("update documents set live = 0 where number = ?", found[0])
            self.database.rows("delete from files where origin = ?", found[1])
            form.revise(self.database)

    def counts(self) -> LibraryCounts:
        """How much is live in the library."""
        return LibraryCounts(
            sources=self._count("select count(*) from documents where live"),
            passages=self._count(
                "select count(*) from passages join documents on number = document where live"
            ),
            recommendations=self._count(
                "select count(*) from recommendations join documents on number = document where live"
            ),
            notices=self._count("select count(*) from notices"),
        )

    def ids(self) -> tuple[str, ...]:
        """The ids of the live documents, in order."""
        rows = self.database.rows("select id from documents where live order by id")
        return tuple(row[0] for row in rows)

    def documents(self) -> Iterator[Document]:
        """The live documents, whole, in order of id."""
        for document_id in self.ids():
            yield self.document(document_id)

    def document(self, document_id: str) -> Document:
        """One live document, whole, its status as the notices leave it. Raises NotFound."""
        row = self.database.row(
            "select number, record, text from documents where id = ? and live", document_id
        )
        if row is None:
            raise NotFound(f"the library has no document {document_id!r}")
        number, record, text = row
        passages = self.database.rows("select n, record from passages where document = ? order by n", number)
        recommendations = self.database.rows(
            "select n, first, last, record from recommendations where document = ? order by n", number
        )
        document = document_from(
            record,
            text=text,
            passages=tuple(passage_from(*row) for row in passages),
            recommendations=tuple(recommendation_from(*row) for row in recommendations),
        )
        return self._noticed(document)

    def description(self, document_id: str) -> Document:
        """What is known of a live document, without text, passages and recommendations. Raises NotFound."""
        row = self.database.row("select record from documents where id = ? and live", document_id)
        if row is None:
            raise NotFound(f"the library has no document {document_id!r}")
        return self._noticed(document_from(row[0], text="", passages=(), recommendations=()))

    def evidence(self, wanted: Sequence[tuple[str, int]]) -> tuple[Evidence, ...]:
        """The passages named (document id, ordinal), each with the recommendations it stands in or holds."""
        asked: dict[str, set[int]] = {}
        for document_id, n in wanted:
            asked.setdefault(document_id, set()).add(n)
        found = {(e.document, e.passage.n): e for e in self._evidence(asked)}
        return tuple(found[place] for place in dict.fromkeys(wanted) if place in found)

    def _evidence(self, asked: Mapping[str, Collection[int]]) -> Iterator[Evidence]:
        """What is asked of the documents, by id, in two queries."""
        ordered = {document_id: sorted(ns) for document_id, ns in asked.items()}
        places = json.dumps(ordered)
        recommendations: dict[str, list[FoundRecommendation]] = {}
        for document_id, n, first, last, record in self.database.rows(
            "select documents.id, n, first, last, recommendations.record from json_each(?) as wanted "
            "cross join documents on documents.id = wanted.key and live "
            "cross join recommendations on document = number order by documents.id, n",
            places,
        ):
            # Which stand in a passage asked for is told sooner here than by the database.
            ns = ordered[document_id]
            at = bisect_left(ns, first)
            if at < len(ns) and ns[at] <= last:
                found = recommendation_from(n, first, last, record)
                recommendations.setdefault(document_id, []).append(found)
        for document_id, n, record in self.database.rows(
            "select documents.id, n, passages.record from json_each(?) as wanted "
            "cross join documents on documents.id = wanted.key and live "
            "cross join json_each(wanted.value) as place "
            "cross join passages on document = number and n = place.value",
            places,
        ):
            own = recommendations.get(document_id, ())
            yield Evidence(
                document=document_id,
                passage=passage_from(n, record),
                recommendations=tuple(r for r in own if r.passages[0] <= n <= r.passages[1]),
            )

    def passages_under(self, document_id: str, words: Sequence[str], *, most: int) -> tuple[int, ...]:
        """The ordinals of a live document's first passages in sections whose name holds one of the words.

        words: as they are printed.
        """
        rows = self.database.rows(
            "select n from documents join passages on document = number where id = ? and live and "
            "exists (select 1 from json_each(?) where instr(passages.record, cast(value as blob))) "
            "order by n limit ?",
            document_id,
            json.dumps(words, ensure_ascii=False),
            most,
        )
        return tuple(row[0] for row in rows)

    def graded_by(self, document_id: str, system: str) -> tuple[int, ...]:
        """Where a live document's recommendations of a grading system begin: the ordinals of passages."""
        rows = self.database.rows(
            "select first from documents join recommendations on document = number where id = ? and live and "
            "instr(recommendations.record, cast(? as blob)) order by n",
            document_id,
            system,
        )
        return tuple(row[0] for row in rows)

    def text(self, document_id: str) -> str:
        """The whole text of a live document; empty when there is none."""
        row = self.database.row("select text from documents where id = ? and live", document_id)
        return str(row[0]) if row else ""

    def notices_about(self, *, pmid: str, doi: str) -> tuple[Notice, ...]:
        """The notices about a source, here or not, in order of date. An empty identifier names none."""
        rows = self.database.rows(
            "select kind, pmid, doi, date, text from notices "
            "where (pmid != '' and pmid = ?) or (doi != '' and doi = ?) order by date, kind, text",
            pmid,
            doi.casefold(),
        )
        return tuple(
            Notice(kind=NoticeKind(kind), pmid=of, doi=as_doi, date=date, text=text)
            for kind, of, as_doi, date, text in rows
        )

    def has_held(self, document_id: str) -> bool:
        """Whether a document of this id was ever in the library, be it that it was taken out since."""
        return self.database.row("select 1 from documents where id = ?", document_id) is not None

    def _noticed(self, document: Document) -> Document:
        """The document with the status that the notices about it give it."""
        source = document.source
        notices = self.notices_about(pmid=source.pmid, doi=source.doi)
        told = (source.status_note, *(notice.words for notice in notices))
        source = replace(
            source,
            status=status_after(notices, before=source.status),
            status_note="; ".join(part for part in told if part),
        )
        return replace(document, source=source)

    def _count(self, query: str) -> int:
        return int(self.database.row(query)[0])
