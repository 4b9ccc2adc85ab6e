"""How any phrase of any clinical sentence is meant: denied, past, imagined, uncertain, or someone else's.

ConText's distinctions (Harkema et al., J Biomed Inform 2009), each by itself, and the one that matters most.
The rules are those by which the facts of a case are read (`context.py`); here a list without "or" is denied
throughout ("no fever, rash"), because a note denies that way and nothing is decided for a patient by it.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from citewell.model.cases import Assertion
from citewell.questions.absences import absences_in
from citewell.questions.context import Context
from citewell.questions.cues import NEGATIVE, Cue
from citewell.questions.dates import dating
from citewell.questions.lists import Place
from citewell.questions.notes import (
    denies_change,
    heading_over,
    is_imagined,
    is_in_history,
    is_lasting,
    is_spared,
)
from citewell.questions.passage import SEPARATORS, Passage

_LONGEST_TEXT = 2000
_LEADING = SEPARATORS | {"a", "an", "the", "any", "some"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a phrase is meant, each by itself.

    negated: it is denied. over: it was so and is no longer. past: it was so before this episode. standing:
    it began before this episode and lasts. lasting: it names a habit, or alone a condition that lasts
    ("Hypertension."). hypothetical: it is imagined, awaited or to be prevented. uncertain: it may be so.
    other_person: it is of a relative or somebody else.
    """

    negated: bool = False
    over: bool = False
    past: bool = False
    standing: bool = False
    lasting: bool = False
    hypothetical: bool = False
    uncertain: bool = False
    other_person: bool = False

    @property
    def historical(self) -> bool:
        """ConText's word: of before this episode, whether over or lasting; a relative's disease is, too."""
        return self.past or self.standing or self.lasting or self.other_person

    @property
    def assertion(self) -> Assertion:
        """The one that matters most: whose it is, whether it is real, then when, then whether."""
        if self.other_person:
            return Assertion.OTHER_PERSON
        if self.hypothetical:
            return Assertion.HYPOTHETICAL
        if self.uncertain:
            return Assertion.UNCERTAIN
        if self.negated:
            return Assertion.NEGATED
        return Assertion.PAST if self.past or self.over else Assertion.AFFIRMED


def assertion_of(text: str, start: int, end: int) -> Assertion:
    """How the phrase text[start:end] is meant. A phrase without a word is affirmed."""
    return reading_of(text, start, end).assertion


def reading_of(text: str, start: int, end: int) -> Reading:
    """How the phrase text[start:end] is meant, each distinction by itself.

    Of a long text only what stands around the phrase is read, so that the time does not grow with it.

    Inside a word that denies ("febrile" in "afebrile") a phrase is negated; the word itself is affirmed.
    """
    if len(text) > _LONGEST_TEXT:
        before = max(0, start - _LONGEST_TEXT // 2)
        text, start, end = text[before : end + _LONGEST_TEXT // 4], start - before, end - before
    passage, context = _read(text)
    place = _place(passage, start, end)
    if place is None:
        return Reading()
    reading = reading_at(context, place)
    is_inside = any(one.start < start < one.end for one in absences_in(passage))
    return replace(reading, negated=True) if is_inside else reading


def reading_at(context: Context, place: Place) -> Reading:
    """How the words of a place are meant, of a passage that is read already."""
    passage = context.markers.passage
    before, after = context.reached(place)
    likely = frozenset(one.cue for one in before.open if not is_spared(passage, one, place))
    early, late = before.met | likely, after.met | after.open_cues
    denied = not NEGATIVE.isdisjoint(early) or Cue.NEGATES_BEFORE in late
    heading, dated = heading_over(context.markers, place), dating(context.markers, place)
    is_past = Cue.PAST in early or Cue.NEVER in early or Cue.PAST_BEFORE in after.met or dated is Cue.PAST
    lasts = Cue.STANDING in early or dated is Cue.STANDING
    return Reading(
        negated=denied or denies_change(context.markers, place),
        over=Cue.OVER_BEFORE in late,
        past=is_past or heading is Cue.PAST or is_in_history(context.markers, place),
        standing=lasts or heading is Cue.STANDING,
        lasting=is_lasting(passage, place),
        hypothetical=Cue.AWAITED in before.met or is_imagined(context.markers, place),
        uncertain=Cue.UNCERTAIN in {*before.met, heading} or Cue.UNCERTAIN_BEFORE in after.met,
        other_person=Cue.OTHER in before.met or Cue.KIN in before.met or heading is Cue.OTHER,
    )


@lru_cache(maxsize=16)
def _read(text: str) -> tuple[Passage, Context]:
    passage = Passage.of(text)
    return passage, Context(passage, is_case=True)


def _place(passage: Passage, start: int, end: int) -> Place | None:
    """The words of a phrase, less the joining words and articles before its first noun."""
    inside = [index for index, word in enumerate(passage.words) if word.start < end and word.end > start]
    while len(inside) > 1 and passage.keys[inside[0]] in _LEADING:
        del inside[0]
    return Place(inside[0], inside[-1] + 1) if inside else None
