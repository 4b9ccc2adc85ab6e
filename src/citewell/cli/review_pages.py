"""What `citewell review` shows people: where a version stands, what waits, and the whole of a version."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from citewell.answers.formats.page import Block, Page, Pairs, Paragraph, Part, Point, Points
from citewell.answers.formats.review import stages_of
from citewell.answers.formats.words import cleaned, one_line
from citewell.cli.review_parts import contents_part, how_to_choose
from citewell.cli.review_records import version_record
from citewell.editorial.policy_page import status_name
from citewell.editorial.telling import told
from citewell.engine.dossiers import requests, standing_of
from citewell.model.reviews import Comment, ConflictOfInterest, Status
from citewell.model.reviews import Part as ContentPart

if TYPE_CHECKING:
    from citewell.editorial.queue import Waiting
    from citewell.engine.curating import Dossier, EditorialDesk
    from citewell.model.reviews import Version

# What to type, by why something waits. Who reads is told there with what to decide.
_NEXT = {
    "vote": "To read one and decide: citewell review show SUBJECT",
    "changes-requested": "To hand in again what was changed: citewell review submit SUBJECT",
    "remarks": "To read what was commented on: citewell review show SUBJECT --commented",
    "draft": "To hand in a draft: citewell review submit SUBJECT",
}
_TO_VOTE_ON = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW})


def tell_standing(desk: "EditorialDesk", version: "Version", form: str) -> None:
    """What became of a version: one line, or a record."""
    from citewell.cli.rendering import show_json

    dossier = desk.dossier(version.subject, version.n)
    if form == "json":
        show_json(version_record(dossier.version, dossier.approvals, dossier.quorum))
        return
    present = dossier.version
    parts = (
        f"{present.subject} version {present.n}: {status_name(present.status).lower()}",
        f"revision {present.revision}",
        _approvals(dossier) if present.status in _TO_VOTE_ON else "",
        f"until {present.expires[:10]}" if present.status is Status.APPROVED else "",
    )
    click.echo(", ".join(part for part in parts if part))


def queue_page(title: str, found: Iterable["Waiting"], *, now: str) -> Page:
    """What waits, the most urgent first, each with why and until when; and what to type next."""
    waiting = tuple(found)
    if not waiting:
        return _page(title, opening=(Paragraph(text="Nothing waits.", tone="quiet"),))
    points = Points(points=tuple(_waiting(each, now) for each in waiting))
    whys = {reason.why.value for each in waiting for reason in each.reasons}
    steps = tuple(Paragraph(text=step, tone="quiet") for why, step in _NEXT.items() if why in whys)
    return _page(title, opening=(points, *steps))


def _waiting(waiting: "Waiting", now: str) -> Point:
    version = waiting.version
    late = "LATE, " if waiting.is_late(now) else ""
    due = f" · {late}due {waiting.due[:10]}" if waiting.due else ""
    standing = status_name(version.status).lower()
    votes = f" · approvals {len(waiting.approvals)} of {waiting.quorum}" * (version.status in _TO_VOTE_ON)
    return Point(
        lead=f"{version.subject}",
        text=version.title,
        notes=(
            f"version {version.n} · revision {version.revision} · {standing}{votes}{due}",
            *(reason.text for reason in waiting.reasons),
        ),
    )


def versions_page(found: Iterable["Version"]) -> Page:
    """Every version, a line each, under its subject's title."""
    points = tuple(
        Point(lead=f"{version.subject} version {version.n}", text=version.title, notes=(_where(version),))
        for version in found
    )
    nothing = Paragraph(text="There is none.", tone="quiet")
    return _page("Versions", opening=(Points(points=points) if points else nothing,))


def _where(version: "Version") -> str:
    until = f" until {version.expires[:10]}" if version.status is Status.APPROVED else ""
    return f"{status_name(version.status).lower()}{until} · since {version.changed[:10]}"


def dossier_page(dossier: "Dossier", *, whole: bool, contents: bool = False) -> Page:
    """A version: where it stands, its tasks, its text with comments; on the whole its sources and history.

    contents: the names and titles of its parts alone.
    """
    version = dossier.version
    text = (
        (contents_part(dossier),) if contents else (*_parts(dossier), *(_closing(dossier) if whole else ()))
    )
    opening = (*_opening(dossier), *(how_to_choose(dossier) if whole or contents else ()))
    return replace(
        _page(version.title, opening=opening, parts=text),
        question=f"{version.subject}, version {version.n}",
        review=stages_of(standing_of(dossier)),
    )


