"""The directives of one passage, each with the grade label that belongs to it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from citewell.ingest.directives import tells_what_to_do
from citewell.ingest.label_shapes import TAIL
from citewell.ingest.labels import LabelReader, PrintedLabel
from citewell.model.library import Span
from citewell.text.sentences import sentence_spans

# A label at the end of so many sentences grades them all; at the end of more, its own alone.
_GRADED_TOGETHER = 4
_FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{2,}")
_BETWEEN = re.compile(r"[\s,;.*†‡)\]]*(?:(?:and|but|or|while)\b\s*)?")
_PERMITS = re.compile(r"\b(?:may|might|can|could)(?: not)? be\b")
_STOPPED = re.compile(r"[.!?][\"”’)\]]*\s*[(\[]*$")


@dataclass(frozen=True, slots=True)
class Statement:
    """A directive: [start, end) in the text it was read in, and its label, whose span may lie outside."""

    start: int
    end: int
    label: PrintedLabel | None = None


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    label: PrintedLabel | None
    is_label: bool
    is_directive: bool
    is_grading: bool = False


@dataclass(slots=True)
class _Folding:
    """Sentences read in order: those since the last label wait to see whether the next grades them too."""

    sole: bool
    text: str
    done: list[Statement] = field(default_factory=list)
    waiting: list[_Sentence] = field(default_factory=list)
    leading: PrintedLabel | None = None

    def add(self, sentence: _Sentence) -> None:
        if sentence.is_label and sentence.label is not None:
            self._graded_by(sentence.label)
        elif sentence.label is not None:
            self._labelled(sentence, sentence.label)
        else:
            self.waiting.append(sentence)

    def _graded_by(self, label: PrintedLabel) -> None:
        """A sentence that is a label grades what stands before it, or else what comes."""
        graded = _from_first_directive(self.waiting) or self.waiting[-1:]
        if graded:
            self._let_go(self.waiting[: len(self.waiting) - len(graded)])
            self.done.append(Statement(graded[0].start, graded[-1].end, label))
            self.waiting = []
        elif not self.done:
            self.leading = label

    def _labelled(self, sentence: _Sentence, label: PrintedLabel) -> None:
        """A sentence with a label in it; a lone label behind a full stop grades those before it, too."""
        if sentence.is_grading and self.waiting:
            run = _from_first_directive(self.waiting) or self.waiting[-1:]
            self._let_go(self.waiting[: len(self.waiting) - len(run)])
            self.waiting = []
            self.done.append(Statement(run[0].start, sentence.end, label))
            return
        leads = label.span.start - sentence.start < _FEWEST_WORDS
        together = self.sole and _STOPPED.search(self.text[: label.span.start]) is not None
        run = _from_first_directive(self.waiting) if together and not leads else []
        if len(run) >= _GRADED_TOGETHER:
            run = []
        self._let_go(self.waiting[: len(self.waiting) - len(run)])
        self.waiting = []
        self.done.append(Statement(run[0].start if run else sentence.start, sentence.end, label))

    def _let_go(self, sentences: Sequence[_Sentence]) -> None:
        self.done += [Statement(s.start, s.end, self.leading) for s in sentences if s.is_directive]

    def finish(self) -> list[Statement]:
        run = _from_first_directive(self.waiting)
        if self.leading is not None and 1 < len(run) <= _GRADED_TOGETHER and not self.done:
            return [Statement(run[0].start, run[-1].end, self.leading)]
        self._let_go(self.waiting)
        return self.done


def statements_in(text: str, reader: LabelReader) -> list[Statement]:
    """The directives of a passage, in order.

    A sentence is one if it tells what to do or carries a label at its end. A label that is a sentence of its
    own belongs to the directives before it; at the start of the passage, to those behind it.
    """
    labels = reader.within(text)
    starts = [label.span.start for label in labels]
    folding = _Folding(sole=len(labels) < 2, text=text)
    for span in sentence_spans(text):
        inside = labels[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        for start, end, label in _clauses(text, span, inside):
            folding.add(_sentence(text, start, end, label, reader))
    return folding.finish()


def _clauses(
    text: str, sentence: Span, labels: Sequence[PrintedLabel]
) -> list[tuple[int, int, PrintedLabel | None]]:
    """The sentence, or its clauses where each tells what to do and has its own label at its end."""
    clauses: list[tuple[int, int, PrintedLabel | None]] = []
    start = sentence.start
    for label in labels:
        end = label.span.end + text[label.span.end : label.span.end + 3].find(")") + 1
        clauses.append((start, end, label))
        start = end + len(_BETWEEN.match(text[end : sentence.end])[0])  # type: ignore[index]
    whole = start < sentence.end or not all(_tells(text[a:b]) for a, b, _ in clauses)
    if len(labels) < 2 or whole:
        return [(sentence.start, sentence.end, labels[0] if labels else None)]
    return [*clauses[:-1], (clauses[-1][0], sentence.end, clauses[-1][2])]


def _tells(clause: str) -> bool:
    return tells_what_to_do(clause) or _PERMITS.search(clause) is not None


def _sentence(text: str, start: int, end: int, label: PrintedLabel | None, reader: LabelReader) -> _Sentence:
    words = text[start:end]
    directive = tells_what_to_do(words)
    alone = label is not None and not directive and _is_grading(text, start, end, label)
    if label is None or alone or label.span.end > end - _FEWEST_WORDS:
        whole = reader.whole(words)
        label = whole.shifted(start) if whole is not None else label
        alone = alone or whole is not None
    if label is None and ";" in words:
        label = _behind_semicolon(words, start, reader)
    if label is not None and not alone and not directive and not _stands_at_an_end(text, start, end, label):
        label = None
    grading = label is not None and not directive and not text[label.span.end : end].strip(")] .;,*†‡")
    return _Sentence(start, end, label, alone, directive, grading)


def _behind_semicolon(words: str, start: int, reader: LabelReader) -> PrintedLabel | None:
    """The label that closes a sentence ("Maintained from 2010; Work Group Consensus Statement")."""
    at = words.rindex(";") + 1
    label = reader.whole(words[at:])
    return label.shifted(start + at) if label is not None else None


def _is_grading(text: str, start: int, end: int, label: PrintedLabel) -> bool:
    """Whether a sentence says hardly more than its label, or begins with the head of one."""
    return _few_words(text, start, end, label) or TAIL.match(text[start:end].lstrip("([ ")) is not None


def _few_words(text: str, start: int, end: int, label: PrintedLabel) -> bool:
    rest = text[start : label.span.start] + " " + text[label.span.end : end]
    return len(_WORD.findall(rest)) < _FEWEST_WORDS


def _stands_at_an_end(text: str, start: int, end: int, label: PrintedLabel) -> bool:
    before = text[start : label.span.start].strip("([ *")
    after = text[label.span.end : end].strip(")] .;,*†‡")
    return not before or not after


def _from_first_directive(sentences: list[_Sentence]) -> list[_Sentence]:
    for at, sentence in enumerate(sentences):
        if sentence.is_directive:
            return sentences[at:]
    return []
