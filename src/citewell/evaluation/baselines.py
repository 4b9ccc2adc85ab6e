"""What others make of the same texts: bm25s, and the guidelines' passages ranked by it.

bm25s (Lù, BM25S, arXiv 2407.03618): Lucene's variant, k1 1.2, b 0.75; Snowball's English stems, its English
stop words. It is the reference of every figure that is held against BM25.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from citewell.config import Recording, Settings
from citewell.engine import Engine
from citewell.evaluation.quoting import Quoted
from citewell.model.library import Document
from citewell.retrieval.sections import clinical_passages

BM25 = "bm25s"
_K1, _B = 1.2, 0.75


class Ranker:
    """bm25s over some texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s
        import Stemmer

        self._stemmer = Stemmer.Stemmer("english")
        self._size = len(texts)
        self._ranker = bm25s.BM25(method="lucene", k1=_K1, b=_B)
        self._ranker.index(self._cut(texts), show_progress=False)

    def _cut(self, texts: Sequence[str]) -> object:
        import bm25s

        return bm25s.tokenize(list(texts), stopwords="en", stemmer=self._stemmer, show_progress=False)

    def ranking(self, question: str, *, depth: int) -> list[int]:
        """The numbers of the texts, best first."""
        count = min(depth, self._size)
        found, _ = self._ranker.retrieve(self._cut([question]), k=count, show_progress=False)
        return [int(number) for number in found[0]]


class Passages:
    """The passages of documents that may hold an answer, as bm25s ranks them."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._passages = [
            Quoted(file=document.source.origin.rpartition("/")[2], text=document.text[p.start : p.end])
            for document in documents
            for p in clinical_passages(document)
        ]
        self._ranker = Ranker([one.text for one in self._passages])

    def best(self, question: str, *, depth: int) -> tuple[Quoted, ...]:
        """The passages that fit a question best."""
        return tuple(self._passages[n] for n in self._ranker.ranking(question, depth=depth))


def silent_engine(settings: Settings) -> Engine:
    """An engine that records nothing."""
    return Engine.open(replace(settings, record=Recording.NO))
