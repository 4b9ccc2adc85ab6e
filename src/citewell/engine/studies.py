"""What is quoted of a study: not a paragraph but the sentence of it that answers, with its direction."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from citewell.model.library import Document
from citewell.model.shelves import Quotation
from citewell.model.sources import Source, SourceType
from citewell.text.sentences import sentence_spans

_STUDIES = frozenset(
    (SourceType.TRIAL, SourceType.COHORT, SourceType.SYSTEMATIC_REVIEW, SourceType.REVIEW, SourceType.ARTICLE)
)
_BEST = 5
_REFERENCES = "references"
_CAPTION = re.compile(r"(?:fig(?:ure)?|table)s?\b\.?\s*[A-Z]?\d", re.IGNORECASE)
# A sentence, the passage it stands in and where it starts; a heading between them stands in none.
Told = tuple[str, Quotation | None, int]


def with_answering_sentences(
    question: str,
    quotations: Sequence[Quotation],
    documents: Mapping[str, Document],
) -> tuple[Quotation, ...]:
    """The quotations, of a study's passages the sentence that answers in place of the passage.

    The sentences of all passages that were found in a study are ranked together; its best passage's score
    goes to the passage with the best sentence, and so on. Recommendations are quoted as they are; a study's
    references and captions are not quoted.
    """
    narrowed: dict[Quotation, Quotation | None] = {}
    for passages in _passages_of_studies(quotations, documents):
        narrowed.update(dict.fromkeys(passages))
        told = [one for one in passages if not _is_aside(one)]
        narrowed.update(_narrowed(question, told))
    changed = (narrowed.get(one, one) for one in quotations)
    return tuple(sorted(filter(None, changed), key=lambda one: (-one.score, one.document, one.start)))


def _passages_of_studies(
    quotations: Iterable[Quotation], documents: Mapping[str, Document]
) -> Iterable[list[Quotation]]:
    found: dict[str, list[Quotation]] = defaultdict(list)
    for one in quotations:
        if one.found is None and one.document in documents and _is_study(documents[one.document].source):
            found[one.document].append(one)
    return found.values()


def _is_aside(passage: Quotation) -> bool:
    """Whether it is a reference or a caption: they name what others found, or what is shown elsewhere."""
    return passage.section.casefold() == _REFERENCES or _CAPTION.match(passage.text) is not None


def _is_study(source: Source) -> bool:
    """Whether it is research; a text of no stated type only where it stands in a journal."""
    published = source.type is not SourceType.ARTICLE or source.doi or source.pmid or source.container
    return bool(source.type in _STUDIES and published)


def _narrowed(question: str, passages: Sequence[Quotation]) -> dict[Quotation, Quotation]:
    """Each passage with the best of its sentences."""
    from citewell.retrieval.evidence import names_intervention, rank

    told = list(_told(passages))
    named = [names_intervention(question, words) for words, _, _ in told]
    ranked = rank(question, [words for words, _, _ in told])
    # A study has several arms: of the best, what is said of the one asked about comes first, and only of it
    # a direction is shown.
    best = sorted(ranked[:_BEST], key=lambda one: not named[one.index])
    scores = sorted((passage.score for passage in passages), reverse=True)
    narrowed: dict[Quotation, Quotation] = {}
    for one in (*best, *ranked[_BEST:]):
        words, passage, start = told[one.index]
        if passage is not None and passage not in narrowed:
            score = scores[len(narrowed)]
            effect = one.effect if named[one.index] else None
            narrowed[passage] = replace(
                passage, start=start, end=start + len(words), text=words, score=score, effect=effect
            )
    return narrowed


def _told(passages: Sequence[Quotation]) -> Iterator[Told]:
    """The sentences in the order of the text, each section's behind the name of it."""
    section = ""
    for passage in sorted(passages, key=lambda one: one.start):
        here = " ".join((passage.section, *(one.text for one in passage.context[:1])))
        if here != section:
            section = here
            yield f"{here}\n", None, passage.start
        for span in sentence_spans(passage.text):
            yield passage.text[span.start : span.end], passage, passage.start + span.start
