"""The vectors of a published index, and the units nearest to a question's vector.

How near two vectors are is their dot product, an exact integer on every machine; what is equally near stands
in the order of document ids and then of passages. Few rows are all looked at; among many, candidates come
from a graph (Malkov and Yashunin, HNSW, TPAMI 2020) by usearch, and are then measured exactly. Needs numpy,
and is quicker with numkong, which comes with usearch: the extra [semantic].
"""

import heapq
import mmap
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache, cached_property
from importlib import import_module
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from citewell.errors import IntegrityError
from citewell.retrieval.vector_files import NEAR, OFFSETS, PLACES, ROWS, About, read_about

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.int8]
    Scores = NDArray[np.int32]

# All rows are looked at up to this many: 200,000 rows of 384 dimensions are 4 ms of one core.
EXACT_UP_TO = 200_000
# The graph's measures: edges of a node, how widely the best neighbours are sought when a node is added, and
# how widely when a question is asked; on 131,316 passages of guidelines .97 of the nearest 100 are found so.
_EDGES = 32
_SOUGHT_ADDING = 256
_SOUGHT_ASKING = 512
_CANDIDATES_FOR_EACH = 16
# Rows that are turned into floating point at once where numpy is all there is; sums below 2**24 are exact.
_PORTION = 1024
_BLOCK = 64


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
        self._rows: Rows = _mapped(folder / ROWS, "i1", about.dimensions)
        self._places: NDArray[np.int32] = _mapped(folder / PLACES, "<i4", 3)
        self._offsets: NDArray[np.int32] = _mapped(folder / OFFSETS, "<i4", 2)
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
        try:
            import_module("numpy")
        except ModuleNotFoundError:
            return None
        return cls(folder, about)

    def __len__(self) -> int:
        return self.about.count

    def nearest(self, question: bytes, *, count: int) -> list[Near]:
        """The units nearest to a question, nearest first."""
        if self._graph is None:
            scores = self._all(question)
            return self._found(rows := _best(scores, count), scores[rows])
        rows = self._candidates(question, count)
        scores = _dots(self._rows[rows], question)
        best = _best(scores, count)
        return self._found(rows[best], scores[best])

    def inside(self, question: bytes, documents: Iterable[int], *, count: int | None = None) -> list[Near]:
        """The units of some documents, by number, nearest first; all of them where no count is given."""
        import numpy as np

        ranges = sorted({tuple(self._offsets[number].tolist()) for number in documents})
        if not ranges:
            return []
        rows = np.concatenate([np.arange(start, end) for start, end in ranges])
        scores = np.concatenate([self._between(question, start, end) for start, end in ranges])
        best = _best(scores, len(scores) if count is None else count)
        return self._found(rows[best], scores[best])

    def best_by_document(self, question: bytes, *, count: int) -> dict[int, int]:
        """The documents nearest to a question by their nearest unit (max-sim), nearest first.

        By number, with how near they are. Where the search is approximate there may be fewer.
        """
        if self._graph is not None:
            candidates = max(_SOUGHT_ASKING, count * _CANDIDATES_FOR_EACH)
            return _first_of_each(self.nearest(question, count=candidates), count)
        if not len(self):
            return {}
        import numpy as np

        best = np.maximum.reduceat(self._all(question), self._starts)
        order = _best(best, count)
        numbers = self._places[self._starts[order], 0]
        return dict(zip(numbers.tolist(), best[order].tolist(), strict=True))

    def best_of(self, question: bytes, documents: Sequence[int], *, of: int = 1) -> dict[int, float]:
        """How near some documents are, by number: the mean of their nearest units, at most `of` of them.

        A document without units is left out.
        """
        found = {}
        for number in documents:
            start, end = self._offsets[number].tolist()
            if start < end:
                best = heapq.nlargest(of, self._between(question, start, end).tolist())
                found[number] = sum(best) / len(best)
        return found

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

    def _found(self, rows: "NDArray[np.intp]", scores: "Scores") -> list[Near]:
        columns = (*self._places[rows].T.tolist(), scores.tolist())
        return list(map(Near._make, zip(*columns, strict=True)))

    def _all(self, question: bytes) -> "Scores":
        """How near every row is; kept for the next call, as a search asks several things of one question."""
        if self._scored is None or self._scored[0] != question:
            self._scored = (question, _dots(self._rows, question))
        return self._scored[1]

    def _between(self, question: bytes, start: int, end: int) -> "Scores":
        if self._graph is None:
            return self._all(question)[start:end]
        return _dots(self._rows[start:end], question)

    @cached_property
    def _starts(self) -> "NDArray[np.intp]":
        """The first row of each document that has any."""
        import numpy as np

        changes = np.flatnonzero(np.diff(self._places[:, 0])) + 1
        return np.concatenate([np.zeros(1, dtype=np.intp), changes])

    @cached_property
    def _graph(self) -> Any:
        """The index for approximate search; None where all rows are looked at."""
        path = self._folder / NEAR
        if not path.is_file():
            return None
        usearch = _usearch()
        return usearch.Index.restore(str(path), view=True) if usearch else None

    def _candidates(self, question: bytes, count: int) -> "NDArray[np.intp]":
        """Rows that may be nearest, in order."""
        import numpy as np

        self._graph.expansion_search = max(_SOUGHT_ASKING, count)
        found = self._graph.search(_vector(question), count, threads=1)
        return np.sort(found.keys.astype(np.intp))


