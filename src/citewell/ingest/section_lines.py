"""The lines of a guideline's recommendations: its passages, and the headings between them.

What only explains the grades is told apart here: legends, scales, and all behind the last "Definitions:".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citewell.model.library import Passage

_SCALE = re.compile(
    r"(?i:(?:definitions?(?: of terms)?|rating schemes?|abbreviations|"
    r"(?:table of )?(?:levels?|quality|strength|grad(?:e|es|ing)|ratings?|classification|classes"
    r"|hierarchy|scale)s? (?:of|for) (?:the )?"
    r"(?:quality of )?(?:evidence|recommendations?)\b(?! for)(?! and).{0,60}|relative radiation level"
    r" designations?|what the us.{0,60}|"
    r".{0,80}\b(?:grading system|grading scheme|levels of certainty.{0,40}|evidence levels)\*?)\s*:?)"
)
_END = re.compile(r"(?i:definitions?\s*:?)")
_LEGEND_BEGINS = re.compile(r"(?i:note[ :]|notes? from|see |\*|†|abbreviations?:)")
_LEGEND = re.compile(
    r"(?i:\bdefined (?:at|in)\b|\bdefinitions? (?:of|for|are"
    r"|is)\b.{0,200}\b(?:provided|given|found|end of|repeated)"
    r"|at the end of the \"?'?major recommendation|recommendations? (?:is|are|were) (?:marked|graded"
    r"|labelled|labeled|rated|classified)"
    r"|indicates? that the evidence|\(strength of recommendation\)|applies to guidance)"
)
_LEGEND_ITEM = re.compile(r"(?i:marked as|following (?:are|definitions|companion)|availab)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a section: a passage, or a heading between passages (then `passage` is None)."""

    start: int
    end: int
    passage: Passage | None


def lines_of(text: str, passages: Sequence[Passage]) -> list[Line]:
    """The lines of a run of passages, in order, up to the definitions of the grades."""
    return list(_lines(text, _before_definitions(text, passages)))


def explains(text: str, passage: Passage) -> bool:
    """Whether a passage explains the grades or the summary, and recommends nothing."""
    beginning = text[passage.start : min(passage.end, passage.start + 400)]
    if _LEGEND_BEGINS.match(beginning) or _LEGEND.search(beginning):
        return True
    headings = (text[span.start : span.end].strip() for span in passage.headings)
    if any(_SCALE.fullmatch(heading[:200]) for heading in headings):
        return True
    lead = passage.lead
    return lead is not None and bool(_LEGEND_ITEM.search(text[lead.start : lead.end]))


def _before_definitions(text: str, passages: Sequence[Passage]) -> Sequence[Passage]:
    """The passages before the last "Definitions:" of the later half, behind which the scale is explained."""
    for at in range(len(passages) - 1, len(passages) // 4, -1):
        before = passages[at - 1].end if at else passages[at].start
        if any(_END.fullmatch(text[s:e].strip()) for s, e in (*_headings(text, before, passages[at].start),)):
            return passages[:at]
        if _END.fullmatch(text[passages[at].start : passages[at].end].strip()):
            return passages[:at]
    return passages


def _headings(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the lines between two passages."""
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _lines(text: str, passages: Sequence[Passage]) -> Iterator[Line]:
    last = None
    for passage in passages:
        if last is not None:
            yield from (Line(start, end, None) for start, end in _headings(text, last, passage.start))
        else:
            yield from (Line(span.start, span.end, None) for span in passage.headings)
        yield Line(passage.start, passage.end, passage)
        last = passage.end