def interest_line(interest: ConflictOfInterest) -> str:
    """A declared interest on one line."""
    ended = f", ended {interest.ended[:10]}" if interest.ended else ""
    line = f"{interest.id} {interest.person}: {interest.topic}, since {interest.declared[:10]}{ended}"
    return one_line(f"{line}: {interest.statement}")


def _opening(dossier: "Dossier") -> Iterator[Block]:
    version = dossier.version
    rows = (
        ("revision", str(version.revision)),
        ("round", str(version.round)),
        ("approvals", _approvals(dossier).removeprefix("approvals ")),
        ("written by", ", ".join(version.contributors)),
    )
    yield Pairs(title="Standing", rows=tuple((name, value) for name, value in rows if value))
    if dossier.tasks:
        yield Points(
            points=tuple(Point(lead="Task:", text=f"{t.text} ({t.opened[:10]})") for t in dossier.tasks)
        )
    if version.status is Status.CHANGES_REQUESTED:
        yield from (Paragraph(text=each) for each in requests(dossier)[-1:])
    if version.n > 1:
        yield Paragraph(text=f"What is different: citewell review diff {version.subject}", tone="quiet")
    if version.status in _TO_VOTE_ON:
        yield Paragraph(text=f"To decide on what you read here, add --seen {version.revision}.", tone="quiet")


def _approvals(dossier: "Dossier") -> str:
    by = f" ({', '.join(dossier.approvals)})" if dossier.approvals else ""
    return f"approvals {len(dossier.approvals)} of {dossier.quorum}{by}"


def _parts(dossier: "Dossier") -> Iterator[Part]:
    anchors = {part.anchor for part in dossier.content.parts}
    elsewhere = [each for each in dossier.comments if each.anchor not in anchors]
    if elsewhere:
        points = Points(points=tuple(_remark(each) for each in elsewhere))
        yield Part(id="whole", title="On the whole", blocks=(points,))
    for part in dossier.content.parts:
        yield _part(part, [each for each in dossier.comments if each.anchor == part.anchor])


def _closing(dossier: "Dossier") -> Iterator[Part]:
    if dossier.content.sources:
        yield Part(id="sources", title="Sources", blocks=(_sources(dossier),))
    topics = Paragraph(text=", ".join(dossier.version.topics) or "none")
    yield Part(id="topics", title="Topics, by which interests and risks are matched", blocks=(topics,))
    yield Part(id="history", title="History", blocks=(_history(dossier),))


def _part(part: ContentPart, comments: Iterable[Comment]) -> Part:
    points = (*(_field(name, text) for name, text in part.fields), *(_remark(each) for each in comments))
    return Part(
        id=part.anchor, title=f"{part.anchor}: {part.title}", blocks=(Points(points=points),), level=3
    )


def _field(name: str, text: str) -> Point:
    """A field; where it has several lines, each on its own."""
    first, *rest = text.splitlines() or [""]
    return Point(lead=f"{name}:", text="" if rest else first, notes=(first, *rest) if rest else ())


def _remark(comment: Comment) -> Point:
    where = f", on {comment.field}" if comment.field else ""
    because = f" ({comment.closed_because})" if comment.closed_because else ""
    closed = f", {comment.state} by {comment.closed_by}{because}" if comment.closed_by else ""
    what = "Comment" if comment.suggested is None else "Suggestion"
    head = f"{what} {comment.id} by {comment.author}, {comment.at[:10]}{where}{closed}:"
    notes = () if comment.suggested is None else (f"instead of “{comment.said}”", f"“{comment.suggested}”")
    return Point(lead=head, text=comment.text, notes=notes)


def _sources(dossier: "Dossier") -> Points:
    return Points(
        points=tuple(
            Point(lead=f"{each.origin}/{each.id}", text=f"{each.title} ({each.status})")
            for each in dossier.content.sources
        )
    )


def _history(dossier: "Dossier") -> Points:
    return Points(points=tuple(Point(text=told(event)) for event in dossier.events))


def _page(title: str, *, opening: tuple[Block, ...], parts: tuple[Part, ...] = ()) -> Page:
    return cleaned(Page(title=title, opening=opening, parts=parts))
