"""Emergencies outrank everything: one that any pack sees in the facts comes first, whatever was asked.

Where several see one, the pack that is for emergencies tells it. Of the others only those reasons are told
that rest on something on which none told before rests: "leg weakness" is one reason, whoever gives it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from citewell.answers import patient
from citewell.answers.claims import plain_claim
from citewell.answers.compose import compose_urgent, desk_of, urgent_claims
from citewell.answers.desk import speaks_of_a_patient, statements_of
from citewell.answers.must_mention import always_said
from citewell.answers.once import Told
from citewell.answers.reading import Reading
from citewell.answers.wording import worded
from citewell.model.answers import Answer, Audience, Because, Claim, Section, ShownDisposition
from citewell.model.applied import Applied
from citewell.model.guidelines import Topic

_MOST_ON_A_DOUBT = 2
_AFTERWARDS = ("Once the emergency is excluded", "Only when the emergency is ruled out")
_OUTSIDE = ("Outside the packs", "Outside what is covered")


def emergencies(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The packs in which the facts show an emergency, the one that tells it first.

    A pack that leaves the patient out tells of one only where no other does. readings: the leading one first.
    """
    found = [one for one in readings if is_emergency(one.applied) and _is_concerned(one, readings)]
    return tuple(sorted(found, key=lambda one: telling_first(one.applied)))


def _is_concerned(reading: Reading, readings: Sequence[Reading]) -> bool:
    """Whether an emergency of the pack is one of this patient's.

    A pack is made for its own people: what is urgent with a fracture (a numb foot) need not be in sciatica or
    in diabetes. A pack for emergencies is heard of everybody; where there is none, and no pack's subject is
    named, each is.
    """
    leads = reading.pack == readings[0].pack and reading.scope.own
    is_own = leads or reading.is_of_its_kind or bool(reading.applied.in_population)
    heard = any(one.catalog.pack.emergencies for one in readings) or readings[0].scope.own
    return is_own or reading.catalog.pack.emergencies or not heard


def telling_first(applied: Applied) -> tuple[bool, bool]:
    """In which order packs tell an emergency: one for them first, one that leaves the patient out last."""
    return bool(applied.excluded), not applied.pack.emergencies


def is_emergency(applied: Applied) -> bool:
    """Whether the facts show an emergency of the pack."""
    disposed = applied.disposition
    return disposed is not None and disposed.disposition.is_critical and bool(disposed.because)


def doubting(readings: Sequence[Reading]) -> Reading | None:
    """The pack that speaks of an emergency which is only possible; None where there is none.

    readings: the one that leads first; that for emergencies goes before it.
    """
    found = [one for one in readings if one.supposed is not None and _is_concerned(one, readings)]
    return min(found, key=lambda one: not one.catalog.pack.emergencies, default=None)


def led_by_doubt(draft: Answer, doubting: Reading) -> Answer:
    """A draft led by what another pack says of an emergency that is only possible.

    A pack for emergencies says what its topic on that emergency begins with, another what its every answer
    must mention: in words that do not take for granted what is doubted. One that has neither says why it
    would be one.
    """
    desk = desk_of(doubting)
    topic = _topic_on(doubting) if doubting.catalog.pack.emergencies else None
    first = topic.bottom_line[:_MOST_ON_A_DOUBT] if topic else ()
    said = (*statements_of(first, doubting.catalog),) or always_said(doubting.scope, doubting.catalog)
    return _led(draft, desk.claims(said) or _reasons(doubting))


def _reasons(doubting: Reading) -> tuple[Claim, ...]:
    if doubting.supposed is None:
        return ()
    shown = patient.disposition(doubting.supposed, doubting.catalog, doubting.question.audience)
    return tuple(because.claim for because in shown.because) if shown else ()


def _topic_on(doubting: Reading) -> Topic | None:
    """The topic that rests on most of what the supposed emergency's reasons cite; None where none does."""
    disposed = doubting.supposed.disposition if doubting.supposed else None
    cited = {cite for held in (disposed.because if disposed else ()) for cite in held.reason.cites}

    def shared(topic: Topic) -> int:
        said = statements_of(topic.bottom_line, doubting.catalog)
        return len(cited.intersection(cite for statement in said for cite in statement.cites))

    topic = max(doubting.catalog.pack.topics, key=shared, default=None)
    return topic if topic and shared(topic) else None


