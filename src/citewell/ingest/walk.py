"""Recommendations in the lines of a section, each with the label beside, over or under it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from citewell.ingest.directives import tells_what_to_do
from citewell.ingest.labels import LabelReader, PrintedLabel
from citewell.ingest.rows import statements_in_row
from citewell.ingest.section_lines import Line, explains
from citewell.ingest.statements import Statement, statements_in
from citewell.model.library import BlockKind, Passage
from citewell.text.sentences import sentence_spans

_SHORT_CODE = 6
# A list longer than this is quoted item by item.
_LONGEST_LIST = 1500
_INTRODUCES = re.compile(r":\s*(?:[(\[][^()\[\]]{1,160}[)\]])?[\s.]*$")
# A comment stands directly under the recommendation whose grade it shares.
_COMMENT = re.compile(r"(?i:(?:comments?|remarks?)\s?:)")
# A heading that stands among the passages: a label over it does not grade what is under it.
_TITLE = re.compile(r"(?:\d{1,2}(?:\.\d{1,3}){1,3} [A-Z][^.;:]{2,100}|(?i:recommendations?)\s?:?)")
_FOLLOWING = re.compile(
    r"(?i:following .{0,60}(?:recommendation|conclusion|statement)|^(?:level|grade|class)\b)"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A recommendation to be: its stretch of the document, its first and last passage, its label."""

    start: int
    end: int
    first: int
    last: int
    label: PrintedLabel | None


def drafts_of(text: str, lines: list[Line], reader: LabelReader) -> list[Draft]:
    """The recommendations in the lines of a section, in order."""
    return _Walk(text, lines, reader).drafts()


def draft_of(passage: Passage, found: Statement) -> Draft:
    """A statement read in a passage, as a stretch of the document."""
    by = passage.start
    label = found.label.shifted(by) if found.label is not None else None
    return Draft(found.start + by, found.end + by, passage.n, passage.n, label)


class _Walk:
    """Goes through the lines of a section and collects recommendations with the labels beside them."""

    def __init__(self, text: str, lines: list[Line], reader: LabelReader) -> None:
        self._text = text
        self._lines = lines
        self._reader = reader
        self._drafts: list[Draft] = []
        self._over: PrintedLabel | None = None
        self._fresh: list[int] = []
        self._labels_come_first: bool | None = None

    def drafts(self) -> list[Draft]:
        at = 0
        while at < len(self._lines):
            at = self._line(at)
        return self._drafts

    def _words(self, line: Line) -> str:
        return self._text[line.start : line.end]

    def _line(self, at: int) -> int:
        """Reads the line at this place with the list it leads; the place of the next."""
        line = self._lines[at]
        words = self._words(line)
        label = self._reader.whole(words)
        # A short code over a text may be a stage or a chapter; only a known system makes it a grade.
        if label is not None and (label.system or line.passage is not None or len(words) > _SHORT_CODE):
            self._label_line(label.shifted(line.start))
            return at + 1
        if line.passage is None:
            self._heading(line, words)
            return at + 1
        end = self._end_of_list(at)
        if _TITLE.fullmatch(words) and not tells_what_to_do(words):
            self._over = None
        if not explains(self._text, line.passage):
            comment_on = self._drafts[-1].label if self._drafts and _COMMENT.match(words) else None
            self._fresh = []
            before = len(self._drafts)
            self._drafts += [
                self._under(replace(draft, label=draft.label or comment_on))
                for draft in self._of_group(self._lines[at:end])
            ]
            self._fresh = [n for n in range(before, len(self._drafts)) if self._drafts[n].label is None]
        return end

    def _heading(self, line: Line, words: str) -> None:
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

    def _of_group(self, lines: Sequence[Line]) -> Iterator[Draft]:
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

    def _directive_list(self, lines: Sequence[Line], label: PrintedLabel | None) -> Iterator[Draft]:
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

    def _last_label(self, line: Line) -> Iterator[PrintedLabel]:
        labels = self._reader.within(self._words(line))
        if labels:
            yield labels[-1].shifted(line.start)

    def _each(self, lines: Sequence[Line], label: PrintedLabel | None) -> list[Draft]:
        """Every line for itself; what a graded lead introduces is graded whether or not it is a directive."""
        drafts: list[Draft] = []
        for line in lines:
            own = self._reader.whole(self._words(line))
            if own is None:
                read = list(self._of_line(line)) or ([_whole([line], label)] if label is not None else [])
                drafts += [replace(draft, label=draft.label or label) for draft in read]
            elif drafts and drafts[-1].label is None:
                drafts[-1] = replace(drafts[-1], label=own.shifted(line.start))
        return drafts

    def _of_line(self, line: Line) -> Iterator[Draft]:
        passage = line.passage
        if passage is None:
            return
        read = statements_in_row if passage.kind is BlockKind.ROW else _plain
        for found in read(self._text, passage, self._reader):
            yield draft_of(passage, found)

    def _under(self, draft: Draft) -> Draft:
        """The draft with the label of the line over it, or with the half of its grade that it gives."""
        if self._over is None or draft.label is None:
            return replace(draft, label=draft.label or self._over)
        if draft.label.system != self._over.system or draft.label.strength is not None:
            return draft
        return replace(draft, label=replace(draft.label, strength=self._over.strength))


def _plain(text: str, passage: Passage, reader: LabelReader) -> list[Statement]:
    return statements_in(text[passage.start : passage.end], reader)


def _whole(lines: Sequence[Line], label: PrintedLabel | None) -> Draft:
    numbers = [line.passage.n for line in lines if line.passage is not None]
    return Draft(lines[0].start, lines[-1].end, numbers[0], numbers[-1], label)
