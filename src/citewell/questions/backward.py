"""Triggers behind a mention: "A is absent", "A resolved", "A 3 years ago"."""

from citewell.questions.cues import BACKWARD, Cue
from citewell.questions.judgement import Reached
from citewell.questions.lists import Place
from citewell.questions.markers import STRUCTURAL, Markers
from citewell.questions.passage import SEPARATORS
from citewell.questions.spelling import word_set
from citewell.questions.triggers import Trigger
from citewell.questions.words import Gap

_DATING = word_set("ago back initially first onset")
_LINKING = word_set("is are was were be been has symptom fracture currently all")
_AFTER_LATE_CUE = word_set("by on at but and clinically today yet so far for this with in as since after")
_EVERYWHERE = word_set("bilaterally throughout today")
_OF_ONE = word_set("no nil none stopped discontinued history")
_TIMES = frozenset((Cue.PAST_BEFORE, Cue.OVER_BEFORE))
_NEAR = 3
_FARTHEST = 5


def cues_after(markers: Markers, place: Place, *, value: bool) -> Reached:
    """The cues that reach a mention from behind it, and those that may."""
    met: set[Cue] = set()
    left_open: list[Trigger] = []
    for trigger in _behind(markers, place):
        if _holds(markers, trigger, place.last, value=value):
            met.add(trigger.cue)
        elif not value and _may_hold_for_list(markers, trigger, place.last):
            left_open.append(trigger)
    return Reached(frozenset(met), tuple(left_open))


def _behind(markers: Markers, place: Place) -> list[Trigger]:
    end = min(markers.passage.end[place.first], place.last + _FARTHEST + 1)
    return [
        trigger
        for trigger in markers.triggers
        if trigger.cue in BACKWARD and place.last <= trigger.first < end
    ]


def _holds(markers: Markers, trigger: Trigger, last: int, *, value: bool) -> bool:
    if trigger.cue in _TIMES:
        return _past_holds(markers, trigger, last, value=value)
    return _cue_holds(markers, trigger, last)


def _past_holds(markers: Markers, trigger: Trigger, last: int, *, value: bool) -> bool:
    """ "… 3 years ago" reaches farther than "… resolved", and alone speaks of a level or number too.

    Behind a comma "resolved" must close its part: "A, resolved."
    """
    passage = markers.passage
    if trigger.first == last and passage.words[last].gap is Gap.SOFT and trigger.cue is Cue.OVER_BEFORE:
        return passage.ends_part(trigger.last)
    if any(passage.separates(index) for index in range(last, trigger.first + 1)):
        return False
    if passage.keys[trigger.first] == "history":
        return trigger.first == last
    is_dated = not _DATING.isdisjoint(passage.keys[trigger.first : trigger.last])
    return is_dated or (not value and trigger.first - last <= _NEAR)


def _cue_holds(markers: Markers, trigger: Trigger, last: int) -> bool:
    passage = markers.passage
    between = range(last, trigger.first + 1)
    far = trigger.first - last
    if far > _NEAR or any(passage.keys[index] in SEPARATORS for index in between):
        return False
    after_comma = any(passage.words[index].gap is Gap.SOFT for index in between)
    if far and (after_comma or passage.keys[last] not in _LINKING):
        return False
    return _closes(markers, trigger)


def _closes(markers: Markers, trigger: Trigger) -> bool:
    """Whether nothing follows that the trigger could speak of instead."""
    passage = markers.passage
    if trigger.last >= passage.end[trigger.first] or passage.opens_part(trigger.last):
        return True
    followed = passage.keys[trigger.last] in _AFTER_LATE_CUE
    is_plain = trigger.last - trigger.first > 1 or passage.keys[trigger.first] == "free"
    is_everywhere = passage.keys[trigger.last] in _EVERYWHERE
    return is_everywhere or (followed and is_plain and trigger.cue is not Cue.AFFIRMS_BEFORE)


def _may_hold_for_list(markers: Markers, trigger: Trigger, last: int) -> bool:
    """ "A and B are absent": A may be meant too."""
    passage = markers.passage
    if trigger.cue is Cue.AFFIRMS_BEFORE or passage.keys[trigger.last - 1] in _OF_ONE:
        return False
    between = range(last, trigger.first)
    is_listed = any(passage.separates(index) for index in between)
    is_bare = STRUCTURAL.isdisjoint(passage.keys[last : trigger.first])
    return is_listed and is_bare and _closes(markers, trigger)
