"""Patients of whom given criteria hold: a small solver, for tests that walk every rule of a pack."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product

from citewell.model.cases import CaseFacts, Fact, Value
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import FactDefinition, FactType

_MOST_WAYS = 400
_NUMBERS = (Op.LESS, Op.AT_MOST, Op.AT_LEAST, Op.MORE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A comparison that is to be true, or false."""

    leaf: Criterion
    true: bool


def patients(criteria: Iterable[tuple[Criterion, bool]], catalog: Catalog) -> Iterator[CaseFacts]:
    """Facts that make each criterion true, or false, as given; by as few facts as its parts need."""
    ways = [list(islice(_ways(one, catalog, true=true), _MOST_WAYS)) for one, true in criteria]
    for way in islice(product(*ways), _MOST_WAYS):
        facts = _facts([each for part in way for each in part], catalog)
        if facts is not None:
            yield CaseFacts(tuple(Fact(name, facts[name]) for name in sorted(facts)))


def _ways(criterion: Criterion, catalog: Catalog, *, true: bool) -> Iterator[tuple[Wanted, ...]]:
    if criterion.op is Op.NOT:
        yield from _ways(criterion.parts[0], catalog, true=not true)
    elif criterion.op is Op.USE:
        yield from _ways(catalog.pack.criteria[criterion.name], catalog, true=true)
    elif not criterion.parts:
        yield (Wanted(criterion, true),)
    elif (criterion.op is Op.ALL) is true:
        parts = [list(islice(_ways(part, catalog, true=true), _MOST_WAYS)) for part in criterion.parts]
        for way in product(*parts):
            yield tuple(each for part in way for each in part)
    else:
        for part in criterion.parts:
            yield from _ways(part, catalog, true=true)


def _facts(wanted: Iterable[Wanted], catalog: Catalog) -> dict[str, Value] | None:
    """One value for each fact that fulfils all that is wanted of it; None where there is none."""
    of_fact: dict[str, list[Wanted]] = {}
    for each in wanted:
        of_fact.setdefault(each.leaf.fact, []).append(each)
    found: dict[str, Value] = {}
    for name, conditions in of_fact.items():
        fits = [v for v in _values(catalog.facts[name], conditions, catalog) if _all(v, conditions, catalog)]
        if not fits:
            return None
        found[name] = fits[0]
    return found


def _values(fact: FactDefinition, conditions: Iterable[Wanted], catalog: Catalog) -> tuple[Value, ...]:
    """Values worth trying: those named, and numbers on, under and over each limit."""
    if fact.type is FactType.YES_NO:
        return (True, False)
    if fact.type is FactType.CHOICE:
        return tuple(choice.id for choice in fact.choices)
    limits = [limit for each in conditions if (limit := _limit(each.leaf, catalog)) is not None]
    low = fact.minimum if fact.minimum is not None else 0.0
    high = fact.maximum if fact.maximum is not None else 1e6
    near = (limit + step for limit in limits for step in (0.0, 1.0, -1.0, 0.1, -0.1))
    tried = (number for number in near if low <= number <= high)
    return tuple(number for number in tried if not fact.whole or number.is_integer())


def _limit(leaf: Criterion, catalog: Catalog) -> float | None:
    if leaf.value_id:
        return catalog.values[leaf.value_id].editions[-1].value
    return leaf.number


def _all(value: Value, conditions: Iterable[Wanted], catalog: Catalog) -> bool:
    return all(_holds(value, each.leaf, catalog) is each.true for each in conditions)


def _holds(value: Value, leaf: Criterion, catalog: Catalog) -> bool:
    if leaf.op not in _NUMBERS:
        word = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
        return word in leaf.choices
    limit = _limit(leaf, catalog)
    assert limit is not None
    number = float(value)
    compared: Mapping[Op, bool] = {
        Op.LESS: number < limit,
        Op.AT_MOST: number <= limit,
        Op.AT_LEAST: number >= limit,
        Op.MORE: number > limit,
    }
    return compared[leaf.op]
