"""A document's plain text as it is written, block by block, each block knowing its span."""

from collections.abc import Sequence

from citewell.model.library import Block, BlockKind, Span

CELL_MARK = "\t"


class PlainText:
    """Text under construction: every block stands on a line of its own.

    White space inside a block is one space. A block without words is not written, and its span is None.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks so far, in order."""
        return tuple(self._blocks)

    def heading(self, text: str, *, level: int) -> Span | None:
        """A heading; level 0 begins a section of the document."""
        return self._block(BlockKind.HEADING, spaced(text), level=level)

    def paragraph(self, text: str) -> Span | None:
        """A paragraph."""
        return self._block(BlockKind.PARAGRAPH, spaced(text))

    def item(self, text: str, *, depth: int = 0) -> Span | None:
        """An item of a list; depth 0 is the outermost list."""
        return self._block(BlockKind.ITEM, spaced(text), level=depth)

    def row(
        self, cells: Sequence[str], *, columns: tuple[Span, ...] = (), lead: Span | None = None
    ) -> tuple[Span, ...]:
        """A row of a table, its cells apart by a tab; the spans of the cells, empty ones included."""
        words = [spaced(cell) for cell in cells]
        start = self._length
        written = self._block(BlockKind.ROW, CELL_MARK.join(words), columns=columns, lead=lead)
        spans = []
        for cell in words if written else ():
            spans.append(Span(start, start + len(cell)))
            start += len(cell) + len(CELL_MARK)
        return tuple(spans)

    def _block(
        self,
        kind: BlockKind,
        text: str,
        *,
        level: int = 0,
        columns: tuple[Span, ...] = (),
        lead: Span | None = None,
    ) -> Span | None:
        if not text.strip():
            return None
        start = self._length
        end = start + len(text)
        self._parts += [text, "\n"]
        self._length = end + 1
        self._blocks.append(Block(kind=kind, start=start, end=end, level=level, columns=columns, lead=lead))
        return Span(start, end)


def spaced(text: str) -> str:
    """The text with each stretch of white space made one space, and none at its ends."""
    return " ".join(text.split())
