"""A graph for approximate search among many vectors (Malkov and Yashunin, HNSW, TPAMI 2020), by usearch."""

from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citewell.retrieval.vector_files import NEAR, ROWS, mapped, read_about

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# All rows are looked at up to this many: 250,000 rows of 384 dimensions are 4 ms of one core.
EXACT_UP_TO = 250_000
# Edges of a node, how widely the best neighbours are sought when a node is added, and how widely when a
# question is asked; on 131,316 passages of guidelines .97 of the nearest 100 are found so.
_EDGES = 32
_SOUGHT_ADDING = 256
SOUGHT_ASKING = 512


class Graph:
    """A graph that `write_graph` wrote."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def open(cls, folder: Path) -> "Graph | None":
        """The graph beside the rows; None where there is none, or usearch is not installed."""
        path = folder / NEAR
        usearch = _usearch() if path.is_file() else None
        return cls(usearch.Index.restore(str(path), view=True)) if usearch else None

    def candidates(self, question: "NDArray[np.int8]", *, count: int) -> "NDArray[np.intp]":
        """Rows that may be nearest, in order."""
        import numpy as np

        self._index.expansion_search = max(SOUGHT_ASKING, count)
        found = self._index.search(question, count, threads=1)
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
    graph.add(np.arange(about.count), mapped(folder / ROWS, "i1", about.dimensions), threads=1)
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
