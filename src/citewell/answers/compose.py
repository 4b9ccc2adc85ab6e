"""A selection → the draft of an answer: claims in sections, each with its citations, in a reader's words."""

from dataclasses import replace
from itertools import takewhile

from citewell.answers import patient
from citewell.answers.desk import Desk, Page, speaks_of_a_patient
from citewell.answers.drug_safety import speaks_against, with_drug_safety
from citewell.answers.must_mention import always_said
from citewell.answers.narrow_page import narrow_page
from citewell.answers.reading import Reading
from citewell.answers.select import Selection
from citewell.answers.topic_page import topic_page
from citewell.answers.wording import CAUTION, DISCLAIMER, explained, terms_in
from citewell.model.answers import (
    Answer,
    Claim,
    MissingFact,
    Provenance,
    Question,
    Section,
    ShownDisposition,
)
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition, GlossaryEntry

UNMADE = Provenance(engine="", packs=(), index="", fingerprint="")
MOST_ASKED = 8
_CRITICAL = "critical"


def compose(reading: Reading, selection: Selection, *, doubted: bool) -> Answer:
    """The draft of an answer: everything but its references and provenance, not yet verified.

    doubted: whether an emergency that is only possible is this pack's to speak of.
    """
    question, desk = reading.question, desk_of(reading)
    page = (
        topic_page(selection.topic, selection, desk)
        if selection.topic
        else narrow_page(question, reading.scope, selection, desk)
    )
    page = with_drug_safety(page, question, reading.scope, desk)
    shown = patient.disposition(desk.applied, desk.catalog, question.audience)
    urgent = urgent_claims(shown)
    if not urgent and doubted:
        urgent = desk.claims(always_said(reading.scope, desk.catalog))
    critical = shown is None or shown.severity == _CRITICAL
    return _answer(question, _led_by(urgent, page, critical=critical), shown, desk)


def desk_of(reading: Reading) -> Desk:
    """What a page of the reading's pack is composed with."""
    return Desk(reading.catalog, reading.applied, reading.question.audience)


def _led_by(urgent: tuple[Claim, ...], page: Page, *, critical: bool) -> Page:
    """An emergency that the facts show, or that a doubt leaves open, comes before whatever was asked.

    What is less than an emergency comes after what speaks against the drug that was asked about.
    """
    against = () if critical else tuple(takewhile(speaks_against, page.bottom_line))
    said = {claim.id for claim in urgent}
    sections = (replace(s, claims=tuple(c for c in s.claims if c.id not in said)) for s in page.sections)
    return replace(
        page,
        bottom_line=(
            *against,
            *urgent,
            *(claim for claim in page.bottom_line[len(against) :] if claim.id not in said),
        ),
        sections=tuple(section for section in sections if section.claims),
    )


def urgent_claims(shown: ShownDisposition | None) -> tuple[Claim, ...]:
    """A disposition that asks for more than ordinary care, with its reasons; nothing without a reason."""
    if shown is None or not shown.because:
        return ()
    return (shown.claim, *(because.claim for because in shown.because))


def doubted_facts(question: Question, catalog: Catalog) -> tuple[FactDefinition, ...]:
    """The facts read as possible only on which an emergency of the pack can rest."""
    if not question.doubts:
        return ()
    doubts = "\n".join(question.doubts).casefold()
    critical = (catalog.facts[fact] for fact in sorted(catalog.critical))
    return tuple(fact for fact in critical if fact.label.casefold() in doubts)


def compose_urgent(reading: Reading) -> Answer | None:
    """What the facts alone make critical, whatever was asked; None when they make nothing so."""
    desk = desk_of(reading)
    shown = patient.disposition(desk.applied, desk.catalog, desk.audience)
    urgent = urgent_claims(shown)
    if not urgent or shown is None or shown.severity != _CRITICAL:
        return None
    page = Page(
        topic=shown.id,
        title=shown.title,
        bottom_line=urgent,
        sections=(),
        disagreements=(),
        incomplete=(),
    )
    return _answer(reading.question, page, shown, desk)


def with_urgency(answer: Answer, reading: Reading) -> Answer:
    """Even without an answer, an emergency the facts show is said."""
    applied, catalog = reading.applied, reading.catalog
    shown = patient.disposition(applied, catalog, answer.audience)
    urgent = shown and shown.because and speaks_of_a_patient(applied.facts, catalog)
    understood = patient.understood(applied, catalog)
    return replace(answer, understood=understood, disposition=shown if urgent else None)


def _answer(question: Question, page: Page, shown: ShownDisposition | None, desk: Desk) -> Answer:
    catalog, applied, audience = desk.catalog, desk.applied, desk.audience
    return Answer(
        question=question.text,
        audience=audience,
        topic=page.topic,
        title=page.title,
        status=catalog.pack.status.value,
        caution=CAUTION[catalog.pack.status],
        abstained=False,
        reason="",
        incomplete=page.incomplete,
        bottom_line=page.bottom_line,
        sections=page.sections,
        disagreements=page.disagreements,
        references=(),
        understood=patient.understood(applied, catalog),
        doubts=question.doubts,
        missing=_worth_asking(
            patient.missing(applied, catalog, audience), page.bottom_line, page.sections, catalog
        ),
        disposition=shown if speaks_of_a_patient(applied.facts, catalog) else None,
        follow_ups=(),
        disclaimer=DISCLAIMER[audience],
        provenance=UNMADE,
    )


def with_terms(answer: Answer, glossary: tuple[GlossaryEntry, ...]) -> Answer:
    """What packs say with each term explained at its first use, and the terms in a list; quotations stay."""
    told: set[str] = set()
    bottom_line = _explained(answer.bottom_line, glossary, told)
    sections = tuple(replace(s, claims=_explained(s.claims, glossary, told)) for s in answer.sections)
    said = (*bottom_line, *(claim for section in sections for claim in section.claims))
    terms = terms_in((claim for claim in said if claim.pack), glossary)
    return replace(answer, bottom_line=bottom_line, sections=sections, terms=terms)


def _explained(
    claims: tuple[Claim, ...], glossary: tuple[GlossaryEntry, ...], told: set[str]
) -> tuple[Claim, ...]:
    return tuple(explained(claim, glossary, told) if claim.pack else claim for claim in claims)


def _worth_asking(
    missing: tuple[MissingFact, ...],
    bottom_line: tuple[Claim, ...],
    sections: tuple[Section, ...],
    catalog: Catalog,
) -> tuple[MissingFact, ...]:
    """The unknown facts that decide something on this page, or where the patient should go."""
    shown = {c.id for c in (*bottom_line, *(c for s in sections for c in s.claims))} | set(
        catalog.dispositions
    )
    return tuple(m for m in missing if shown.intersection(m.decides))[:MOST_ASKED]
