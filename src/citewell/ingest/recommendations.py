"""The recommendations of a guideline, whole, each with the grade label printed beside it.

They are looked for in the sections named recommendations; elsewhere a sentence counts only if it has the
form of a recommendation and a label. The span of a recommendation holds the label where it stands in the
same passage; a label on a line of its own, over or under it, stands outside.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from citewell.ingest.directives import direction_of, recommends_explicitly, tells_what_to_do
from citewell.ingest.labels import LabelReader, PrintedLabel
from citewell.ingest.rows import statements_in_row
from citewell.ingest.statements import Statement, statements_in
from citewell.model.grades import GradingSystem, meaning_of_first
from citewell.model.library import BlockKind, Document, FoundRecommendation, Passage
from citewell.model.sources import SourceType
from citewell.text.sentences import sentence_spans

# A list longer than this is quoted item by item.
_LONGEST_LIST = 1500
_SECTION = re.compile(
    r"(?i:(?:[\d.]+\s*)?(?:(?:summary|list|overview|statements?) of (?:the )?)?(?:(?:major|key|clinical|practice|guideline|"
    r"final|main|specific|treatment|management|evidence-based|good practice|consensus|research-based)\s+){0,3}"
    r"recommendations?(?: statements?)?(?: (?:and|for|on|summary)\b.{0,80})?:?)"
)
_NOT_SECTION = re.compile(r"(?i:for (?:future |further )?research|rating|strength|definition|grad(?:e|ing))")
_ELSEWHERE_NOT = re.compile(
    r"(?i:rating scheme|method|definition|descri|analys|implement|availab|disclos|biblio|fund|committee|status|"
    r"copyright|disclaim|reference|abstract|evidence supporting|objective|benefits/harms|resource|outcomes)"
)
_SCALE = re.compile(
    r"(?i:(?:definitions?(?: of terms)?|rating schemes?|abbreviations|"
    r"(?:table of )?(?:levels?|quality|strength|grad(?:e|es|ing)|ratings?|classification|classes|hierarchy|scale)s? (?:of|for) (?:the )?"
    r"(?:quality of )?(?:evidence|recommendations?)\b(?! for)(?! and).{0,60}|relative radiation level designations?|what the us.{0,60}|"
    r".{0,80}\b(?:grading system|grading scheme|levels of certainty.{0,40}|evidence levels)\*?)\s*:?)"
)
_END = re.compile(r"(?i:definitions?\s*:?)")
_LEGEND = re.compile(
    r"(?i:^note[ :]|^notes? from|\bdefined (?:at|in)\b|\bdefinitions? (?:of|for|are|is)\b.{0,200}\b(?:provided|given|found|end of|repeated)"
    r"|at the end of the \"?'?major recommendation|recommendations? (?:is|are|were) (?:marked|graded|labelled|labeled|rated|classified)"
    r"|indicates? that the evidence|\(strength of recommendation\)|applies to guidance|^see (?:the )?|^\*|^†|^abbreviations?:)"
)
_LEGEND_ITEM = re.compile(r"(?i:marked as|following (?:are|definitions|companion)|availab)")
_INTRODUCES = re.compile(r":\s*(?:[(\[][^()\[\]]{1,160}[)\]])?[\s.]*$")
# A comment stands directly under the recommendation whose grade it shares.
_COMMENT = re.compile(r"(?i:(?:comments?|remarks?)\s?:)")
_FOLLOWING = re.compile(
    r"(?i:following .{0,60}(?:recommendation|conclusion|statement)|^(?:level|grade|class)\b)"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a section: a passage, or a heading between passages (then `passage` is None)."""

    start: int
    end: int
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class _Draft:
    start: int
    end: int
    first: int
    last: int
    label: PrintedLabel | None


def recommendations_of(
    document: Document, systems: Mapping[str, GradingSystem]
) -> tuple[FoundRecommendation, ...]:
    """The recommendations of a document in the order of its text.

    A label that no system understands is kept as printed, with no system, strength or certainty.
    """
    reader = LabelReader.of(document, systems)
    wording = next((s for s in reader.systems if s.wording and s.bodies), None)
    drafts: list[_Draft] = []
    for inside, run in groupby(document.passages, lambda passage: _in_recommendations(document, passage)):
        passages = list(run)
        drafts += (
            _of_section(document, passages, reader) if inside else _elsewhere(document, passages, reader)
        )
    drafts.sort(key=lambda draft: (draft.start, draft.end))
    return tuple(_found(document.text, n, draft, wording) for n, draft in enumerate(drafts))


