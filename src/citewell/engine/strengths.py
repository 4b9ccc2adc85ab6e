"""How strongly a topic is spoken of: its recommendations by body and year, with the grades as printed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from citewell.engine.shelf import Shelf
from citewell.engine.timelines import LEAST_SHARE
from citewell.engine.topics import publishers, topic
from citewell.model.library import Document, FoundRecommendation, PassageHit
from citewell.model.timelines import AS_PRINTED_ONLY, RatedRecommendation, RatedSource, Strengths
from citewell.retrieval.search import search

_MOST_SOURCES = 40
_PASSAGES = 400
_MOST_RECOMMENDATIONS = 80
# A table of an appropriateness guideline has dozens of rows, and would crowd out everybody else.
_MOST_OF_EACH = 21
# Of the best passage's score: below it are recommendations on other matters of the same guidelines.
_LEAST_OF_PASSAGES = 0.6
Graded = tuple[str, FoundRecommendation]


def strengths(shelf: Shelf, text: str) -> Strengths:
    """The recommendations that fit a topic best and have a grade, by the sources that they stand in."""
    about = topic(shelf, text, share=LEAST_SHARE, most=_MOST_SOURCES)
    documents = {document.source.id: document for document in about.documents}
    hits = search(shelf.index, text, passages=_PASSAGES, encoder=shelf.encoder).passages
    fitting = list(_recommendations(shelf, [hit for hit in _near(hits) if hit.document in documents]))
    graded = [one for one in fitting if one[1].label or one[1].strength]
    shown = list(_of_many(graded))[:_MOST_RECOMMENDATIONS]
    return Strengths(
        topic=about,
        sources=tuple(_by_source(shelf, shown, documents.values())),
        ungraded=len(fitting) - len(graded),
        capped=len(graded) > len(shown),
    )


def _near(hits: Sequence[PassageHit]) -> Iterator[PassageHit]:
    return (hit for hit in hits if hit.score >= _LEAST_OF_PASSAGES * hits[0].score)


def _recommendations(shelf: Shelf, hits: Iterable[PassageHit]) -> Iterator[Graded]:
    """The recommendations that passages stand in or hold, each once, in the order of the passages."""
    found = shelf.library.evidence([(hit.document, hit.passage) for hit in hits])
    every = [(evidence.document, one) for evidence in found for one in evidence.recommendations]
    return iter({(document, one.n): (document, one) for document, one in reversed(every)}.values())


def _of_many(graded: Iterable[Graded]) -> Iterator[Graded]:
    """The best of each document, in their order."""
    taken: Counter[str] = Counter()
    for document, one in graded:
        taken[document] += 1
        if taken[document] <= _MOST_OF_EACH:
            yield document, one


def _by_source(
    shelf: Shelf, graded: Iterable[Graded], documents: Iterable[Document]
) -> Iterator[RatedSource]:
    by_id = {
        document: tuple(one for _, one in sorted(own, key=lambda each: each[1].n))
        for document, own in groupby(sorted(graded, key=lambda each: each[0]), key=lambda each: each[0])
    }
    spoke_last: dict[str, int] = {}
    shown = [document for document in documents if document.source.id in by_id]
    for document in shown:
        body = _body(document)
        spoke_last[body] = max(document.source.year, spoke_last.get(body, 0))
    shown.sort(
        key=lambda one: (-spoke_last[_body(one)], _body(one), -one.source.year, one.source.id),
    )
    for document in shown:
        text = shelf.text(document.source.id)
        yield RatedSource(
            document=document,
            recommendations=tuple(_rated(one, text) for one in by_id[document.source.id]),
        )


def _rated(found: FoundRecommendation, text: str) -> RatedRecommendation:
    words = " ".join(text[found.start : found.end].split())
    return RatedRecommendation(found=found, text=words, level=found.strength or AS_PRINTED_ONLY)


def _body(document: Document) -> str:
    return "; ".join(publishers(document.source))
