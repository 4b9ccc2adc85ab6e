"""The text of a source laid out to be read: prose, lists and tables under their headings.

Nothing of the text is left out: a line that is no passage and stands over none is shown where it stands.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from citewell.engine.marking import Marker, stretches
from citewell.model.library import BlockKind, Document, FoundRecommendation, Passage, Span
from citewell.model.reading import Group, GroupKind, Line
from citewell.model.searching import Stretch

_CELL = "\t"
_KINDS = {BlockKind.ITEM: GroupKind.LIST, BlockKind.ROW: GroupKind.TABLE}
Headings = tuple[tuple[int, str], ...]


class Layout:
    """Lays out one document's text. marker: of the words to mark; quoted: the place to mark."""

    def __init__(self, document: Document, marker: Marker, quoted: Span) -> None:
        self._text = document.text
        self._marker = marker
        self._quoted = quoted
        self._beginning: dict[int, list[FoundRecommendation]] = {}
        for found in document.recommendations:
            self._beginning.setdefault(found.passages[0], []).append(found)

    def groups(self, start: int, end: int, *, passages: Sequence[Passage]) -> Iterator[Group]:
        """[start, end) of the text, in which these passages stand, in groups."""
        over: Headings = ()
        at = start
        for headings, same in groupby(passages, key=self._headings):
            new = _new(over, headings)
            over = headings
            for _, together in groupby(same, key=_sort):
                lines = list(together)
                yield from self._between(at, lines[0])
                yield self._group(lines, new)
                new, at = (), lines[-1].end
        yield from self._loose(at, end, known=frozenset())

    def _headings(self, passage: Passage) -> Headings:
        """The section and the headings over a passage, with their levels."""
        words = (passage.section, *(self._words(span) for span in passage.headings))
        return tuple((level, word) for level, word in enumerate(words) if word)

    def _group(self, passages: Sequence[Passage], headings: Headings) -> Group:
        first = passages[0]
        kind = _KINDS.get(first.kind, GroupKind.PROSE)
        caption = self._words(first.lead) if first.lead and kind is GroupKind.TABLE else ""
        return Group(
            kind=kind,
            headings=headings,
            caption="" if caption in {word for _, word in self._headings(first)} else caption,
            columns=tuple(self._words(span) for span in first.columns),
            lines=tuple(map(self._line, passages)),
        )

    def _line(self, passage: Passage) -> Line:
        spans = [Span(passage.start, passage.end)]
        if passage.kind is BlockKind.ROW:
            spans = list(self._cells(passage.start, passage.end))
        return Line(
            n=passage.n,
            cells=tuple(map(self._stretches, spans)),
            recommendations=tuple(self._beginning.get(passage.n, ())),
        )

    def _cells(self, start: int, end: int) -> Iterator[Span]:
        for cell in self._text[start:end].split(_CELL):
            yield Span(start, start + len(cell))
            start += len(cell) + len(_CELL)

    def _stretches(self, span: Span) -> tuple[Stretch, ...]:
        marked = self._marker.spans(self._text, start=span.start, end=span.end)
        return stretches(self._text, span.start, span.end, marked=marked, quoted=self._quoted)

    def _between(self, start: int, passage: Passage) -> Iterator[Group]:
        """The lines before a passage that are not shown over it."""
        over = [*passage.columns, *((passage.lead,) if passage.lead else ())]
        known = {word for _, word in self._headings(passage)}
        known.update(self._words(span) for span in over)
        yield from self._loose(start, passage.start, known=frozenset(known))

    def _loose(self, start: int, end: int, *, known: frozenset[str]) -> Iterator[Group]:
        lines = []
        for line in self._text[start:end].split("\n"):
            cells = [" ".join(cell.split()) for cell in line.split(_CELL)]
            if not all(cell in known for cell in cells if cell):
                lines.append(
                    Line(n=None, cells=tuple(map(self._stretches, self._cells(start, start + len(line)))))
                )
            start += len(line) + 1
        if lines:
            yield Group(kind=GroupKind.PROSE, headings=(), lines=tuple(lines))

    def _words(self, span: Span) -> str:
        return " ".join(self._text[span.start : span.end].split())


def _sort(passage: Passage) -> tuple[GroupKind, tuple[Span, ...], Span | None]:
    """What passages have in common that stand in one group."""
    kind = _KINDS.get(passage.kind, GroupKind.PROSE)
    return (kind, passage.columns, passage.lead) if kind is GroupKind.TABLE else (kind, (), None)


def _new(before: Headings, now: Headings) -> Headings:
    """The headings from the first on that did not stand over what is before."""
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(before, now, strict=False))))
    return now[same:]
