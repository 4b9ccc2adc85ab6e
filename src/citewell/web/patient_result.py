"""The guidance applied to a patient, as the result's page shows it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from citewell.answers.contract import ReferenceDocument
from citewell.answers.formats.page import Entry, Point, Stages
from citewell.answers.formats.parts import claim_point
from citewell.answers.formats.reference_list import entry_of
from citewell.answers.formats.review import stages_at, stages_of
from citewell.answers.formats.words import (
    Numbering,
    cleaned,
    number_words,
    status_words,
)
from citewell.model.answers import Application, Change, MissingFact, ScoreResult
from citewell.model.cases import Truth
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition
from citewell.model.patients import PatientResult
from citewell.web.patient_verdicts import Verdicts, by_verdict, name_of

# As many as are answered in one go; the rest stands in the groups of the form.
_MOST_ASKED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why the disposition holds, and the facts that make it so, in words."""

    point: Point
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where another set of facts would lead."""

    title: str
    when: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownScore:
    """A score with its table. rows: item, finding, points. open: what is still needed for it."""

    id: str
    title: str
    result: str
    rows: tuple[tuple[str, str, str], ...]
    points: tuple[Point, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All that the page shows of an application."""

    severity: str
    title: str
    text: Point | None
    because: tuple[Reason, ...]
    not_excluded: tuple[str, ...]
    derived: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]
    excluded: tuple[str, ...]
    decides: Mapping[str, str]
    ways: tuple[Way, ...]
    verdicts: tuple[Verdicts, ...]
    scores: tuple[ShownScore, ...]
    references: tuple[tuple[Entry, ReferenceDocument], ...]
    status: str
    stages: Stages | None
    caution: str
    disclaimer: str


def is_outside(result: PatientResult) -> bool:
    """Whether the pack is not for this patient, and knows of nothing that calls for help all the same.

    What remains when no reason holds is no advice for somebody whom the pack is not for.
    """
    shown = result.application.disposition if result.application else None
    return result.fits is Truth.FALSE and not (shown and shown.because)


def asked_first(application: Application, definitions: Mapping[str, FactDefinition]) -> tuple[str, ...]:
    """The facts to ask for at once: those that were said and not used, then those on which most depends."""
    known = {fact.id for fact in application.understood if fact.origin != "derived"}
    doubted = [
        fact
        for fact, definition in definitions.items()
        if fact not in known
        and any(doubt.startswith(f"{definition.label} (") for doubt in application.doubts)
    ]
    missing = [fact.id for fact in application.missing]
    return tuple(dict.fromkeys((*doubted, *missing)))[: max(_MOST_ASKED, len(doubted))]


def result_of(
    application: Application,
    catalog: Catalog,
    references: Sequence[ReferenceDocument],
    *,
    this_year: int,
) -> Result:
    """The result of an application of this pack; references: as of its document."""
    application = cleaned(application)
    audience, numbering = application.audience, Numbering(application.references)
    shown = application.disposition
    titles = {each.id: each.title for each in catalog.pack.dispositions}
    return Result(
        severity=shown.severity if shown else "info",
        title=shown.title if shown else "",
        text=claim_point(shown.claim, numbering, audience) if shown else None,
        because=tuple(_because(application, catalog, numbering)),
        not_excluded=tuple(titles[each] for each in shown.not_excluded) if shown else (),
        derived=tuple(
            (name_of(each.id, catalog), each.value)
            for each in application.understood
            if each.origin == "derived"
        ),
        doubts=application.doubts,
        excluded=application.excluded,
        decides={fact.id: _decides(fact, titles) for fact in application.missing},
        ways=tuple(_ways(shown.changes if shown else ())),
        verdicts=tuple(by_verdict(application, catalog, numbering)),
        scores=tuple(_score(score, catalog, application, numbering) for score in application.scores),
        references=tuple(
            (entry_of(reference, this_year=this_year), document)
            for reference, document in zip(application.references, references, strict=True)
        ),
        status=status_words(application.status) if application.status else "",
        stages=stages_of(application.review) or stages_at(application.status),
        caution=application.caution,
        disclaimer=application.disclaimer,
    )


def _because(application: Application, catalog: Catalog, numbering: Numbering) -> Iterator[Reason]:
    values = {fact.id: fact.value for fact in application.understood}
    for reason in application.disposition.because if application.disposition else ():
        yield Reason(
            point=claim_point(reason.claim, numbering, application.audience),
            facts=tuple(f"{name_of(fact, catalog)}: {values.get(fact, '')}" for fact in reason.facts),
        )


def _decides(fact: MissingFact, titles: Mapping[str, str]) -> str:
    """What hangs on a fact: where to go first, then how many recommendations."""
    decided = [titles[each] for each in fact.decides if each in titles]
    others = len(fact.decides) - len(decided)
    decided += [f"{others} recommendation{'' if others == 1 else 's'}"] if others else []
    return ", ".join(decided)


def _ways(changes: Sequence[Change]) -> Iterator[Way]:
    for title in dict.fromkeys(change.title for change in changes):
        when = (change.text for change in changes if change.title == title)
        yield Way(title=title, when=tuple(dict.fromkeys(when)))


def _score(
    score: ScoreResult, catalog: Catalog, application: Application, numbering: Numbering
) -> ShownScore:
    return ShownScore(
        id=score.id,
        title=score.title,
        result=score.label,
        rows=tuple((item, found or "–", number_words(points)) for item, found, points in score.items),
        points=tuple(claim_point(claim, numbering, application.audience) for claim in score.claims),
        open=tuple(name_of(fact, catalog) for fact in score.missing),
    )