def write_graph(folder: Path, *, exact_up_to: int = EXACT_UP_TO) -> None:
    """Builds the index for approximate search beside the rows, where they are many and usearch is there.

    One thread, in the order of the rows, on exact sums: the same rows give the same graph.
    """
    about = read_about(folder)
    if about is None or about.count <= exact_up_to:
        return
    usearch = _usearch()
    if usearch is None:
        return
    import numpy as np

    graph = usearch.Index(
        ndim=about.dimensions,
        metric="ip",
        dtype="i8",
        connectivity=_EDGES,
        expansion_add=_SOUGHT_ADDING,
    )
    graph.add(np.arange(about.count), _mapped(folder / ROWS, "i1", about.dimensions), threads=1)
    graph.save(str(folder / NEAR))


def _usearch() -> Any:
    """The module of usearch's index; None where it is not installed.

    onnxruntime is loaded before it, where it is installed: loaded after it, it ends the process (usearch
    2.26.6 with onnxruntime 1.31.1 on Linux), and an encoder may need it later.
    """
    with suppress(ImportError):
        import_module("onnxruntime")
    try:
        return import_module("usearch.index")
    except ImportError:
        return None


def _first_of_each(found: Iterable[Near], count: int) -> dict[int, int]:
    best: dict[int, int] = {}
    for near in found:
        best.setdefault(near.document, near.similarity)
    return dict(list(best.items())[:count])


def _best(scores: "Scores", count: int) -> "NDArray[np.intp]":
    """Where the highest scores stand, highest first, of equal ones the first; all of them are compared once.

    As many blocks as are wanted have a score of at least the lowest among the best blocks' highest.
    """
    import numpy as np

    blocks = len(scores) // _BLOCK
    if blocks <= count:
        return np.argsort(-scores, kind="stable")[:count]
    highest = scores[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
    least = np.partition(highest, blocks - count)[blocks - count]
    candidates = np.flatnonzero(scores >= least)
    return candidates[np.argsort(-scores[candidates], kind="stable")[:count]]


def _mapped(path: Path, kind: str, columns: int) -> Any:
    """A file of numbers as a table; memory-mapped, so that what is not looked at is not read."""
    import numpy as np

    size = path.stat().st_size
    if size == 0:
        return np.empty((0, columns), dtype=kind)
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    count = size // (np.dtype(kind).itemsize * columns)
    return np.frombuffer(data, dtype=kind, count=count * columns).reshape(count, columns)


def _vector(question: bytes) -> "Rows":
    import numpy as np

    return np.frombuffer(question, dtype=np.int8)


def _dots(rows: "Rows", question: bytes) -> "Scores":
    """The dot product of each row with the question."""
    return _kernel()(rows, _vector(question))


@cache
def _kernel() -> "Callable[[Rows, Rows], Scores]":
    """The quickest way to dot products that is exact on this machine."""
    import numpy as np

    try:
        cdist = import_module("numkong").cdist
    except (ImportError, AttributeError):
        return _in_portions

    def direct(rows: "Rows", question: "Rows") -> "Scores":
        if not len(rows):
            return np.zeros(0, dtype=np.int32)
        return np.asarray(cdist(question[None], rows, metric="dot")).astype(np.int32).ravel()

    return direct if _is_exact(direct) else _in_portions


def _is_exact(kernel: "Callable[[Rows, Rows], Scores]") -> bool:
    """Whether it gives what numpy gives, also at the ends of the scale and at odd lengths."""
    import numpy as np

    for length in (3, 64, 100, 384):
        rows = (np.arange(17 * length, dtype=np.int64) * 89 % 255 - 127).astype(np.int8).reshape(17, length)
        rows[0], rows[1] = 127, -127
        for question in rows[:3]:
            if not np.array_equal(kernel(rows, question), _in_portions(rows, question)):
                return False
    return True


def _in_portions(rows: "Rows", question: "Rows") -> "Scores":
    """Dot products by numpy alone."""
    import numpy as np

    found = np.empty(len(rows), dtype=np.int32)
    wanted = question.astype(np.float32)
    for start in range(0, len(rows), _PORTION):
        portion = rows[start : start + _PORTION].astype(np.float32)
        found[start : start + _PORTION] = portion @ wanted
    return found
