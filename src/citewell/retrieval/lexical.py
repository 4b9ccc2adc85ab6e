"""BM25 by tantivy: weighted words over weighted fields.

S. Robertson, H. Zaragoza, The probabilistic relevance framework: BM25 and beyond, Foundations and Trends in
Information Retrieval 2009; tantivy fixes k1 at 1.2 and b at 0.75. A rare word of a question says more about
what is asked than BM25 gives it, so each word's weight rises with the square root of its inverse document
frequency; on the development sets that is worth .02 to .04 nDCG@10 for whole questions and costs none.
"""

import math
from collections.abc import Mapping, Sequence

from tantivy import DocAddress, Occur, Query

from citewell.retrieval.index import Collection

Limits = Sequence[tuple[Occur, Query]]
_RARITY = 0.5
_SMALLEST_WEIGHT = 1e-3
_MOST_TERMS = 32
# What saying a term ever more often comes to in BM25: k1 + 1, with tantivy's k1 of 1.2.
_SATURATION = 2.2
# Of a score: what addition in another order leaves as it is.
_DECIMALS = 3


def weighted(collection: Collection, terms: Mapping[str, float], *, field: str) -> dict[str, float]:
    """The terms that stand in the field, weighted by their rarity there; the heaviest, if they are many.

    A weight is at most that of the term, for one that stands in a single unit.
    """
    total = collection.size
    rarest = _idf(1, total)
    found = {}
    for term, weight in terms.items():
        frequency = collection.searcher.doc_freq(field, term)
        if frequency:
            found[term] = weight * max(_idf(frequency, total) / rarest, _SMALLEST_WEIGHT) ** _RARITY
    heaviest = sorted(found, key=lambda term: (-found[term], term))[:_MOST_TERMS]
    return {term: found[term] for term in heaviest}


def of_all(collection: Collection, terms: Mapping[str, float], *, field: str) -> float:
    """What a unit would score that had all of the terms in the field, so often that more adds nothing."""
    total = collection.size
    rarities = {term: _idf(collection.searcher.doc_freq(field, term), total) for term in terms}
    return round(sum(weight * rarities[term] * _SATURATION for term, weight in terms.items()), _DECIMALS)


def ranked(
    collection: Collection,
    terms: Mapping[str, float],
    *,
    fields: Mapping[str, float],
    limits: Limits = (),
    count: int,
) -> list[tuple[float, DocAddress]]:
    """The best units with their scores, best first; a flat sum, which tantivy prunes (block-max WAND).

    Fewer than `count` come where the last of them ties with what was cut off, which would depend on the
    order the index was built in.
    """
    clauses = _clauses(collection, terms, fields)
    if not clauses or count < 1:
        return []
    query = Query.boolean_query(clauses)
    if limits:
        query = Query.boolean_query([(Occur.Must, query), *limits])
    return _without_cut_tie(_hits(collection, query, count), count)


def scored(
    collection: Collection,
    terms: Mapping[str, float],
    *,
    fields: Mapping[str, float],
    among: tuple[str, Sequence[int]],
    limits: Limits = (),
) -> list[tuple[float, DocAddress]]:
    """What the words make of each of some units, none of which need have any of the words.

    among: a field that tells units apart, and the numbers of the units there. Those outside the limits are
    left out.
    """
    field, numbers = among
    if not numbers:
        return []
    clauses = [*_clauses(collection, terms, fields), within(collection, field, numbers), *limits]
    return _hits(collection, Query.boolean_query(clauses), len(numbers))


def within(collection: Collection, field: str, numbers: Sequence[int]) -> tuple[Occur, Query]:
    """A limit to the units that have one of the numbers in the field; it adds nothing to a score."""
    # tantivy's own query for a set reads the whole list of the field's numbers.
    any_of = [(Occur.Should, Query.term_query(collection.schema, field, number)) for number in numbers]
    return Occur.Must, Query.const_score_query(Query.boolean_query(any_of), 0.0)


def _clauses(
    collection: Collection, terms: Mapping[str, float], fields: Mapping[str, float]
) -> list[tuple[Occur, Query]]:
    return [
        (Occur.Should, Query.boost_query(Query.term_query(collection.schema, field, term), weight * share))
        for term, weight in terms.items()
        for field, share in fields.items()
    ]


def _hits(collection: Collection, query: Query, count: int) -> list[tuple[float, DocAddress]]:
    hits = collection.searcher.search(query, count, count=False).hits
    return [(round(score, _DECIMALS), address) for score, address in hits]


def _without_cut_tie(hits: list[tuple[float, DocAddress]], count: int) -> list[tuple[float, DocAddress]]:
    if len(hits) < count or hits[0][0] == hits[-1][0]:
        return hits
    return [hit for hit in hits if hit[0] > hits[-1][0]]


def _idf(frequency: int, total: int) -> float:
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
