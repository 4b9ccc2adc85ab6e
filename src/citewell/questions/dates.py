"""What a date says of a phrase: "A in 2003" and "4 years ago she had A" are past, "A since 2003" lasts."""

from citewell.questions.cues import Cue
from citewell.questions.lists import Place
from citewell.questions.markers import Markers
from citewell.questions.passage import Passage
from citewell.questions.spelling import word_set
from citewell.questions.triggers import Trigger

_YEARS = range(1900, 2100)
_DIGITS_OF_A_YEAR = 4
_BEFORE_A_YEAR = word_set("in since until til till")
_BEGUN = word_set("start started diagnosed commenced begun began known developed since")
_DATING = word_set("ago past childhood child kid baby teenager teen young younger last")
_THEN = word_set("had was were underwent developed suffered broke showed needed required diagnosed treated")
_ELSE = word_set("now currently today has is are have present presenting but however although though yet")
_OLD = word_set("old healed")
_AGES = word_set("year month week day yr")
_NEAR = 4
_FAR = 12


def dating(markers: Markers, place: Place) -> Cue | None:
    """PAST or STANDING as a date near a phrase says; None where none does. No clock is asked."""
    passage = markers.passage
    word = _word_before_year(passage, place.last)
    begun = passage.keys[max(passage.begin[place.first], place.first - _NEAR) : place.first]
    if word == "since" or (word == "in" and not _BEGUN.isdisjoint(begun)):
        return Cue.STANDING
    return Cue.PAST if word or _is_old(passage, place) or _is_dated_before(markers, place) else None


def _is_old(passage: Passage, place: Place) -> bool:
    """ "Old fractures", and no "78 year old"."""
    if passage.key_at(place.first - 1) not in _OLD or passage.opens_part(place.first):
        return False
    before = passage.key_at(place.first - 2)
    return before not in _AGES and not before.isdecimal()


def _word_before_year(passage: Passage, last: int) -> str:
    """ "in", "since" or "until" when a year follows it close behind a phrase; nothing without a year.

    A bare year stands for "in": "MI 2003".
    """
    if last < passage.end[last - 1] and _is_year(passage.keys[last]):
        return "in"
    for index in range(last, min(last + _NEAR, passage.end[last - 1] - 1)):
        if passage.separates(index):
            break
        if passage.keys[index] in _BEFORE_A_YEAR and _is_year(passage.keys[index + 1]):
            return passage.keys[index]
    return ""


def _is_year(key: str) -> bool:
    return len(key) == _DIGITS_OF_A_YEAR and key.isdecimal() and int(key) in _YEARS


def _is_dated_before(markers: Markers, place: Place) -> bool:
    """Whether the clause is dated before the phrase, and tells of then ("as a child she had A")."""
    passage = markers.passage
    begin = max(passage.begin[place.first], place.first - _FAR)
    dated = [trigger.last for trigger in markers.triggers if _dates(passage, trigger, begin, place.first)]
    years = [at + 2 for at in range(begin, place.first - 1) if _names_a_year(passage, at)]
    if not dated and not years:
        return False
    between = passage.keys[max(dated + years) : place.first]
    return not _THEN.isdisjoint(between) and _ELSE.isdisjoint(between)


def _names_a_year(passage: Passage, index: int) -> bool:
    return passage.keys[index] == "in" and _is_year(passage.keys[index + 1])


def _dates(passage: Passage, trigger: Trigger, begin: int, first: int) -> bool:
    is_date = not _DATING.isdisjoint(passage.keys[trigger.first : trigger.last])
    return trigger.cue is Cue.PAST_BEFORE and is_date and begin <= trigger.first and trigger.last < first
