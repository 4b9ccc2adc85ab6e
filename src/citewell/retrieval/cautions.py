"""The passages of the library that name both a treatment and a fact of a patient, and a word of warning."""

from collections.abc import Sequence

from tantivy import Occur
from tantivy import Query as Clause

from citewell.model.library import PassageHit
from citewell.retrieval.index import Collection, Index
from citewell.retrieval.schema import document_and_passage

_OWN, _ABOVE = "own", "context"
# What a passage gains where it stands among contraindications: there a warning is likeliest.
_AMONG_WARNINGS = 4.0


def passages_warning(
    index: Index,
    treatments: Sequence[str],
    facts: Sequence[str],
    warning: Sequence[str],
    *,
    count: int,
) -> tuple[PassageHit, ...]:
    """The best passages that name one of the treatments and one of the facts with a word of warning.

    treatments, facts, warning: names and phrases; a treatment may also be named over a passage, the fact not.
    Ties stand in the order of ids.
    """
    if count < 1:
        return ()
    collection = index.passages
    must = [
        _any(index, treatments, (_OWN, _ABOVE)),
        _any(index, facts, (_OWN,)),
    ]
    warned = _any(index, warning, (_OWN,))
    among = Clause.const_score_query(Clause.term_query(collection.schema, "warning", 1), _AMONG_WARNINGS)
    signs = Clause.boolean_query(
        [(Occur.Should, Clause.const_score_query(warned, 0.0)), (Occur.Should, among)]
    )
    query = Clause.boolean_query([*((Occur.Must, one) for one in must), (Occur.Must, signs)])
    return _hits(index, collection, query, count)


def _hits(index: Index, collection: Collection, query: Clause, count: int) -> tuple[PassageHit, ...]:
    hits = collection.searcher.search(query, count, count=False).hits
    places = collection.numbers("place", [address for _, address in hits])
    found = (
        PassageHit(document=index.identifiers[number], passage=n, score=round(score, 3))
        for (score, _), (number, n) in zip(hits, map(document_and_passage, places), strict=True)
    )
    return tuple(sorted(found, key=lambda one: (-one.score, one.document, one.passage)))


def _any(index: Index, names: Sequence[str], fields: Sequence[str]) -> Clause:
    """Any of the names, all of whose words stand in one of the fields."""
    schema = index.passages.schema
    clauses = []
    for stems in dict.fromkeys(tuple(index.analyzer.analyze(name)) for name in names):
        for field in fields if stems else ():
            terms = [(Occur.Must, Clause.term_query(schema, field, stem)) for stem in dict.fromkeys(stems)]
            clauses.append((Occur.Should, Clause.boolean_query(terms)))
    return Clause.boolean_query(clauses)
