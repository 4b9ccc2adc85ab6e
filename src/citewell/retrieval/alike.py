"""What other documents say of what a passage says: a second search, by the meaning that is stored of it.

A question seldom has a guideline's words. The first of its answers has, so that what others say of the very
same is nearest to that; and its vector is there already, so that nothing is encoded.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from citewell.model.library import PassageHit
from citewell.retrieval.index import Index
from citewell.retrieval.vector import SCALE, Encoder
from citewell.retrieval.vectors import Vectors

_DECIMALS = 4


def alike(
    index: Index, encoder: Encoder | None, places: Iterable[tuple[str, int]], *, each: int, inside: int
) -> tuple[PassageHit, ...]:
    """The passages of other documents nearest in meaning to those at some places, nearest first.

    places: documents by id and passages by ordinal. each: how many are sought for each of them. inside: how
    many of one document there are at most. Their score is the cosine of the two vectors. None without an
    encoder, or where another made the vectors.
    """
    vectors = index.vectors_by(encoder)
    if vectors is None:
        return ()
    best: dict[tuple[str, int], float] = {}
    for document, passage in places:
        for place, nearness in _near(index, vectors, document, passage, each):
            best[place] = max(nearness, best.get(place, nearness))
    by_document = sorted(best, key=lambda place: (place[0], -best[place], place[1]))
    kept = [
        PassageHit(document=document, passage=passage, score=best[document, passage])
        for _, own in groupby(by_document, key=lambda place: place[0])
        for document, passage in islice(own, inside)
    ]
    return tuple(sorted(kept, key=lambda hit: (-hit.score, hit.document, hit.passage)))


def _near(
    index: Index, vectors: Vectors, document: str, passage: int, count: int
) -> Iterator[tuple[tuple[str, int], float]]:
    number = index.identifiers.number_of(document)
    for one in vectors.beside(number, passage, count=count) if number is not None else ():
        yield (index.identifiers[one.document], one.first), round(one.similarity / SCALE**2, _DECIMALS)
