"""Grade labels as they are printed beside recommendations, and what their grading system makes of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from citewell.ingest.label_shapes import (
    ALONE,
    BASED,
    BRACKET,
    CODE,
    GRADE_HEAD,
    GRADE_WORD,
    GRADED,
    LEADING,
    LEGEND_LIMIT,
    LONGEST,
    LONGEST_REASON,
    NOT_LABEL,
    PLURAL,
    SCALES,
    SHAPE,
    TAIL,
    YEAR,
)
from citewell.model.grades import GradingSystem, meaning
from citewell.model.library import Document, Span
from citewell.model.sources import Direction


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """A label with what is known of it; the span counts from the start of the text it was read in."""

    span: Span
    system: str = ""
    strength: str | None = None
    certainty: str | None = None
    direction: Direction | None = None

    def shifted(self, by: int) -> "PrintedLabel":
        """The same label, its span counted from `by` characters earlier."""
        return replace(self, span=Span(self.span.start + by, self.span.end + by))


@dataclass(slots=True)
class LabelReader:
    """Reads the labels of one guideline by the systems that may be meant there."""

    systems: tuple[GradingSystem, ...]
    _known: dict[str, PrintedLabel | None] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document, systems: Mapping[str, GradingSystem]) -> "LabelReader":
        """A reader with the systems of the body, then those the guideline names, then the self-evident.

        Of the body's, those that the guideline names come first; those it names, as it names them.
        """
        body = f"{document.source.body} {document.source.short} {document.source.title}".casefold()
        scheme = _account_of_grades(document).casefold()
        places = {system.id: _first_place(system.schemes, scheme) for system in systems.values()}
        own = [s for s in systems.values() if any(word.casefold() in body for word in s.bodies)]
        named = [s for s in systems.values() if s not in own and places[s.id] < len(scheme)]
        plain = [s for s in systems.values() if s.labels and not s.bodies and not s.schemes]
        own.sort(key=lambda system: (places[system.id], bool(system.schemes)))
        named.sort(key=lambda system: places[system.id])
        return cls((*own, *named, *plain))

    def within(self, text: str) -> tuple[PrintedLabel, ...]:
        """The labels printed in a text, in order; labels side by side are one."""
        found = sorted(self._candidates(text), key=lambda label: (label.span.start, -label.span.end))
        joined: list[PrintedLabel] = []
        for label in found:
            last = joined[-1] if joined else None
            if last is not None and label.span.start < last.span.end:
                continue
            if last is not None and not text[last.span.end : label.span.start].strip(" )(;,.]["):
                joined[-1] = _joined(last, label, text)
            else:
                joined.append(label)
        return tuple(joined)

    def whole(self, text: str) -> PrintedLabel | None:
        """The label that the text is, with nothing else beside it but brackets and a full stop."""
        start, end = _bare(text)
        if end == start or end - start > LONGEST_REASON:
            return None
        based = BASED.match(text, start, end)
        if based is None and end - start > LONGEST:
            return None
        label = self.read(text[start:end])
        if based is not None and (label is None or not label.system):
            end = based.end(1)
            label = self.read(text[start:end])
        if label is None and (tail := TAIL.fullmatch(text, start, end)) is not None:
            label = self._from_parts(tail.group())
        if label is None:
            return None
        words = PLURAL.sub("", text[start:end])
        return replace(label, span=Span(start + _head_of(words), start + len(words)))

    def read(self, words: str) -> PrintedLabel | None:
        """The label these words are, by the first system that prints such; None when they are no label."""
        if words not in self._known:
            self._known[words] = self._read(words)
        return self._known[words]

    def _read(self, words: str) -> PrintedLabel | None:
        span = Span(0, len(words))
        for system in self.systems:
            for pattern in system.labels:
                match = _compiled(pattern).fullmatch(words)
                if match is not None:
                    return _understood(match, system, span)
        shaped = CODE.fullmatch(words) or (SHAPE.match(words) and GRADED.search(words) and len(words) < 100)
        return PrintedLabel(span) if shaped and not NOT_LABEL.search(words) else None

    def _candidates(self, text: str) -> Iterator[PrintedLabel]:
        for match in BRACKET.finditer(text):
            yield from self._bracketed(match, text)
        if ":" in text or "=" in text:
            for match in TAIL.finditer(text):
                yield from self._tail(match)
        leading = LEADING.match(text)
        if leading is not None and (label := self.read((leading[1] or leading[2]).strip())) is not None:
            yield replace(label, span=Span(*leading.span(1 if leading[1] else 2)))
        for system in self.systems:
            for pattern in system.phrases:
                for match in _compiled(pattern).finditer(text):
                    yield _understood(match, system, Span(*match.span()))

    def _bracketed(self, match: re.Match[str], text: str) -> Iterator[PrintedLabel]:
        words = match[1].strip()
        if ALONE.fullmatch(words) and not _ends_sentence(text, match.end()) and match.start() > 0:
            return
        label = self.read(words)
        if label is None and (tail := TAIL.fullmatch(words)) is not None:
            label = self._from_parts(tail.group())
        if label is None:
            return
        square = match[0][0] == "[" and match[0][-1] == "]"
        if YEAR.fullmatch(words) and not square:
            return
        start = match.start() if square else match.start() + match[0].index(words)
        yield replace(label, span=Span(start, match.end() if square else start + len(words)))

    def _tail(self, match: re.Match[str]) -> Iterator[PrintedLabel]:
        """A grade with its head, unless the head says no more than "grade of recommendation"."""
        words = match.group().rstrip(" ,;.")
        label = self.read(words) or self._from_parts(words)
        if label is not None:
            start = match.start() + _head_of(words)
            yield replace(label, span=Span(start, match.start() + len(words)))

    def _from_parts(self, words: str) -> PrintedLabel | None:
        """A label of several parts ("Quality of evidence: low; strength: weak"), each read for itself."""
        parts = [self.read(part.strip()) for part in re.split(r"[;.]", words) if part.strip()]
        known = [part for part in parts if part is not None]
        if not known:
            return None
        first = known[0]
        for part in known[1:]:
            first = merged(first, part)
        return first


def _first_place(words: tuple[str, ...], text: str) -> int:
    """Where the first of the words stands in a text in lower case; the text's length where none does."""
    return min((at for word in words if (at := text.find(word.casefold())) >= 0), default=len(text))


