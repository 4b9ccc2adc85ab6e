"""The pages of a conversation: of an answer what comes first, and the rest when it is asked for."""

from dataclasses import replace

from citewell.answers.formats.page import Page, Paragraph, Part, Point, Points
from citewell.answers.formats.words import heading
from citewell.model.answers import Answer, Audience

# What is always shown of an answer: what answers first, what must not be missed, and what is missing.
_SHOWN = frozenset(
    {"bottom-line", "premise", "safety", "named", "alerts", "incomplete", "nearest", "choices"}
)
_FOLLOW_UPS = "follow-ups"
_DISAGREEMENTS = "disagreements"
_REFERENCES = "references"


def brief(page: Page, answer: Answer) -> Page:
    """What answers first, with the questions to ask next numbered, and what else there is named.

    A patient also reads the first section, in which stands when to get help.
    """
    parts = [part for part in page.parts if part.id in _SHOWN]
    if answer.audience is Audience.PATIENT:
        first = [part for part in page.parts[1:2] if part.id in {s.id for s in answer.sections}]
        parts += [part for part in first if part not in parts]
    parts += _numbered(answer)
    parts += _unshown(page, parts)
    return replace(page, parts=tuple(parts), question="")


def sources(page: Page) -> Page:
    """The reference list alone."""
    parts = tuple(part for part in page.parts if part.id == _REFERENCES)
    none = () if parts else (Paragraph(text="The last answer cites nothing."),)
    bare = replace(page, question="", status="", caution="", review=None, disclaimer="")
    return replace(bare, opening=none, parts=parts)


def _numbered(answer: Answer) -> list[Part]:
    if not answer.follow_ups:
        return []
    points = tuple(Point(lead=f"{n}.", text=ask) for n, ask in enumerate(answer.follow_ups, start=1))
    return [
        Part(id=_FOLLOW_UPS, title=heading(_FOLLOW_UPS, answer.audience), blocks=(Points(points=points),))
    ]


def _unshown(page: Page, shown: list[Part]) -> list[Part]:
    """A line that names what the whole page has besides."""
    ids = {part.id for part in shown}
    rest = [part for part in page.parts if part.id not in ids]
    sections = [part for part in rest if part.id not in {_REFERENCES, _DISAGREEMENTS}]
    named = [f"{len(sections)} more section{'' if len(sections) == 1 else 's'}"] if sections else []
    named += [part.title.lower() for part in rest if part.id == _DISAGREEMENTS]
    lines = [f"/all: {', '.join(named)}"] if named else []
    lines += ["/sources: where this comes from"] if any(part.id == _REFERENCES for part in rest) else []
    if not lines:
        return []
    return [Part(id="more", title="More", blocks=tuple(Paragraph(text=line) for line in lines))]
