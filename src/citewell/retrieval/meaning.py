"""How near documents and passages are to what a question means: the ranking beside that of the words.

A document is as near as the mean of its nearest units; a passage as the nearest unit it stands in. Nearness
is the cosine of two vectors, counted from that of unrelated texts, so that it means the same for any encoder.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from citewell.retrieval.index import Index
from citewell.retrieval.vector import SCALE, Encoder
from citewell.retrieval.vectors import Vectors

Place = tuple[int, int]
# Of a long guideline one sentence may be near by chance.
_UNITS_OF_DOCUMENT = 3
_DECIMALS = 4


class Meaning(Protocol):
    """A question's nearness to the units of an index: documents by number, passages by both numbers."""

    def nearest_documents(self, count: int | None) -> Sequence[int]:
        """The documents nearest to the question, nearest first; all of them for None."""
        ...

    def of_documents(self, numbers: Sequence[int]) -> Mapping[int, float]:
        """How near some documents are; one without vectors is left out."""
        ...

    def of_nearest_units(self, numbers: Sequence[int]) -> Mapping[int, float]:
        """How near the nearest unit of each of some documents is; one without vectors is left out."""
        ...

    def nearest_passages(self, documents: Sequence[int], count: int) -> Sequence[Place]:
        """The passages of some documents nearest to the question, nearest first."""
        ...

    def of_passages(self, places: Iterable[Place]) -> Mapping[Place, float]:
        """How near some passages are; one without vectors is left out."""
        ...


class NoMeaning:
    """Nothing is near: a search by words alone."""

    def nearest_documents(self, count: int | None) -> Sequence[int]:  # noqa: ARG002, D102
        return ()

    def of_documents(self, numbers: Sequence[int]) -> Mapping[int, float]:  # noqa: ARG002, D102
        return {}

    def of_nearest_units(self, numbers: Sequence[int]) -> Mapping[int, float]:  # noqa: ARG002, D102
        return {}

    def nearest_passages(self, documents: Sequence[int], count: int) -> Sequence[Place]:  # noqa: ARG002, D102
        return ()

    def of_passages(self, places: Iterable[Place]) -> Mapping[Place, float]:  # noqa: ARG002, D102
        return {}


class VectorMeaning:
    """What an encoder makes of a question, beside the vectors that it made of the units."""

    def __init__(self, vectors: Vectors, question: bytes, *, unrelated: float = 0.0) -> None:
        self._vectors = vectors
        self._question = question
        self._unrelated = unrelated

    def nearest_documents(self, count: int | None) -> Sequence[int]:  # noqa: D102
        return tuple(self._vectors.best_by_document(self._question, count=count))

    def of_documents(self, numbers: Sequence[int]) -> Mapping[int, float]:  # noqa: D102
        return self._best_of(numbers, of=_UNITS_OF_DOCUMENT)

    def of_nearest_units(self, numbers: Sequence[int]) -> Mapping[int, float]:  # noqa: D102
        return self._best_of(numbers, of=1)

    def nearest_passages(self, documents: Sequence[int], count: int) -> Sequence[Place]:  # noqa: D102
        near = self._vectors.inside(self._question, documents, count=count)
        return tuple((unit.document, unit.first) for unit in near)

    def of_passages(self, places: Iterable[Place]) -> Mapping[Place, float]:  # noqa: D102
        found = self._vectors.of_passages(self._question, places)
        return {place: self._nearness(similarity) for place, similarity in found.items()}

    def _best_of(self, numbers: Sequence[int], *, of: int) -> Mapping[int, float]:
        found = self._vectors.best_of(self._question, numbers, of=of)
        return {number: self._nearness(similarity) for number, similarity in found.items()}

    def _nearness(self, similarity: float) -> float:
        """What a dot product says: 1 for the same, 0 for no more than unrelated."""
        cosine = similarity / SCALE**2
        return round((cosine - self._unrelated) / (1.0 - self._unrelated), _DECIMALS)


NO_MEANING = NoMeaning()


def meaning_of(text: str, index: Index, encoder: Encoder | None) -> Meaning:
    """The question's meaning beside the index; none without an encoder, or where another made the vectors."""
    vectors = index.vectors_by(encoder)
    if encoder is None or vectors is None:
        return NO_MEANING
    return VectorMeaning(vectors, encoder.question(text), unrelated=encoder.unrelated)
