"""A graph for approximate search among many vectors (Malkov and Yashunin, HNSW, TPAMI 2020), by usearch."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citewell.errors import IntegrityError
from citewell.retrieval.vector_files import NEAR, ROWS, About, mapped, read_about

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

    def __init__(self, index: Any, path: Path) -> None:
        self._index = index
        self._path = path

    @classmethod
    def open(cls, folder: Path, about: About) -> "Graph | None":
        """The graph beside the rows; None where there is none, or usearch is not installed.

        Raises IntegrityError where it is damaged, or another index's.
        """
        path = folder / NEAR
        usearch = _usearch() if path.is_file() else None
        if usearch is None:
            return None
        with _intact(path):
            index = usearch.Index.restore(str(path), view=True)
            if (len(index), index.ndim) != (about.count, about.dimensions):
                raise ValueError("it is of other rows")
        return cls(index, path)

    def candidates(self, question: "NDArray[np.int8]", *, count: int) -> "NDArray[np.intp]":
        """Rows that may be nearest, in order. Raises IntegrityError where the graph is damaged."""
        import numpy as np

        self._index.expansion_search = max(SOUGHT_ASKING, count)
        with _intact(self._path):
            rows = self._index.search(question, count, threads=1).keys.astype(np.intp)
            if rows.max(initial=0) >= len(self._index):
                raise ValueError("it names rows that are not there")
        return np.sort(rows)


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
    # Half a file would end the process that reads it.
    with (folder / NEAR).open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def _intact(path: Path) -> Iterator[None]:
    """Makes what usearch says of a file it cannot use an IntegrityError."""
    try:
        yield
    except (ValueError, RuntimeError) as error:
        raise IntegrityError(
            f"{path} is damaged: {error}", hint="citewell library reindex builds it again from the library"
        ) from None


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
