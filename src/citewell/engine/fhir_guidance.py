"""Packs applied to a patient, as FHIR: what applies becomes activities of a proposed plan, nothing else does.

What cannot be said yet, does not apply, or recommends neither for nor against is noted and never planned.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from citewell.answers.formats.application_page import application_page
from citewell.answers.formats.narrative import headed, narrative
from citewell.answers.formats.page import Banner, Block, Page, Paragraph, Part, Point, Points
from citewell.answers.formats.parts import WHOLE, banner, understood_blocks
from citewell.answers.formats.reference_list import references_part
from citewell.answers.formats.words import Numbering, cleaned, grade_note
from citewell.guidelines.verdicts import APPLIES
from citewell.interop.fhir.artifacts import Publication
from citewell.interop.fhir.care_plans import Activity
from citewell.interop.fhir.codings import Json
from citewell.interop.fhir.guidance import Guided, Noted, guidance
from citewell.interop.fhir.libraries import MANIFEST
from citewell.interop.fhir.makings import Occasion
from citewell.interop.fhir.plans import STATEMENT
from citewell.interop.fhir.strategies import DISPOSITIONS
from citewell.model.answers import Application, Claim, ShownDisposition
from citewell.model.catalog import Catalog
from citewell.model.sources import Direction

# What a plan can hold: something to do, something that may be done, something not to do.
_POINTING = (Direction.FOR, Direction.OPTION, Direction.AGAINST)
_TOLD = ("excluded", "missing", "changes")
_NOTED = ("unknown", "does-not-apply")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """An application with its clean texts, its page, and where the artifacts of its pack are published."""

    application: Application
    page: Page
    published: Publication
    numbering: Numbering
    occasion: Occasion


def application_in_fhir(
    application: Application, catalogs: Mapping[str, Catalog], occasion: Occasion
) -> Json:
    """An application as an R4 collection Bundle: GuidanceResponse, CarePlan, and what they refer to."""
    catalog = catalogs[application.pack]
    clean = cleaned(application)
    case = _Case(
        application=clean,
        page=application_page(clean, this_year=occasion.year, extent=WHOLE),
        published=Publication(base=occasion.base, pack=catalog.pack),
        numbering=Numbering(application.references),
        occasion=occasion,
    )
    guided = Guided(
        application=case.application,
        activities=tuple(_activities(case)),
        told=_told(case),
        plan=_plan(case),
        notes=tuple(_notes(case)),
        still_open=tuple(each.open for each in _banner(case) if each.open),
        asked=tuple(catalog.facts[fact.id] for fact in application.missing),
        module=_module(case.published),
        published=case.published,
    )
    return guidance(guided, occasion)


def _module(published: Publication) -> str:
    """What was asked: where to go, which comes of all its logic; the pack itself, where it places nobody."""
    if published.pack.dispositions:
        return published.pinned("PlanDefinition", DISPOSITIONS)
    return published.pinned("Library", MANIFEST)


def _activities(case: _Case) -> Iterator[Activity]:
    shown = case.application.disposition
    if shown:
        yield _placement(shown, case)
    for claim in case.application.recommendations:
        if claim.applies == APPLIES and claim.direction in _POINTING:
            yield _activity(claim, case)


def _placement(shown: ShownDisposition, case: _Case) -> Activity:
    """Where the patient should go, with the reasons that hold, and what more urgent is still open."""
    claims = [shown.claim, *(reason.claim for reason in shown.because)]
    said = [_cited(claim, case) for claim in claims]
    return Activity(
        id=shown.claim.id,
        title=shown.title,
        said=" ".join([*said, *(each.open for each in _banner(case) if each.open)]),
        canonical=case.published.pinned("PlanDefinition", DISPOSITIONS),
    )


def _activity(claim: Claim, case: _Case) -> Activity:
    """A recommendation: who gives it and how, as printed, before what it says.

    One against something has no title: "No bone scan" under "do not perform" would say the opposite.
    """
    against = claim.direction is Direction.AGAINST
    return Activity(
        id=claim.id,
        title="" if against else claim.title,
        said=f"{grade_note(claim, case.numbering)}: {_cited(claim, case)}",
        against=against,
        canonical=case.published.pinned("PlanDefinition", STATEMENT, claim.id),
    )


def _cited(claim: Claim, case: _Case) -> str:
    numbers = "".join(f"[{n}]" for n in case.numbering.of(claim.citations))
    return f"{claim.text} {numbers}"


def _told(case: _Case) -> str:
    """What was understood, where the patient should go, what is missing and what would change it."""
    application, page = case.application, case.page
    opening: list[Block] = [Paragraph(text=text) for text in (page.status, page.caution) if text]
    opening += understood_blocks(application.understood, application.doubts, application.audience)
    return narrative([*opening, *_banner(case)]) + headed(_of(page, *_TOLD)) + headed(_scores(page))


def _plan(case: _Case) -> str:
    """Where the patient should go, what applies with its grades, and what that rests on."""
    page = case.page
    opening = [Paragraph(text=text) for text in (page.status, page.caution) if text]
    closing = [Paragraph(text=text) for text in (page.disclaimer, page.made_by) if text]
    planned = [*_of(page, APPLIES), *_rested_on(case)]
    return narrative([*opening, *_banner(case)]) + headed(planned) + narrative(closing)


def _rested_on(case: _Case) -> list[Part]:
    """The references of what is planned, under the numbers that they have in the whole list."""
    application = case.application
    claims = [claim for claim in application.recommendations if claim.applies == APPLIES]
    if application.disposition:
        claims += [application.disposition.claim, *(each.claim for each in application.disposition.because)]
    cited = {citation.partition("#")[0] for claim in claims for citation in claim.citations}
    references = [each for each in application.references if each.id in cited]
    return references_part(references, application.audience, this_year=case.occasion.year)


def _banner(case: _Case) -> Iterator[Banner]:
    shown = case.application.disposition
    if shown:
        yield banner(shown, case.application.understood, case.numbering, case.application.audience)


def _of(page: Page, *wanted: str) -> tuple[Part, ...]:
    return tuple(part for part in page.parts if part.id in wanted)


def _scores(page: Page) -> tuple[Part, ...]:
    return tuple(part for part in page.parts if part.id.startswith("score"))


def _notes(case: _Case) -> Iterator[Noted]:
    """What is no activity, told by its verdict; what applies and points nowhere, first."""
    neither = [
        f"{grade_note(claim, case.numbering)}: {_cited(claim, case)}"
        for claim in case.application.recommendations
        if claim.applies == APPLIES and claim.direction not in _POINTING
    ]
    if neither:
        yield Noted(title="Applies, and recommends neither for nor against", lines=tuple(neither))
    for part in _of(case.page, *_NOTED):
        points = [point for block in part.blocks if isinstance(block, Points) for point in block.points]
        yield Noted(title=part.title, lines=tuple(_line(point) for point in points))


def _line(point: Point) -> str:
    numbers = "".join(f"[{n}]" for n in point.numbers)
    return ". ".join([f"{point.text} {numbers}".strip(), *point.notes])
