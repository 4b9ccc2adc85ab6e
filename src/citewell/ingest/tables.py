"""HTML tables as rows of text that know the heads of their columns and the line over them."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from citewell.ingest.inline import UNREAD, Style, common_style, flat, words
from citewell.ingest.plain import PlainText, spaced
from citewell.model.library import Span

_MOST_COLUMNS = 64
_MOST_ROWS_SPANNED = 512
# A cell over several rows is said again in each when it names them, not when it discusses them.
_LONGEST_NAME = 200
# What the cells of one table may say again, in characters: a small file shall not make a large text.
_MOST_REPEATED = 200_000
# A line across the table leads the rows under it when it is no longer than a clinical scenario may be.
_LONGEST_LEAD = 600


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its element, its words in one line, and what it covers, in columns and rows."""

    element: HtmlElement
    text: str
    stands_out: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of cells; `part` is "thead", "tbody" or "tfoot", and "caption" for what stands in no cell."""

    cells: tuple[Cell, ...]
    part: str

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that hold words."""
        return tuple(cell for cell in self.cells if cell.text)


def rows_of(table: HtmlElement) -> tuple[TableRow, ...]:
    """The rows of a table, without those of the tables in its cells, in the order of the source."""
    return tuple(_rows(table, "tbody"))


def width_of(rows: tuple[TableRow, ...]) -> int:
    """The number of columns of a table."""
    return max((sum(cell.columns for cell in row.cells) for row in rows), default=0)


def write_rows(rows: tuple[TableRow, ...], into: PlainText) -> None:
    """Write a table of two columns and more, row by row.

    Rows of heads give their spans to the rows under them; a row that is one line across the table (an ACR
    variant) leads the rows under it, up to the next such line. A short cell over several rows is said in
    each.
    """
    _Grid(into, width_of(rows)).write(rows)


class _Grid:
    """A table as it is written: the heads and the lead in force, and the cells that reach down."""

    def __init__(self, into: PlainText, width: int) -> None:
        self._into = into
        self._width = width
        self._heads: list[Span | None] = []
        self._in_heads = True
        self._lead: Span | None = None
        self._reaching: dict[int, tuple[int, str]] = {}
        self._repeated = 0

    def write(self, rows: tuple[TableRow, ...]) -> None:
        heads = _head_rows(rows)
        for number, row in enumerate(rows):
            if not row.filled:
                self._cells(row)  # An empty row still takes its part of the cells that reach down.
            elif _is_across(row, self._width) and not self._reaching:
                self._across(row)
            elif number in heads:
                self._head(row)
            else:
                self._body(row)

    def _across(self, row: TableRow) -> None:
        text = row.filled[0].text
        written = self._into.row((text,), lead=self._lead if row.part == "tfoot" else None)
        if row.part != "tfoot" and len(text) <= _LONGEST_LEAD:
            self._lead = written[0]

    def _head(self, row: TableRow) -> None:
        if not self._in_heads:
            self._heads = []
        self._in_heads = True
        texts, origins = self._cells(row, repeat=False)
        spans = self._into.row(_trimmed(texts))
        self._heads += [None] * (len(texts) - len(self._heads))
        for column, origin in enumerate(origins):
            if origin is not None and origin < len(spans) and spans[origin].end > spans[origin].start:
                self._heads[column] = spans[origin]

    def _body(self, row: TableRow) -> None:
        self._in_heads = False
        texts, _ = self._cells(row)
        columns = () if row.part == "tfoot" else self._columns()
        self._into.row(_trimmed(texts), columns=columns, lead=self._lead)

    def _columns(self) -> tuple[Span, ...]:
        """The heads in order; a column without a head has an empty span at the start of the first head."""
        known = [head for head in self._heads if head is not None]
        if not known:
            return ()
        empty = Span(known[0].start, known[0].start)
        return tuple(head or empty for head in self._heads)

    def _cells(self, row: TableRow, *, repeat: bool = True) -> tuple[list[str], list[int | None]]:
        """The words of each column, and the column in which the cell that covers it begins if in this row."""
        texts: list[str] = []
        origins: list[int | None] = []
        waiting = list(reversed(row.cells))
        while (waiting or len(texts) in self._reaching) and len(texts) < _MOST_COLUMNS:
            column = len(texts)
            if column in self._reaching:
                texts.append(self._reached(column) if repeat else self._reached(column) and "")
                origins.append(None)
                continue
            cell = waiting.pop()
            for offset in range(cell.columns):
                texts.append("" if offset else cell.text)
                origins.append(column)
                self._reach(column + offset, cell, cell.text if not offset else "")
        # Cells beyond the widest table that is read are said in the last column.
        texts += [" ".join(cell.text for cell in reversed(waiting))] if waiting else []
        origins += [None] if waiting else []
        return texts, origins

    def _reach(self, column: int, cell: Cell, text: str) -> None:
        if cell.rows > 1:
            self._reaching[column] = (cell.rows - 1, text if len(text) <= _LONGEST_NAME else "")

    def _reached(self, column: int) -> str:
        left, text = self._reaching.pop(column)
        if left > 1:
            self._reaching[column] = (left - 1, text)
        self._repeated += len(text)
        return text if self._repeated <= _MOST_REPEATED else ""


