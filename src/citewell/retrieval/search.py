"""A search of the library: a text to documents and passages, best first, with what each score is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tantivy import DocAddress, Occur
from tantivy import Query as Clause

from citewell.model.library import DocumentHit, PassageHit, SearchFilter, SearchResult
from citewell.retrieval import fusion
from citewell.retrieval.filters import limits
from citewell.retrieval.fusion import DocumentScores, Found
from citewell.retrieval.index import Collection, Index
from citewell.retrieval.lexical import of_all, ranked, scored, weighted, within
from citewell.retrieval.meaning import NO_MEANING, Meaning, meaning_of
from citewell.retrieval.query import Query, read
from citewell.retrieval.schema import WORDS, document_and_passage, place
from citewell.retrieval.vector import Encoder

NO_LIMITS = SearchFilter()
Hit = tuple[float, DocAddress]
DOCUMENT_FIELDS = {WORDS: 1.0, "title": 0.5, "condition": 0.3, "intervention": 0.1, "population": 0.1}
PASSAGE_FIELDS = {"own": 1.0, "context": 0.2}
# Passages are sought among all, and again among those of the best documents: a short passage that says "it"
# of the condition its guideline is about is found only there.
_FEWEST_CANDIDATES = 100
_CANDIDATES_FOR_EACH = 2
_INSIDE_EACH = 60
_LOOKED_INTO = 20
_COLUMNS = ("place", "recommendation", "descriptive")


def search(
    index: Index,
    text: str,
    *,
    only: SearchFilter = NO_LIMITS,
    passages: int = 200,
    documents: int = 50,
    encoder: Encoder | None = None,
) -> SearchResult:
    """The documents and passages that speak to the text, best first; ties stand in the order of ids.

    By words, and with the encoder that made the index's vectors also by meaning. The same index and text give
    the same result on every machine: scores are compared after rounding.
    """
    query, meaning = read(text, index), meaning_of(text, index, encoder)
    scores = _documents(index, query, meaning, only, count=_candidates(documents))
    best = _best(index, scores)[:_LOOKED_INTO]
    found = _passages(index, query, meaning, only, best, count=_candidates(passages))
    return SearchResult(
        documents=_document_hits(index, scores, documents),
        passages=_passage_hits(index, found, scores, passages),
        unknown=query.unknown,
        nearest=query.nearest,
        undecided=query.undecided,
        nearness=scores.nearness,
    )


def best_of_the_best(
    index: Index, query: Query, *, documents: int, each: int, meaning: Meaning = NO_MEANING
) -> SearchResult:
    """The best documents and, of each, its best passages, all best first: what an answer is made from.

    An answer quotes sentences, so that a document counts by its nearest one, too.
    """
    scores = _documents(index, query, meaning, NO_LIMITS, count=_candidates(documents))
    close = _best(index, scores)[:_LOOKED_INTO]
    scores = replace(
        scores,
        words={number: scores.words[number] for number in close},
        nearest=meaning.of_nearest_units(close),
    )
    best = _best(index, scores)[:documents]
    collection, terms = index.passages, _passage_terms(index, query)
    words = _inside(collection, terms, best, count=_INSIDE_EACH * documents)
    near = _near(collection, terms, meaning, words, best, count=_CANDIDATES_FOR_EACH * documents * each)
    found = _found(collection, [*words, *near], meaning)
    inside = [[one for one in found if one.document == number] for number in best]
    return SearchResult(
        documents=_document_hits(index, scores, documents),
        passages=tuple(
            hit for own in inside for hit in _passage_hits(index, own, scores, each, in_shares=False)
        ),
        unknown=query.unknown,
        nearest=query.nearest,
        undecided=query.undecided,
        nearness=scores.nearness,
    )


def warnings(index: Index, query: Query, *, each: int) -> tuple[PassageHit, ...]:
    """The warnings of the library on each drug that the question names, wherever they stand, best first."""
    collection = index.passages
    terms = _passage_terms(index, query)
    found: list[Found] = []
    for names in query.drugs:
        named = Clause.term_set_query(collection.schema, "own", list(names))
        must = [named, Clause.term_query(collection.schema, "warning", 1)]
        only = [(Occur.Must, Clause.const_score_query(clause, 0.0)) for clause in must]
        found += _found(collection, ranked(collection, terms, fields=PASSAGE_FIELDS, limits=only, count=each))
    return _passage_hits(index, found, DocumentScores(), len(found))


def _candidates(wanted: int) -> int:
    return max(wanted * _CANDIDATES_FOR_EACH, _FEWEST_CANDIDATES)


def _best(index: Index, scores: DocumentScores) -> list[int]:
    worth = scores.worth
    return sorted(worth, key=lambda number: (-worth[number], index.identifiers[number]))


def _documents(
    index: Index, query: Query, meaning: Meaning, only: SearchFilter, *, count: int
) -> DocumentScores:
    """The documents that are best by words and those that are nearest in meaning, each with both scores."""
    collection = index.documents
    terms = weighted(collection, query.terms, field=WORDS)
    limited = limits(only, collection.schema)
    words = _numbered(
        collection, ranked(collection, terms, fields=DOCUMENT_FIELDS, limits=limited, count=count)
    )
    # A document that is less near needs words to be among the best, and was found by these. Of a limited
    # search, the nearest may all be outside the limits: then those inside are sought.
    nearest = count // _CANDIDATES_FOR_EACH
    near = meaning.nearest_documents(None if limited else nearest)
    others = [number for number in near if number not in words]
    found = _numbered(
        collection,
        scored(collection, terms, fields=DOCUMENT_FIELDS, among=("document", others), limits=limited),
    )
    words |= {number: found[number] for number in [one for one in others if one in found][:nearest]}
    return DocumentScores(
        words, meaning.of_documents(list(words)), all_words=of_all(collection, terms, field=WORDS)
    )


def _numbered(collection: Collection, hits: Sequence[Hit]) -> dict[int, float]:
    numbers = collection.numbers("document", [address for _, address in hits])
    return {number: score for (score, _), number in zip(hits, numbers, strict=True)}


def _passages(
    index: Index,
    query: Query,
    meaning: Meaning,
    only: SearchFilter,
    best: Sequence[int],
    *,
    count: int,
) -> list[Found]:
    collection = index.passages
    terms = _passage_terms(index, query)
    limited = limits(only, collection.schema)
    anywhere = ranked(collection, terms, fields=PASSAGE_FIELDS, limits=limited, count=count)
    words = [*anywhere, *_inside(collection, terms, best, count=count)]
    near = _near(collection, terms, meaning, words, best, count=count)
    return _found(collection, [*words, *near], meaning)


def _near(
    collection: Collection,
    terms: Mapping[str, float],
    meaning: Meaning,
    found: Sequence[Hit],
    best: Sequence[int],
    *,
    count: int,
) -> list[Hit]:
    """The passages of the best documents that are nearest in meaning and were not found by their words."""
    known = set(collection.numbers("place", [address for _, address in found]))
    near = [where for one in meaning.nearest_passages(best, count) if (where := place(*one)) not in known]
    return scored(collection, terms, fields=PASSAGE_FIELDS, among=("place", list(dict.fromkeys(near))))


def _passage_terms(index: Index, query: Query) -> dict[str, float]:
    return weighted(index.passages, query.terms, field="own")


def _inside(
    collection: Collection, terms: Mapping[str, float], documents: Sequence[int], *, count: int
) -> list[Hit]:
    """The passages of these documents alone."""
    if not documents:
        return []
    inside = [within(collection, "document", documents)]
    return ranked(collection, terms, fields=PASSAGE_FIELDS, limits=inside, count=count)


def _found(collection: Collection, hits: Sequence[Hit], meaning: Meaning = NO_MEANING) -> list[Found]:
    """The passages hit, each once, with all that its score is made of."""
    addresses = [address for _, address in hits]
    columns = (collection.numbers(field, addresses) for field in _COLUMNS)
    scores = (score for score, _ in hits)
    rows = {where: row for where, *row in zip(*columns, scores, strict=True)}
    places = {where: document_and_passage(where) for where in rows}
    nearness = meaning.of_passages(places.values())
    return [
        Found(
            *places[where],
            words=score,
            meaning=nearness.get(places[where], 0.0),
            is_recommendation=bool(recommendation),
            is_descriptive=bool(descriptive),
        )
        for where, (recommendation, descriptive, score) in rows.items()
    ]


def _document_hits(index: Index, scores: DocumentScores, count: int) -> tuple[DocumentHit, ...]:
    return tuple(scores.hit(number, index.identifiers[number]) for number in _best(index, scores)[:count])


def _passage_hits(
    index: Index, found: Sequence[Found], scores: DocumentScores, count: int, *, in_shares: bool = True
) -> tuple[PassageHit, ...]:
    """The best passages. in_shares: also with what their scores are made of, which an answer does not ask."""
    worth = {(each.document, each.passage): fusion.score(each, scores) for each in found}
    names = {number: index.identifiers[number] for number in {each.document for each in found}}
    best = sorted(
        found,
        key=lambda each: (-worth[each.document, each.passage], names[each.document], each.passage),
    )
    return tuple(
        fusion.passage(each, names[each.document], scores, in_shares=in_shares) for each in best[:count]
    )
