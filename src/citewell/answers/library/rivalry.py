"""Whether two points are on one question and differ: in direction, or in a number.

Precision before recall: a disagreement that is none makes a reader doubt both sides. So two points must
recommend the same thing, as far as their words tell it; what one adds must not narrow it to others; and their
circumstances must not exclude each other (`circumstances.py`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from citewell.answers.library.circumstances import exclude_each_other
from citewell.answers.library.measures import Measure, Role, ages, conflict
from citewell.answers.library.points import WIDE, Point
from citewell.model.sources import Direction
from citewell.text.tokens import content_words

_FOR = frozenset({Direction.FOR, Direction.OPTION})
# What each direction is opposed to. That the evidence does not suffice is no "against"; it differs from both.
_FACING = (
    (Direction.NO_RECOMMENDATION, frozenset({Direction.FOR, Direction.AGAINST})),
    (Direction.AGAINST, _FOR),
)
# What is against has no words of its own, which narrow it to some: what is for others is no rival. How many
# there may be of what is for, and as a share, since more may be said of what is done.
_LEAST_OWN = 2
_MOST_OWN = 0.7
# Of two points that give numbers: how many words of what one recommends the other may lack, how many they
# share at least, and which share of the shorter one's that is.
_MOST_APART = 4
_LEAST_SHARED = 3
_SHARED = 0.45
_LEAST_AROUND = 2
# "Not more than one" and "not alone" are not against the thing, nor is what is for it only sometimes.
_PARTLY_AGAINST = re.compile(
    r"\b(?:(?:more|rather|other|less) than|solely|alone|monotherapy)\b", re.IGNORECASE
)
_PARTLY_FOR = re.compile(
    r"\b(?:only|except|unless|(?:limited|restricted) to|select(?:ed)?|where|how|whether"
    r"|(?:when|if)(?: \w+){0,2} (?:necessary|needed|required|indicated|appropriate))\b",
    re.IGNORECASE,
)
# A number for some is no rival of a number for all.
_FOR_SOME = re.compile(
    r"\b(?:some|certain|select(?:ed)?|subgroups? of|subsets? of)"
    r" (?:patients|people|persons|adults|women|men|groups?|individuals|cases)\b",
    re.IGNORECASE,
)
# Words about doing and about whom: two points that share only these recommend different things.
_COMMON = content_words(
    "initiate initiation start starting begin continue decision use dose low moderate high daily age year"
    " therapy duration"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What two points differ on: the name of a role, or "" for their direction; then `numbers` is None."""

    on: str = ""
    numbers: tuple[str, str] | None = None


def difference(
    one: Point, other: Point, asked: frozenset[str], answered: frozenset[str] = frozenset()
) -> Difference | None:
    """What two points on the question differ on; None where they do not, or are on two questions.

    asked: the content words of the question. answered: those of what answers it first, a guideline's own.
    """
    directions = {one.direction, other.direction}
    for denied, facing in _FACING:
        if denied in directions:
            against, favour = (one, other) if one.direction is denied else (other, one)
            opposed = favour.direction in facing and _opposed(against, favour, asked - WIDE, answered)
            return Difference() if opposed and not _of_others(one, other) else None
    may = directions <= _FOR and _may_differ(one, other, asked | answered)
    pair = next(_conflicting(one, other), None) if may and not _of_others(one, other) else None
    if pair is None or (pair[0].role is not Role.AGE and _of_other_ages(one, other)):
        return None
    return Difference(on=pair[0].role.value, numbers=(pair[0].words, pair[1].words))


def _of_others(one: Point, other: Point) -> bool:
    """Whether two points plainly speak of other people, or of other circumstances."""
    if one.excluded & other.subject or other.excluded & one.subject:
        return True
    return exclude_each_other(one.whom, other.whom)


def _opposed(against: Point, favour: Point, asked: frozenset[str], answered: frozenset[str]) -> bool:
    if not against.object & favour.object & (asked | answered) or against.object - favour.topic:
        return False
    # What of the question one side names, the other speaks of, too: "not in the knee" and "in the hip".
    if not (against.subject & asked <= favour.topic and favour.subject & asked <= against.topic):
        return False
    adds = favour.subject - against.topic - asked
    return (
        not against.subject - favour.topic - asked
        and len(adds) <= max(_LEAST_OWN, _MOST_OWN * len(favour.subject))
        and len(against.subject & favour.topic) >= _LEAST_OWN
        and not _PARTLY_FOR.search(favour.text)
        and not _PARTLY_AGAINST.search(against.text)
        and not _of_other_ages(against, favour)
        and not _is_open_for_some(against, favour)
    )


def _is_open_for_some(one: Point, other: Point) -> bool:
    """Whether a body could not decide for some ages, and the other speaks of all."""
    return one.direction is Direction.NO_RECOMMENDATION and bool(ages(one.text)) != bool(ages(other.text))


def _of_other_ages(one: Point, other: Point) -> bool:
    """Whether both give ages, and none of one is among those of the other."""
    first, second = ages(one.text), ages(other.text)
    apart = (conflict(a, b) or a.low >= b.high or b.low >= a.high for a in first for b in second)
    return bool(first and second) and all(apart)


def _may_differ(one: Point, other: Point, asked: frozenset[str]) -> bool:
    both = one.subject & other.subject
    # What rules out most pairs stands first, the search of texts last.
    if len(both) < max(_LEAST_SHARED, _SHARED * min(len(one.subject), len(other.subject))):
        return False
    if both.isdisjoint(asked) or not _do_the_same(one, other):
        return False
    return bool(_FOR_SOME.search(one.text)) == bool(_FOR_SOME.search(other.text))


def _conflicting(one: Point, other: Point) -> Iterator[tuple[Measure, Measure]]:
    """The measures of two points that cannot both be kept, where none of the same kind can."""
    both = one.subject & other.subject
    for a in one.measures:
        alike = [b for b in other.measures if _of_one_kind(a, b)]
        if (
            alike
            and all(conflict(a, b) for b in alike)
            and len(a.about & alike[0].about & both) >= _LEAST_AROUND
        ):
            yield a, alike[0]


def _do_the_same(one: Point, other: Point) -> bool:
    """Whether the other names something of what each recommends, and speaks of nearly all of it."""
    for point, facing in ((one, other), (other, one)):
        done = point.object - _COMMON
        if done and (not done & facing.subject or len(done - facing.topic) > _MOST_APART):
            return False
    return True


def _of_one_kind(one: Measure, other: Measure) -> bool:
    if (one.role, one.unit) != (other.role, other.unit):
        return False
    return one.role is Role.AGE or bool(one.label & other.label)
