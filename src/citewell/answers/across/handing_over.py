"""Where another pack takes over: its topic's bottom line, at the end of the page, and the way to the rest."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from citewell.answers.compose import desk_of
from citewell.answers.desk import statements_of
from citewell.answers.once import Told, claims_of
from citewell.answers.reading import Reading
from citewell.answers.wanted import ASPECTS
from citewell.model.answers import Answer, Audience, Section, TakenOver
from citewell.model.guidelines import HandOver

_TITLES = ("Treated under {pack}: {topic}", "More under “{topic}”")

# What gives another pack's reading with its verdicts, by its id; None where it is not in use.
ReadingOf = Callable[[str], Reading | None]


def to_hand_over(lead: Reading, holding: Collection[str]) -> tuple[HandOver, ...]:
    """The leading pack's hand-overs that are shown: for the patient, for what is asked about, or as asked.

    holding: the ids of those whose condition the patient meets.
    """
    asked = _aspects_asked(lead)
    return tuple(
        one
        for one in lead.catalog.pack.hand_overs
        if one.id in holding or _is_about(one, lead) or not asked.isdisjoint(one.aspects)
    )


def _aspects_asked(lead: Reading) -> frozenset[str]:
    """What is first of all asked for: "should" may mean nearly anything, and is first a treatment."""
    return frozenset(aspect for intent in lead.question.intents for aspect in ASPECTS[intent][:1])


def _is_about(one: HandOver, lead: Reading) -> bool:
    scope = lead.scope
    named = (*scope.focus, *scope.soft_focus, *scope.conditions)
    return any(lead.catalog.covers(wide, thing) for wide in one.about for thing in named)


def with_hand_overs(draft: Answer, wanted: Collection[HandOver], reading_of: ReadingOf) -> Answer:
    """A draft with a section for each hand-over to a pack in use, less what the page says already."""
    told = Told.of(claims_of(draft))
    for one, reading in _in_use(wanted, reading_of):
        topic = reading.catalog.topics[one.topic]
        patient = draft.audience is Audience.PATIENT
        name = topic.patient_title if patient else topic.title
        taken = TakenOver(
            pack=reading.pack,
            topic=topic.id,
            section=f"hand-over:{one.id}",
            title=_TITLES[patient].format(pack=reading.catalog.pack.title, topic=name),
            question=next(iter(topic.questions), ""),
        )
        claims = told.new_of(desk_of(reading).claims(statements_of(topic.bottom_line, reading.catalog)))
        section = Section(id=taken.section, title=taken.title, claims=claims)
        draft = replace(
            draft,
            sections=(*draft.sections, section) if claims else draft.sections,
            hand_overs=(*draft.hand_overs, taken),
        )
    return draft


def _in_use(wanted: Collection[HandOver], reading_of: ReadingOf) -> Iterator[tuple[HandOver, Reading]]:
    """Those whose pack is in use, has the topic and does not leave the patient out; each topic once."""
    seen: set[tuple[str, str]] = set()
    for one in wanted:
        reading = reading_of(one.to)
        if reading is None or one.topic not in reading.catalog.topics or reading.applied.excluded:
            continue
        if (one.to, one.topic) not in seen:
            seen.add((one.to, one.topic))
            yield one, reading
