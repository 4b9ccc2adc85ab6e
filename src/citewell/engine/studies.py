"""What is quoted of a study: not a paragraph but the sentence of it that answers, with its direction."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from citewell.model.answers import Effect
from citewell.model.library import Document
from citewell.model.shelves import Quotation
from citewell.model.sources import Source, SourceType
from citewell.text.sentences import sentence_spans

_STUDIES = frozenset(
    (SourceType.TRIAL, SourceType.COHORT, SourceType.SYSTEMATIC_REVIEW, SourceType.REVIEW, SourceType.ARTICLE)
)
# Of so many best sentences what they name and whose finding they tell is weighed, too. A ranking's scores are
# mostly between -4 and 2; the worths were measured on Evidence Inference's prompts put as plain questions.
_BEST = 10
_NAMED, _OWN, _CONCLUDES = 1.0, 3.0, 0.5
_ENOUGH_OF_OUTCOME = 0.5
_REFERENCES = "references"
_CAPTION = re.compile(r"(?:fig(?:ure)?|table)s?\b\.?\s*[A-Z]?\d", re.IGNORECASE)
# How the notes under a table or figure begin.
_NOTE = re.compile(
    r"lanes? \d|abbreviations?\s?[:;]|(?:values|data|means|proportions) (?:are|represent|shown)\b",
    re.IGNORECASE,
)
# A study says here itself what it found.
OWN_WORDS = ("Abstract", "ABSTRACT", "Conclusion", "CONCLUSION")


class _Told(NamedTuple):
    """A sentence, or the names of a section, with the passage it stands in, where it starts, its section."""

    words: str
    passage: Quotation | None
    start: int
    section: str


class _Weighed(NamedTuple):
    """The shares of the intervention's and the outcome's words that a sentence names, whether its finding may
    be the study's own, and whether it concludes, which answers a plain question plainly.
    """

    intervention: float
    outcome: float
    own: bool
    concludes: bool

    @property
    def worth(self) -> float:
        """What it gains beside its score. A study has several arms and outcomes: those asked about count."""
        return _NAMED * (self.intervention + self.outcome) + _OWN * self.own + _CONCLUDES * self.concludes

    def may_show(self, effect: Effect | None) -> bool:
        """Whether the direction is shown: of the study's own finding, of the outcome and arm asked about."""
        of_the_arm = self.intervention > 0 or effect is Effect.NO_DIFFERENCE
        return self.own and of_the_arm and self.outcome >= _ENOUGH_OF_OUTCOME


def studies_of(quotations: Iterable[Quotation], documents: Mapping[str, Document]) -> tuple[str, ...]:
    """The studies in which passages were found, in the order of the quotations."""
    return tuple(_passages_of_studies(quotations, documents))


def with_answering_sentences(
    question: str,
    quotations: Sequence[Quotation],
    documents: Mapping[str, Document],
    *,
    beside: Iterable[Quotation] = (),
) -> tuple[Quotation, ...]:
    """The quotations, of a study's passages the sentences that answer in place of the passages.

    beside: passages that were not searched for, of studies in which others were found: candidates, too. The
    sentences of all passages of a study are ranked together, what the study itself found before what it says
    of others, and as many are quoted as passages were found: the best with the best passage's score, and so
    on. Recommendations are quoted as they are; a study's references, captions and notes are not quoted.
    """
    studies = _passages_of_studies(quotations, documents)
    more = _passages_of_studies(beside, documents)
    kept = [one for one in quotations if one.found is not None or one.document not in studies]
    for document, passages in studies.items():
        found = [one for one in passages if not _is_aside(one)]
        candidates = _each_once((*found, *more.get(document, ())))
        is_review = documents[document].source.type is SourceType.REVIEW
        answering = _narrowed(question, candidates, cites_as_its_own=is_review)
        scores = sorted((one.score for one in found), reverse=True)
        kept += [replace(one, score=score) for one, score in zip(answering, scores, strict=False)]
    return tuple(sorted(kept, key=lambda one: (-one.score, one.document, one.start)))


def _passages_of_studies(
    quotations: Iterable[Quotation], documents: Mapping[str, Document]
) -> dict[str, list[Quotation]]:
    found: dict[str, list[Quotation]] = defaultdict(list)
    for one in quotations:
        if one.found is None and one.document in documents and _is_study(documents[one.document].source):
            found[one.document].append(one)
    return found


def _each_once(passages: Iterable[Quotation]) -> list[Quotation]:
    """Each passage once, in the order of the text."""
    by_place: dict[int, Quotation] = {}
    for one in passages:
        if not _is_aside(one):
            by_place.setdefault(one.start, one)
    return [by_place[start] for start in sorted(by_place)]


def _is_aside(passage: Quotation) -> bool:
    """Whether it is a reference or a caption: they name what others found, or what is shown elsewhere."""
    return passage.section.casefold() == _REFERENCES or _CAPTION.match(passage.text) is not None


def _is_study(source: Source) -> bool:
    """Whether it is research; a text of no stated type only where it stands in a journal."""
    published = source.type is not SourceType.ARTICLE or source.doi or source.pmid or source.container
    return bool(source.type in _STUDIES and published)


def _narrowed(
    question: str, passages: Sequence[Quotation], *, cites_as_its_own: bool
) -> tuple[Quotation, ...]:
    """The best sentence of each passage, best first. cites_as_its_own: what others found is its finding."""
    told = list(_told(passages))
    narrowed: dict[int, Quotation] = {}
    for at, effect in _best_first(question, told, cites_as_its_own=cites_as_its_own):
        words, passage, start, _ = told[at]
        if passage is not None and passage.start not in narrowed:
            narrowed[passage.start] = replace(
                passage, start=start, end=start + len(words), text=words, effect=effect
            )
    return tuple(narrowed.values())


def _best_first(
    question: str, told: Sequence[_Told], *, cites_as_its_own: bool
) -> Iterator[tuple[int, Effect | None]]:
    """The numbers of the sentences, each with the direction to be shown."""
    from citewell.retrieval.evidence import Role, own_findings, rank

    words, sections = [one.words for one in told], [one.section for one in told]
    ranked = rank(question, words)
    roles = [one.role for one in sorted(ranked, key=lambda one: one.index)]
    own = (True,) * len(told) if cites_as_its_own else own_findings(words, sections, roles)
    weighed = {
        one.index: _Weighed(*one.named, own[one.index], one.role is Role.CONCLUSIONS)
        for one in ranked[:_BEST]
    }
    for one in sorted(ranked[:_BEST], key=lambda one: (-one.score - weighed[one.index].worth, one.index)):
        yield one.index, one.effect if weighed[one.index].may_show(one.effect) else None
    for one in ranked[_BEST:]:
        yield one.index, None


def _told(passages: Sequence[Quotation]) -> Iterator[_Told]:
    """The sentences in the order of the text, less notes, each section's behind the name of it."""
    section = ""
    for passage in passages:
        here = " ".join((passage.section, *(one.text for one in passage.context[:1])))
        if here != section:
            section = here
            yield _Told(f"{here}\n", None, passage.start, here)
        for span in sentence_spans(passage.text):
            words = passage.text[span.start : span.end]
            if not _NOTE.match(words):
                yield _Told(words, passage, passage.start + span.start, here)
