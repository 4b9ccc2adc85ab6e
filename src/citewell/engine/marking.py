"""The words of a query found in a text, as spans; and a text cut into pieces that say what is marked."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from citewell.model.library import Span
from citewell.model.searching import Stretch
from citewell.retrieval.index import Index
from citewell.retrieval.query import QUIET, read
from citewell.text.folding import TOKEN
from citewell.text.tokens import is_content

NOTHING = Span(0, 0)
# Words that say little ("treatment") are marked only where there are no others.
_WORTH_MARKING = QUIET


class Marker:
    """Marks the words that a query was searched by: its own, and other names of what it asks about."""

    def __init__(self, index: Index, query: str) -> None:
        terms = read(query, index).terms if query else {}
        telling = {stem for stem, weight in terms.items() if weight > _WORTH_MARKING}
        self._stems = telling or set(terms)
        self._index = index

    @property
    def marks(self) -> bool:
        """Whether any word of the query stands in the library, under any of its names."""
        return bool(self._stems)

    def spans(self, text: str, *, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        """Where the words stand in [start, end) of the text, in order; spans count in the whole text."""
        if not self._stems:
            return ()
        stop = len(text) if end is None else end
        return tuple(
            Span(*found.span())
            for found in TOKEN.finditer(text, start, stop)
            if _may_tell(found[0].lower()) and not self._stems.isdisjoint(self._index.stems_of((found[0],)))
        )


def _may_tell(word: str) -> bool:
    """Whether a word is worth marking: of "National Institute for Health", which NICE is, "for" is not."""
    return is_content(word) or (len(word) == 1 and word != "a")


def stretches(
    text: str, start: int, end: int, *, marked: Sequence[Span] = (), quoted: Span = NOTHING
) -> tuple[Stretch, ...]:
    """[start, end) of the text in pieces, one after the other, each the same all through."""
    return tuple(_pieces(text, start, end, marked, quoted))


def _pieces(text: str, start: int, end: int, marked: Sequence[Span], quoted: Span) -> Iterator[Stretch]:
    edges = {start, end, quoted.start, quoted.end}
    edges.update(edge for span in marked for edge in (span.start, span.end))
    places = sorted(edge for edge in edges if start <= edge <= end)
    begun = {span.start for span in marked}
    ends = {span.end for span in marked}
    inside = False
    for here, after in pairwise(places):
        inside = here in begun or (inside and here not in ends)
        yield Stretch(text[here:after], marked=inside, quoted=quoted.start <= here < quoted.end)


def window(spans: Sequence[Span], start: int, end: int, *, most: int, text: str) -> Span:
    """At most so many characters of [start, end) that hold most of the spans, cut between words.

    The first of those that hold as many; the beginning where there are none.
    """
    if end - start <= most:
        return Span(start, end)
    inside = [span for span in spans if start <= span.start and span.end <= end]
    counts = [
        (
            -sum(first.start <= other.start and other.end <= first.start + most for other in inside),
            first.start,
        )
        for first in inside
    ]
    densest = min(counts)[1] if counts else start
    # A little of what stands before the first word makes it readable.
    begin = max(start, min(densest - most // 5, end - most))
    return Span(_word_start(text, begin, start), _word_end(text, min(begin + most, end), end))


def _word_start(text: str, at: int, start: int) -> int:
    if at <= start:
        return start
    space = text.find(" ", at, at + 40)
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int, end: int) -> int:
    if at >= end:
        return end
    space = text.rfind(" ", at - 40, at)
    return space if space >= 0 else at
