"""All that packs say, as words: what a question asks of that stands nowhere here, no pack speaks of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from citewell.model.guidelines import GuidelinePack, Statement
from citewell.model.wording import Wording
from citewell.questions.spelling import fold, stem

T = TypeVar("T")

_WORD = re.compile(r"[^\W\d_]{2,}")


def each_once(records: Iterable[T]) -> list[T]:
    """The records in order, those that packs share once: packs hold the very records of their base."""
    return list({id(record): record for record in records}.values())


def stems_said(packs: Sequence[GuidelinePack]) -> frozenset[str]:
    """The stems of the words of everything the packs say (not of what they exclude)."""
    own = (text for pack in packs for text in _texts(pack))
    chunks = set("\n".join(chain(own, _shared_texts(packs))).split())
    words = set(_WORD.findall("\n".join(chunks).lower()))
    return frozenset(stem(fold(word)) for word in words)


def _texts(pack: GuidelinePack) -> Iterator[str]:
    yield from (pack.title, pack.summary, *pack.covers)
    for statement in pack.statements:
        yield from _statement_texts(statement)
    yield from _page_texts(pack)
    yield from _tool_texts(pack)


def _shared_texts(packs: Sequence[GuidelinePack]) -> Iterator[str]:
    """The texts of what packs may share."""
    for source in each_once(source for pack in packs for source in pack.sources):
        yield from (source.title, source.body, source.short, source.population)
        yield from (finding.text for finding in source.findings)
    for definition in each_once(definition for pack in packs for definition in pack.facts):
        yield from (definition.label, *definition.terms, *definition.denials)
        for choice in definition.choices:
            yield from (choice.label, choice.patient, *choice.terms)
    for concept in each_once(concept for pack in packs for concept in pack.concepts):
        yield from (concept.label, concept.patient, *concept.terms)
    for entry in each_once(entry for pack in packs for entry in pack.glossary):
        yield from (entry.term, entry.plain, *entry.forms)


def _statement_texts(statement: Statement) -> Iterator[str]:
    yield statement.title
    yield from _both(statement.wording)
    for caution in statement.never_when:
        yield from _both(caution.wording)


def _page_texts(pack: GuidelinePack) -> Iterator[str]:
    for population in pack.populations:
        yield from (population.name, population.patient, *population.terms)
    for topic in pack.topics:
        yield from (topic.title, topic.patient_title, *topic.questions, *topic.terms)
    for disagreement in pack.disagreements:
        yield from (disagreement.title, disagreement.question, *_both(disagreement.default))
        for side in disagreement.sides:
            yield from _both(side.says)


def _tool_texts(pack: GuidelinePack) -> Iterator[str]:
    for score in pack.scores:
        yield from (score.title, *_both(score.use), *_both(score.not_for))
        yield from (option.label for item in score.items for option in item.options)
    for disposition in pack.dispositions:
        yield from _both(disposition.wording)


def _both(wording: Wording) -> tuple[str, str]:
    return wording.clinician, wording.patient