def _head_rows(rows: tuple[TableRow, ...]) -> frozenset[int]:
    """The rows that hold the heads of columns: those marked so, and the rows at the top that stand out."""
    filled = [(number, row) for number, row in enumerate(rows) if len(row.filled) > 1]
    marked = [number for number, row in filled if _is_marked(row)]
    top = []
    for number, row in filled[:-1]:
        if not all(cell.stands_out for cell in row.filled):
            break
        top.append(number)
    return frozenset((*marked, *top))


def _is_marked(row: TableRow) -> bool:
    heads = row.part == "thead" or all(cell.element.tag == "th" for cell in row.filled)
    return heads and row.part != "tfoot"


def _is_across(row: TableRow, width: int) -> bool:
    """Whether one line is all that stands in the row, across the table or as the bold name of a group."""
    if len(row.filled) != 1:
        return False
    only = row.filled[0]
    if row.part == "caption" or only.columns >= width or len(row.cells) == 1:
        return True
    return only is row.cells[0] and only.stands_out


def _trimmed(texts: list[str]) -> list[str]:
    """The texts without empty ones at their end."""
    last = max((number for number, text in enumerate(texts, 1) if text), default=0)
    return texts[:last]


def _rows(element: HtmlElement, part: str) -> Iterator[TableRow]:
    yield from _loose(element.text)
    for child in element:
        tag = child.tag
        if tag == "tr":
            yield TableRow(tuple(_cells(child)), part)
        elif tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child, tag)
        elif isinstance(tag, str) and tag not in UNREAD and tag not in ("col", "colgroup"):
            yield TableRow((_cell(child),), "caption" if tag == "caption" else part)
        yield from _loose(child.tail)


def _cells(row: HtmlElement) -> Iterator[Cell]:
    """The cells of a row, and as cells what stands between them."""
    yield from (cell for loose in _loose(row.text) for cell in loose.cells)
    for child in row:
        if isinstance(child.tag, str) and child.tag not in UNREAD:
            yield _cell(child)
        yield from (cell for loose in _loose(child.tail) for cell in loose.cells)


def _cell(element: HtmlElement) -> Cell:
    runs = flat(element, Style.STRONG if element.tag == "th" else Style.PLAIN)
    return Cell(
        element,
        spaced(words(runs)),
        bool(common_style(runs)),
        *spanned(element),
    )


def _loose(text: str | None) -> Iterator[TableRow]:
    """Words that stand in a table but in none of its cells, as a row of their own."""
    if text and text.strip():
        holder = HtmlElement(text)
        holder.tag = "caption"
        yield TableRow((Cell(holder, spaced(text)),), "caption")


def spanned(cell: etree._Element) -> tuple[int, int]:
    """How many columns and rows a cell covers, as far as its attributes say so in earnest."""
    return _count(cell.get("colspan"), _MOST_COLUMNS), _count(cell.get("rowspan"), _MOST_ROWS_SPANNED)


def _count(value: str | None, most: int) -> int:
    number = (value or "").strip()
    return min(max(int(number), 1), most) if number.isascii() and number.isdigit() and len(number) < 6 else 1
