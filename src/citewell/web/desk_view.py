"""What the desk's pages show, as records: a difference part by part, comments by place, where things are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Form

from citewell.editorial.difference_lines import LineKind, lines
from citewell.editorial.differences import Difference
from citewell.editorial.pieces import Piece, pieces
from citewell.editorial.subjects import subject_named
from citewell.engine.offering import Offer
from citewell.errors import CitewellError, NotFound
from citewell.model.reviews import Comment, Subject
from citewell.serving.csrf import checked_form

Text = Annotated[str, Form()]
CHECKED = [Depends(checked_form)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A form that was refused: which one, why, and what was typed in it (never a password)."""

    form: str = ""
    error: CitewellError | None = None
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The status of a page that shows it; of one that shows nothing refused, 200."""
        return self.error.status if self.error else 200


NOTHING_REFUSED = Refused()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedField:
    """A field that reads otherwise: its lines, word by word. weighs: why it must not be overlooked."""

    name: str
    weighs: tuple[str, ...]
    lines: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPart:
    """A part, source or circumstance that is not as it was. title: what it is, and what became of it."""

    title: str
    fields: tuple[ChangedField, ...]

    @property
    def weighs(self) -> tuple[str, ...]:
        """Why any of its fields weighs."""
        return tuple(dict.fromkeys(each for changed in self.fields for each in changed.weighs))


def changed_parts(found: Difference) -> tuple[ChangedPart, ...]:
    """A difference part by part, in the order of the text."""
    parts: list[tuple[str, list[tuple[str, tuple[str, ...], list[tuple[Piece, ...]]]]]] = []
    for line in lines(found):
        text = "".join(piece.text for piece in line.pieces)
        if line.kind is LineKind.PART:
            parts.append((text, []))
        elif line.kind is LineKind.FIELD:
            parts[-1][1].append((text, line.weighs, []))
        else:
            parts[-1][1][-1][2].append(line.pieces)
    return tuple(
        ChangedPart(
            title=title,
            fields=tuple(
                ChangedField(name=name, weighs=weighs, lines=tuple(told)) for name, weighs, told in fields
            ),
        )
        for title, fields in parts
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment. ways: how whoever reads may close it; between: what a suggestion changes, word by word."""

    comment: Comment
    ways: tuple[str, ...]
    between: tuple[Piece, ...]


def remark(comment: Comment, offer: Offer) -> Remark:
    """A comment as it is shown to whom this is offered."""
    between = pieces(comment.said, comment.suggested) if comment.suggested is not None else ()
    return Remark(comment=comment, ways=offer.closes.get(comment.id, ()), between=between)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What was said at one place, in order. anchor "" is the whole version, name "" a part as a whole."""

    anchor: str
    name: str
    remarks: tuple[Remark, ...]


def threads(comments: Iterable[Comment], offer: Offer) -> tuple[Thread, ...]:
    """Comments by their place, in the order in which each place was first spoken of."""
    places: dict[tuple[str, str], list[Remark]] = {}
    for each in comments:
        places.setdefault((each.anchor, each.field), []).append(remark(each, offer))
    return tuple(
        Thread(anchor=anchor, name=name, remarks=tuple(said)) for (anchor, name), said in places.items()
    )


def subject_at(kind: str, name: str) -> Subject:
    """The subject of an address. Raises NotFound for what can be none."""
    try:
        return subject_named(f"{kind}:{name}")
    except CitewellError:
        raise NotFound("there is nothing on the desk at this address", hint="see the queue") from None


def address_of(subject: Subject, n: int | None = None, **more: str) -> str:
    """Where a version is shown; without a number the newest. more: of the address's query, and `at`."""
    anchor = more.pop("at", "")
    query = [("version", str(n))] if n else []
    query += [(name, value) for name, value in more.items() if value]
    told = "&".join(f"{name}={quote(value)}" for name, value in query)
    path = f"/review/{subject.kind.value}/{quote(subject.name)}"
    return path + (f"?{told}" if told else "") + (f"#{anchor}" if anchor else "")


def paged(number: int, page: int, size: int) -> tuple[slice, int, int]:
    """Which of so many things are on a page: the slice, the page before, the page after (0 for none)."""
    last = max(1, -(-number // size))
    page = min(max(page, 1), last)
    return slice((page - 1) * size, page * size), page - 1, page + 1 if page < last else 0


def shown_fields(fields: Iterable[tuple[str, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Fields with their lines; those that say nothing are left out."""
    return ((name, tuple(text.split("\n"))) for name, text in fields if text)