def _in_recommendations(document: Document, passage: Passage) -> bool:
    if document.source.type is not SourceType.GUIDELINE:
        return False
    names = [passage.section, *(document.text[span.start : span.end] for span in passage.headings)]
    return any(map(_names_recommendations, names))


@lru_cache(maxsize=4096)
def _names_recommendations(name: str) -> bool:
    return _SECTION.fullmatch(name[:200]) is not None and _NOT_SECTION.search(name) is None


def _elsewhere(document: Document, passages: Sequence[Passage], reader: LabelReader) -> Iterator[_Draft]:
    for passage in passages:
        text = document.text[passage.start : passage.end]
        if _ELSEWHERE_NOT.search(passage.section) or (
            "(" not in text and "[" not in text and ":" not in text
        ):
            continue
        for found in statements_in(text, reader):
            if found.label is not None and recommends_explicitly(text[found.start : found.end]):
                yield _draft(passage, found)


def _of_section(document: Document, passages: Sequence[Passage], reader: LabelReader) -> list[_Draft]:
    lines = list(_lines(document.text, _before_definitions(document.text, passages)))
    return _Walk(document.text, lines, reader).drafts()


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


def _lines(text: str, passages: Sequence[Passage]) -> Iterator[_Line]:
    last = None
    for passage in passages:
        if last is not None:
            yield from (_Line(start, end, None) for start, end in _headings(text, last, passage.start))
        else:
            yield from (_Line(span.start, span.end, None) for span in passage.headings)
        yield _Line(passage.start, passage.end, passage)
        last = passage.end


