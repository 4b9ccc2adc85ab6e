"""What a sentence gives as a number: how much, how long, how often, by when, from which age or value.

A number says something only with what it is a number of: "for 5 days" and "within 5 days" are no rivals. So
each is read with its role, which its neighbouring words show, and as a range: "5 to 7 days" is [5, 7], "at
least 6 months" [6, ∞). Where no role shows, there is no measure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import inf

from citewell.answers.library import measure_words as told
from citewell.text.quantities import Quantity, quantities
from citewell.text.tokens import content_words

_BEFORE, _AFTER, _BOUND = 60, 40, 30
# So many words before a number name what is measured.
_LABEL = 6
_DOSES = frozenset({"mg", "ug", "g", "mL", "L", "[iU]", "Gy"})
# How many days and milligrams a unit has; months and years as they are in the mean.
_DAYS = {"s": 1 / 86400, "min": 1 / 1440, "h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25}
_MILLIGRAMS = {"ug": 0.001, "mg": 1.0, "g": 1000.0}
# Ages in years that follow one another, in days.
_NEXT = 2 * _DAYS["a"]
_PER_BODY = frozenset({"kg", "m2"})


class Role(StrEnum):
    """What a number is a number of."""

    DOSE = "dose"
    DURATION = "duration"
    DEADLINE = "time limit"
    INTERVAL = "interval"
    AGE = "age"
    GESTATION = "week of pregnancy"
    THRESHOLD = "threshold"
    TARGET = "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number or a range of numbers, with its role, in the least unit of its family.

    low, high: the range; -inf or inf where it is open. words: as it is written, with its bound ("at least 6
    months"). about: the content words around it. label: those right before it, which name what is measured.
    """

    role: Role
    unit: str
    low: float
    high: float
    words: str
    about: frozenset[str]
    label: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Read:
    """The role of a number, the family of its unit, how much of that a unit is, and where both end."""

    role: Role
    unit: str
    scale: float
    end: int


@lru_cache(maxsize=2048)
def measures(sentence: str) -> tuple[Measure, ...]:
    """The numbers of a sentence that have a role, in order; then how often, where words say it."""
    found = tuple(_ranges(quantities(sentence), sentence))
    numbered = (
        _measured(quantity, upper, read, sentence)
        for quantity, upper in found
        if (read := _read(quantity, sentence)) is not None
    )
    return (*numbered, *_in_words(sentence))


def _in_words(sentence: str) -> Iterator[Measure]:
    """How often something is to be done where no digit says it: "annual", "every other year"."""
    for years, words in told.HOW_OFTEN:
        for match in words.finditer(sentence):
            before = sentence[max(0, match.start() - _BEFORE) : match.start()]
            around = content_words(before) | content_words(sentence[match.end() : match.end() + _AFTER])
            days = years * _DAYS["a"]
            yield Measure(
                role=Role.INTERVAL,
                unit="d",
                low=days,
                high=days,
                words=match.group(),
                about=around,
                label=around,
            )


def _ranges(found: Sequence[Quantity], sentence: str) -> Iterator[tuple[Quantity, float]]:
    """Each quantity with the upper end of its range, its own value where it stands alone."""
    at = 0
    while at < len(found):
        one, after = found[at], found[at + 1] if at + 1 < len(found) else None
        if after and one.value < after.value and told.RANGE.fullmatch(sentence[one.end : after.start]):
            yield Quantity(one.value, after.unit, one.start, after.end), after.value
            at += 2
        else:
            yield one, one.value
            at += 1


def _measured(quantity: Quantity, upper: float, read: _Read, sentence: str) -> Measure:
    low, high, start, end = _bounds(quantity, upper, read.end, sentence)
    before = sentence[max(0, quantity.start - _BEFORE) : quantity.start]
    return Measure(
        role=read.role,
        unit=read.unit,
        low=low * read.scale,
        high=high * read.scale,
        words=" ".join(sentence[start:end].split()),
        label=content_words(" ".join(before.split()[-_LABEL:])),
        about=content_words(before) | content_words(sentence[read.end : read.end + _AFTER]),
    )


