"""Documents and their passages written into tantivy."""

from pathlib import Path
from types import TracebackType
from typing import Self

import tantivy

from citewell.model.library import Document, Passage, Span
from citewell.model.sections import is_descriptive, is_warning
from citewell.retrieval import schema
from citewell.retrieval.sections import clinical_passages, recommended_passages

# One thread each, so that the order of the units is the order they came in; both collections at once fill two
# cores. The heap bounds the memory and is written out as a segment when it is full.
_HEAP = 100_000_000
_THREADS = 1


class Writing:
    """The two collections of a new index while they are written; complete once the context is left."""

    def __init__(self, folder: Path) -> None:
        self.identifiers: list[str] = []
        self._analyzer = schema.english()
        self._documents = _writer(schema.documents_schema(), folder / schema.DOCUMENTS)
        self._passages = _writer(schema.passages_schema(), folder / schema.PASSAGES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            for writer in (self._documents, self._passages):
                writer.commit()
                writer.wait_merging_threads()

    def stems(self, text: str) -> list[str]:
        """The stems of a text as the index knows them."""
        return self._analyzer.analyze(text)

    def add(self, document: Document) -> None:
        """Writes a document and those of its passages that may answer a question."""
        number = len(self.identifiers)
        self.identifiers.append(document.source.id)
        passages = list(clinical_passages(document))
        self._documents.add_document(_document_unit(document, passages, number))
        recommended = recommended_passages(document)
        for passage in passages:
            unit = _passage_unit(document, passage, number, recommendation=passage.n in recommended)
            self._passages.add_document(unit)


def _writer(fields: tantivy.Schema, folder: Path) -> tantivy.IndexWriter:
    folder.mkdir()
    index = tantivy.Index(fields, path=str(folder))
    schema.register(index)
    return index.writer(heap_size=_HEAP, num_threads=_THREADS)


def _document_unit(document: Document, passages: list[Passage], number: int) -> tantivy.Document:
    unit = _filterable(document)
    unit.add_unsigned("document", number)
    unit.add_text("title", document.source.title)
    unit.add_text("condition", "\n".join(document.conditions))
    unit.add_text("intervention", "\n".join(document.interventions))
    unit.add_text("population", document.source.population)
    unit.add_text("body", "\n".join((document.source.title, *_texts(document, passages))))
    return unit


def _passage_unit(
    document: Document, passage: Passage, number: int, *, recommendation: bool
) -> tantivy.Document:
    unit = _filterable(document)
    unit.add_unsigned("document", number)
    unit.add_unsigned("place", schema.place(number, passage.n))
    unit.add_unsigned("recommendation", int(recommendation))
    unit.add_unsigned("descriptive", int(is_descriptive(passage.section)))
    unit.add_unsigned("warning", int(is_warning(passage.section)))
    unit.add_text("own", document.text[passage.start : passage.end])
    unit.add_text("context", "\n".join(document.text[span.start : span.end] for span in _over(passage)))
    return unit


def _over(passage: Passage) -> tuple[Span, ...]:
    """The words that a passage is read under: headings, the line that introduces it, column heads."""
    return (*passage.headings, *((passage.lead,) if passage.lead else ()), *passage.columns)


def _texts(document: Document, passages: list[Passage]) -> list[str]:
    """The text of the passages with the words over them, these once."""
    spans: dict[Span, None] = {}
    for passage in passages:
        spans.update(dict.fromkeys(_over(passage)))
        spans[Span(passage.start, passage.end)] = None
    return [document.text[span.start : span.end] for span in spans]


def _filterable(document: Document) -> tantivy.Document:
    source = document.source
    unit = tantivy.Document()
    unit.add_text("publisher", f"{source.body} {source.short}")
    unit.add_text("people", source.population)
    unit.add_text("type", str(source.type))
    unit.add_text("status", str(source.status))
    unit.add_unsigned("year", max(source.year, 0))
    return unit
