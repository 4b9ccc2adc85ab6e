"""What is quoted of a study: not a paragraph but the sentence of it that answers, with its direction."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from citewell.model.library import Document
from citewell.model.shelves import Quotation
from citewell.model.sources import Source, SourceType
from citewell.text.sentences import sentence_spans

_STUDIES = frozenset(
    (SourceType.TRIAL, SourceType.COHORT, SourceType.SYSTEMATIC_REVIEW, SourceType.REVIEW, SourceType.ARTICLE)
)


def with_answering_sentences(
    question: str,
    quotations: Sequence[Quotation],
    documents: Mapping[str, Document],
    text_of: Callable[[str], str],
) -> tuple[Quotation, ...]:
    """The quotations, of a study's passages the sentence that answers in place of the passage.

    The sentences of all passages that were found in a study are ranked together; its best passage's score
    goes to the passage with the best sentence, and so on. Recommendations are quoted as they are.
    """
    found = _passages_of_studies(quotations, documents)
    narrowed: dict[Quotation, Quotation] = {}
    for document, passages in found.items():
        narrowed.update(_narrowed(question, passages, text_of(document)))
    changed = (narrowed.get(one, one) for one in quotations)
    return tuple(sorted(changed, key=lambda one: (-one.score, one.document, one.start)))


def _passages_of_studies(
    quotations: Iterable[Quotation], documents: Mapping[str, Document]
) -> Mapping[str, list[Quotation]]:
    found: dict[str, list[Quotation]] = defaultdict(list)
    for one in quotations:
        if one.found is None and one.document in documents and _is_study(documents[one.document].source):
            found[one.document].append(one)
    return found


def _is_study(source: Source) -> bool:
    """Whether it is research; a text of no stated type only where it stands in a journal."""
    published = source.type is not SourceType.ARTICLE or source.doi or source.pmid or source.container
    return bool(source.type in _STUDIES and published)


def _narrowed(question: str, passages: Sequence[Quotation], text: str) -> dict[Quotation, Quotation]:
    """Each passage with the best of its sentences."""
    from citewell.retrieval.evidence import rank

    places = [
        (passage, passage.start + span.start, passage.start + span.end)
        for passage in sorted(passages, key=lambda one: one.start)
        for span in sentence_spans(passage.text)
    ]
    scores = sorted((passage.score for passage in passages), reverse=True)
    narrowed: dict[Quotation, Quotation] = {}
    for one in rank(question, [text[start:end] for _, start, end in places]):
        passage, start, end = places[one.index]
        if passage not in narrowed:
            score = scores[len(narrowed)]
            narrowed[passage] = replace(
                passage, start=start, end=end, text=text[start:end], score=score, effect=one.effect
            )
    return narrowed
