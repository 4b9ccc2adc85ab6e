"""A difference as people read it: what was taken out and put in, by signs and, on a terminal, by colour."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click
from rich.console import RenderableType
from rich.text import Text

from citewell.answers.formats.words import clean, one_line
from citewell.cli.output import screen_width, wants_colour
from citewell.cli.rendering import show_json
from citewell.cli.review_records import stale_record
from citewell.cli.terminal import printed
from citewell.cli.terminal_tables import Prefixed
from citewell.editorial.difference_lines import Line, LineKind, lines
from citewell.editorial.differences import Difference, difference, summary
from citewell.editorial.pieces import Mark

if TYPE_CHECKING:
    from citewell.editorial.workflow import Stale
    from citewell.engine.curating import EditorialDesk
    from citewell.model.reviews import Version

_SIGNS = {Mark.SAME: ("", ""), Mark.REMOVED: ("[-", "-]"), Mark.ADDED: ("{+", "+}")}
_STYLES = {Mark.SAME: "", Mark.REMOVED: "red", Mark.ADDED: "green"}


def difference_text(found: Difference, heads: Iterable[str]) -> str:
    """The difference under its heads: which two contents it is between."""
    return printed(_pieces(found, heads), width=screen_width(), colour=wants_colour(None))


def tell_since(desk: "EditorialDesk", stale: "Stale", form: str) -> None:
    """What happened to a version since it was read, and what it says now that it did not say then."""
    found = _since(desk, stale.version, stale.seen)
    if form == "json":
        show_json(stale_record(stale, found))
        return
    for line in stale.changes:
        click.echo(one_line(line))
    if found:
        click.echo(difference_text(found, [f"since revision {stale.seen}"]), nl=False)


def _since(desk: "EditorialDesk", version: "Version", seen: int) -> Difference | None:
    """The difference from what was read; None for a revision that never was."""
    from citewell.engine.comparing import as_read, said_by
    from citewell.errors import InputError

    try:
        before = as_read(desk, version, seen)
    except InputError:
        return None
    return difference(before, said_by(desk, version.subject, version.n)[1])


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
