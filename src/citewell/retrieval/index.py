"""The library's index: built beside the live one, published at once, opened by readers.

A folder holds one index under its fingerprint, and a file that names the live one. Readers follow the file;
whatever else stands in the folder is what a killed build has left and the next one removes. One process at
a time may build; any number may read.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec
import tantivy

from citewell.errors import IntegrityError
from citewell.model.library import Document
from citewell.retrieval import identifiers, schema, vector_files, vocabulary
from citewell.retrieval.encoded import Encoded
from citewell.retrieval.graph import write_graph
from citewell.retrieval.vector import Encoder
from citewell.retrieval.vector_files import VectorWriting
from citewell.retrieval.vectors import Vectors
from citewell.retrieval.vocabulary import Topics, Vocabulary
from citewell.retrieval.writing import Writing

_LIVE = "LIVE"
_UNFINISHED = ".unfinished"
_APART = "."
_VOCABULARY = "vocabulary.json"
_TOPICS = "topics.json"
_FINGERPRINT_LENGTH = 32
# The index may be replaced between reading its name and opening it.
_TRIES = 3
_MOST_STEMS_KEPT = 65536
_MOST_TITLES_KEPT = 2048


@dataclass(frozen=True)
class Index:
    """A published index; what is not asked for is not read."""

    fingerprint: str
    folder: Path

    @property
    def sources(self) -> int:
        """How many documents it holds."""
        return len(self.identifiers)

    @property
    def terms(self) -> int:
        """How many abbreviations, conditions and interventions it has learnt."""
        topics = self.topics
        return len(self.vocabulary.abbreviations) + len(topics.conditions) + len(topics.interventions)

    def frequency(self, stem: str) -> int:
        """In how many documents a stem stands."""
        return self.documents.searcher.doc_freq(schema.WORDS, stem)

    def stems_of(self, words: Iterable[str]) -> Iterator[str]:
        """The stems of single words; those of words seen before are kept, as they come again."""
        known = self._stems
        if len(known) > _MOST_STEMS_KEPT:
            known.clear()
        for word in words:
            if word not in known:
                known[word] = tuple(self.analyzer.analyze(word))
            yield from known[word]

    @cached_property
    def _stems(self) -> dict[str, tuple[str, ...]]:
        return {}

    def stems_in(self, text: str) -> frozenset[str]:
        """The stems of a text such as a title; those of texts seen before are kept, as they come again."""
        known = self._stems_in
        if len(known) > _MOST_TITLES_KEPT:
            known.clear()
        if text not in known:
            known[text] = frozenset(self.analyzer.analyze(text))
        return known[text]

    @cached_property
    def _stems_in(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def newest(self) -> int:
        """The year of its newest document; 0 where it holds none, or none that is dated."""
        every = tantivy.Query.all_query()
        hits = self.documents.searcher.search(every, 1, count=False, order_by_field="year").hits
        return self.documents.numbers("year", [address for _, address in hits])[0] if hits else 0

    @cached_property
    def documents(self) -> "Collection":
        """The whole documents."""
        return Collection(self.folder / schema.DOCUMENTS)

    @cached_property
    def passages(self) -> "Collection":
        """The passages."""
        return Collection(self.folder / schema.PASSAGES)

    @cached_property
    def identifiers(self) -> identifiers.Identifiers:
        """The identifiers of the documents, by number."""
        return identifiers.Identifiers(self.folder)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What a query's words may also stand for."""
        return vocabulary.read_vocabulary(self.folder / _VOCABULARY)

    @cached_property
    def topics(self) -> Topics:
        """The conditions and interventions that the documents list."""
        return vocabulary.read_topics(self.folder / _TOPICS)

    @cached_property
    def vectors(self) -> Vectors | None:
        """The vectors of its units; None where there are none or they cannot be searched here.

        Raises IntegrityError and msgspec.DecodeError where they are damaged.
        """
        found = Vectors.open(self.folder / vector_files.FOLDER)
        if found is not None and found.documents != self.sources:
            raise IntegrityError(
                f"The vectors in {self.folder} are of other documents.", hint="Build it again."
            )
        return found

    def vectors_by(self, encoder: Encoder | None) -> Vectors | None:
        """The vectors, where this encoder made them; what another made is not opened. Raises as `vectors`."""
        about = self.about_vectors if encoder else None
        return self.vectors if encoder and about and about.fingerprint == encoder.fingerprint else None

    @cached_property
    def about_vectors(self) -> vector_files.About | None:
        """What its vectors are; None where there are none. Raises msgspec.DecodeError."""
        return vector_files.read_about(self.folder / vector_files.FOLDER)

    @cached_property
    def analyzer(self) -> tantivy.TextAnalyzer:
        """How words are cut and stemmed."""
        return schema.english()


