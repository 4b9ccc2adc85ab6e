"""The passages of given documents that speak to a text: what a page of results shows of each source."""

from collections.abc import Iterator, Sequence

from citewell.model.library import PassageHit
from citewell.retrieval import fusion
from citewell.retrieval.fusion import DocumentScores, Found
from citewell.retrieval.index import Index
from citewell.retrieval.lexical import of_all, ranked, scored, weighted, within
from citewell.retrieval.meaning import Meaning, meaning_of
from citewell.retrieval.query import read
from citewell.retrieval.schema import document_and_passage, place
from citewell.retrieval.search import PASSAGE_FIELDS, Hit
from citewell.retrieval.vector import Encoder

# Of each document so many are looked at for each that is wanted, by words and by meaning.
_CANDIDATES_FOR_EACH = 8
_COLUMNS = ("place", "recommendation", "descriptive")


def inside(
    index: Index, text: str, documents: Sequence[str], *, each: int, encoder: Encoder | None = None
) -> tuple[PassageHit, ...]:
    """The best passages of each document, in the order the documents are given in, the best of each first.

    By words, and with the encoder that made the index's vectors also by meaning. An id that the index does
    not have brings nothing.
    """
    terms = weighted(index.passages, read(text, index).terms, field="own")
    meaning = meaning_of(text, index, encoder)
    whole = DocumentScores(all_words=of_all(index.passages, terms, field="own"))
    hits: list[PassageHit] = []
    for document in documents:
        number = index.identifiers.number_of(document)
        if number is not None:
            candidates = [
                fusion.passage(found, document, whole)
                for found in _candidates(index, terms, meaning, number, count=each * _CANDIDATES_FOR_EACH)
            ]
            hits += sorted(candidates, key=lambda hit: (-hit.score, hit.passage))[:each]
    return tuple(hits)


def _candidates(
    index: Index, terms: dict[str, float], meaning: Meaning, document: int, *, count: int
) -> Iterator[Found]:
    """The passages of one document that have most of the words, and those nearest in meaning."""
    collection = index.passages
    limits = [within(collection, "document", [document])]
    words = ranked(collection, terms, fields=PASSAGE_FIELDS, limits=limits, count=count)
    known = set(collection.numbers("place", [address for _, address in words]))
    near = {place(*one) for one in meaning.nearest_passages([document], count)} - known
    others = scored(collection, terms, fields=PASSAGE_FIELDS, among=("place", sorted(near)))
    yield from _found(index, [*words, *others], meaning)


def _found(index: Index, hits: Sequence[Hit], meaning: Meaning) -> Iterator[Found]:
    addresses = [address for _, address in hits]
    columns = (index.passages.numbers(field, addresses) for field in _COLUMNS)
    rows = list(zip((score for score, _ in hits), *columns, strict=True))
    nearness = meaning.of_passages([document_and_passage(where) for _, where, _, _ in rows])
    for words, where, recommendation, descriptive in rows:
        found = document_and_passage(where)
        yield Found(
            *found,
            words=words,
            meaning=nearness.get(found, 0.0),
            is_recommendation=bool(recommendation),
            is_descriptive=bool(descriptive),
        )
