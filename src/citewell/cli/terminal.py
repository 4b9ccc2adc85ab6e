"""A page as text for a terminal: calm at 80 columns, readable at 40, coloured only when asked."""

from collections.abc import Iterable, Iterator
from functools import singledispatch
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.text import Text

from citewell.answers.formats.page import (
    Banner,
    Comparison,
    Entries,
    Entry,
    Grid,
    Page,
    Pairs,
    Paragraph,
    Part,
    Point,
    Points,
)
from citewell.cli.terminal_tables import Prefixed, comparison_rows, grid_rows

_TONES = {"plain": "", "quiet": "dim", "caution": "yellow"}
_SEVERITIES = {"critical": "bold red", "warning": "bold yellow", "info": "bold green"}
_HEADINGS = {2: "bold", 3: "bold dim"}


def page_text(page: Page, *, width: int, colour: bool) -> str:
    """The page, wrapped to the width, with ANSI colours or without any."""
    screen = StringIO()
    console = Console(
        file=screen,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        legacy_windows=False,
        soft_wrap=False,
    )
    for piece in _pieces(page, width):
        console.print(piece)
    lines = (line.rstrip() for line in screen.getvalue().split("\n"))
    return "\n".join(lines).strip("\n") + "\n"


def _pieces(page: Page, width: int) -> Iterator[RenderableType]:
    yield Text(_line(page.title), style="bold")
    if page.question and page.question != page.title:
        yield Text(_line(page.question), style="italic dim")
    if page.status:
        yield Text(_line(page.status), style="cyan")
    if page.caution:
        yield Text(_line(page.caution), style="dim")
    for n, block in enumerate(page.opening):
        if not (n and isinstance(block, Pairs) and isinstance(page.opening[n - 1], Pairs)):
            yield ""
        yield shown(block, width)
    for part in page.parts:
        yield from _part(part, width)
    yield from _closing(page, width)


def _part(part: Part, width: int) -> Iterator[RenderableType]:
    title = part.title.upper() if part.id == "bottom-line" else part.title
    yield ""
    yield Text(_line(title), style=_HEADINGS.get(part.level, "bold"))
    for n, block in enumerate(part.blocks):
        if n and not isinstance(block, Paragraph):
            yield ""
        yield shown(block, width)


def _closing(page: Page, width: int) -> Iterator[RenderableType]:
    if page.disclaimer or page.made_by:
        yield ""
        yield Text("─" * min(width, 24), style="dim")
    for text in (page.disclaimer, page.made_by):
        if text:
            yield Text(_line(text), style="dim")


@singledispatch
def shown(block: object, width: int) -> RenderableType:
    """A block of a page, ready to print."""
    raise TypeError(f"no way to show {type(block).__name__} for a width of {width}")


@shown.register
def _paragraph(block: Paragraph, width: int) -> RenderableType:  # noqa: ARG001
    return Text(_line(block.text), style=_TONES[block.tone])


@shown.register
def _points(block: Points, width: int) -> RenderableType:  # noqa: ARG001
    return Group(*(Prefixed(_point(point), "  • ") for point in block.points))


@shown.register
def _banner(block: Banner, width: int) -> RenderableType:  # noqa: ARG001
    style = _SEVERITIES.get(block.severity, "bold")
    inside: list[RenderableType] = [Text(_line(block.title).upper(), style=style), _point(block.text)]
    inside += [_point(reason) for reason in block.because]
    if block.open:
        inside.append(Text(_line(block.open), style="yellow"))
    return Prefixed(Group(*inside), "▌ ", "▌ ", style)


@shown.register
def _pairs(block: Pairs, width: int) -> RenderableType:  # noqa: ARG001
    text = Text.assemble((f"{_line(block.title)}  ", "bold"))
    for n, (name, value) in enumerate(block.rows):
        text.append(" · " if n else "", style="dim")
        text.append(f"{_line(name)}: ", style="dim")
        text.append(_line(value))
    return text


@shown.register
def _grid(block: Grid, width: int) -> RenderableType:
    return grid_rows(block, width)


@shown.register
def _comparison(block: Comparison, width: int) -> RenderableType:
    default = Text.assemble((f"{_line(block.default_label)}: ", "bold"), _sentence(block.default))
    notes = [Text(_line(note), style="dim") for note in block.default.notes]
    return Group(
        Text(_line(block.title), style="bold"),
        Text(_line(block.question), style="italic dim"),
        comparison_rows(block, width),
        Prefixed(Group(default, *notes), "  → "),
    )


@shown.register
def _entries(block: Entries, width: int) -> RenderableType:  # noqa: ARG001
    marks = [f"[{entry.n}] " for entry in block.entries]
    widest = max((len(mark) for mark in marks), default=0)
    lines = zip(block.entries, marks, strict=True)
    return Group(*(Prefixed(_entry(entry), mark.rjust(widest + 1)) for entry, mark in lines))


def _entry(entry: Entry) -> Text:
    published = f" {_line(entry.published)}." if entry.published else ""
    return Text.assemble(
        (f"{_line(entry.type)} · ", "dim"),
        (f"{_line(entry.short)}. ", "bold"),
        f"{_line(entry.title).rstrip('.')}. ",
        f"{entry.age}; {_line(entry.status)}.",
        (published, "dim"),
        (_links(entry.links), "dim"),
    )


def _links(links: Iterable[tuple[str, str]]) -> str:
    words = " · ".join(_line(label) for label, _ in links)
    return f" {words}" if words else ""


def _point(point: Point) -> RenderableType:
    notes = [Text(_line(note), style="dim") for note in point.notes]
    return Group(_sentence(point), *notes)


def _sentence(point: Point) -> Text:
    text = Text()
    if point.lead:
        lead = _line(point.lead)
        text.append(lead if lead.endswith((".", ":", "?", "!")) else f"{lead}:", style="bold")
        text.append(" ")
    text.append(_line(point.text))
    text.append(marks(point.numbers), style="cyan")
    return text


def marks(numbers: Iterable[int]) -> str:
    """The numbers of a claim, after a space: " [1][2]"."""
    joined = "".join(f"[{n}]" for n in numbers)
    return f" {joined}" if joined else ""


def _line(text: str) -> str:
    return " ".join(text.split())
