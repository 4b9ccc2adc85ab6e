"""Two texts word by word: what was taken out, what was put in, and what stayed.

The matching of Ratcliff and Obershelp (Pattern matching: the Gestalt approach, Dr. Dobb's Journal, 1988), as
the standard library has it, over whole words, numbers, units and signs.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A number keeps its sign, decimals and per cent; a unit its slashes; a comparison its two signs.
_TOKEN = re.compile(r"\s+|(?:(?<![^\s(\[])[-−–](?=\d))?\w+(?:[.,·'’/]\w+)*[%°]?|[<>]=?|.", re.DOTALL)
# Longer texts are compared by their beginnings and ends alone: the matching takes their product.
_MOST_TOKENS = 4_000


class Mark(StrEnum):
    """In which of the two texts a piece stands."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of either text, or of both."""

    mark: Mark
    text: str


def tokens(text: str) -> list[str]:
    """The words, numbers, signs and white space of a text; together they are the text."""
    return [match.group() for match in _TOKEN.finditer(text)]


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts in one: without what was added it is the first, without what was removed the second."""
    one, other = tokens(before), tokens(after)
    start = _shared(one, other)
    end = _shared(one[start:][::-1], other[start:][::-1])
    changed, into = one[start : len(one) - end], other[start : len(other) - end]
    found = [
        Piece(Mark.SAME, "".join(one[:start])),
        *_matched(changed, into),
        Piece(Mark.SAME, "".join(one[len(one) - end :])),
    ]
    return tuple(_joined(_merged(found)))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens both begin with."""
    for n, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return n
    return min(len(one), len(other))


def _matched(one: Sequence[str], other: Sequence[str]) -> Iterator[Piece]:
    if max(len(one), len(other)) > _MOST_TOKENS:
        yield from (Piece(Mark.REMOVED, "".join(one)), Piece(Mark.ADDED, "".join(other)))
        return
    for tag, a, b, c, d in SequenceMatcher(None, one, other).get_opcodes():
        if tag == "equal":
            yield Piece(Mark.SAME, "".join(one[a:b]))
        else:
            yield Piece(Mark.REMOVED, "".join(one[a:b]))
            yield Piece(Mark.ADDED, "".join(other[c:d]))


def _merged(found: Sequence[Piece]) -> Iterator[Piece]:
    """White space alone between two changes belongs to both: what was replaced is read in one."""
    for n, piece in enumerate(found):
        between = 0 < n < len(found) - 1 and piece.mark is Mark.SAME and piece.text.isspace()
        if between:
            yield from (Piece(Mark.REMOVED, piece.text), Piece(Mark.ADDED, piece.text))
        else:
            yield piece


def _joined(found: Iterable[Piece]) -> Iterator[Piece]:
    """Of each change first all that was removed, then all that was added."""
    removed, added, same = "", "", ""
    for piece in found:
        if not piece.text:
            continue
        if piece.mark is Mark.SAME:
            yield from _told(removed, added)
            removed, added, same = "", "", same + piece.text
            continue
        if same:
            yield Piece(Mark.SAME, same)
        same = ""
        removed += piece.text if piece.mark is Mark.REMOVED else ""
        added += piece.text if piece.mark is Mark.ADDED else ""
    yield from _told(removed, added)
    if same:
        yield Piece(Mark.SAME, same)


def _told(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece(Mark.REMOVED, removed)
    if added:
        yield Piece(Mark.ADDED, added)