def led_by_emergency(draft: Answer, lead: Reading, found: Sequence[Reading]) -> Answer:
    """A draft of the leading pack with the emergencies first. found: as `emergencies` gives them, the first
    with all that it says."""
    if not found:
        return draft
    if [one.pack for one in found] == [lead.pack]:
        said = tuple(claim for claim in draft.bottom_line if _is_urgent(claim))
        put_off = _put_off(draft, lead)
        return replace(put_off, bottom_line=(*said, *put_off.bottom_line))
    shown = _disposition(found, draft.audience)
    if shown is None:
        return draft
    urgent = urgent_claims(shown)
    if draft.abstained:
        return _page_of(draft, shown, lead, found[0])
    own = _own_urgency(draft, shown, told=Told.of(urgent))
    led = _led(_put_off(draft, lead), (*urgent, *own))
    return replace(led, disposition=shown if _tells_of_a_patient(found) else led.disposition)


def _is_urgent(claim: Claim) -> bool:
    return claim.id.startswith("disposition:")


def _put_off(draft: Answer, lead: Reading) -> Answer:
    """A draft less the dispositions it leads with; the first words of a page of routine care, which are for
    people without the emergency, in a section of their own."""
    rest = tuple(claim for claim in draft.bottom_line if not _is_urgent(claim))
    if draft.topic not in lead.catalog.topics or lead.catalog.pack.emergencies or not rest:
        return replace(draft, bottom_line=rest)
    title = _AFTERWARDS[draft.audience is Audience.PATIENT]
    afterwards = Section(id="afterwards", title=title, claims=rest)
    return replace(draft, bottom_line=(), sections=(afterwards, *draft.sections))


def _tells_of_a_patient(found: Sequence[Reading]) -> bool:
    """Whether facts of a patient are used: where none are taken in, an emergency is told in general."""
    return any(speaks_of_a_patient(one.applied.facts, one.catalog) for one in found)


def _disposition(found: Sequence[Reading], audience: Audience) -> ShownDisposition | None:
    """That of the pack that tells, with the reasons of the others that rest on something else."""
    each = [patient.disposition(one.applied, one.catalog, audience) for one in found]
    shown = [one for one in each if one is not None]
    if not shown:
        return None
    because = [reason for one in shown for reason in one.because]
    own = len(shown[0].because)
    return replace(shown[0], because=(*because[:own], *_new_reasons(because[own:], because[:own])))


def _new_reasons(reasons: Iterable[Because], before: Iterable[Because]) -> tuple[Because, ...]:
    told = {fact for reason in before for fact in reason.grounds}
    new = []
    for reason in reasons:
        if not told.issuperset(reason.grounds):
            new.append(reason)
            told.update(reason.grounds)
    return tuple(new)


def _own_urgency(draft: Answer, shown: ShownDisposition, *, told: Told) -> tuple[Claim, ...]:
    """Where else the leading pack sends the patient, less urgently, for reasons not told yet."""
    own = draft.disposition
    if own is None or own.severity == shown.severity or own.claim.pack == shown.claim.pack:
        return ()
    reasons = _new_reasons(own.because, shown.because)
    return told.new_of(urgent_claims(replace(own, because=reasons)))


def _led(draft: Answer, urgent: tuple[Claim, ...]) -> Answer:
    """The draft with these claims first, and none of them again."""
    told = Told.of(urgent)
    sections = (
        replace(s, claims=tuple(claim for claim in s.claims if not told.has(claim))) for s in draft.sections
    )
    return replace(
        draft,
        bottom_line=(*urgent, *(claim for claim in draft.bottom_line if not told.has(claim))),
        sections=tuple(section for section in sections if section.claims),
    )


def _page_of(draft: Answer, shown: ShownDisposition, lead: Reading, speaker: Reading) -> Answer:
    """The emergency as the answer to a question that has none, and why it has none."""
    page = compose_urgent(speaker)
    if page is None:
        return draft
    sections = tuple(_outside(lead)) if lead.scope.exclusions else ()
    return replace(
        page,
        bottom_line=urgent_claims(shown),
        sections=sections,
        disposition=shown if page.disposition else None,
        incomplete=() if sections else (draft.reason,),
        doubts=tuple(dict.fromkeys((*page.doubts, *draft.doubts))),
    )


def _outside(lead: Reading) -> Iterable[Section]:
    """Why the pack that was asked leaves the question out."""
    audience = lead.question.audience
    claims = tuple(
        plain_claim(f"outside:{one.id}", one.wording, one.cites, lead.catalog, audience)
        for one in lead.scope.exclusions
        if one.cites and worded(one.wording, audience)
    )
    if claims:
        yield Section(id="outside", title=_OUTSIDE[audience is Audience.PATIENT], claims=claims)
