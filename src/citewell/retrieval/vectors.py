"""The vectors of a published index, and the units nearest to a question's vector.

How near two vectors are is their dot product, an exact integer on every machine; what is equally near stands
in the order of document ids and then of passages. Few rows are all looked at; among many, candidates come
from a graph, and are then measured exactly. Needs numpy, and among many usearch: the extra [semantic].
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from importlib import import_module
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citewell.errors import IntegrityError
from citewell.retrieval.dots import dots, highest, means_of_highest, vector_of
from citewell.retrieval.graph import SOUGHT_ASKING, Graph
from citewell.retrieval.vector_files import OFFSETS, PLACES, ROWS, About, mapped, read_about

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from citewell.retrieval.dots import Rows, Scores

# Units that are looked at for each document wanted, where the search is approximate.
_CANDIDATES_FOR_EACH = 16


class Near(NamedTuple):
    """A unit found: its document by number, the ordinals of its passages, and how near it is."""

    document: int
    first: int
    last: int
    similarity: int


class Vectors:
    """Published vectors, memory-mapped: opening costs nothing, a search what it looks at."""

    def __init__(self, folder: Path, about: About) -> None:
        self.about = about
        self._folder = folder
        self._rows: Rows = mapped(folder / ROWS, "i1", about.dimensions)
        self._places: NDArray[np.int32] = mapped(folder / PLACES, "<i4", 3)
        self._offsets: NDArray[np.int32] = mapped(folder / OFFSETS, "<i4", 2)
        if not len(self._rows) == len(self._places) == about.count:
            raise IntegrityError(f"The vectors in {folder} are not whole.", hint="Build the index again.")
        self._scored: tuple[bytes, Scores] | None = None

    @classmethod
    def open(cls, folder: Path) -> "Vectors | None":
        """The vectors in the folder; None where there are none, or numpy is not installed.

        Raises IntegrityError and msgspec.DecodeError where they are damaged.
        """
        about = read_about(folder)
        if about is None:
            return None
        return cls(folder, about) if _numpy_is_there() else None

    def __len__(self) -> int:
        return self.about.count

    @property
    def documents(self) -> int:
        """Of how many documents they are, with and without units."""
        return len(self._offsets)

    def nearest(self, question: bytes, *, count: int) -> list[Near]:
        """The units nearest to a question, nearest first."""
        if self._graph is None:
            scores = self._all(question)
            return self._found(rows := highest(scores, count), scores[rows])
        rows = self._graph.candidates(vector_of(question), count=count)
        scores = dots(self._rows[rows], question)
        best = highest(scores, count)
        return self._found(rows[best], scores[best])

    def inside(self, question: bytes, documents: Iterable[int], *, count: int | None = None) -> list[Near]:
        """The units of some documents, by number, nearest first; all of them where no count is given."""
        import numpy as np

        ranges = sorted({tuple(self._offsets[number].tolist()) for number in documents})
        if not ranges:
            return []
        rows = np.concatenate([np.arange(start, end) for start, end in ranges])
        scores = np.concatenate([self._between(question, start, end) for start, end in ranges])
        best = highest(scores, len(scores) if count is None else count)
        return self._found(rows[best], scores[best])

    def best_by_document(self, question: bytes, *, count: int | None = None) -> dict[int, int]:
        """The documents nearest to a question by their nearest unit (max-sim), nearest first.

        By number, with how near they are; all of them where no count is given. Where the search is
        approximate there may be fewer; for all of them it is exact.
        """
        if count is not None and self._graph is not None:
            candidates = max(SOUGHT_ASKING, count * _CANDIDATES_FOR_EACH)
            return _first_of_each(self.nearest(question, count=candidates), count)
        if not len(self):
            return {}
        import numpy as np

        best = np.maximum.reduceat(self._all(question), self._starts)
        order = highest(best, len(best) if count is None else count)
        numbers = self._places[self._starts[order], 0]
        return dict(zip(numbers.tolist(), best[order].tolist(), strict=True))

    def best_of(self, question: bytes, documents: Sequence[int], *, of: int = 1) -> dict[int, float]:
        """How near some documents are, by number: the mean of their nearest units, at most `of` of them.

        A document without units is left out.
        """
        import numpy as np

        offsets = self._offsets[list(documents)].tolist()
        ranges = [(number, *own) for number, own in zip(documents, offsets, strict=True) if own[0] < own[1]]
        if not ranges:
            return {}
        scores = np.concatenate([self._between(question, start, end) for _, start, end in ranges])
        sizes = np.array([end - start for _, start, end in ranges])
        means = means_of_highest(scores, sizes, of).tolist()
        return dict(zip((number for number, _, _ in ranges), means, strict=True))

    def of_passages(self, question: bytes, passages: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
        """How near the nearest unit of each passage is, by document number and ordinal.

        A passage without units is left out.
        """
        found: dict[tuple[int, int], int] = {}
        for number, own in groupby(sorted(passages), key=itemgetter(0)):
            start, end = self._offsets[number].tolist()
            wanted = {n for _, n in own}
            ordinals = self._places[start:end, 1].tolist()
            for n, similarity in zip(ordinals, self._between(question, start, end).tolist(), strict=True):
                if n in wanted:
                    found[number, n] = max(similarity, found.get((number, n), similarity))
        return found

    def beside(self, document: int, passage: int, *, count: int) -> list[Near]:
        """The units of other documents nearest to the one that a passage stands in, nearest first.

        It is found by the vector that was stored of it; a passage without one is near to nothing.
        """
        start, end = self._offsets[document].tolist()
        places = self._places[start:end, 1:].tolist()
        own = next((n for n, (first, last) in enumerate(places, start) if first <= passage <= last), None)
        if own is None:
            return []
        near = self.nearest(self._rows[own].tobytes(), count=count + end - start)
        return [one for one in near if one.document != document][:count]

    def _found(self, rows: "NDArray[np.intp]", scores: "Scores") -> list[Near]:
        columns = (*self._places[rows].T.tolist(), scores.tolist())
        return list(map(Near._make, zip(*columns, strict=True)))

    def _all(self, question: bytes) -> "Scores":
        """How near every row is; kept for the next call, as a search asks several things of one question."""
        if self._scored is None or self._scored[0] != question:
            self._scored = (question, dots(self._rows, question))
        return self._scored[1]

    def _between(self, question: bytes, start: int, end: int) -> "Scores":
        if self._graph is None:
            return self._all(question)[start:end]
        return dots(self._rows[start:end], question)

    @cached_property
    def _starts(self) -> "NDArray[np.intp]":
        """The first row of each document that has any."""
        import numpy as np

        changes = np.flatnonzero(np.diff(self._places[:, 0])) + 1
        return np.concatenate([np.zeros(1, dtype=np.intp), changes])

    @cached_property
    def _graph(self) -> Graph | None:
        """What finds candidates among many rows; None where all rows are looked at."""
        return Graph.open(self._folder, self.about)


def _numpy_is_there() -> bool:
    try:
        import_module("numpy")
    except ImportError:
        return False
    return True


def _first_of_each(found: Iterable[Near], count: int) -> dict[int, int]:
    best: dict[int, int] = {}
    for near in found:
        best.setdefault(near.document, near.similarity)
    return dict(list(best.items())[:count])
