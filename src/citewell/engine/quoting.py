"""From passages found to what can be quoted of them: recommendations whole, with what stands over them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from citewell.engine.shelf import Shelf
from citewell.model.answers import Context
from citewell.model.library import FoundRecommendation, Passage, PassageHit
from citewell.model.shelves import Evidence, Quotation
from citewell.text.tokens import content_words

# A paragraph may hold several recommendations; what the second is worth beside the first.
_MOST_OF_PASSAGE = 2
_NEXT_IN_PASSAGE = 0.98


def quotable(shelf: Shelf, hits: Iterable[PassageHit], asked: frozenset[str]) -> tuple[Quotation, ...]:
    """What there is to quote in the passages found, best first, each span once.

    asked: the content words of the question; of the recommendations in one passage those that share most
    with it are quoted.
    """
    by_place = {(hit.document, hit.passage): hit for hit in hits}
    evidence = shelf.library.evidence(tuple(by_place))
    return _best_of_each_span(
        quotation for found in evidence for quotation in _quotations(shelf, found, by_place, asked)
    )


def _quotations(
    shelf: Shelf, found: Evidence, hits: Mapping[tuple[str, int], PassageHit], asked: frozenset[str]
) -> Iterator[Quotation]:
    """What to quote of a passage: the recommendations in it that share most with the question, or all."""
    text = shelf.text(found.document)
    passage = found.passage
    score = hits[found.document, passage.n].score
    recommendations = _most_fitting(found.recommendations, text, asked)
    for n, recommendation in enumerate(recommendations or (None,)):
        start, end = (recommendation or passage).start, (recommendation or passage).end
        start, end = _bare(text, start, end)
        if start < end:
            yield Quotation(
                document=found.document,
                passage=passage.n,
                section=passage.section,
                start=start,
                end=end,
                text=text[start:end],
                context=tuple(context_of(passage, text, start)),
                found=recommendation,
                score=score * _NEXT_IN_PASSAGE**n,
            )


def _most_fitting(
    recommendations: tuple[FoundRecommendation, ...], text: str, asked: frozenset[str]
) -> Sequence[FoundRecommendation]:
    if len(recommendations) < 2:
        return recommendations
    shared = {one.n: len(content_words(text[one.start : one.end]) & asked) for one in recommendations}
    return sorted(recommendations, key=lambda one: (-shared[one.n], one.n))[:_MOST_OF_PASSAGE]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends: a table row may begin with an empty cell."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def context_of(passage: Passage, text: str, start: int) -> Iterator[Context]:
    """What stands over a quote in its source, outermost first, less what the quote itself begins with."""
    above = (*passage.headings, *((passage.lead,) if passage.lead else ()), *passage.columns)
    said: set[str] = set()
    for span in above:
        words = text[span.start : span.end]
        if words and span.end <= start and words not in said:
            said.add(words)
            yield Context(words, span.start, span.end)


def _best_of_each_span(quotations: Iterator[Quotation]) -> tuple[Quotation, ...]:
    """Several passages may stand in one recommendation: it is quoted once, for the best of them."""
    best: dict[tuple[str, int, int], Quotation] = {}
    for quotation in quotations:
        place = (quotation.document, quotation.start, quotation.end)
        if place not in best or best[place].score < quotation.score:
            best[place] = quotation
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.document, one.start)))
