"""Tables of JATS, which are those of HTML in another namespace, as rows of text."""

from collections.abc import Iterator
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from citewell.ingest.jats_inline import inline, tag_of
from citewell.ingest.plain import PlainText
from citewell.ingest.tables import Cell, TableRow, spanned, write_rows


def write_table(table: etree._Element, into: PlainText, *, caption: str = "") -> None:
    """A table, row by row; its caption is a row over it that leads the others."""
    over = (TableRow((Cell(cast("HtmlElement", table), caption),), "caption"),) if caption else ()
    write_rows((*over, *_rows(table)), into)


def _rows(table: etree._Element) -> Iterator[TableRow]:
    for row in table.iter():
        if tag_of(row) == "tr":
            above = row.getparent()
            part = tag_of(above) if above is not None else ""
            cells = tuple(_cell(cell) for cell in row if tag_of(cell) in ("td", "th"))
            yield TableRow(cells, part if part in ("thead", "tfoot") else "tbody")


def _cell(cell: etree._Element) -> Cell:
    bold = [child for child in cell if tag_of(child) == "bold"]
    strong = tag_of(cell) == "th" or (len(bold) == 1 == len(cell) and inline(bold[0]) == inline(cell))
    return Cell(
        cast("HtmlElement", cell),
        inline(cell),
        strong,
        *spanned(cell),
    )
