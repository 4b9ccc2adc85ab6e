"""A selection → the draft of an answer: claims in sections, each with its citations, in a reader's words."""

from dataclasses import replace

from citewell.answers import patient
from citewell.answers.desk import Desk, Page, speaks_of_a_patient
from citewell.answers.must_mention import always_said
from citewell.answers.narrow_page import narrow_page
from citewell.answers.scope import Scope
from citewell.answers.select import Selection
from citewell.answers.topic_page import topic_page
from citewell.answers.wording import CAUTION, DISCLAIMER, explained, terms_in
from citewell.model.answers import (
    Answer,
    Audience,
    Claim,
    MissingFact,
    Provenance,
    Question,
    Section,
    ShownDisposition,
)
from citewell.model.applied import Applied
from citewell.model.catalog import Catalog

UNMADE = Provenance(engine="", packs=(), index="", fingerprint="")
_MOST_ASKED = 8


def compose(
    question: Question, scope: Scope, selection: Selection, applied: Applied, catalog: Catalog
) -> Answer:
    """The draft of an answer: everything but its references and provenance, not yet verified."""
    desk = Desk(catalog, applied, question.audience)
    page = (
        topic_page(selection.topic, selection, desk)
        if selection.topic
        else narrow_page(question, scope, selection, desk)
    )
    shown = patient.disposition(applied, catalog, question.audience)
    return _answer(question, _led_by_urgency(page, shown, question, scope, desk), shown, desk)


def _led_by_urgency(
    page: Page, shown: ShownDisposition | None, question: Question, scope: Scope, desk: Desk
) -> Page:
    """An emergency that the facts show, or that a doubt leaves open, comes before whatever was asked."""
    urgent = _urgent_claims(shown)
    if not urgent and doubts_an_emergency(question, desk.catalog):
        urgent = desk.claims(always_said(scope, desk.catalog))
    said = {claim.id for claim in urgent}
    sections = (replace(s, claims=tuple(c for c in s.claims if c.id not in said)) for s in page.sections)
    return replace(
        page,
        bottom_line=(*urgent, *(claim for claim in page.bottom_line if claim.id not in said)),
        sections=tuple(section for section in sections if section.claims),
    )


def _urgent_claims(shown: ShownDisposition | None) -> tuple[Claim, ...]:
    """A disposition that asks for more than ordinary care, with its reasons; nothing without a reason."""
    if shown is None or not shown.because:
        return ()
    return (shown.claim, *(because.claim for because in shown.because))


def doubts_an_emergency(question: Question, catalog: Catalog) -> bool:
    """Whether something that was read as possible only would be an emergency, if it were so."""
    labels = [catalog.facts[fact].label.casefold() for fact in sorted(catalog.critical)]
    return any(label in doubt.casefold() for doubt in question.doubts for label in labels)


def compose_urgent(question: Question, applied: Applied, catalog: Catalog) -> Answer | None:
    """What the facts alone make critical, whatever was asked; None when they make nothing so."""
    desk = Desk(catalog, applied, question.audience)
    shown = patient.disposition(applied, catalog, question.audience)
    urgent = _urgent_claims(shown)
    if not urgent or shown is None or shown.severity != "critical":
        return None
    page = Page(
        topic=shown.id,
        title=shown.title,
        bottom_line=urgent,
        sections=(),
        disagreements=(),
        incomplete=(),
    )
    return _answer(question, page, shown, desk)


def _answer(question: Question, page: Page, shown: ShownDisposition | None, desk: Desk) -> Answer:
    catalog, applied, audience = desk.catalog, desk.applied, desk.audience
    glossary = catalog.pack.glossary
    bottom_line, sections = page.bottom_line, page.sections
    terms: tuple[tuple[str, str], ...] = ()
    if audience is Audience.STUDENT:
        told: set[str] = set()
        bottom_line = tuple(explained(claim, glossary, told) for claim in bottom_line)
        sections = tuple(
            replace(s, claims=tuple(explained(claim, glossary, told) for claim in s.claims)) for s in sections
        )
        terms = terms_in((*bottom_line, *(c for s in sections for c in s.claims)), glossary)
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
        bottom_line=bottom_line,
        sections=sections,
        disagreements=page.disagreements,
        references=(),
        understood=patient.understood(applied, catalog),
        doubts=question.doubts,
        missing=_worth_asking(patient.missing(applied, catalog, audience), bottom_line, sections, catalog),
        disposition=shown if speaks_of_a_patient(applied.facts, catalog) else None,
        follow_ups=(),
        disclaimer=DISCLAIMER[audience],
        provenance=UNMADE,
        terms=terms,
    )


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
    return tuple(m for m in missing if shown.intersection(m.decides))[:_MOST_ASKED]
