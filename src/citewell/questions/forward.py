"""Triggers before a mention, and how far each reaches."""

from collections.abc import Sequence

from citewell.questions.cues import EXPECTED, FORWARD, NARROW, NEGATIVE, Cue
from citewell.questions.judgement import Reached
from citewell.questions.lists import ALTERNATIVES, Place, Reach, list_reach, members_from
from citewell.questions.markers import PERSONS, Markers
from citewell.questions.spelling import word_set
from citewell.questions.triggers import Trigger

_SUBJECT_OF_TEXT = word_set("she he i patient pt")
_LIST_OPENERS = word_set("no without nil negative neg absence free lack neither w never devoid")
_LOOSE = word_set("when should would until develop reduce role whether versus exclude ruled excluded")
_VERB_NEGATIONS = word_set("not stopped never")
_PAST_LIST_OPENERS = word_set("pmh pmhx")
_PAST_LISTS = word_set("history h hx psh")
_OF_NOW = word_set("recent recently new newly current currently")
_BETWEEN_NOT = word_set("""
    have had has any show feel complain of report been a an the there describe suffer from get reveal see
    seen on taking taken take significant new obvious really currently known to be experience notice
    noticed other further history
""")
_OWNERS = word_set("my her his their your")
_OF_OTHERS = frozenset((Cue.OTHER, Cue.KIN))
# No list goes on for longer; it also bounds what a text of nothing but triggers can cost.
FARTHEST = 80
_NEAR_NO = 4
_NEAR_PAST = 6
_NEAR = 9
_CASE_AHEAD = 5


def cues_before(
    markers: Markers, place: Place, others: Sequence[Place], *, value: bool, symptom: bool = True
) -> Reached:
    """The cues that reach a mention from before it, and those that may."""
    met = {Cue.UNCERTAIN} if markers.passage.words[place.first].query else set()
    left_open: list[Trigger] = []
    for trigger in markers.triggers:
        if trigger.first > place.first:
            break
        reached = _met(markers, trigger, place, others, value=value, symptom=symptom)
        if reached is Reach.YES:
            met.add(trigger.cue)
        elif reached is Reach.UNSURE:
            left_open.append(trigger)
    return Reached(frozenset(met), tuple(left_open))


def reach(
    markers: Markers,
    trigger: Trigger,
    place: Place,
    others: Sequence[Place] = (),
    *,
    symptom: bool = True,
) -> Reach:
    """Whether a trigger reaches a mention behind it. others: beyond these, "possible" does not reach."""
    if trigger.last >= place.first:
        return Reach.YES
    if _is_cut_off(markers, trigger, place.first):
        return Reach.NO
    if trigger.cue in NARROW:
        return _narrow_reach(markers, trigger, place.first, others)
    if not any(markers.passage.separates(index) for index in range(trigger.last, place.first + 1)):
        return _direct_reach(markers, trigger, place.first)
    listed = list_reach(markers, trigger, place, symptom=symptom)
    return Reach.NO if listed is Reach.UNSURE and _is_loose(markers, trigger) else listed


def _met(
    markers: Markers,
    trigger: Trigger,
    place: Place,
    others: Sequence[Place],
    *,
    value: bool,
    symptom: bool,
) -> Reach:
    if trigger.first == place.first:
        return Reach.YES if trigger.cue is Cue.OTHER else Reach.NO
    begin = max(markers.passage.begin[place.first], place.first - FARTHEST)
    outside = trigger.first < begin or trigger.last > place.last
    if outside or not _counts(markers, trigger, value=value) or _is_own_no(markers, trigger, place):
        return Reach.NO
    if _belongs_to_another(markers, trigger, place, others):
        return Reach.NO
    return reach(markers, trigger, place, others, symptom=symptom)


def _is_own_no(markers: Markers, trigger: Trigger, place: Place) -> bool:
    """Whether a "no" belongs to the mention itself ("has" + "no feeling in her legs")."""
    return trigger.last > place.first and markers.passage.keys[place.first] == "no"


def _belongs_to_another(markers: Markers, trigger: Trigger, place: Place, others: Sequence[Place]) -> bool:
    """Whether a "not" is spent on an earlier finding ("can't walk", before "my legs won't work")."""
    if markers.passage.keys[trigger.first] not in _VERB_NEGATIONS:
        return False
    return any(other.first <= trigger.first and trigger.last <= other.last <= place.first for other in others)


def _counts(markers: Markers, trigger: Trigger, *, value: bool) -> bool:
    """Whether a trigger speaks of such a mention at all: a number or choice is told even if awaited."""
    if trigger.cue in EXPECTED:
        return not value
    if trigger.cue is Cue.IMAGINED and value:
        return not _introduces_person(markers, trigger)
    return trigger.cue in FORWARD