def _bounds(quantity: Quantity, upper: float, end: int, sentence: str) -> tuple[float, float, int, int]:
    """The range, and where it is written with the words that open it."""
    start, value = quantity.start, quantity.value
    if upper != value:
        return value, upper, start, end
    least = told.LEAST.search(sentence, max(0, start - _BOUND), start)
    most = told.MOST.search(sentence, max(0, start - _BOUND), start)
    or_more, or_less = told.OR_MORE.match(sentence, end), told.OR_LESS.match(sentence, end)
    behind = or_more or or_less
    begins, ends = (least or most), behind.end() if behind else end
    low = -inf if most or or_less else value
    high = inf if least or or_more else value
    return (
        (low, high, begins.start() if begins else start, ends) if low < high else (value, value, start, end)
    )


def _read(quantity: Quantity, sentence: str) -> _Read | None:
    before = sentence[max(0, quantity.start - _BEFORE) : quantity.start]
    if before.endswith(("+", "⁺")):
        return None  # "38+6 weeks" are not 6 weeks.
    base, _, per = quantity.unit.partition("/")
    if other := told.OTHER_UNIT.match(sentence, _digits_end(quantity, sentence)):
        role = Role.TARGET if told.TARGET.search(before) else Role.THRESHOLD
        return _Read(role, _plain(other["unit"]), 1.0, other.end())
    if base in _DAYS and not per:
        time = _role_of_time(before, sentence, quantity.end)
        return _Read(time, "d", _DAYS[base], quantity.end) if time else None
    if base in _DOSES:
        family = "mg" if base in _MILLIGRAMS else base
        unit = f"{family}/{per}" if per in _PER_BODY else family
        return _Read(Role.DOSE, unit, _MILLIGRAMS.get(base, 1.0), quantity.end)
    if not quantity.unit and told.AGE_BEFORE.search(before):
        return _Read(Role.AGE, "d", _DAYS["a"], quantity.end)
    return None


def _digits_end(quantity: Quantity, sentence: str) -> int:
    """Where the digits end, before any unit."""
    end = quantity.end
    while end > quantity.start and not sentence[end - 1].isdigit():
        end -= 1
    return end


def _plain(unit: str) -> str:
    return "".join(unit.casefold().split()).replace("litre", "l")


def _role_of_time(before: str, sentence: str, end: int) -> Role | None:
    after = sentence[end : end + _AFTER]
    roles = (
        (Role.GESTATION, told.GESTATION.match(after)),
        (Role.AGE, told.AGE_AFTER.match(after) or told.AGE_BEFORE.search(before)),
        (Role.INTERVAL, told.EVERY.search(before) or told.APART.match(after)),
        (Role.DEADLINE, told.WITHIN.search(before)),
        (None, told.PAST.search(before[-_BOUND:])),
        (Role.DURATION, told.LASTING.search(before) or told.COURSE.match(after)),
    )
    return next((role for role, shows in roles if shows), None)


def conflict(one: Measure, other: Measure) -> bool:
    """Whether two measures of one role and unit cannot both be kept.

    Two ranges conflict when neither holds the other; ranges of age and of weeks of pregnancy, which say who
    is meant, when they overlap and differ at an end: those that do not overlap speak of others; bounds that
    are open on the same side, when they are not the same.
    """
    if (one.low, one.high) == (other.low, other.high):
        return False
    opened = tuple((each.low == -inf, each.high == inf) for each in (one, other))
    if one.role in (Role.AGE, Role.GESTATION) and one.low < one.high and other.low < other.high:
        return opened[0] == opened[1] and one.low < other.high and other.low < one.high
    if any(map(any, opened)):
        return opened[0] == opened[1] or one.low > other.high or other.low > one.high
    return not (_holds(one, other) or _holds(other, one))


def _holds(one: Measure, other: Measure) -> bool:
    return one.low <= other.low and other.high <= one.high


def adjoin(one: Measure, other: Measure) -> bool:
    """Whether two ranges of age lie next to each other: "50 to 59" and "60 to 74"."""
    first, second = sorted((one, other), key=lambda each: (each.low, each.high))
    closed = first.low < first.high < inf and second.low < second.high
    return closed and 0 < second.low - first.high <= _NEXT


def ages(sentence: str) -> tuple[Measure, ...]:
    """The ages that a sentence gives."""
    return tuple(each for each in measures(sentence) if each.role is Role.AGE)
