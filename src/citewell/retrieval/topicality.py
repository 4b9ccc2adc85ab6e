"""How much a question has to do with what a document says it is about: a check against answers on nothing."""

import math
from collections.abc import Iterable

from citewell.model.library import Document
from citewell.retrieval.index import Index
from citewell.retrieval.query import QUIET, Query


def topicality(index: Index, query: Query, documents: Iterable[Document]) -> float:
    """The most that a document's title, conditions and interventions share with a question.

    The sum of the rarities of the words shared, other names of them included; 0 where not one is shared.
    Numbers and words of telling do not count. A word's rarity is its inverse document frequency as a share of
    the greatest: 1 for a word that stands in one document only.
    """
    told = {term for term, weight in query.terms.items() if weight <= QUIET or term.isdigit()}
    rarity = {term: rarity_of(index.frequency(term), index) for term in query.terms.keys() - told}
    subjects = (_subject(document, index) for document in documents)
    return max((sum(rarity[term] for term in rarity.keys() & words) for words in subjects), default=0.0)


def _subject(document: Document, index: Index) -> frozenset[str]:
    return index.stems_in(" ".join((document.source.title, *document.conditions, *document.interventions)))


def rarity_of(frequency: int, index: Index) -> float:
    """How rare a word is that stands in so many documents: 1 for one or none, near 0 for all."""
    size = max(index.documents.size, 1)
    return math.log(1 + size / max(frequency, 1)) / math.log(1 + size)
