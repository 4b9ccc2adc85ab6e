"""From the blocks of a document to its quotable passages."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from citewell.model.library import Block, BlockKind, Passage, Span
from citewell.text.sentences import sentence_spans

# A longer paragraph is cut at the ends of sentences into passages of about this length.
LONGEST = 900
_INTRODUCES = re.compile(r"[^.!?\])]$|\b(?:following|below|these|as follows)\b", re.IGNORECASE)


def passages_of(blocks: Sequence[Block], text: str) -> tuple[Passage, ...]:
    """A passage for every paragraph, list item and table row, in order; long paragraphs are several.

    A list item's lead is the item it is nested in, or the last sentence of the paragraph right before the
    list when that introduces it (it ends without a full stop, or says "the following"). A row keeps its own
    lead and columns; without a lead, the line that introduces its table leads it. Rows that are the heads of
    other rows are no passages. A passage's headings are those over it below its section, outermost first.
    """
    walk = _Walk(text)
    heads = sorted(
        {column.start for block in blocks for column in block.columns if column.end > column.start}
    )
    return tuple(
        passage
        for block in blocks
        if not (block.kind is BlockKind.ROW and _holds_one(heads, block))
        for passage in walk.read(block)
    )


def _holds_one(starts: Sequence[int], block: Block) -> bool:
    return bisect_left(starts, block.start) < bisect_left(starts, block.end)


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text
        self._count = 0
        self._section = ""
        self._headings: list[Block] = []
        self._before: Block | None = None
        self._introduction: Span | None = None
        self._items: list[Block] = []

    def read(self, block: Block) -> Iterator[Passage]:
        if block.kind is BlockKind.HEADING:
            self._head(block)
        elif block.kind is BlockKind.ITEM:
            yield self._passage(block, block.start, block.end, lead=self._lead(block))
        elif block.kind is BlockKind.ROW:
            if self._before is None or self._before.kind is not BlockKind.ROW:
                self._introduction = self._titled_by(self._before) or self._introduced_by(self._before)
            yield self._passage(block, block.start, block.end, lead=block.lead or self._introduction)
        else:
            for start, end in _pieces(self._text, block):
                yield self._passage(block, start, end)
        if block.kind is not BlockKind.ITEM:
            self._items = []
        self._before = block

    def _head(self, block: Block) -> None:
        if block.level == 0:
            self._section = self._text[block.start : block.end]
            self._headings = []
        else:
            self._headings = [heading for heading in self._headings if heading.level < block.level] + [block]

    def _lead(self, item: Block) -> Span | None:
        if not self._items:
            self._introduction = self._introduced_by(self._before)
        self._items = [other for other in self._items if other.level < item.level]
        lead = Span(self._items[-1].start, self._items[-1].end) if self._items else self._introduction
        self._items.append(item)
        return lead

    def _titled_by(self, block: Block | None) -> Span | None:
        """The heading right over a table."""
        is_title = block is not None and block.kind is BlockKind.HEADING and block.level > 0
        return Span(block.start, block.end) if block is not None and is_title else None

    def _introduced_by(self, block: Block | None) -> Span | None:
        if block is None or block.kind is not BlockKind.PARAGRAPH:
            return None
        sentence = sentence_spans(self._text[block.start : block.end])[-1]
        last = Span(block.start + sentence.start, block.start + sentence.end)
        return last if _INTRODUCES.search(self._text[last.start : last.end]) else None

    def _passage(self, block: Block, start: int, end: int, *, lead: Span | None = None) -> Passage:
        self._count += 1
        return Passage(
            n=self._count - 1,
            start=start,
            end=end,
            kind=block.kind,
            section=self._section,
            headings=tuple(Span(heading.start, heading.end) for heading in self._headings),
            lead=lead,
            columns=block.columns,
        )


def _pieces(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """The block, whole or cut at the ends of sentences into pieces of near the same length."""
    if block.end - block.start <= LONGEST:
        yield block.start, block.end
        return
    parts = -(-(block.end - block.start) // LONGEST)
    share = (block.end - block.start) / parts
    start = last = block.start
    for sentence in sentence_spans(text[block.start : block.end]):
        end = block.start + sentence.end
        if end - start > LONGEST and last > start:
            yield start, last
            start = last + 1
        if end - start >= share:
            yield start, end
            start = min(end + 1, block.end)
        last = end
    if start < block.end:
        yield start, block.end
