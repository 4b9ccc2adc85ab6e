"""Which texts of a document are encoded, and which of its passages each stands for."""

from collections.abc import Iterator
from dataclasses import dataclass

from citewell.model.library import Document, Passage
from citewell.model.sections import is_descriptive
from citewell.retrieval.sections import clinical_passages, recommended_passages

# Changes whenever the same document gives other units: an index made of the old ones is built again.
FORM = "2"
_HEADINGS = 2


@dataclass(frozen=True, slots=True)
class Unit:
    """A text that gets a vector, and the ordinals of the first and the last passage it stands for."""

    first: int
    last: int
    text: str


def units(document: Document) -> Iterator[Unit]:
    """The units of the passages worth finding by their meaning, in their order.

    A passage alone seldom says what it is about: its words stand under the document's title, the last
    headings and the line that introduces it, each on a line of its own.
    """
    for passage in _worth_finding(document):
        yield Unit(passage.n, passage.n, "\n".join(_lines(document, passage)))


def _worth_finding(document: Document) -> Iterator[Passage]:
    """Of the sections with recommendations these alone, and of the others all but what only describes.

    What stands around recommendations is near to the same questions, and would be encoded at the same cost
    for nothing (see BENCHMARKS.md). A document in which none was found is taken whole.
    """
    recommended = recommended_passages(document)
    passages = list(clinical_passages(document))
    recommending = {passage.section for passage in passages if passage.n in recommended}
    for passage in passages:
        beside = passage.section not in recommending and not is_descriptive(passage.section)
        if beside or passage.n in recommended or not recommended:
            yield passage


def _lines(document: Document, passage: Passage) -> Iterator[str]:
    spans = (*passage.headings[-_HEADINGS:], *((passage.lead,) if passage.lead else ()), passage)
    for line in (document.source.title, *(document.text[span.start : span.end] for span in spans)):
        if line:
            yield line
