"""What is asked about being done, against what, and what is done already."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from citewell.questions.passage import Passage
from citewell.questions.pico.mentions import Mention
from citewell.questions.pico.terms import Role
from citewell.questions.spelling import word_set

# Between two options: the second is what the first is weighed against.
_WEIGHING = word_set("or vs versus than instead compared against /")
_FARTHEST = 8
# Before what a patient has already: "she takes", "already on", "treated with".
_HAVING = word_set(
    "on take takes taking took use uses using receiving receives received had has have underwent"
)
_PAST = word_set("after since despite following post previous prior")
# Words of asking, and of what is yet to come, before them: "can I take", "put her on", "wants to use".
_ASKING = word_set("""
    should can could may might shall would do does did is are will must what which how when why whether any
    put start begin go going want need to let
""")
_PUTTING = word_set("put start begin go going putting starting")
# Without anybody before them, and of somebody asked about ("can a 5 year old have"), these tell nothing.
_BARE = word_set("take use have")
_MODAL = word_set("can could should may might must would shall does do did")
_CLAUSE = word_set("if when who that which and but with while i")
# Behind a test, its result: it was done.
_RESULTS = word_set("normal negative positive neg pos clear clean showed shows came unremarkable ago")
# Between "or" and waiting: "or should I just wait".
_LIGHT = word_set("should shall do does can could i we he she just to simply it better of rather")
_FAR = 4
_NEAR = 2


@dataclass(frozen=True, slots=True)
class Options:
    """asked: what is asked about; against: what it is weighed against; current: what is done already."""

    asked: tuple[Mention, ...]
    against: tuple[Mention, ...]
    current: tuple[Mention, ...]


def options_in(passage: Passage, mentions: Sequence[Mention]) -> Options:
    """The interventions of a question by their parts in it.

    The second of two that "or", "versus", "instead of" and the like weigh is a comparator, and so is waiting
    or nothing behind such a word. What the patient is told to take is current, unless it is asked about
    elsewhere.
    """
    done = [one for one in mentions if one.role is Role.INTERVENTION]
    current = [one for one in done if _is_current(passage, one)]
    asked = [one for one in done if one not in current]
    against = [two for one, two in pairwise(asked) if _are_weighed(passage, one, two)]
    against = [one for one in against if one.id != asked[0].id]
    waiting = [one for one in mentions if one.role is Role.AGAINST and _weighed_before(passage, one)]
    rivals = {one.id for one in against}
    first = tuple(one for one in asked if one.id not in rivals)
    named = {one.id for one in (*first, *against)}
    return Options(first, (*against, *waiting), tuple(one for one in current if one.id not in named))


def _are_weighed(passage: Passage, one: Mention, two: Mention) -> bool:
    between = passage.keys[one.last : two.first]
    if len(between) > _FARTHEST or passage.begin[one.first] != passage.begin[two.first]:
        return False
    return not _WEIGHING.isdisjoint(between)


def _weighed_before(passage: Passage, mention: Mention) -> bool:
    """Whether waiting, or nothing, stands right behind "or" and the like."""
    for index in range(mention.first - 1, max(mention.first - _FAR, passage.begin[mention.first]) - 1, -1):
        key = passage.keys[index]
        if key not in _LIGHT:
            return key in _WEIGHING and key != "/"
    return False


def _is_current(passage: Passage, mention: Mention) -> bool:
    """Whether a patient is told to have it, or to have had it.

    "Takes sertraline", "already on a triple inhaler", "after surgery", "MRI normal", "a new hip 3 years ago".
    """
    begin, end = _part_begin(passage, mention.first), passage.end[mention.first]
    near = passage.keys[max(mention.first - _NEAR, begin) : mention.first]
    behind = passage.keys[mention.last : min(mention.last + _FAR, end)]
    if not _PAST.isdisjoint(near) or not _RESULTS.isdisjoint(behind):
        return True
    for index in range(mention.first - 1, max(mention.first - _FAR, begin) - 1, -1):
        if passage.keys[index] in _HAVING:
            return not _is_asked_at(passage, index, begin)
        if passage.keys[index] in _ASKING:
            return False
    return False


def _part_begin(passage: Passage, index: int) -> int:
    """Where the part of the sentence begins that a word stands in: "on methotrexate, flu jab?" is of two."""
    while index > passage.begin[index] and not passage.opens_part(index):
        index -= 1
    return index


def _is_asked_at(passage: Passage, index: int, begin: int) -> bool:
    """Whether having is asked about: "can I take", "take aspirin daily?", "should I put her on"."""
    if passage.key_at(index - 1) in ("who", "that"):
        return False
    if passage.words[index].text.lower() in _BARE and (
        index == begin or _is_asked_of(passage.keys[begin:index])
    ):
        return True
    if passage.keys[index] == "on" and not _PUTTING.isdisjoint(passage.keys[begin:index]):
        return True
    return not _ASKING.isdisjoint(passage.keys[max(index - _FAR, begin) : index])


def _is_asked_of(keys: Sequence[str]) -> bool:
    """Whether a question opens before a verb, in no clause of its own ("can who takes A have")."""
    if not keys or keys[0] not in _MODAL:
        return False
    clause = max((index for index, key in enumerate(keys) if key in _CLAUSE), default=None)
    return clause is None or not _HAVING.isdisjoint(keys[clause:])
