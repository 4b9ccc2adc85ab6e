"""Packs applied to a patient, as FHIR: what applies becomes activities of a proposed plan, nothing else does.

What cannot be said yet, does not apply, or recommends neither for nor against is noted and never planned.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from citewell.answers.formats.application_page import application_page, banner_of
from citewell.answers.formats.application_parts import part_sections
from citewell.answers.formats.narrative import headed, narrative
from citewell.answers.formats.page import Banner, Block, Page, Paragraph, Point, Points
from citewell.answers.formats.page import Part as Section
from citewell.answers.formats.parts import WHOLE, caution_notes, understood_blocks
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
from citewell.model.answers import Claim, ShownDisposition
from citewell.model.applications import Application, Part
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition
from citewell.model.sources import Direction

# What a plan can hold: something to do, something that may be done, something not to do.
_POINTING = (Direction.FOR, Direction.OPTION, Direction.AGAINST)
_NOTED = ("unknown", "does-not-apply")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """An application with its clean texts, its page, and by pack where its artifacts are published."""

    application: Application
    page: Page
    published: Mapping[str, Publication]
    numbering: Numbering
    occasion: Occasion


def application_in_fhir(
    application: Application, catalogs: Mapping[str, Catalog], occasion: Occasion
) -> Json:
    """An application as an R4 collection Bundle: GuidanceResponse, CarePlan, and what they refer to."""
    clean = cleaned(application)
    case = _Case(
        application=clean,
        page=application_page(clean, this_year=occasion.year, extent=WHOLE),
        published={
            part.pack: Publication(base=occasion.base, pack=catalogs[part.pack].pack)
            for part in application.parts
        },
        numbering=Numbering(application.references),
        occasion=occasion,
    )
    guided = Guided(
        application=case.application,
        activities=tuple(_activities(case)),
        told=_told(case),
        plan=_plan(case),
        notes=tuple(_notes(case)),
        still_open=tuple(each.open for each in _banners(case) if each.open),
        asked=tuple(_asked(case, catalogs)),
        module=_module(case.published[application.leading.pack]),
        published=case.published,
    )
    return guidance(guided, occasion)


def _asked(case: _Case, catalogs: Mapping[str, Catalog]) -> Iterator[tuple[Publication, FactDefinition]]:
    """Each missing fact as the first pack that asks for it defines it, and where that pack is published."""
    for fact in case.application.missing:
        pack = next(part.pack for part in case.application.parts if fact.id in {m.id for m in part.missing})
        yield case.published[pack], catalogs[pack].facts[fact.id]


def _module(published: Publication) -> str:
    """What was asked: where to go, which comes of all its logic; the pack itself, where it places nobody."""
    if published.pack.dispositions:
        return published.pinned("PlanDefinition", DISPOSITIONS)
    return published.pinned("Library", MANIFEST)


def _activities(case: _Case) -> Iterator[Activity]:
    """Where to go by each pack, the most urgent first, then what applies; ids are those of the pack that
    leads, and behind the name of their pack those of the others.
    """
    for part in case.application.parts:
        if part.disposition:
            yield _of_part(_placement(part.disposition, part, case), part, case)
    for part in case.application.parts:
        for claim in part.recommendations:
            if claim.applies == APPLIES and claim.direction in _POINTING:
                yield _of_part(_activity(claim, case), part, case)


def _of_part(activity: Activity, part: Part, case: _Case) -> Activity:
    is_leading = part is case.application.leading
    return activity if is_leading else replace(activity, id=f"{part.pack}:{activity.id}")


def _placement(shown: ShownDisposition, part: Part, case: _Case) -> Activity:
    """Where the patient should go, with the reasons that hold, and what more urgent is still open."""
    claims = [shown.claim, *(reason.claim for reason in shown.because)]
    said = [_cited(claim, case) for claim in claims]
    told = banner_of(part, case.application)
    return Activity(
        id=shown.claim.id,
        title=shown.title,
        said=" ".join([*said, *([told.open] if told and told.open else [])]),
        canonical=case.published[part.pack].pinned("PlanDefinition", DISPOSITIONS),
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
        canonical=case.published[claim.pack].pinned("PlanDefinition", STATEMENT, claim.id),
    )


def _cited(claim: Claim, case: _Case) -> str:
    """What it says, then what the safety of its drugs says of this patient, and what is not excluded."""
    numbers = "".join(f"[{n}]" for n in case.numbering.of(claim.citations))
    still_open = (f"{claim.because[:1].upper()}{claim.because[1:]}.",) if claim.because else ()
    return " ".join((f"{claim.text} {numbers}", *caution_notes(claim, case.numbering), *still_open))


def _told(case: _Case) -> str:
    """What was understood, where the patient should go, what is missing and what would change it."""
    application, page = case.application, case.page
    opening: list[Block] = [Paragraph(text=text) for text in (page.status, page.caution) if text]
    opening += understood_blocks(application.understood, application.doubts, application.audience)
    missing = (part for part in page.parts if part.id == "missing")
    told = [*_sections(case, "excluded"), *missing, *_sections(case, "changes", "score", "hand-over")]
    return narrative([*opening, *_banners(case)]) + headed(told)


def _plan(case: _Case) -> str:
    """Where the patient should go, what applies with its grades, and what that rests on."""
    page = case.page
    opening = [Paragraph(text=text) for text in (page.status, page.caution) if text]
    closing = [Paragraph(text=text) for text in (page.disclaimer, page.made_by) if text]
    planned = [*_sections(case, APPLIES), *_rested_on(case)]
    return narrative([*opening, *_banners(case)]) + headed(planned) + narrative(closing)


def _rested_on(case: _Case) -> list[Section]:
    """The references of what is planned, under the numbers that they have in the whole list."""
    application = case.application
    claims = [c for part in application.parts for c in part.recommendations if c.applies == APPLIES]
    shown = [part.disposition for part in application.parts if part.disposition]
    claims += [claim for each in shown for claim in (each.claim, *(b.claim for b in each.because))]
    cited = {citation.partition("#")[0] for claim in claims for citation in claim.cited}
    references = [each for each in application.references if each.id in cited]
    return references_part(references, application.audience, this_year=case.occasion.year)


def _banners(case: _Case) -> Iterator[Banner]:
    """Where to go by each pack; by one that does not lead, under its name."""
    for part in case.application.parts:
        shown = banner_of(part, case.application)
        if shown:
            is_leading = part is case.application.leading
            yield shown if is_leading else replace(shown, title=f"{part.title}: {shown.title}")


def _sections(case: _Case, *kinds: str) -> Iterator[Section]:
    """What the packs say that is of these kinds, among several each under the name of its pack."""
    for part in case.application.parts:
        for section in part_sections(part, case.application, extent=WHOLE):
            if section.id.partition(".")[0].startswith(kinds):
                is_one = not case.application.others
                yield section if is_one else replace(section, title=f"{part.title}: {section.title}")


def _notes(case: _Case) -> Iterator[Noted]:
    """What is no activity, told by its verdict; what applies and points nowhere, first."""
    neither = [
        f"{grade_note(claim, case.numbering)}: {_cited(claim, case)}"
        for part in case.application.parts
        for claim in part.recommendations
        if claim.applies == APPLIES and claim.direction not in _POINTING
    ]
    if neither:
        yield Noted(title="Applies, and recommends neither for nor against", lines=tuple(neither))
    for section in _sections(case, *_NOTED):
        points = [point for block in section.blocks if isinstance(block, Points) for point in block.points]
        yield Noted(title=section.title, lines=tuple(_line(point) for point in points))


def _line(point: Point) -> str:
    numbers = "".join(f"[{n}]" for n in point.numbers)
    return ". ".join([f"{point.text} {numbers}".strip(), *point.notes])
