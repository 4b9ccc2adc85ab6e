"""Dot products of many int8 vectors with one, exact on every machine, and which of them are highest.

By simsimd, which comes with usearch, where it is exact on this machine, or else by numpy.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.int8]
    Scores = NDArray[np.int32]

# Rows that are turned into floating point at once where numpy is all there is; sums below 2**24 are exact.
_PORTION = 1024
_BLOCK = 64


def vector_of(question: bytes) -> "Rows":
    """A vector as numbers."""
    import numpy as np

    return np.frombuffer(question, dtype=np.int8)


def dots(rows: "Rows", question: bytes) -> "Scores":
    """The dot product of each row with the question."""
    return _kernel()(rows, vector_of(question))


@cache
def _kernel() -> "Callable[[Rows, Rows], Scores]":
    """The quickest way to dot products that is exact on this machine."""
    import numpy as np

    try:
        cdist = import_module("simsimd").cdist
    except (ImportError, AttributeError):
        return _in_portions

    def direct(rows: "Rows", question: "Rows") -> "Scores":
        if not len(rows):
            return np.zeros(0, dtype=np.int32)
        # A fourth quicker than the other way round.
        return np.asarray(cdist(rows, question[None], metric="dot", out_dtype="int32")).ravel()

    with suppress(TypeError, ValueError):
        if _is_exact(direct):
            return direct
    return _in_portions


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


def highest(scores: "Scores", count: int) -> "NDArray[np.intp]":
    """Where the highest scores stand, highest first, of equal ones the first; all of them are compared once.

    As many blocks as are wanted have a score of at least the lowest among the best blocks' highest.
    """
    import numpy as np

    blocks = len(scores) // _BLOCK
    if blocks <= count:
        return np.argsort(-scores, kind="stable")[:count]
    tops = scores[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
    least = np.partition(tops, blocks - count)[blocks - count]
    candidates = np.flatnonzero(scores >= least)
    return candidates[np.argsort(-scores[candidates], kind="stable")[:count]]


def means_of_highest(scores: "Scores", sizes: "NDArray[np.int64]", most: int) -> "NDArray[np.float64]":
    """Of scores in groups that stand one after the other, the mean of each group's highest, at most `most`.

    sizes: how many scores each group has, one at least. Round after round the highest left of every group is
    taken; a score's place beside it makes equal ones different.
    """
    import numpy as np

    starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)[:-1]])
    left = scores.astype(np.int64) * len(scores) + np.arange(len(scores))
    sums = np.zeros(len(sizes), dtype=np.int64)
    for taken in range(min(most, int(sizes.max()))):
        highest_left = np.maximum.reduceat(left, starts)
        sums += np.where(taken < sizes, highest_left // len(scores), 0)
        left[highest_left[taken < sizes] % len(scores)] = np.iinfo(np.int64).min
    return sums / np.minimum(sizes, most)
