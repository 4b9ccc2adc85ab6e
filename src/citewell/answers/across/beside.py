"""What another pack says of a thing that was asked about and of which the leading pack has nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from citewell.answers.across.leading import Spoken, Thing, speaks_of
from citewell.answers.compose import desk_of
from citewell.answers.narrow_page import narrow_page
from citewell.answers.once import Told, claims_of
from citewell.answers.ranking import Words
from citewell.answers.reading import Reading
from citewell.answers.scope import refusal_of
from citewell.answers.select import narrow
from citewell.model.answers import Answer, Audience, Section, ShownDisagreement
from citewell.model.catalog import Catalog

_MOST_CLAIMS = 3
_ALSO = ("Also asked: {thing} ({pack})", "You also asked about: {thing}")

# What gives the words of a pack's statements.
WordsOf = Callable[[Catalog], Words]


def told_of_another(draft: Answer, lead: Reading, named: Sequence[Reading]) -> Answer:
    """A draft that says so where the question is on people of whom another pack speaks, and that has nothing.

    named: the packs for whose population the question is.
    """
    if draft.abstained or not named or any(one.pack == lead.pack for one in named):
        return draft
    silent = named[0].catalog.pack.title
    told = f"“{silent}” says nothing of what is asked: what stands here is of “{lead.catalog.pack.title}”."
    return replace(draft, incomplete=(*draft.incomplete, told))


def also_asked(
    readings: Sequence[Reading], things: Sequence[Thing], spoken: Mapping[str, Spoken]
) -> tuple[tuple[str, Reading], ...]:
    """The things asked about of which the leading pack has nothing, each with the pack that has something.

    readings: in their order, the one that leads first.
    """
    lead, *others = readings
    unspoken = [one for one in things if not speaks_of(one, lead.catalog, spoken[lead.pack])]
    pairs = ((thing, _speaker(thing, others, spoken)) for thing in unspoken)
    return tuple((_known(thing, speaker), speaker) for thing, speaker in pairs if speaker is not None)


def _known(thing: Thing, speaker: Reading) -> str:
    """The concept by which a pack knows a thing."""
    return next(one for one in thing.concepts if one in speaker.catalog.concepts)


def _speaker(thing: Thing, others: Sequence[Reading], spoken: Mapping[str, Spoken]) -> Reading | None:
    able = (one for one in others if not refusal_of(one.scope) and _may_be_for(one))
    return next((one for one in able if speaks_of(thing, one.catalog, spoken[one.pack])), None)


def _may_be_for(reading: Reading) -> bool:
    """Whether the facts leave a population of the pack open."""
    return len(reading.applied.out_of_population) < len(reading.catalog.pack.populations)


def with_also_asked(draft: Answer, found: Sequence[tuple[str, Reading]], *, words: WordsOf) -> Answer:
    """A draft with a section for each thing that another pack answers, and the disagreement on it.

    found: as `also_asked` gives it, the readings with verdicts.
    """
    told = Told.of(claims_of(draft))
    for thing, speaker in found:
        reading = replace(speaker, scope=replace(speaker.scope, focus=(thing,), soft_focus=()))
        draft = _with_thing(draft, thing, reading, words(reading.catalog), told)
    return draft


def _with_thing(draft: Answer, thing: str, reading: Reading, words: Words, told: Told) -> Answer:
    selection = narrow(reading.question, reading.scope, reading.catalog, reading.applied, words)
    if selection.empty:
        return draft
    page = narrow_page(reading.question, reading.scope, replace(selection, scores=()), desk_of(reading))
    claims = told.new_of(page.bottom_line)[:_MOST_CLAIMS]
    section = Section(id=f"also:{thing}", title=_title(thing, reading), claims=claims)
    debated = tuple(_new_debates(page.disagreements[: int(selection.debate_leads)], draft))
    return replace(
        draft,
        sections=(*draft.sections, section) if claims else draft.sections,
        disagreements=(*draft.disagreements, *debated),
    )


def _new_debates(found: Sequence[ShownDisagreement], draft: Answer) -> Iterator[ShownDisagreement]:
    """The disagreements of which the draft does not show all the sides already."""
    known = {citation for shown in draft.disagreements for side in shown.sides for citation in side.citations}
    for shown in found:
        if not known.issuperset(citation for side in shown.sides for citation in side.citations):
            yield shown


def _title(thing: str, reading: Reading) -> str:
    concept = reading.catalog.concepts[thing]
    patient = reading.question.audience is Audience.PATIENT
    name = concept.patient if patient and concept.patient else concept.label
    return _ALSO[patient].format(thing=name, pack=reading.catalog.pack.title)
