"""Three-valued logic over case facts: what holds, what is undecided, and which facts decided it.

Kleene's strong logic (Introduction to Metamathematics, 1952, §64): `all` is false as soon as one
part is, even while others are unknown; an unknown fact makes a comparison unknown, never false.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import ge, gt, le, lt

from citewell.model.cases import CaseFacts, Truth, Value
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import GuidelinePack

_COMPARISONS = {Op.LESS: lt, Op.AT_MOST: le, Op.AT_LEAST: ge, Op.MORE: gt}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What criteria are judged against: known facts, named criteria, and the numbers in force."""

    facts: Mapping[str, Value]
    named: Mapping[str, Criterion]
    numbers: Mapping[str, float]

    def with_facts(self, facts: CaseFacts) -> "Circumstances":
        """The same circumstances for other facts."""
        return Circumstances({fact.id: fact.value for fact in facts}, self.named, self.numbers)


def circumstances(pack: GuidelinePack, facts: CaseFacts, *, on: str) -> Circumstances:
    """The pack's criteria and the editions of its numbers in force on an ISO date."""
    numbers = {value_id: number for value_id, _, number in numbers_in_force(pack, on=on)}
    return Circumstances({fact.id: fact.value for fact in facts}, pack.criteria, numbers)


def numbers_in_force(pack: GuidelinePack, *, on: str) -> Iterator[tuple[str, str, float]]:
    """(value id, edition date, number) of each dated number whose edition has begun by that date."""
    for value in pack.values:
        begun = [edition for edition in value.editions if edition.since <= on]
        if begun:
            latest = max(begun, key=lambda edition: edition.since)
            yield value.id, latest.since, latest.value


def holds(criterion: Criterion, known: Circumstances) -> Truth:
    """Whether a criterion is true, false or unknown of a patient."""
    op = criterion.op
    if op is Op.ALL:
        return _settled(criterion.parts, known, Truth.FALSE, Truth.TRUE)
    if op is Op.ANY:
        return _settled(criterion.parts, known, Truth.TRUE, Truth.FALSE)
    if op is Op.NOT:
        return ~holds(criterion.parts[0], known)
    if op is Op.USE:
        return holds(known.named[criterion.name], known)
    return _compare(criterion, known)


def _settled(parts: tuple[Criterion, ...], known: Circumstances, decisive: Truth, otherwise: Truth) -> Truth:
    """One part with the decisive truth settles the whole; else an unknown part leaves it unknown."""
    result = otherwise
    for part in parts:
        truth = holds(part, known)
        if truth is decisive:
            return decisive
        if truth is Truth.UNKNOWN:
            result = truth
    return result


def _compare(criterion: Criterion, known: Circumstances) -> Truth:
    value = known.facts.get(criterion.fact)
    if value is None:
        return Truth.UNKNOWN
    if criterion.op is Op.IS or criterion.op is Op.ONE_OF:
        return Truth.TRUE if as_choice(value) in criterion.choices else Truth.FALSE
    threshold = threshold_of(criterion, known)
    if threshold is None:
        return Truth.UNKNOWN
    return Truth.TRUE if _COMPARISONS[criterion.op](float(value), threshold) else Truth.FALSE


def threshold_of(criterion: Criterion, known: Circumstances) -> float | None:
    """The number a comparison is made with; None when no edition of it is in force."""
    return known.numbers.get(criterion.value_id) if criterion.value_id else criterion.number


def as_choice(value: Value) -> str:
    """A value as criteria write it: "yes" and "no" for a yes-no fact."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else value


def leaves(criterion: Criterion, known: Circumstances) -> Iterator[Criterion]:
    """Every comparison of a criterion, named criteria opened, left to right."""
    if criterion.op is Op.USE:
        yield from leaves(known.named[criterion.name], known)
    elif criterion.parts:
        for part in criterion.parts:
            yield from leaves(part, known)
    else:
        yield criterion


def undecided(criterion: Criterion, known: Circumstances) -> tuple[str, ...]:
    """The unknown facts that could still settle an unknown criterion, in the order they are written."""
    return examined(criterion, known)[1]


def examined(criterion: Criterion, known: Circumstances) -> tuple[Truth, tuple[str, ...]]:
    """What `holds` gives and, when that is unknown, what `undecided` gives, in one pass."""
    op = criterion.op
    if op is Op.ALL:
        return _examined_parts(criterion.parts, known, Truth.FALSE, Truth.TRUE)
    if op is Op.ANY:
        return _examined_parts(criterion.parts, known, Truth.TRUE, Truth.FALSE)
    if op is Op.USE:
        return examined(known.named[criterion.name], known)
    if op is Op.NOT:
        truth, missing = examined(criterion.parts[0], known)
        return ~truth, missing
    truth = _compare(criterion, known)
    return truth, (criterion.fact,) if truth is Truth.UNKNOWN else ()


def _examined_parts(
    parts: tuple[Criterion, ...], known: Circumstances, decisive: Truth, otherwise: Truth
) -> tuple[Truth, tuple[str, ...]]:
    missing: dict[str, None] = {}
    result = otherwise
    for part in parts:
        truth, facts = examined(part, known)
        if truth is decisive:
            return decisive, ()
        if truth is Truth.UNKNOWN:
            result = truth
            missing.update(dict.fromkeys(facts))
    return result, tuple(missing)


def deciding(criterion: Criterion, known: Circumstances) -> tuple[Criterion, ...]:
    """The comparisons that made a settled criterion true or false (its witnesses)."""
    return tuple(_deciding(criterion, known, holds(criterion, known)))


def _deciding(criterion: Criterion, known: Circumstances, truth: Truth) -> Iterator[Criterion]:
    if criterion.op is Op.USE:
        yield from _deciding(known.named[criterion.name], known, truth)
    elif criterion.op is Op.NOT:
        yield from _deciding(criterion.parts[0], known, ~truth)
    elif criterion.op is Op.ALL or criterion.op is Op.ANY:
        for part in criterion.parts:
            if holds(part, known) is truth:
                yield from _deciding(part, known, truth)
    else:
        yield criterion
