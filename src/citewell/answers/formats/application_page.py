"""The packs applied to one patient, as a page: where to go first, what to ask, then pack by pack."""

from collections.abc import Iterator
from dataclasses import replace

from citewell.answers.formats.application_parts import part_sections
from citewell.answers.formats.page import Banner, Block, Page, Paragraph, Part, Point, Points
from citewell.answers.formats.parts import (
    FOR_A_PAGE,
    Extent,
    banner,
    hanging_on,
    made_by,
    missing_part,
    understood_blocks,
)
from citewell.answers.formats.reference_list import references_part
from citewell.answers.formats.review import stages_of
from citewell.answers.formats.words import Numbering, cleaned, status_words
from citewell.model.answers import Audience, MissingFact
from citewell.model.applications import Application
from citewell.model.applications import Part as Applied

_TITLES = {Audience.PATIENT: "What the guidance says for the facts given"}
_CORRECT = "Something wrong? Correct it with --fact NAME=VALUE, or take it back with --forget NAME."
# What is so said is said before all else, whichever pack says it.
_SAID_FIRST = ("critical", "warning")


def application_page(application: Application, *, this_year: int, extent: Extent = FOR_A_PAGE) -> Page:
    """The page of an application; the year is what the sources' age is counted from."""
    application = cleaned(application)
    leading = application.leading
    return Page(
        title=_TITLES.get(application.audience, "The guidance applied to this patient"),
        question="",
        status=status_words(leading.status) if leading.status else "",
        caution=leading.caution,
        opening=_opening(application),
        parts=tuple(_parts(application, this_year, extent)),
        disclaimer=application.disclaimer,
        made_by=made_by(application.provenance),
        review=stages_of(leading.review),
    )


def _opening(application: Application) -> tuple[Block, ...]:
    blocks = list(understood_blocks(application.understood, application.doubts, application.audience))
    if application.understood:
        blocks.append(Paragraph(text=_CORRECT, tone="quiet"))
    return (*blocks, *first_banners(application))


def first_banners(application: Application) -> tuple[Banner, ...]:
    """Where the patient should go by the pack that leads, and what is urgent by another, under its name."""
    return tuple(
        shown if part is application.leading else replace(shown, title=f"{part.title}: {shown.title}")
        for part in application.parts
        if is_said_first(part, application) and (shown := banner_of(part, application))
    )


def is_said_first(part: Applied, application: Application) -> bool:
    """Whether where a part sends the patient is said before any part."""
    shown = part.disposition
    return part is application.leading or bool(shown and shown.because and shown.severity in _SAID_FIRST)


def banner_of(part: Applied, application: Application) -> Banner | None:
    """Where a part sends the patient; None where it sends them nowhere."""
    if part.disposition is None:
        return None
    numbering = Numbering(application.references)
    return banner(part.disposition, application.understood, numbering, application.audience)


def _parts(application: Application, this_year: int, extent: Extent) -> Iterator[Part]:
    audience = application.audience
    if not application.others:
        sections = part_sections(application.leading, application, extent=extent)
        # Why the pack is not for the patient is read before what would help it to be.
        yield from (each for each in sections if each.id == "excluded")
        yield from missing_part(application.missing, application.disposition, audience, most=extent.missing)
        yield from (each for each in sections if each.id != "excluded")
    else:
        yield from _asked(application, extent)
        for part in application.parts:
            yield _head(part, application)
            sections = part_sections(part, application, extent=extent)
            yield from (replace(each, level=each.level + 1) for each in sections)
    yield from references_part(application.references, audience, this_year=this_year)


def _head(part: Applied, application: Application) -> Part:
    """What a part is called, and where it sends the patient, unless that was said first."""
    blocks: list[Block] = []
    if part.status and (part.status, part.caution) != (
        application.leading.status,
        application.leading.caution,
    ):
        blocks.append(Paragraph(text=f"{status_words(part.status)}. {part.caution}".strip(), tone="quiet"))
    shown = None if is_said_first(part, application) else banner_of(part, application)
    return Part(id=f"part.{part.pack}", title=part.title, blocks=(*blocks, *([shown] if shown else [])))


def _asked(application: Application, extent: Extent) -> list[Part]:
    """What is asked for, each once, with what it decides in each pack."""
    found = missing_part(application.missing, None, application.audience, most=extent.missing)
    if not found or application.audience is Audience.PATIENT:
        return found
    points = tuple(
        Point(text=fact.ask, notes=(f"{fact.id} · decides: {_decided(fact, application)}",))
        for fact in application.missing[: extent.missing]
    )
    return [replace(found[0], blocks=(Points(points=points), *found[0].blocks[1:]))]


def _decided(fact: MissingFact, application: Application) -> str:
    own = [(part, each) for part in application.parts for each in part.missing if each.id == fact.id]
    return "; ".join(f"{part.title}: {hanging_on(each, part.disposition)}" for part, each in own)
