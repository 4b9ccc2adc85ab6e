"""The recommendations of a guideline, whole, each with the grade label printed beside it.

They are looked for in the sections named recommendations; elsewhere a sentence counts only if it has the
form of a recommendation and a label. The span of a recommendation holds the label where it stands in the
same passage; a label on a line of its own, over or under it, stands outside.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from citewell.ingest.directives import direction_of, main_verb, recommends_explicitly, tells_what_to_do
from citewell.ingest.labels import LabelReader
from citewell.ingest.section_lines import lines_of
from citewell.ingest.statements import statements_in
from citewell.ingest.walk import Draft, draft_of, drafts_of
from citewell.model.grades import GradingSystem
from citewell.model.library import Document, FoundRecommendation, Passage
from citewell.model.sources import SourceType
from citewell.text.sentences import sentence_spans

_SECTION = re.compile(
    r"(?i:(?:[\d.]+\s*)?(?:(?:summary|list|overview|statements?) of (?:the )?)?(?:(?:major|key|clinical"
    r"|practice|guideline|"
    r"final|main|specific|treatment|management|evidence-based|good practice|consensus"
    r"|research-based)\s+){0,3}"
    r"recommendations?(?: statements?)?(?: (?:and|for|on|summary)\b.{0,80})?:?)"
)
_NOT_SECTION = re.compile(r"(?i:for (?:future |further )?research|rating|strength|definition|grad(?:e|ing))")
# A study that recommends does so for those who read it as a study.
_STUDIES = frozenset({SourceType.TRIAL, SourceType.COHORT, SourceType.SYSTEMATIC_REVIEW})
# Without one of these no sentence has the form of a recommendation.
_CUE = re.compile(r"should|must|ecommend|suggest|advis|indicated|consider|offer|reasonable|may|can")
_ELSEWHERE_NOT = re.compile(
    r"(?i:rating scheme|method|definition|descri|analys|implement|availab|disclos|biblio|fund|committee"
    r"|status|"
    r"copyright|disclaim|reference|abstract|evidence supporting|objective|benefits/harms|resource|outcomes)"
)


def recommendations_of(
    document: Document, systems: Mapping[str, GradingSystem]
) -> tuple[FoundRecommendation, ...]:
    """The recommendations of a document in the order of its text.

    A label that no system understands is kept as printed, with no system, strength or certainty.
    """
    reader = LabelReader.of(document, systems)
    wording = next((s for s in reader.systems if s.wording and s.bodies), None)
    drafts: list[Draft] = []
    for inside, run in groupby(document.passages, lambda passage: _in_recommendations(document, passage)):
        passages = list(run)
        drafts += (
            drafts_of(document.text, lines_of(document.text, passages), reader)
            if inside
            else _elsewhere(document, passages, reader)
        )
    drafts.sort(key=lambda draft: (draft.start, draft.end))
    return tuple(_found(document.text, n, draft, wording) for n, draft in enumerate(drafts))


def _in_recommendations(document: Document, passage: Passage) -> bool:
    if document.source.type in _STUDIES:
        return False
    names = [passage.section, *(document.text[span.start : span.end] for span in passage.headings)]
    return any(map(_names_recommendations, names))


@lru_cache(maxsize=4096)
def _names_recommendations(name: str) -> bool:
    return _SECTION.fullmatch(name[:200]) is not None and _NOT_SECTION.search(name) is None


@lru_cache(maxsize=4096)
def _recommends_nothing(section: str) -> bool:
    return _ELSEWHERE_NOT.search(section) is not None


def _elsewhere(document: Document, passages: Sequence[Passage], reader: LabelReader) -> Iterator[Draft]:
    for passage in passages:
        text = document.text[passage.start : passage.end]
        if _recommends_nothing(passage.section) or not (_CUE.search(text) and reader.within(text)):
            continue
        for found in statements_in(text, reader):
            if found.label is not None and recommends_explicitly(text[found.start : found.end]):
                yield draft_of(passage, found)


def _found(text: str, n: int, draft: Draft, wording: GradingSystem | None) -> FoundRecommendation:
    told = _directive(text[draft.start : draft.end])
    label = draft.label
    system = label.system if label is not None else ""
    strength = label.strength if label is not None else None
    if wording is not None and system in ("", wording.id) and strength is None:
        strength = _strength_by_wording(told, wording)
        system = wording.id if strength is not None else system
    return FoundRecommendation(
        n=n,
        start=draft.start,
        end=draft.end,
        passages=(draft.first, draft.last),
        label=text[label.span.start : label.span.end] if label is not None else "",
        label_span=label.span if label is not None else None,
        system=system,
        strength=strength,
        certainty=label.certainty if label is not None else None,
        direction=(label.direction if label is not None else None) or direction_of(told),
    )


def _strength_by_wording(told: str, system: GradingSystem) -> str | None:
    verb = main_verb(told, system.wording)
    return system.wording[verb] if verb is not None else None


def _directive(words: str) -> str:
    """The first sentence that tells what to do, a list being no part of it; else all of the words."""
    lead = words.partition("\n")[0]
    sentences = (lead[span.start : span.end] for span in sentence_spans(lead))
    return next(filter(tells_what_to_do, sentences), words)
