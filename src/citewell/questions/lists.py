"""Lists behind a trigger: "no A, B or C" denies all three, "no A, severe B" only the first."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from citewell.questions.cues import NEGATIVE, Cue
from citewell.questions.markers import STRUCTURAL, Markers
from citewell.questions.passage import SEPARATORS, Passage
from citewell.questions.spelling import word_set
from citewell.questions.triggers import Trigger

ALTERNATIVES = frozenset(("or", "nor", "/"))
_COMMA = ","
_BUT = word_set("but however although though except yet because which who while whereas when if")
_DESCRIBING = word_set("""
    severe persistent ongoing known progressive moderate constant increasing marked sudden past previous
    history continuing chronic longstanding
""")
_TOLD_PLAINLY = word_set("new newly worsening acute acutely mild recent significant pain bilateral")
# Words of a mention that is a clause of its own ("can't pass urine", "legs are numb", "wet herself").
_CLAUSE = word_set("""
    is are was were am has have had can could will does do did not no unable feel felt go went gone keep kept
    stopped lost wet soiled pooped pooed messed
""")
_OPENS_CLAUSE = STRUCTURAL | word_set("known")
_LONGEST_BARE = 4


class Reach(StrEnum):
    """Whether a trigger reaches a mention."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Place:
    """The words [first, last) of a mention."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a list, at words [first, last). joined: the joining word before it, "," without one."""

    first: int
    last: int
    joined: str

    def holds(self, place: Place) -> bool:
        """Whether a mention lies in it."""
        return self.first <= place.first and place.last <= self.last


def list_reach(markers: Markers, trigger: Trigger, place: Place, *, symptom: bool = True) -> Reach:
    """Whether a mention is a member of the list that a trigger opens; a bare comma leaves it open.

    symptom: it is a finding, not a choice, a number or a normal finding. Of those, and of a finding that is a
    clause of its own, no denial speaks from before a comma: "no numbness, can't pass urine, L1".
    """
    keys = markers.passage.keys
    members = tuple(members_from(markers, trigger.last, place))
    at = next((at for at, member in enumerate(members) if member.holds(place)), None)
    if at is None:
        return Reach.NO
    if at and trigger.cue in NEGATIVE and not (symptom and _is_listed_bare(keys[place.first : place.last])):
        return Reach.YES if members[at].joined in ALTERNATIVES else Reach.NO
    if trigger.cue is Cue.DENIES_LIST:
        return Reach.YES
    before = keys[members[1].first : place.first] if at else ()
    described = not _DESCRIBING.isdisjoint(before)
    if any(member.joined in ALTERNATIVES for member in members[at:]):
        return Reach.UNSURE if described and members[at].joined == _COMMA else Reach.YES
    told = described or _is_told(keys[members[at].first : members[at].last], keys[place.first])
    return Reach.NO if told else Reach.UNSURE


def members_from(markers: Markers, first: int, place: Place) -> Iterator[Member]:
    """The members of a list from a word on, while they are bare beside the mention."""
    passage = markers.passage
    end = passage.end[place.first]
    joined, start = _joining(passage, first, end) if passage.keys[first] in SEPARATORS else ("", first)
    while start < end:
        next_start = _member_end(passage, start, end, place)
        last = _clause_end(passage, start, next_start, place)
        # "No A or B was found": behind "or" the denial goes on, whatever is said behind the mention.
        told_until = place.first if joined in ALTERNATIVES and start <= place.first < last else last
        if joined and not _is_bare(markers, range(start, told_until), place):
            return
        yield Member(start, last, joined)
        if last < next_start:
            return
        joined, start = _joining(passage, next_start, end)


def _is_listed_bare(mention: tuple[str, ...]) -> bool:
    """Whether a mention is a noun such as lists are made of, and no clause of its own."""
    return mention[0] not in _OPENS_CLAUSE and _CLAUSE.isdisjoint(mention)


def _is_told(own: tuple[str, ...], opener: str) -> bool:
    """Whether a member is described as what is present is ("no A, new B")."""
    return not _TOLD_PLAINLY.isdisjoint(own) or opener in _DESCRIBING or opener in STRUCTURAL


def _member_end(passage: Passage, start: int, end: int, place: Place) -> int:
    """Where a member ends: at the next separator, outside the mention."""
    index = start + 1
    while index < end and (place.first < index < place.last or not passage.separates(index)):
        index += 1
    return index


def _clause_end(passage: Passage, start: int, end: int, place: Place) -> int:
    """Where the mention's own member ends earlier, at a "but"."""
    if place.last < end and start <= place.first:
        return next((at for at in range(place.last, end) if passage.keys[at] in _BUT), end)
    return end


def _joining(passage: Passage, index: int, end: int) -> tuple[str, int]:
    """The last joining word from a place on, and the word behind it."""
    joined = _COMMA
    while index < end and passage.keys[index] in SEPARATORS:
        joined = passage.keys[index]
        index += 1
    return joined, index


def _is_bare(markers: Markers, member: range, place: Place) -> bool:
    """Whether words are a mere member of a list: short, and no clause of their own beside the mention."""
    passage = markers.passage
    own = [index for index in member if not place.first <= index < place.last]
    if len(own) > _LONGEST_BARE or not markers.list_ends.isdisjoint(own):
        return False
    return not any(passage.keys[index] in STRUCTURAL or passage.words[index].is_number for index in own)
