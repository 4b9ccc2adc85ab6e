"""What the words' share of a score is made of: which words, and where they stand.

BM25 is a sum over words and fields, so that a score is the sum of what each group of them scores alone. It
costs a search for each group, and is done only where it is asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from citewell.model.library import DocumentHit, PassageHit, SearchResult
from citewell.retrieval.index import Collection, Index
from citewell.retrieval.lexical import scored, weighted
from citewell.retrieval.query import Query, read
from citewell.retrieval.schema import WORDS, place
from citewell.retrieval.search import DOCUMENT_FIELDS, PASSAGE_FIELDS

Terms = Mapping[str, float]
Shares = tuple[tuple[str, float], ...]
# The share that is taken apart, and the part of it that the question's own words make.
_WORDS = "words"
_OTHER_NAMES = "other names"
_OVER_PASSAGE = "headings"
_DECIMALS = 4


def explained(index: Index, text: str, result: SearchResult) -> SearchResult:
    """What a search for the text found, with the share of the words in each score taken apart.

    "words": the question's own, where the passage or document itself has them. "other names": what they are
    also called, abbreviations and other spellings of them. "headings": all of these in the words over the
    passage. For a document, each of its fields. The parts add up to what they are parts of.
    """
    query = read(text, index)
    numbers = _numbers(index, result)
    return replace(
        result,
        documents=_documents(index, query, result.documents, numbers),
        passages=_passages(index, query, result.passages, numbers),
    )


def _documents(
    index: Index, query: Query, hits: Sequence[DocumentHit], numbers: Mapping[str, int]
) -> tuple[DocumentHit, ...]:
    terms = weighted(index.documents, query.terms, field=WORDS)
    whole_fields = {field: (field, terms) for field in DOCUMENT_FIELDS if field != WORDS}
    groups = _groups(query, terms, WORDS) | whole_fields
    wanted = [numbers[hit.document] for hit in hits]
    parts = _parts(index.documents, groups, fields=DOCUMENT_FIELDS, among=("document", wanted))
    return tuple(
        replace(hit, shares=_finer(hit.shares, parts[number]))
        for hit, number in zip(hits, wanted, strict=True)
    )


def _passages(
    index: Index, query: Query, hits: Sequence[PassageHit], numbers: Mapping[str, int]
) -> tuple[PassageHit, ...]:
    terms = weighted(index.passages, query.terms, field="own")
    groups = _groups(query, terms, "own") | {_OVER_PASSAGE: ("context", terms)}
    wanted = [place(numbers[hit.document], hit.passage) for hit in hits]
    parts = _parts(index.passages, groups, fields=PASSAGE_FIELDS, among=("place", wanted))
    return tuple(
        replace(hit, shares=_finer(hit.shares, parts[where])) for hit, where in zip(hits, wanted, strict=True)
    )


def _numbers(index: Index, result: SearchResult) -> dict[str, int]:
    """The numbers of the documents in the result, by id."""
    wanted = {hit.document for hit in result.documents} | {hit.document for hit in result.passages}
    names = ((index.identifiers[number], number) for number in range(len(index.identifiers)))
    return {name: number for name, number in names if name in wanted}


def _groups(query: Query, terms: Terms, field: str) -> dict[str, tuple[str, Terms]]:
    """The words of the question and their other names, both in one field."""
    return {
        _WORDS: (field, {term: weight for term, weight in terms.items() if term in query.typed}),
        _OTHER_NAMES: (field, {term: weight for term, weight in terms.items() if term not in query.typed}),
    }


def _parts(
    collection: Collection,
    groups: Mapping[str, tuple[str, Terms]],
    *,
    fields: Mapping[str, float],
    among: tuple[str, Sequence[int]],
) -> dict[int, dict[str, float]]:
    """Of each unit, by its number in the field that tells units apart, what each group of words scores."""
    found: dict[int, dict[str, float]] = {number: {} for number in among[1]}
    for name, (field, terms) in groups.items():
        hits = scored(collection, terms, fields={field: fields[field]}, among=among)
        units = collection.numbers(among[0], [address for _, address in hits])
        for unit, (score, _) in zip(units, hits, strict=True):
            found[unit][name] = score
    return found


def _finer(shares: Shares, parts: Mapping[str, float]) -> Shares:
    """The shares with that of the words in parts; what rounding leaves goes to the greatest of them."""
    whole = dict(shares).get(_WORDS, 0.0)
    if not whole:
        return shares
    greatest = max(parts, key=lambda name: parts[name])
    exact = {**parts, greatest: parts[greatest] + whole - sum(parts.values())}
    taken_apart = tuple((name, round(share, _DECIMALS)) for name, share in exact.items() if share)
    return (*taken_apart, *(share for share in shares if share[0] != _WORDS))
