"""Whether a mention is only asked about ("is A a red flag?") or told inside the question ("a man with A")."""

from citewell.questions.cues import NEGATIVE, Cue
from citewell.questions.forward import reach
from citewell.questions.judgement import Judgement
from citewell.questions.lists import Place, Reach, list_reach
from citewell.questions.markers import PERSONS, STRUCTURAL, Markers
from citewell.questions.spelling import word_set
from citewell.questions.triggers import Trigger
from citewell.questions.words import Gap

_TOLD_SEGMENT = word_set(
    "on with has have had taking known new previous no not without deny denied history h pmh"
)
_STRONG_NO = word_set("no without deny denied nil w denying never")
_AFTER_PERSON = word_set("on taking allergic")
_PRONOUNS = word_set("she he")
_PERSON_AHEAD = 3


def asked(markers: Markers, place: Place) -> Judgement | None:
    """A judgement when the mention is asked about, or may be; None when it is told."""
    first = place.first
    start = _question_before(markers, first)
    if _belongs_to_person(markers, place) or _is_denied_inside(markers, first, start):
        return None
    if start is None:
        return _asked_at_end(markers, first)
    if any(start < told <= first for told in markers.told_at):
        return None
    if not any(markers.passage.words[index].gap is Gap.SOFT for index in range(start + 1, first + 1)):
        return Judgement(asked=True)
    if _segment_tells(markers, first):
        return None
    is_listed = list_reach(markers, Trigger(Cue.AWAITED, start, start + 1), place) is Reach.YES
    return Judgement(asked=True) if is_listed else Judgement(unclear=True)


def _question_before(markers: Markers, first: int) -> int | None:
    """Where the question begins that a word stands in."""
    begin = markers.passage.begin[first]
    return max((index for index in markers.asked_from if begin <= index <= first), default=None)


def _asked_at_end(markers: Markers, first: int) -> Judgement | None:
    """What a question mark alone makes of a mention ("leg weakness?"), unless a question follows in words."""
    later = range(first + 1, markers.passage.end[first])
    if not markers.marked[first] or any(index in later for index in markers.asked_from):
        return None
    return None if _segment_tells(markers, first) else Judgement(unclear=True)


def _is_denied_inside(markers: Markers, first: int, start: int | None) -> bool:
    """Whether the phrase is denied with a plain "no" inside the question: then it is told."""
    if start is None:
        return False
    return any(
        trigger.cue in NEGATIVE
        and start + 1 < trigger.first < first
        and markers.passage.keys[trigger.first] in _STRONG_NO
        and reach(markers, trigger, Place(first, first + 1)) is Reach.YES
        for trigger in markers.triggers
    )


def _belongs_to_person(markers: Markers, place: Place) -> bool:
    """ "A frail woman", "a patient on steroids"."""
    passage = markers.passage
    if passage.key_at(place.first - 1) in PERSONS and passage.keys[place.first] in _AFTER_PERSON:
        return True
    for index in range(place.last, min(place.last + _PERSON_AHEAD, passage.end[place.first])):
        if passage.separates(index) or passage.keys[index] in STRUCTURAL:
            return False
        if passage.keys[index] in PERSONS - _PRONOUNS:
            return True
        if passage.words[index].is_number and passage.key_at(index + 1) == "year":
            return True
    return False


def _segment_tells(markers: Markers, first: int) -> bool:
    """Whether the part of the sentence up to a mention opens as a case does ("…, no A", "…, on A")."""
    passage = markers.passage
    index = first
    while index > passage.begin[first] and not passage.opens_part(index):
        index -= 1
    return not _TOLD_SEGMENT.isdisjoint(passage.keys[index : first + 1])
