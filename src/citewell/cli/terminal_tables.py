"""Tables for a terminal, which stack into lists where the screen is narrow; and hanging indents."""

from collections.abc import Iterable, Sequence

from rich.box import Box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text

from citewell.answers.formats.page import Comparison, Grid, Stance
from citewell.answers.formats.words import unwrapped

_NARROW = 64
# A rule under the heads and nothing else.
_RULED = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")


class Prefixed:
    """Something with a mark before its first line and, before the others, `rest` or as much space."""

    def __init__(self, inside: RenderableType, first: str, rest: str = "", style: str = "") -> None:
        self._inside = inside
        self._first = first
        self._rest = rest or " " * len(first)
        self._style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(8, options.max_width - len(self._first))
        style = Style.parse(self._style) if self._style else None
        for n, line in enumerate(self._lines(console, options, width)):
            yield Segment(self._rest if n else self._first, style)
            yield from line
            yield Segment.line()

    def _lines(self, console: Console, options: ConsoleOptions, width: int) -> Iterable[Iterable[Segment]]:
        if isinstance(self._inside, Text):
            # Most of a page is running text: wrapping it directly takes half the time of rendering it.
            return (line.render(console) for line in self._inside.wrap(console, width))
        return console.render_lines(self._inside, options.update(width=width, height=None), pad=False)


def comparison_rows(block: Comparison, width: int) -> RenderableType:
    """Every side of a point of dispute: a table, or a list where that is clearer."""
    if block.compact or width < _NARROW:
        return Group(*(Prefixed(_stacked(row), "  • ") for row in block.rows))
    table = _table(width)
    for column, ratio in zip(block.columns, (4, 3, 4, 9), strict=True):
        table.add_column(column, ratio=ratio, overflow="fold", header_style="dim")
    for row in block.rows:
        table.add_row(
            Text(unwrapped(row.body)),
            Text(unwrapped(row.stance)),
            Text(unwrapped(row.grade) or "–"),
            _said(row),
        )
    return table


def grid_rows(block: Grid, width: int) -> RenderableType:
    """A table, or where the screen is narrow one line a row."""
    if width < _NARROW:
        return Group(*(Prefixed(_row_text(row), "  • ") for row in block.rows))
    table = _table(width)
    for n, column in enumerate(block.columns):
        last = n == len(block.columns) - 1
        table.add_column(column, ratio=None if last else 1, overflow="fold", header_style="dim")
    for row in block.rows:
        table.add_row(*(Text(unwrapped(cell)) for cell in row))
    return table


def _table(width: int) -> Table:
    return Table(
        box=_RULED, width=width, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), border_style="dim"
    )


def _row_text(row: Sequence[str]) -> Text:
    return Text(f"{unwrapped(row[0])}: " + ", ".join(unwrapped(cell) for cell in row[1:]))


def _stacked(row: Stance) -> Text:
    graded = f" ({unwrapped(row.grade)})" if row.grade else ""
    text = Text.assemble((unwrapped(row.body), "bold"), f": {unwrapped(row.stance)}{graded}")
    said = _said(row)
    if row.text:
        text.append(". " if not text.plain.endswith(".") else " ")
    return text.append_text(said)


def _said(row: Stance) -> Text:
    text = Text(unwrapped(row.text))
    if row.population:
        population = unwrapped(row.population)
        text.append(f" ({population})" if text.plain else f" · {population}", style="dim")
    text.append(marks(row.numbers), style="cyan")
    return text


def marks(numbers: Iterable[int]) -> str:
    """The numbers of a claim, after a space: " [1][2]"."""
    joined = "".join(f"[{n}]" for n in numbers)
    return f" {joined}" if joined else ""
