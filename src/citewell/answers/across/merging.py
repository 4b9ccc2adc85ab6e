"""What several packs that speak on one page understood, doubt and would ask, each once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from citewell.answers import patient
from citewell.answers.compose import MOST_ASKED
from citewell.answers.once import claims_of
from citewell.answers.reading import Reading
from citewell.answers.wording import CAUTION
from citewell.model.answers import Answer, MissingFact, UnderstoodFact
from citewell.model.guidelines import GlossaryEntry, GuidelinePack
from citewell.model.standing import Status

# What a pack's file may say of the pack, what may least guide care first.
_STATUSES = (Status.RETIRED, Status.DRAFT, Status.SUBMITTED)


def merged(draft: Answer, speaking: Sequence[Reading]) -> Answer:
    """A draft with what all the packs that speak understood and doubt, and what decides something they say.

    speaking: the one that leads first.
    """
    if len(speaking) < 2:
        return draft
    understood = {fact.id: fact for one in reversed(speaking) for fact in _understood(one)}
    in_order = dict.fromkeys(fact.id for one in speaking for fact in _understood(one))
    doubts = (*draft.doubts, *(doubt for one in speaking for doubt in one.question.doubts))
    return replace(
        draft,
        understood=tuple(understood[fact] for fact in in_order),
        doubts=tuple(dict.fromkeys(doubts)),
        missing=tuple(_missing(draft, speaking))[:MOST_ASKED],
    )


def with_status(answer: Answer, packs: Iterable[GuidelinePack]) -> Answer:
    """An answer under the status of that pack which may least guide care, of all that speak in it."""
    least = min((Status(answer.status), *(pack.status for pack in packs)), key=_STATUSES.index)
    return replace(answer, status=least.value, caution=CAUTION[least])


def _understood(reading: Reading) -> tuple[UnderstoodFact, ...]:
    return patient.understood(reading.applied, reading.catalog)


def _missing(draft: Answer, speaking: Sequence[Reading]) -> Iterable[MissingFact]:
    """First what decides where the patient goes, by the pack that says it; then what the others ask."""
    told = {(claim.pack, claim.id) for claim in claims_of(draft)}
    sends = draft.disposition.claim.pack if draft.disposition else speaking[0].pack
    found: dict[str, MissingFact] = {}
    for one in sorted(speaking, key=lambda one: one.pack != sends):
        shown = {claim for pack, claim in told if pack == one.pack}
        shown |= set(one.catalog.dispositions) if one.pack == sends else set()
        for fact in patient.missing(one.applied, one.catalog, draft.audience):
            decides = tuple(each for each in fact.decides if each in shown or one.pack == sends)
            if shown.intersection(fact.decides):
                before = found.get(fact.id, replace(fact, decides=()))
                both = tuple(dict.fromkeys((*before.decides, *decides)))
                found[fact.id] = replace(before, decides=both)
    return found.values()


def glossary_of(speaking: Iterable[Reading]) -> tuple[GlossaryEntry, ...]:
    """The terms that the packs explain, each once, as the first of them does."""
    entries: dict[str, GlossaryEntry] = {}
    for one in speaking:
        for entry in one.catalog.pack.glossary:
            entries.setdefault(entry.term, entry)
    return tuple(entries[term] for term in sorted(entries))
