"""A collection of texts, searched by us as a library is: one document of one passage for each text."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from citewell.engine.encoders import opened
from citewell.errors import IntegrityError
from citewell.evaluation.data import SHARED
from citewell.evaluation.suite import Bench
from citewell.model.library import BlockKind, Document, Passage
from citewell.model.sources import Source, SourceStatus, SourceType
from citewell.retrieval.index import Index, build, open_index
from citewell.retrieval.search import search

if TYPE_CHECKING:
    from citewell.retrieval.vector import Encoder


@dataclass(frozen=True, slots=True)
class Unit:
    """A text of a collection."""

    id: str
    title: str
    text: str

    @property
    def whole(self) -> str:
        """Title and text, as the baseline reads them."""
        return f"{self.title} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Searcher:
    """A collection indexed, with the encoder in use, if any."""

    index: Index
    encoder: "Encoder | None"

    def ranking(self, question: str, *, depth: int) -> list[str]:
        """The ids of the texts, best first."""
        found = search(self.index, question, documents=depth, encoder=self.encoder)
        return [hit.document for hit in found.documents]


def units_of(bench: Bench, names: Sequence[str]) -> list[Unit]:
    """The texts of collections, each id once."""
    units: dict[str, Unit] = {}
    for row in (row for name in names for row in bench.data.rows(name, split=SHARED)):
        key = str(row["_id"])
        units.setdefault(key, Unit(key, str(row.get("title") or ""), str(row["text"])))
    return list(units.values())


@contextmanager
def searcher(units: Iterable[Unit], bench: Bench) -> Iterator[Searcher]:
    """The texts indexed; the index is gone afterwards, the vectors are kept for the next run."""
    bench.work.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="index-", dir=bench.work))
    encoder = opened(bench.settings)
    try:
        yield Searcher(_built(units, folder, bench, encoder), encoder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _built(units: Iterable[Unit], folder: Path, bench: Bench, encoder: "Encoder | None") -> Index:
    documents = map(document_of, units)
    if encoder is None:
        build(documents, folder, written=bench.settings.vocabulary)
    else:
        from citewell.retrieval.encoded import Encoded

        with Encoded(bench.work / "vectors", encoder) as encoded:
            build(documents, folder, written=bench.settings.vocabulary, encoded=encoded)
    index = open_index(folder)
    if index is None:
        raise IntegrityError(f"the index that was built in {folder} is not there")
    return index


def document_of(unit: Unit) -> Document:
    """A text as a document of one passage."""
    source = Source(
        id=unit.id,
        type=SourceType.TRIAL,
        title=unit.title,
        body="",
        short="",
        year=0,
        status=SourceStatus.NOT_ESTABLISHED,
    )
    passage = Passage(n=0, start=0, end=len(unit.text), kind=BlockKind.PARAGRAPH)
    return Document(source=source, digest=unit.id, text=unit.text, passages=(passage,))
