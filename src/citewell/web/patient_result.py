"""The guidance applied to a patient, as the result's page shows it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from citewell.answers.contract import ReferenceDocument
from citewell.answers.formats.application_page import is_said_first
from citewell.answers.formats.application_parts import EMERGENCY_FIRST, handed_over_title
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
from citewell.model.answers import Audience, Change, ScoreResult
from citewell.model.applications import Application, Part
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
class ShownHandOver:
    """Where another pack takes over. pack, question: to read on there; points: none where it has a part."""

    title: str
    pack: str
    question: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPart:
    """What one pack says of the patient. first: whether where it sends them is said before any part."""

    pack: str
    pack_title: str
    severity: str
    title: str
    text: Point | None
    because: tuple[Reason, ...]
    not_excluded: tuple[str, ...]
    first: bool
    excluded: tuple[str, ...]
    ways: tuple[Way, ...]
    verdicts: tuple[Verdicts, ...]
    scores: tuple[ShownScore, ...]
    hand_overs: tuple[ShownHandOver, ...]
    status: str
    stages: Stages | None
    caution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All that the page shows of an application. parts: the pack that leads first.

    before: what is said before all that applies. references: entries with their documents and the pack in
    which each source stands.
    """

    parts: tuple[ShownPart, ...]
    before: str
    derived: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]
    decides: Mapping[str, str]
    references: tuple[tuple[Entry, ReferenceDocument, str], ...]
    disclaimer: str


def is_outside(result: PatientResult) -> bool:
    """Whether the pack that leads is not for this patient, and knows of nothing that calls for help.

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
    catalogs: Mapping[str, Catalog],
    references: Sequence[ReferenceDocument],
    *,
    this_year: int,
) -> Result:
    """The result of an application of these packs; references: as of its document."""
    application = cleaned(application)
    packs = [part.pack for part in application.parts]
    return Result(
        parts=tuple(_part(part, application, catalogs[part.pack]) for part in application.parts),
        before=EMERGENCY_FIRST if application.is_emergency else "",
        derived=tuple(
            (each.label, each.value) for each in application.understood if each.origin == "derived"
        ),
        doubts=application.doubts,
        decides=_decides(application, catalogs),
        references=tuple(
            (entry_of(reference, this_year=this_year), document, _pack_with(document.id, packs, catalogs))
            for reference, document in zip(application.references, references, strict=True)
        ),
        disclaimer=application.disclaimer,
    )


def _pack_with(source: str, packs: Sequence[str], catalogs: Mapping[str, Catalog]) -> str:
    """The first of the packs shown in which a source stands, else any in use."""
    return next(pack for pack in (*packs, *catalogs) if source in catalogs[pack].sources)


def _part(part: Part, application: Application, catalog: Catalog) -> ShownPart:
    audience, numbering = application.audience, Numbering(application.references)
    shown = part.disposition
    titles = {each.id: each.title for each in catalog.pack.dispositions}
    return ShownPart(
        pack=part.pack,
        pack_title=part.title,
        severity=shown.severity if shown else "info",
        title=shown.title if shown else "",
        text=claim_point(shown.claim, numbering, audience) if shown else None,
        because=tuple(_because(part, application, catalog, numbering)),
        not_excluded=tuple(titles[each] for each in shown.not_excluded) if shown else (),
        first=is_said_first(part, application),
        excluded=part.excluded,
        ways=tuple(_ways(shown.changes if shown else ())),
        verdicts=tuple(by_verdict(part, catalog, audience, numbering)),
        scores=tuple(_score(score, catalog, audience, numbering) for score in part.scores),
        hand_overs=tuple(_hand_overs(part, audience, numbering)),
        status=status_words(part.status) if part.status else "",
        stages=stages_of(part.review) or stages_at(part.status),
        caution=part.caution,
    )


def _hand_overs(part: Part, audience: Audience, numbering: Numbering) -> Iterator[ShownHandOver]:
    for handed in part.hand_overs:
        yield ShownHandOver(
            title=handed_over_title(handed, audience),
            pack=handed.pack,
            question=handed.question,
            points=tuple(claim_point(claim, numbering, audience) for claim in handed.claims),
        )


def _because(
    part: Part, application: Application, catalog: Catalog, numbering: Numbering
) -> Iterator[Reason]:
    values = {fact.id: fact.value for fact in application.understood}
    for reason in part.disposition.because if part.disposition else ():
        yield Reason(
            point=claim_point(reason.claim, numbering, application.audience),
            facts=tuple(f"{name_of(fact, catalog)}: {values.get(fact, '')}" for fact in reason.facts),
        )


def _decides(application: Application, catalogs: Mapping[str, Catalog]) -> dict[str, str]:
    """What hangs on each fact, by pack where several speak: where to go, then how many recommendations."""
    told: dict[str, list[str]] = {}
    for part in application.parts:
        titles = {each.id: each.title for each in catalogs[part.pack].pack.dispositions}
        for fact in part.missing:
            said = _decided(fact.decides, titles)
            told.setdefault(fact.id, []).append(f"{part.title}: {said}" if application.others else said)
    return {fact: "; ".join(filter(None, said)) for fact, said in told.items()}


def _decided(ids: Sequence[str], titles: Mapping[str, str]) -> str:
    decided = [titles[each] for each in ids if each in titles]
    others = len(ids) - len(decided)
    decided += [f"{others} recommendation{'' if others == 1 else 's'}"] if others else []
    return ", ".join(decided)


def _ways(changes: Sequence[Change]) -> Iterator[Way]:
    for title in dict.fromkeys(change.title for change in changes):
        when = (change.text for change in changes if change.title == title)
        yield Way(title=title, when=tuple(dict.fromkeys(when)))


def _score(score: ScoreResult, catalog: Catalog, audience: Audience, numbering: Numbering) -> ShownScore:
    return ShownScore(
        id=score.id,
        title=score.title,
        result=score.label,
        rows=tuple((item, found or "–", number_words(points)) for item, found, points in score.items),
        points=tuple(claim_point(claim, numbering, audience) for claim in score.claims),
        open=tuple(name_of(fact, catalog) for fact in score.missing),
    )