class Collection:
    """One tantivy index opened for reading, as it stood when it was opened."""

    def __init__(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder))
        schema.register(index)
        index.config_reader(reload_policy="manual")
        self.schema = index.schema
        self.searcher = index.searcher()

    def numbers(self, field: str, addresses: list[tantivy.DocAddress]) -> list[int]:
        """The number that each unit has in the field."""
        return [int(value or 0) for value in self.searcher.fast_field_values(field, addresses)]

    @property
    def size(self) -> int:
        """How many documents or passages it holds."""
        return self.searcher.num_docs


def build(
    documents: Iterable[Document],
    folder: Path,
    *,
    written: Path | None = None,
    encoded: Encoded | None = None,
) -> str:
    """Builds the index of the documents, publishes it and gives its fingerprint.

    The documents are read once, one at a time. written: a folder of vocabulary that was written for every
    library. encoded: what keeps the vectors of their units; what it has not is encoded on the way. The same
    documents, vocabulary and encoder give the same fingerprint in whatever order they come. A build that is
    killed at any moment leaves the index that was live.
    """
    unfinished = folder / _UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    entries = vocabulary.written_entries(written) if written else []
    vectors = VectorWriting(encoded) if encoded is not None else None
    with Writing(unfinished) as writing:
        learner = vocabulary.Learner(writing.stems)
        digests = []
        for document in documents:
            writing.add(document)
            learner.learn(document)
            if vectors:
                vectors.add(document)
            digests.append(_digest(document))
    identifiers.write(writing.identifiers, unfinished)
    vocabulary.write(learner.topics(), unfinished / _TOPICS)
    learnt = vocabulary.write(learner.vocabulary(entries), unfinished / _VOCABULARY)
    parts = _written(vectors, unfinished / vector_files.FOLDER) if vectors else ()
    fingerprint = _fingerprint(digests, learnt, *parts)
    _publish(unfinished, folder, fingerprint)
    return fingerprint


def open_index(folder: Path) -> Index | None:
    """The live index of the folder; None where none was published."""
    for _ in range(_TRIES):
        try:
            name = (folder / _LIVE).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        if (folder / name).is_dir():
            return Index(name.partition(_APART)[0], folder / name)
    raise IntegrityError(f"The index in {folder} names one that is not there.", hint="Build it again.")


def _written(vectors: VectorWriting, folder: Path) -> tuple[bytes]:
    """Writes the vectors with what finds them quickly: their digest, a part of the fingerprint."""
    digest = vectors.write(folder)
    write_graph(folder)
    return (digest,)


def _digest(document: Document) -> bytes:
    return hashlib.sha256(msgspec.msgpack.encode(document)).digest()


def _fingerprint(digests: Iterable[bytes], *others: bytes) -> str:
    whole = hashlib.sha256(f"index format {schema.FORMAT}\n".encode())
    for part in (*sorted(digests), *others):
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()[:_FINGERPRINT_LENGTH]


def _publish(unfinished: Path, folder: Path, fingerprint: str) -> None:
    """Puts the new index in the place of the live one. A name of its own, even for the same fingerprint:
    what is live is never written to.
    """
    name = f"{fingerprint}{_APART}{secrets.token_hex(4)}"
    unfinished.rename(folder / name)
    pointer = folder / f"{_LIVE}.new"
    with pointer.open("w", encoding="ascii") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(folder / _LIVE)
    for other in folder.iterdir():
        if other.is_dir() and other.name != name:
            shutil.rmtree(other, ignore_errors=True)
