"""Reading a source of the library: its text a part at a time, and the recommendations in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from citewell.engine.layout import Layout
from citewell.engine.marking import NOTHING, Marker, stretches
from citewell.engine.shelf import Shelf
from citewell.errors import InputError
from citewell.model.grades import GradingSystem
from citewell.model.library import Document, FoundRecommendation, Passage, Span
from citewell.model.reading import AboutSource, ReadRecommendation, Section, SourceOverview, SourcePart
from citewell.model.searching import Stretch

RECOMMENDATIONS_ON_A_PAGE = 40
# Characters and passages of one part: a page of it stays under 200 kB.
_MOST_CHARACTERS = 40_000
_MOST_PASSAGES = 300


def span_of(words: str) -> Span:
    """The span that "120-188" names. Raises InputError for anything else."""
    start, dash, end = words.partition("-")
    if not (dash and _is_number(start) and _is_number(end) and int(start) < int(end)):
        raise InputError(f"no place in a text: {words[:40]!r}", hint="it is written as start-end: 120-188")
    return Span(int(start), int(end))


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 9


def part_of(
    shelf: Shelf, document_id: str, *, part: int = 1, quoted: Span | None = None, query: str = ""
) -> SourcePart:
    """A part of a source's text, with the words of a query and a place marked in it.

    part: from 1, one beyond the last is the last; where a place is quoted, the part that it stands in.
    Raises NotFound.
    """
    document = shelf.library.document(document_id)
    parts = _parts(document.passages)
    known = quoted if quoted and quoted.end <= len(document.text) else None
    here = _part_at(parts, known.start) if known else max(1, min(part, len(parts)))
    shown = parts[here - 1]
    layout = Layout(document, Marker(shelf.index, query), known or NOTHING)
    return SourcePart(
        about=_about(shelf, document, parts),
        part=here,
        parts=len(parts),
        groups=tuple(layout.groups(*_bounds(parts, here, document.text), passages=shown)),
        quoted=known,
        quoted_in=next((p.n for p in shown if known and known.start < p.end), None),
    )


def overview_of(
    shelf: Shelf, document_id: str, *, systems: Mapping[str, GradingSystem], page: int = 1, query: str = ""
) -> SourceOverview:
    """What is known of a source, and a page of its recommendations. page: from 1. Raises NotFound."""
    document = shelf.library.document(document_id)
    pages = max(1, -(-len(document.recommendations) // RECOMMENDATIONS_ON_A_PAGE))
    here = max(1, min(page, pages))
    shown = document.recommendations[(here - 1) * RECOMMENDATIONS_ON_A_PAGE :][:RECOMMENDATIONS_ON_A_PAGE]
    marker = Marker(shelf.index, query)
    passages = {passage.n: passage for passage in document.passages}
    return SourceOverview(
        about=_about(shelf, document, _parts(document.passages)),
        recommendations=tuple(
            ReadRecommendation(
                found=found,
                over=_over(passages.get(found.passages[0]), document.text),
                lines=tuple(_lines(document.text, found, marker)),
                graded_by=systems[found.system].title if found.system in systems else "",
            )
            for found in shown
        ),
        page=here,
        pages=pages,
    )


def _bounds(parts: Sequence[Sequence[Passage]], here: int, text: str) -> tuple[int, int]:
    """Where a part begins and ends: all that stands between two parts belongs to the later one."""
    start = parts[here - 2][-1].end if here > 1 else 0
    return start, len(text) if here == len(parts) else parts[here - 1][-1].end


def _about(shelf: Shelf, document: Document, parts: Sequence[Sequence[Passage]]) -> AboutSource:
    source = document.source
    return AboutSource(
        document=replace(document, text="", passages=(), recommendations=()),
        sections=_sections(parts),
        notices=shelf.library.notices_about(pmid=source.pmid, doi=source.doi),
        recommendations=len(document.recommendations),
    )


def _lines(text: str, found: FoundRecommendation, marker: Marker) -> Iterator[tuple[Stretch, ...]]:
    start = found.start
    for line in text[found.start : found.end].split("\n"):
        marked = marker.spans(text, start=start, end=start + len(line))
        yield stretches(text, start, start + len(line), marked=marked)
        start += len(line) + 1


def _over(passage: Passage | None, text: str) -> tuple[str, ...]:
    """The section and the headings over a passage, outermost first; each once."""
    if passage is None:
        return ()
    words = [passage.section, *(_words(text, span) for span in passage.headings)]
    return tuple(dict.fromkeys(word for word in words if word))


def _words(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())


def _parts(passages: Sequence[Passage]) -> tuple[tuple[Passage, ...], ...]:
    """The passages in parts, whole sections where they fit; one empty part where there are none."""
    parts: list[list[Passage]] = [[]]
    for _, section in groupby(passages, key=lambda passage: passage.section):
        whole = list(section)
        if parts[-1] and not _fits([*parts[-1], *whole]):
            parts.append([])
        for passage in whole:
            if parts[-1] and not _fits([parts[-1][0], passage], count=len(parts[-1]) + 1):
                parts.append([])
            parts[-1].append(passage)
    return tuple(tuple(part) for part in parts)


def _fits(passages: Sequence[Passage], *, count: int = 0) -> bool:
    length = passages[-1].end - passages[0].start
    return length <= _MOST_CHARACTERS and (count or len(passages)) <= _MOST_PASSAGES


def _part_at(parts: Sequence[Sequence[Passage]], at: int) -> int:
    """The number of the last part that begins before a place."""
    begun = [n for n, part in enumerate(parts, start=1) if part and part[0].start <= at]
    return begun[-1] if begun else 1


def _sections(parts: Sequence[Sequence[Passage]]) -> tuple[Section, ...]:
    found: list[Section] = []
    for n, part in enumerate(parts, start=1):
        for title, passages in groupby(part, key=lambda passage: passage.section):
            if title and (not found or found[-1].title != title):
                found.append(Section(title=title, first=next(passages).n, part=n))
    return tuple(found)
