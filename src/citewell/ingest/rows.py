"""The recommendation that a row of a table is: what is done in one cell, how it is graded in another."""

import re
from collections.abc import Iterator
from functools import reduce

from citewell.ingest.labels import LabelReader, PrintedLabel, merged
from citewell.ingest.plain import CELL_MARK
from citewell.ingest.statements import Statement, statements_in
from citewell.model.library import Passage, Span

_GRADE_HEAD = re.compile(
    r"(?i:^(?:rating|appropriateness(?: category)?|strength\b.*|grade\b.*|class\b.*|COR|SOR|LOE"
    r"|level\b.*|quality\b.*"
    r"|certainty\b.*|recommendation (?:strength|grade|level|class).*|evidence (?:level|grade|quality"
    r"|rating).*"
    r"|GRADE|evidence)\W*$)"
)


def statements_in_row(text: str, passage: Passage, reader: LabelReader) -> list[Statement]:
    """The row as one graded statement if a cell of it is a label; else the directives of its cells.

    Spans count from the start of the row.
    """
    row = text[passage.start : passage.end]
    cells = list(_cells(row))
    labels = list(_labels(text, passage, row, cells, reader))
    others = sum(1 for cell in cells if cell.end > cell.start) - len(labels)
    if labels and others > 0:
        # The cell that tells the strength is the label; one that tells the evidence only completes it.
        labels.sort(key=lambda label: label.strength is None)
        label = reduce(merged, labels)
        return [Statement(0, len(row.rstrip()), label)]
    return [found for cell in cells for found in _of_cell(row, cell, reader)]


def _of_cell(row: str, cell: Span, reader: LabelReader) -> Iterator[Statement]:
    for found in statements_in(row[cell.start : cell.end], reader):
        label = found.label.shifted(cell.start) if found.label is not None else None
        yield Statement(found.start + cell.start, found.end + cell.start, label)


def _cells(row: str) -> Iterator[Span]:
    at = 0
    for cell in row.split(CELL_MARK):
        yield Span(at, at + len(cell))
        at += len(cell) + len(CELL_MARK)


def _labels(
    text: str, passage: Passage, row: str, cells: list[Span], reader: LabelReader
) -> Iterator[PrintedLabel]:
    """The labels that are whole cells; where the table has column heads, under a head of grades only."""
    heads = [text[span.start : span.end] for span in passage.columns]
    for n, cell in enumerate(cells):
        head = heads[n] if n < len(heads) else ""
        if heads and not _GRADE_HEAD.search(head):
            continue
        words = row[cell.start : cell.end]
        label = reader.whole(words) if n or heads else None
        if label is not None:
            yield label.shifted(cell.start)
