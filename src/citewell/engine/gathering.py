"""The library opened for reading: what a question brings from it, ready to be chosen from and quoted."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping

from citewell.config import Settings
from citewell.model.answers import Context
from citewell.model.library import Document, FoundRecommendation, Passage, PassageHit, SearchResult
from citewell.model.shelves import Evidence, Gathered, Quotation
from citewell.retrieval.index import Index, open_index
from citewell.retrieval.search import search
from citewell.storage.library import Library
from citewell.text.tokens import content_words

# Passages looked at for an answer: several times what is quoted, since many belong to one recommendation.
_MOST_PASSAGES = 60
_MOST_NEAREST = 5
_MOST_TEXTS_KEPT = 64


class Shelf:
    """A library and the index over it. Reading them changes neither."""

    def __init__(self, library: Library, index: Index) -> None:
        self.library = library
        self.index = index
        self._texts: OrderedDict[str, str] = OrderedDict()

    @classmethod
    def open(cls, settings: Settings) -> "Shelf | None":
        """The settings' library with its published index; None where nothing was ingested."""
        library = Library.at(settings.library)
        index = open_index(settings.index) if library else None
        return cls(library, index) if library and index else None

    def gather(self, question: str) -> Gathered:
        """The quotations that fit a question, best first, with the documents they stand in."""
        result = search(self.index, question)
        hits = {(hit.document, hit.passage): hit for hit in result.passages[:_MOST_PASSAGES]}
        evidence = self.library.evidence(tuple(hits))
        asked = content_words(question)
        quotations = _best_of_each_span(
            quotation for found in evidence for quotation in self._quotations(found, hits, asked)
        )
        quoted = {quotation.document for quotation in quotations}
        nearest = tuple(hit.document for hit in result.documents[:_MOST_NEAREST])
        return Gathered(
            fingerprint=self.index.fingerprint,
            sources=self.index.sources,
            documents={one: self.library.description(one) for one in sorted(quoted.union(nearest))},
            texts={one: self._text(one) for one in sorted(quoted)},
            quotations=quotations,
            nearest=nearest,
            unknown=result.unknown,
        )
