"""Which parts of a version are shown: one, those of a kind, that hold words, are commented on, or changed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from citewell.answers.formats.page import Block, Pairs, Paragraph, Point, Points
from citewell.answers.formats.page import Part as Section
from citewell.editorial.choosing import Wanted, chosen
from citewell.editorial.discussion import OPEN
from citewell.errors import InputError, NotFound

if TYPE_CHECKING:
    from citewell.engine.curating import Dossier, EditorialDesk

_MANY = 40  # Parts, from which on a reader is told how to choose.


def selected(desk: "EditorialDesk", dossier: "Dossier", wanted: Wanted) -> "Dossier":
    """The dossier with the parts that are wanted, and the comments on them.

    Raises NotFound where none is, with the nearest anchors; InputError for what changed in a first version.
    """
    if wanted.everything:
        return dossier
    there = chosen(
        dossier.content.parts,
        wanted,
        commented={each.anchor for each in dossier.comments if each.state == OPEN},
        changed=_changed(desk, dossier) if wanted.changed else (),
    )
    if not there:
        message, hint = _nothing(dossier, wanted)
        raise NotFound(message, hint=hint)
    anchors = {part.anchor for part in there}
    return replace(
        dossier,
        content=replace(dossier.content, parts=there),
        comments=tuple(each for each in dossier.comments if each.anchor in anchors),
    )


def how_to_choose(dossier: "Dossier") -> Iterator[Block]:
    """Of a long text, what it has, and how to be shown a part of it."""
    parts = dossier.content.parts
    if len(parts) < _MANY:
        return
    kinds = Counter(part.anchor.partition(":")[0] for part in parts)
    rows = tuple((kind, str(number)) for kind, number in kinds.items())
    yield Pairs(title=f"{len(parts):,} parts", rows=rows)
    choices = "--contents, --changed, --commented, --search WORDS or --at 'statement:*'"
    yield Paragraph(text=f"To read a part of them, add {choices}.", tone="quiet")


def contents_part(dossier: "Dossier") -> Section:
    """The parts by name and title, with how many comments are open on each."""
    open_on = Counter(each.anchor for each in dossier.comments if each.state == OPEN)
    points = tuple(
        Point(
            lead=f"{part.anchor}:",
            text=part.title + f" ({open_on[part.anchor]} open)" * bool(open_on[part.anchor]),
        )
        for part in dossier.content.parts
    )
    return Section(id="contents", title="Contents", blocks=(Points(points=points),))


def _changed(desk: "EditorialDesk", dossier: "Dossier") -> frozenset[str]:
    """The parts that are new or read otherwise than in the version approved last, else the one before."""
    from citewell.editorial.differences import difference
    from citewell.engine.comparing import before

    earlier = before(desk, dossier.version)
    if earlier is None:
        subject = dossier.version.subject
        raise InputError("it is the first version: all of it is new", hint=f"citewell review show {subject}")
    return frozenset(part.anchor for part in difference(earlier[1], dossier.content).parts)


def _nothing(dossier: "Dossier", wanted: Wanted) -> tuple[str, str]:
    every = f"all are listed by: citewell review show {dossier.version.subject} --contents"
    anchors = [part.anchor for part in dossier.content.parts]
    if not wanted.anchor or any(fnmatchcase(anchor, wanted.anchor) for anchor in anchors):
        return "no part is chosen by these options", every
    near = get_close_matches(wanted.anchor, anchors, n=3)
    return f"there is no part {wanted.anchor!r}", f"there is {', '.join(near)}; {every}" if near else every
