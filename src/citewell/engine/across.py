"""One answer of all the packs: the leading one's page, emergencies first, then what others add."""

from collections.abc import Sequence
from dataclasses import dataclass

from citewell.answers.abstain import abstention, reason_for
from citewell.answers.across.beside import also_asked, told_of_another, with_also_asked
from citewell.answers.across.emergencies import (
    doubting,
    emergencies,
    led_by_doubt,
    led_by_emergency,
)
from citewell.answers.across.handing_over import to_hand_over, with_hand_overs
from citewell.answers.across.leading import Order, in_order, things_of
from citewell.answers.across.merging import glossary_of, merged, with_status
from citewell.answers.compose import compose, compose_urgent, with_terms, with_urgency
from citewell.answers.once import claims_of
from citewell.answers.reading import Reading
from citewell.answers.scope import refusal_of, speaks_for
from citewell.answers.select import select
from citewell.engine.conversation import Known
from citewell.engine.readings import Asked, Packs
from citewell.guidelines.hand_overs import holding
from citewell.model.answers import Answer, Audience
from citewell.model.cases import CaseFacts

# A pack that has nothing to say gives way to the next; more are not looked at.
_MOST_TRIED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """The packs' draft of an answer. lead: the pack that answers, or that says why not.

    speaking: the packs that say something in it, the leading one first. doubted: whether an emergency that is
    only possible leads it.
    """

    answer: Answer
    lead: Reading
    speaking: tuple[Reading, ...]
    doubted: bool


def drafted(asked: Asked, packs: Packs) -> Drafted:
    """The draft of the packs that the question touches, not verified; `handed_over` ends it."""
    readings = packs.readings(asked)
    things, spoken = things_of(readings), packs.spoken_of(readings)
    order = in_order(readings, things, spoken, packs.best)
    doubtful = doubting(order.readings)
    lead, answer = _led(asked, order, packs, doubtful)
    readings = (lead, *(one for one in order.readings if one.pack != lead.pack))
    answer = told_of_another(answer, lead, order.named)
    beside: list[Reading] = []
    if not answer.abstained:
        if doubtful is not None and doubtful.pack != lead.pack and not lead.catalog.pack.emergencies:
            beside.append(packs.whole(asked, doubtful))
            answer = led_by_doubt(answer, beside[0])
        also = [(thing, packs.whole(asked, one)) for thing, one in also_asked(readings, things, spoken)]
        answer = with_also_asked(answer, also, words=packs.words)
        beside += [one for _, one in also]
    urgent = _whole_first(asked, emergencies(readings), packs)
    answer = led_by_emergency(answer, lead, urgent)
    speaking = _each_once((lead, *beside, *urgent))
    return Drafted(
        answer=merged(answer, speaking),
        lead=lead,
        speaking=speaking,
        doubted=doubtful is not None and speaks_for(doubtful.scope, doubtful.question, doubtful.catalog),
    )


def _led(asked: Asked, order: Order, packs: Packs, doubtful: Reading | None) -> tuple[Reading, Answer]:
    """The first pack that has something to say, with its page; else the first with why there is none."""
    for one in order.answering[:_MOST_TRIED]:
        reading = packs.whole(asked, one)
        page = _page(reading, packs, doubted=doubtful is not None and doubtful.pack == one.pack)
        if page is not None:
            return reading, page
    lead = packs.whole(asked, _refusing(order))
    return lead, _without_a_page(asked, lead, packs)


def _refusing(order: Order) -> Reading:
    """The pack that says why there is no answer: one that leaves the case out by name, else the first."""
    refusing = (one for one in order.readings if refusal_of(one.scope) == "excluded")
    return next(refusing, order.readings[0]) if not order.answering else order.answering[0]


def _page(reading: Reading, packs: Packs, *, doubted: bool) -> Answer | None:
    question, scope, catalog = reading.question, reading.scope, reading.catalog
    selection = select(question, scope, catalog, reading.applied, lambda: packs.words(catalog))
    return None if selection.empty else compose(reading, selection, doubted=doubted)


def _without_a_page(asked: Asked, lead: Reading, packs: Packs) -> Answer:
    """What the facts alone make urgent, else an abstention that says why."""
    refusal = refusal_of(lead.scope)
    urgent = None if refusal == "excluded" else compose_urgent(lead)
    if urgent is not None:
        return urgent
    catalogs = tuple(packs.catalogs.values())
    reason = reason_for(refusal, asked.question, catalogs, lead.scope.exclusions)
    return with_urgency(abstention(lead.question, reason, catalogs), lead)


def _whole_first(asked: Asked, found: Sequence[Reading], packs: Packs) -> tuple[Reading, ...]:
    """The first with its verdicts: it tells the emergency, and what would help to know."""
    return (*(packs.whole(asked, one) for one in found[:1]), *found[1:])


def _each_once(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Each pack's reading once, in order; one with verdicts before one without."""
    kept: dict[str, Reading] = {}
    for one in readings:
        if one.pack not in kept or not kept[one.pack].applied.verdicts:
            kept[one.pack] = one
    return tuple(kept.values())


def handed_over(answer: Answer, draft: Drafted, asked: Asked, packs: Packs) -> Answer:
    """An answer with what other packs take over at its end, where it is the packs' own.

    What the library alone answers, and an abstention, hands nothing over.
    """
    lead = draft.lead
    if answer.abstained or not any(claim.pack == lead.pack for claim in claims_of(answer)):
        return answer
    held = holding(lead.catalog.pack, lead.applied.facts, on=packs.today)
    wanted = to_hand_over(lead, [one.id for one in held])
    handed = with_hand_overs(answer, wanted, lambda pack: packs.reading_of(pack, asked))
    others = [one.catalog.pack for one in draft.speaking if one.pack != lead.pack]
    others += [packs.catalogs[taken.pack].pack for taken in handed.hand_overs]
    return with_status(handed, others) if others else handed


def explained(answer: Answer, draft: Drafted) -> Answer:
    """For a student, an answer with the terms explained that the packs which speak explain."""
    if answer.audience is not Audience.STUDENT:
        return answer
    return with_terms(answer, glossary_of(draft.speaking))


def known_now(answer: Answer, draft: Drafted) -> Known:
    """What is known of the patient, by the leading pack and by the one whose disposition is shown."""
    sends = answer.disposition.claim.pack if answer.disposition else draft.lead.pack
    reading = next((one for one in draft.speaking if one.pack == sends), draft.lead)
    return Known(catalog=draft.lead.catalog, applied=draft.lead.applied, sends=reading.applied)


def known_as(facts: CaseFacts, lead: Reading, packs: Packs) -> Known:
    """The same of other facts: what was known before."""
    applied = packs.applied(facts, lead.catalog)
    return Known(catalog=lead.catalog, applied=applied, sends=packs.emergency(facts) or applied)
