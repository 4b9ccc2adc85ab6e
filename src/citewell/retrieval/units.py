"""Which texts of a document are encoded, and which of its passages each stands for."""

from collections.abc import Iterator
from dataclasses import dataclass

from citewell.model.library import Document, Passage
from citewell.retrieval.sections import clinical_passages

# Changes whenever the same document gives other units: an index made of the old ones is built again.
FORM = "1"
_HEADINGS = 2


@dataclass(frozen=True, slots=True)
class Unit:
    """A text that gets a vector, and the ordinals of the first and the last passage it stands for."""

    first: int
    last: int
    text: str


def units(document: Document) -> Iterator[Unit]:
    """The units of the sections that may answer a clinical question, in the order of their passages.

    A passage alone seldom says what it is about: its words stand under the document's title, the last
    headings and the line that introduces it, each on a line of its own.
    """
    for passage in clinical_passages(document):
        yield Unit(passage.n, passage.n, "\n".join(_lines(document, passage)))


def _lines(document: Document, passage: Passage) -> Iterator[str]:
    spans = (*passage.headings[-_HEADINGS:], *((passage.lead,) if passage.lead else ()), passage)
    for line in (document.source.title, *(document.text[span.start : span.end] for span in spans)):
        if line:
            yield line
