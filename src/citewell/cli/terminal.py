"""A page as text for a terminal: calm at 80 columns, readable at 40, coloured only when asked."""

from collections.abc import Iterable, Iterator
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
    Stages,
)
from citewell.answers.formats.words import unwrapped, with_stop
from citewell.cli.terminal_tables import Prefixed, comparison_rows, grid_rows, marks

_TONES = {"plain": "", "quiet": "dim", "caution": "yellow"}
_SEVERITIES = {"critical": "bold red", "warning": "bold yellow", "info": "bold green"}
_HEADINGS = {2: "bold", 3: "bold dim"}


def page_text(page: Page, *, width: int, colour: bool) -> str:
    """The page, wrapped to the width, with ANSI colours or without any."""
    return printed(_pieces(page, width), width=width, colour=colour)


def printed(pieces: Iterable[RenderableType], *, width: int, colour: bool) -> str:
    """What is to be shown as text, wrapped to the width, with ANSI colours or without any."""
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
    for piece in pieces:
        console.print(piece)
    lines = (line.rstrip() for line in screen.getvalue().split("\n"))
    return "\n".join(lines).strip("\n") + "\n"


def _pieces(page: Page, width: int) -> Iterator[RenderableType]:
    yield Text(unwrapped(page.title), style="bold")
    if page.question and page.question != page.title:
        yield Text(unwrapped(page.question), style="italic dim")
    if page.status:
        yield Text(unwrapped(page.status), style="cyan")
    if page.caution:
        yield Text(unwrapped(page.caution), style="dim")
    if page.review:
        yield from _stages(page.review)
    for n, block in enumerate(page.opening):
        if not (n and isinstance(block, Pairs) and isinstance(page.opening[n - 1], Pairs)):
            yield ""
        yield shown(block, width)
    for part in page.parts:
        yield from _part(part, width)
    yield from _closing(page, width)


def _stages(review: Stages) -> Iterator[RenderableType]:
    """The stages in a line; brackets mark the present one where there is no colour, too."""
    line = Text(style="dim")
    for n, name in enumerate(review.names):
        present = name == review.present
        line.append(" → " if n else "")
        line.append(f"[{name}]" if present else name, style="bold not dim" if present else "")
    yield line
    yield Text(unwrapped(" ".join(review.told)), style="dim")


def _part(part: Part, width: int) -> Iterator[RenderableType]:
    title = part.title.upper() if part.id == "bottom-line" else part.title
    yield ""
    yield Text(unwrapped(title), style=_HEADINGS.get(part.level, "bold"))
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
            yield Text(unwrapped(text), style="dim")


def shown(block: object, width: int) -> RenderableType:
    """A block of a page, ready to print. Raises TypeError for what is no block."""
    match block:
        case Paragraph():
            return Text(unwrapped(block.text), style=_TONES[block.tone])
        case Points():
            return Group(*(Prefixed(_point(point), "  • ") for point in block.points))
        case Banner():
            return _banner(block)
        case Pairs():
            return _pairs(block)
        case Grid():
            return grid_rows(block, width)
        case Comparison():
            return _comparison(block, width)
        case Entries():
            return _entries(block)
    raise TypeError(f"no way to show {type(block).__name__} for a width of {width}")


def _banner(block: Banner) -> RenderableType:
    style = _SEVERITIES.get(block.severity, "bold")
    inside: list[RenderableType] = [Text(unwrapped(block.title).upper(), style=style), _point(block.text)]
    inside += [_point(reason) for reason in block.because]
    if block.open:
        inside.append(Text(unwrapped(block.open), style="yellow"))
    return Prefixed(Group(*inside), "▌ ", "▌ ", style)


def _pairs(block: Pairs) -> RenderableType:
    text = Text.assemble((f"{unwrapped(block.title)}  ", "bold"))
    for n, (name, value) in enumerate(block.rows):
        text.append(" · " if n else "", style="dim")
        text.append(f"{unwrapped(name)}: ", style="dim")
        text.append(unwrapped(value))
    return text


def _comparison(block: Comparison, width: int) -> RenderableType:
    default = [_default(block.default_label, block.default)] if block.default else []
    return Group(
        Text(unwrapped(block.title), style="bold"),
        Text(unwrapped(block.question), style="italic dim"),
        comparison_rows(block, width),
        *default,
    )


def _default(label: str, default: Point) -> RenderableType:
    text = Text.assemble((f"{unwrapped(label)}: ", "bold"), _sentence(default))
    notes = [Text(unwrapped(note), style="dim") for note in default.notes]
    return Prefixed(Group(text, *notes), "  → ")


def _entries(block: Entries) -> RenderableType:
    numbers = [f"[{entry.n}] " for entry in block.entries]
    widest = max((len(number) for number in numbers), default=0)
    lines = zip(block.entries, numbers, strict=True)
    return Group(*(Prefixed(_entry(entry), number.rjust(widest + 1)) for entry, number in lines))


def _entry(entry: Entry) -> Text:
    published = f" {unwrapped(entry.published)}." if entry.published else ""
    return Text.assemble(
        (f"{unwrapped(entry.type)} · ", "dim"),
        (f"{unwrapped(entry.short)}. " if entry.short else "", "bold"),
        f"{unwrapped(entry.title).rstrip('.')}. ",
        f"{entry.age}; {unwrapped(entry.status)}.",
        (published, "dim"),
        (_links(entry.links), "dim"),
    )


def _links(links: Iterable[tuple[str, str]]) -> str:
    words = " · ".join(unwrapped(label) for label, _ in links)
    return f" {words}" if words else ""


def _point(point: Point) -> RenderableType:
    notes = [Text(unwrapped(note), style="dim") for note in point.notes]
    return Group(_sentence(point), *notes)


def _sentence(point: Point) -> Text:
    text = Text()
    if point.lead:
        text.append(with_stop(unwrapped(point.lead)), style="bold")
        text.append(" ")
    text.append(unwrapped(point.text))
    text.append(marks(point.numbers), style="cyan")
    return text
