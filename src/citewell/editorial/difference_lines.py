"""A difference as lines to be read, on paper or in colour."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from citewell.editorial.differences import Change, Difference, FieldChange, PartChange, SourceChange
from citewell.editorial.pieces import Mark, Piece, pieces

_SHOWN = 60  # Characters of what did not change, on either side of what did.
_MARKS = {Mark.REMOVED: "[-{}-]", Mark.ADDED: "{{+{}+}}", Mark.SAME: "{}"}
# Nobody reads these: their change is told, their text is not. What editors changed is told in the parts.
_UNREAD = frozenset({"digest", "edits"})


class LineKind(StrEnum):
    """What a line tells."""

    PART = "part"
    FIELD = "field"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a difference. weighs: why it must not be overlooked, of a field."""

    kind: LineKind
    pieces: tuple[Piece, ...]
    weighs: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its text, what was removed and added between signs: `at [-5-]{+7+} days`."""
        marked = "".join(_MARKS[piece.mark].format(piece.text) for piece in self.pieces)
        return f"{marked} !{', '.join(self.weighs)}" if self.weighs else marked


def lines(found: Difference) -> tuple[Line, ...]:
    """The whole difference: what it is about, its parts, its sources, what it was made of."""
    return tuple(_lines(found))


def _lines(found: Difference) -> Iterator[Line]:
    yield from _section("about", found.about)
    for part in found.parts:
        yield from _part(part)
    if found.order:
        yield _plain(LineKind.PART, "the parts stand in another order")
    for source in found.sources:
        yield from _source(source)
    yield from _section("made of", found.made_of)
    if found.documents:
        readers = ", ".join(document.name for document in found.documents)
        yield _plain(LineKind.PART, f"the answers, as programs read them, are others: {readers}")


def _section(title: str, changes: Iterable[FieldChange]) -> Iterator[Line]:
    told = [line for change in changes for line in _field(change)]
    if told:
        yield _plain(LineKind.PART, title)
        yield from told


def _part(part: PartChange) -> Iterator[Line]:
    yield _plain(LineKind.PART, f"{part.anchor} {part.change.value}: {part.title}")
    yield from _fields(part.fields, part.change)


def _source(source: SourceChange) -> Iterator[Line]:
    cited = source.source
    yield _plain(LineKind.PART, f"source {cited.origin}/{cited.id} {source.change.value}: {cited.title}")
    yield from _fields(source.fields, source.change)


def _fields(changes: Iterable[FieldChange], change: Change) -> Iterator[Line]:
    """Of what came or went as a whole the title is told already, and every word of it weighs alike."""
    for each in changes:
        if change is Change.CHANGED:
            yield from _field(each, each.weighs)
        elif each.name not in _UNREAD | {"title"}:
            yield from _field(each)


def _field(change: FieldChange, weighs: tuple[str, ...] = ()) -> Iterator[Line]:
    yield Line(LineKind.FIELD, (Piece(Mark.SAME, change.name),), weighs)
    if change.name in _UNREAD:
        return
    between = tuple(_abridged(pieces(change.before or "", change.after or "")))
    yield from (Line(LineKind.TEXT, each) for each in _by_line(between))


def _abridged(found: tuple[Piece, ...]) -> Iterator[Piece]:
    """What did not change is told as far as it helps to find the place."""
    for n, piece in enumerate(found):
        first, last = n == 0, n == len(found) - 1
        if piece.mark is not Mark.SAME or (first and last):
            yield piece
            continue
        text = piece.text
        before = "" if first else text[:_SHOWN]
        after = "" if last else text[-_SHOWN:]
        short = len(text) <= len(before) + len(after) + 1
        yield piece if short else Piece(Mark.SAME, f"{before}…{after}")


def _by_line(found: Iterable[Piece]) -> Iterator[tuple[Piece, ...]]:
    """The pieces, cut where a line of the text ends."""
    line: list[Piece] = []
    for piece in found:
        for text in re.split(r"(\n)", piece.text):
            if text == "\n" and line:
                yield tuple(line)
                line = []
            elif text and text != "\n":
                line.append(Piece(piece.mark, text))
    if line:
        yield tuple(line)


def _plain(kind: LineKind, text: str) -> Line:
    return Line(kind, (Piece(Mark.SAME, text),))