class _Walk:
    """Goes through the lines of a section and collects recommendations with the labels beside them."""

    def __init__(self, text: str, lines: list[_Line], reader: LabelReader) -> None:
        self._text = text
        self._lines = lines
        self._reader = reader
        self._drafts: list[_Draft] = []
        self._over: PrintedLabel | None = None
        self._fresh: list[int] = []
        self._labels_come_first: bool | None = None

    def drafts(self) -> list[_Draft]:
        at = 0
        while at < len(self._lines):
            at = self._line(at)
        return self._drafts

    def _words(self, line: _Line) -> str:
        return self._text[line.start : line.end]

    def _line(self, at: int) -> int:
        """Reads the line at this place with the list it leads; the place of the next."""
        line = self._lines[at]
        words = self._words(line)
        label = self._reader.whole(words)
        if label is not None:
            self._label_line(label.shifted(line.start))
            return at + 1
        if line.passage is None:
            self._heading(line, words)
            return at + 1
        end = self._end_of_list(at)
        if not self._is_apart(line.passage, words):
            comment_on = self._drafts[-1].label if self._drafts and _COMMENT.match(words) else None
            self._fresh = []
            before = len(self._drafts)
            self._drafts += [
                self._under(replace(draft, label=draft.label or comment_on))
                for draft in self._of_group(self._lines[at:end])
            ]
            self._fresh = [n for n in range(before, len(self._drafts)) if self._drafts[n].label is None]
        return end

    def _heading(self, line: _Line, words: str) -> None:
        self._fresh = []
        labels = self._reader.within(words)
        self._over = labels[-1].shifted(line.start) if labels else None

    def _label_line(self, label: PrintedLabel) -> None:
        """A line that is a label: it grades what stands above, or in guidelines laid out so, what follows."""
        if self._labels_come_first is None:
            self._labels_come_first = not self._fresh
        if self._labels_come_first:
            self._over = label
        for n in () if self._labels_come_first else self._fresh:
            self._drafts[n] = replace(self._drafts[n], label=label)
        self._fresh = []

    def _is_apart(self, passage: Passage, words: str) -> bool:
        """Whether a passage explains the grades or the summary, and recommends nothing."""
        if _LEGEND.search(words[:400]):
            return True
        headings = (self._text[span.start : span.end].strip() for span in passage.headings)
        if any(_SCALE.fullmatch(heading) for heading in headings):
            return True
        lead = passage.lead
        return lead is not None and bool(_LEGEND_ITEM.search(self._text[lead.start : lead.end]))

    def _end_of_list(self, at: int) -> int:
        """The place behind the items that this line leads."""
        line = self._lines[at]
        if not _INTRODUCES.search(self._words(line)):
            return at + 1
        end = at + 1
        while end < len(self._lines):
            passage = self._lines[end].passage
            if passage is None or passage.kind is not BlockKind.ITEM:
                break
            if passage.lead is None or passage.lead.start < line.start:
                break
            end += 1
        return end

    def _of_group(self, lines: Sequence[_Line]) -> Iterator[_Draft]:
        if len(lines) == 1:
            yield from self._of_line(lines[0])
            return
        lead = self._words(lines[0])
        labels = self._reader.within(lead)
        label = labels[0].shifted(lines[0].start) if labels else None
        if label is not None and (_FOLLOWING.search(lead) or not tells_what_to_do(lead)):
            yield from self._each(lines[1:], label)
        elif tells_what_to_do(lead):
            yield from self._directive_list(lines, label)
        else:
            yield from self._each(lines, None)

    def _directive_list(self, lines: Sequence[_Line], label: PrintedLabel | None) -> Iterator[_Draft]:
        """A directive with its list is one recommendation, unless the items have labels or are too long."""
        graded = [(n, found) for n, line in enumerate(lines) if n for found in self._last_label(line)]
        short = lines[-1].end - lines[0].start <= _LONGEST_LIST
        if short and all(n == len(lines) - 1 for n, _ in graded):
            last = graded[-1][1] if graded else None
            yield _whole(lines, label or last)
        elif graded:
            several = len(sentence_spans(self._words(lines[0]))) > 1
            yield from self._each(lines if several else lines[1:], label)
        else:
            yield from self._of_line(lines[0])
            yield from (_whole([line], label) for line in lines[1:] if line.passage is not None)

    def _last_label(self, line: _Line) -> Iterator[PrintedLabel]:
        labels = self._reader.within(self._words(line))
        if labels:
            yield labels[-1].shifted(line.start)

    def _each(self, lines: Sequence[_Line], label: PrintedLabel | None) -> list[_Draft]:
        """Every line for itself; what a graded lead introduces is graded whether or not it is a directive."""
        drafts: list[_Draft] = []
        for line in lines:
            own = self._reader.whole(self._words(line))
            if own is None:
                read = list(self._of_line(line)) or ([_whole([line], label)] if label is not None else [])
                drafts += [replace(draft, label=draft.label or label) for draft in read]
            elif drafts and drafts[-1].label is None:
                drafts[-1] = replace(drafts[-1], label=own.shifted(line.start))
        return drafts

    def _of_line(self, line: _Line) -> Iterator[_Draft]:
        passage = line.passage
        if passage is None:
            return
        read = statements_in_row if passage.kind is BlockKind.ROW else _plain
        for found in read(self._text, passage, self._reader):
            yield _draft(passage, found)

    def _under(self, draft: _Draft) -> _Draft:
        """The draft with the label of the line over it, or with the half of its grade that this line gives."""
        if self._over is None or draft.label is None:
            return replace(draft, label=draft.label or self._over)
        if draft.label.system != self._over.system or draft.label.strength is not None:
            return draft
        return replace(draft, label=replace(draft.label, strength=self._over.strength))


def _plain(text: str, passage: Passage, reader: LabelReader) -> list[Statement]:
    return statements_in(text[passage.start : passage.end], reader)


def _draft(passage: Passage, found: Statement) -> _Draft:
    by = passage.start
    label = found.label.shifted(by) if found.label is not None else None
    return _Draft(found.start + by, found.end + by, passage.n, passage.n, label)


def _whole(lines: Sequence[_Line], label: PrintedLabel | None) -> _Draft:
    numbers = [line.passage.n for line in lines if line.passage is not None]
    return _Draft(lines[0].start, lines[-1].end, numbers[0], numbers[-1], label)


def _found(text: str, n: int, draft: _Draft, wording: GradingSystem | None) -> FoundRecommendation:
    words = text[draft.start : draft.end]
    label = draft.label
    system = label.system if label is not None else ""
    strength = label.strength if label is not None else None
    if wording is not None and system in ("", wording.id) and strength is None:
        strength = meaning_of_first(words, wording.wording)
        system = wording.id if strength is not None else system
    return FoundRecommendation(
        n=n,
        start=draft.start,
        end=draft.end,
        passages=(draft.first, draft.last),
        label=text[label.span.start : label.span.end] if label is not None else "",
        label_span=label.span if label is not None else None,
        system=system,
        strength=strength,
        certainty=label.certainty if label is not None else None,
        direction=(label.direction if label is not None else None) or direction_of(words),
    )