def _understood(match: re.Match[str], system: GradingSystem, span: Span) -> PrintedLabel:
    label = match.group()
    groups = match.groupdict()
    return PrintedLabel(
        span,
        system.id,
        _part(label, groups, "strength", system.strength),
        _part(label, groups, "certainty", system.certainty),
        meaning(label, system.direction),
    )


def _part(label: str, groups: Mapping[str, str | None], name: str, words: Mapping[str, str]) -> str | None:
    """What the named part of a label means; a label without named parts is looked up whole."""
    return meaning((groups.get(name) or "") if groups else label, words)


def _joined(first: PrintedLabel, second: PrintedLabel, text: str) -> PrintedLabel:
    """Two labels side by side: the brackets between them belong to the label, so those around do too."""
    start, end = first.span.start, second.span.end
    if ")" in text[first.span.end : second.span.start] and text[start - 1 : start] == "(":
        start -= 1
        end += text[end : end + 1] == ")"
    return replace(merged(first, second), span=Span(start, end))


def merged(first: PrintedLabel, second: PrintedLabel) -> PrintedLabel:
    """The first label with what only the second tells."""
    return PrintedLabel(
        first.span,
        first.system or second.system,
        first.strength or second.strength,
        first.certainty or second.certainty,
        first.direction or second.direction,
    )


def _head_of(words: str) -> int:
    """The length of a head that says no more than "grade of recommendation" of a label with no other part."""
    head = GRADE_HEAD.match(words)
    return head.end() if head is not None and len(GRADE_WORD.findall(words)) == 1 else 0


def _bare(text: str) -> tuple[int, int]:
    """The text without white space and stops at its end, and without the brackets that hold all of it."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip(" .;:,"))
    if start < end and text[start] == "(" and text.find(")") == end - 1:
        start, end = start + 1, end - 1
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end = start + len(text[start:end].rstrip())
    return start, max(start, end)


def _ends_sentence(text: str, end: int) -> bool:
    rest = text[end : end + 3].lstrip(")]* ")
    return not rest or rest[0] in ".;\t" or rest[0].isupper()


def _account_of_grades(document: Document) -> str:
    """What the guideline says of its grades: its rating schemes, and the legends of its recommendations."""
    parts = [document.source.grading]
    for passage in document.passages:
        if SCALES.search(passage.section):
            parts.append(document.text[passage.start : passage.end])
            parts += [document.text[span.start : span.end] for span in passage.headings]
    legends = [p for p in document.passages if "ecommendation" in p.section]
    parts += [document.text[p.start : p.end] for p in legends[-LEGEND_LIMIT:]]
    parts += [document.text[span.start : span.end] for p in legends[-LEGEND_LIMIT:] for span in p.headings]
    return " ".join(parts)


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
