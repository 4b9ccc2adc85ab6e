"""The guidance applied to a patient, as the result's page shows it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from citewell.answers.contract import ReferenceDocument
from citewell.answers.formats.page import Entry, Point, Stages
from citewell.answers.formats.parts import claim_point
from citewell.answers.formats.reference_list import entry_of
from citewell.answers.formats.review import stages_of
from citewell.answers.formats.words import (
    Numbering,
    cleaned,
    heading,
    id_words,
    number_words,
    status_words,
)
from citewell.model.answers import Application, Audience, Change, Claim, MissingFact, ScoreResult, Verdict
from citewell.model.catalog import Catalog
from citewell.model.sources import Direction

_GROUPS = ("applies", "unknown", "does not apply")
_DIRECTIONS = {
    Direction.FOR: "for",
    Direction.OPTION: "option",
    Direction.AGAINST: "against",
    Direction.NO_RECOMMENDATION: "no recommendation",
}
# As many as are answered in one go; the rest stands in the groups of the form.
MOST_ASKED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """A recommendation with its verdict. grade: as printed; kind: how strongly, for the badge."""

    title: str
    text: str
    lead: str
    numbers: tuple[int, ...]
    grade: str
    kind: str
    by: str
    why: str
    caution: str
    caution_numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """The recommendations of one verdict."""

    id: str
    title: str
    items: tuple[Recommended, ...]


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
            (_asked(each.id, catalog, audience), each.value)
            for each in application.understood
            if each.origin == "derived"
        ),
        doubts=application.doubts,
        excluded=application.excluded,
        decides={fact.id: _decides(fact, titles) for fact in application.missing[:MOST_ASKED]},
        ways=tuple(_ways(shown.changes if shown else (), catalog, audience)),
        verdicts=tuple(_verdicts(application, catalog, numbering)),
        scores=tuple(_score(score, catalog, application, numbering) for score in application.scores),
        references=tuple(
            (entry_of(reference, this_year=this_year), document)
            for reference, document in zip(application.references, references, strict=True)
        ),
        status=status_words(application.status) if application.status else "",
        stages=stages_of(application.review),
        caution=application.caution,
        disclaimer=application.disclaimer,
    )


def _asked(fact: str, catalog: Catalog, audience: Audience) -> str:
    """What a fact is called: for patients, the question that asks for it."""
    if fact not in catalog.facts:
        return id_words(fact)
    definition = catalog.facts[fact]
    return definition.ask_patient if audience is Audience.PATIENT else definition.label


def _because(application: Application, catalog: Catalog, numbering: Numbering) -> Iterator[Reason]:
    values = {fact.id: fact.value for fact in application.understood}
    for reason in application.disposition.because if application.disposition else ():
        yield Reason(
            point=claim_point(reason.claim, numbering, application.audience),
            facts=tuple(
                _said(_asked(fact, catalog, application.audience), values.get(fact, ""))
                for fact in reason.facts
            ),
        )


def _said(asked: str, value: str) -> str:
    return f"{asked} {value}" if asked.endswith("?") else f"{asked}: {value}"


def _decides(fact: MissingFact, titles: Mapping[str, str]) -> str:
    """What hangs on a fact: where to go first, then how many recommendations."""
    decided = [titles[each] for each in fact.decides if each in titles]
    others = len(fact.decides) - len(decided)
    decided += [f"{others} recommendation{'' if others == 1 else 's'}"] if others else []
    return ", ".join(decided)


def _ways(changes: Sequence[Change], catalog: Catalog, audience: Audience) -> Iterator[Way]:
    for title in dict.fromkeys(change.title for change in changes):
        when = (_when(change, catalog, audience) for change in changes if change.title == title)
        yield Way(title=title, when=tuple(dict.fromkeys(when)))


def _when(change: Change, catalog: Catalog, audience: Audience) -> str:
    if audience is not Audience.PATIENT:
        return change.text
    return " and ".join(_said(_asked(fact, catalog, audience), value) for fact, value in change.facts)


def _verdicts(application: Application, catalog: Catalog, numbering: Numbering) -> Iterator[Verdicts]:
    found = {verdict.statement: verdict for verdict in application.verdicts}
    for group in _GROUPS:
        claims = [c for c in application.recommendations if _of(c, found).verdict == group]
        # What is nearest to settled comes first.
        claims.sort(key=lambda claim: len(_of(claim, found).missing))
        items = tuple(_recommended(c, _of(c, found), catalog, application, numbering) for c in claims)
        if items:
            title = heading(group, application.audience)
            yield Verdicts(id=group.replace(" ", "-"), title=title, items=items)


def _of(claim: Claim, verdicts: Mapping[str, Verdict]) -> Verdict:
    return verdicts.get(claim.recommendation or claim.id) or verdicts[claim.id]


def _recommended(
    claim: Claim, verdict: Verdict, catalog: Catalog, application: Application, numbering: Numbering
) -> Recommended:
    direction = _DIRECTIONS[claim.direction] if claim.direction else ""
    grade = ", ".join(part for part in (claim.as_printed, direction) if part)
    caution = verdict.caution
    patient = application.audience is Audience.PATIENT
    return Recommended(
        title=claim.title or claim.text,
        text=claim.text,
        lead=claim.lead,
        numbers=numbering.of(claim.citations),
        grade=grade[:1].upper() + grade[1:],
        kind=badge_kind(claim),
        by=numbering.reference(claim.citations[0]).short,
        why=_why(claim, verdict, catalog, application.audience),
        caution="" if caution is None else caution.patient if patient else caution.clinician,
        caution_numbers=numbering.known(verdict.caution_cites),
    )


def badge_kind(claim: Claim) -> str:
    """How the badge of a recommendation looks: by its direction first, then by its strength."""
    if claim.direction in (Direction.AGAINST, Direction.OPTION):
        return claim.direction.value
    return claim.strength if claim.strength in ("strong", "conditional") else "plain"


def _why(claim: Claim, verdict: Verdict, catalog: Catalog, audience: Audience) -> str:
    if verdict.failed:
        return "Needed and not so: " + "; ".join(verdict.failed)
    if verdict.missing:
        return "Depends on: " + "; ".join(_asked(fact, catalog, audience) for fact in verdict.missing)
    return claim.because


def _score(
    score: ScoreResult, catalog: Catalog, application: Application, numbering: Numbering
) -> ShownScore:
    return ShownScore(
        id=score.id,
        title=score.title,
        result=score.label,
        rows=tuple((item, found or "–", number_words(points)) for item, found, points in score.items),
        points=tuple(claim_point(claim, numbering, application.audience) for claim in score.claims),
        open=tuple(_asked(fact, catalog, application.audience) for fact in score.missing),
    )