def _introduces_person(markers: Markers, trigger: Trigger) -> bool:
    """Whether "if" opens a case ("if a 78-year-old woman has …")."""
    ahead = markers.passage.keys[trigger.last : trigger.last + _CASE_AHEAD]
    return "year" in ahead or not PERSONS.isdisjoint(ahead)


def _is_cut_off(markers: Markers, trigger: Trigger, first: int) -> bool:
    """Whether something between ends the scope: a stop, a question after "if", a telling after "when"."""
    if trigger.cue is Cue.IMAGINED:
        return any(trigger.last <= index <= first for index in markers.asked_from)
    if not markers.stops.isdisjoint(range(trigger.last, first)):
        return True
    return trigger.cue in EXPECTED and any(trigger.last < told <= first for told in markers.told_at)


def _is_loose(markers: Markers, trigger: Trigger) -> bool:
    """Whether a trigger opens no lists of its own, so that a bare comma ends its scope."""
    opener = markers.passage.keys[trigger.first]
    return opener in _LOOSE or (trigger.cue is Cue.NEGATES and opener not in _LIST_OPENERS)


def _direct_reach(markers: Markers, trigger: Trigger, first: int) -> Reach:
    """The reach inside one clause. Far behind a "no", or behind "not" and a verb, it is left open."""
    keys = markers.passage.keys
    between = keys[trigger.last : first]
    is_near = len(between) <= _NEAR
    if trigger.cue not in NEGATIVE:
        return Reach.YES if is_near or trigger.cue is Cue.IMAGINED else Reach.NO
    opener = keys[trigger.first]
    if opener == "non":
        return Reach.NO
    if opener in _VERB_NEGATIONS and not _OWNERS.isdisjoint(between):
        # "can't stand up any more, her legs …" has begun to tell of something else.
        is_near = len(between) <= _NEAR_NO
    sure = _BETWEEN_NOT.issuperset(between) if opener in _VERB_NEGATIONS else len(between) <= _NEAR_NO
    if sure:
        return Reach.YES
    return Reach.UNSURE if is_near else Reach.NO


def _narrow_reach(markers: Markers, trigger: Trigger, first: int, others: Sequence[Place]) -> Reach:
    """The reach of "possible", "previous", "her mother": the next noun, never past a comma or a "no"."""
    inside = range(trigger.last, first + 1)
    if any(markers.passage.opens_part(index) for index in inside):
        if _is_of_now(markers, trigger, first):
            return Reach.NO
        return _past_list_reach(markers, trigger, first)
    limit = _NEAR if trigger.cue in _OF_OTHERS else _NEAR_PAST
    blocked = (
        first - trigger.last > limit
        or _is_negated_between(markers, trigger, first)
        or (trigger.cue in _OF_OTHERS and _names_subject(markers, inside))
        or (trigger.cue is Cue.PAST and _is_of_now(markers, trigger, first))
        or (trigger.cue is Cue.UNCERTAIN and _is_spent(markers, inside, others))
    )
    return Reach.NO if blocked else Reach.YES


def _is_negated_between(markers: Markers, trigger: Trigger, first: int) -> bool:
    return any(trigger.last <= other.first < first and other.cue in NEGATIVE for other in markers.triggers)


def _is_of_now(markers: Markers, trigger: Trigger, first: int) -> bool:
    """Whether it has just begun ("a history of A and recent B")."""
    return not _OF_NOW.isdisjoint(markers.passage.keys[trigger.last : first])


def _names_subject(markers: Markers, inside: range) -> bool:
    return any(markers.passage.keys[index] in _SUBJECT_OF_TEXT for index in inside)


def _is_spent(markers: Markers, inside: range, others: Sequence[Place]) -> bool:
    """Whether another mention stands between, which "possible" speaks of instead, with no "or" between."""
    keys = markers.passage.keys
    if any(keys[index] in ALTERNATIVES for index in inside):
        return False
    return any(
        inside.start <= other.first and other.last < inside.stop and keys[other.first] not in PERSONS
        for other in others
    )


def _past_list_reach(markers: Markers, trigger: Trigger, first: int) -> Reach:
    """ "PMH: A, B, C" is past throughout, as far as the segments are bare; "history of A, B" may be."""
    keys = markers.passage.keys
    opener = keys[trigger.first]
    opens_list = not _PAST_LISTS.isdisjoint(keys[trigger.first : trigger.last])
    if trigger.cue is not Cue.PAST or not (opens_list or opener in _PAST_LIST_OPENERS):
        return Reach.NO
    word = Place(first, first + 1)
    members = members_from(markers, trigger.last, word)
    held = any(member.holds(word) for member in members)
    if not held:
        return Reach.NO
    return Reach.YES if opener in _PAST_LIST_OPENERS else Reach.UNSURE
