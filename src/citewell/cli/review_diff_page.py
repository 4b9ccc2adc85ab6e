"""A difference as people read it: what was taken out and put in, by signs and, on a terminal, by colour."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from citewell.answers.formats.words import clean
from citewell.cli.output import screen_width, wants_colour
from citewell.cli.terminal import printed
from citewell.cli.terminal_tables import Prefixed
from citewell.editorial.difference_lines import Line, LineKind, lines
from citewell.editorial.differences import Difference, difference, summary
from citewell.editorial.pieces import Mark

if TYPE_CHECKING:
    from citewell.engine.curating import EditorialDesk
    from citewell.model.reviews import Version

_SIGNS = {Mark.SAME: ("", ""), Mark.REMOVED: ("[-", "-]"), Mark.ADDED: ("{+", "+}")}
_STYLES = {Mark.SAME: "", Mark.REMOVED: "red", Mark.ADDED: "green"}


def difference_text(found: Difference, heads: Iterable[str]) -> str:
    """The difference under its heads: which two contents it is between."""
    return printed(_pieces(found, heads), width=screen_width(), colour=wants_colour(None))


def since_lines(desk: "EditorialDesk", version: "Version", seen: int) -> str:
    """What a version says now and did not at a revision; "" where the text is the same."""
    from citewell.engine.comparing import as_read, said_by
    from citewell.errors import InputError

    try:
        before = as_read(desk, version, seen)
    except InputError:
        return ""
    found = difference(before, said_by(desk, version.subject, version.n)[1])
    return difference_text(found, [f"since revision {seen}"]) if found else ""


def _pieces(found: Difference, heads: Iterable[str]) -> Iterator[RenderableType]:
    for head in heads:
        yield Text(clean(head), style="bold")
    yield Text(summary(found))
    for line in lines(found):
        yield from _shown(line)


def _shown(line: Line) -> Iterator[RenderableType]:
    if line.kind is LineKind.PART:
        yield ""
        yield Text(clean(_plain(line)), style="bold")
    elif line.kind is LineKind.FIELD:
        text = Text(clean(_plain(line)))
        if line.weighs:
            text.append(f"  ! {', '.join(line.weighs)}", style="yellow")
        yield Prefixed(text, "  ")
    else:
        yield Prefixed(_marked(line), "    ")


def _marked(line: Line) -> Text:
    text = Text()
    for piece in line.pieces:
        opening, closing = _SIGNS[piece.mark]
        text.append(f"{opening}{clean(piece.text)}{closing}", style=_STYLES[piece.mark])
    return text


def _plain(line: Line) -> str:
    return "".join(piece.text for piece in line.pieces)
