"""Criteria that can never be true, found by looking at the conditions on each fact together."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from citewell.guidelines.parts import criteria
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import FactDefinition, FactType
from citewell.model.problems import Problem

# A criterion with more alternatives than this is taken to be possible.
_MOST_ALTERNATIVES = 512
_OPPOSITE = {Op.LESS: Op.AT_LEAST, Op.AT_LEAST: Op.LESS, Op.MORE: Op.AT_MOST, Op.AT_MOST: Op.MORE}


@dataclass(frozen=True, slots=True)
class _Condition:
    """One comparison, or its denial."""

    leaf: Criterion
    denied: bool


def criteria_can_be_true(catalog: Catalog) -> Iterator[Problem]:
    """No criterion, and no part of one, contradicts itself."""
    for ruled in criteria(catalog.pack):
        for part, fact in _impossible_parts(ruled.criterion, catalog):
            message = f'{ruled.what}: this can never be true, because of the conditions on "{fact}"'
            yield Problem(ruled.path, part.line, "criterion.never", message, "correct one of the conditions")


def recommendations_can_apply(catalog: Catalog) -> Iterator[Problem]:
    """What a recommendation needs can be true in each population it is made for."""
    for statement in catalog.pack.statements:
        for name in statement.populations:
            population = catalog.populations.get(name)
            if population is None or statement.applies_when is None:
                continue
            fact = conflict((population.when, statement.applies_when), catalog)
            if fact:
                message = f'{statement.id} can never apply in the population "{name}", because of "{fact}"'
                hint = "take the population out, or correct the criterion"
                yield Problem(
                    statement.path, statement.applies_when.line, "criterion.population", message, hint
                )


def statements_are_for_somebody(catalog: Catalog) -> Iterator[Problem]:
    """What a pack says is said of at least one of its populations."""
    for statement in catalog.pack.statements:
        if not statement.populations:
            message = f"{statement.id} names no population"
            hint = 'name those of pack.yaml that it is for under "populations:"'
            yield Problem(statement.path, statement.line, "criterion.nobody", message, hint)


def cautions_can_matter(catalog: Catalog) -> Iterator[Problem]:
    """A caution can be true where its recommendation applies."""
    for statement in catalog.pack.statements:
        for caution in statement.never_when:
            if statement.applies_when is None:
                continue
            fact = conflict((statement.applies_when, caution.when), catalog)
            if fact:
                message = f'{statement.id}: never_when excludes what applies_when already excludes ("{fact}")'
                yield Problem(
                    statement.path, caution.line, "criterion.caution", message, "keep one of the two"
                )


def _impossible_parts(criterion: Criterion, catalog: Catalog) -> Iterator[tuple[Criterion, str]]:
    """The innermost parts that contradict themselves, each with the fact that shows it."""
    inner = [found for part in criterion.parts for found in _impossible_parts(part, catalog)]
    if inner:
        yield from inner
    elif criterion.op in (Op.ALL, Op.ANY):
        fact = conflict((criterion,), catalog)
        if fact:
            yield criterion, fact


def conflict(together: Sequence[Criterion], catalog: Catalog) -> str:
    """A fact on which the criteria, taken together, leave no value; "" when they can all be true."""
    ways = _alternatives(Criterion(op=Op.ALL, parts=tuple(together)), catalog, denied=False, seen=frozenset())
    if ways is None:
        return ""
    conflicts = [_conflicting_fact(way, catalog) for way in ways]
    return conflicts[0] if conflicts and all(conflicts) else ""


_Way = tuple[_Condition, ...]


def _alternatives(
    criterion: Criterion, catalog: Catalog, *, denied: bool, seen: frozenset[str]
) -> list[_Way] | None:
    """The ways in which a criterion, or its denial, is true; None when there are too many to look at."""
    if criterion.op is Op.NOT:
        return _alternatives(criterion.parts[0], catalog, denied=not denied, seen=seen)
    if criterion.op is Op.USE:
        named = catalog.criteria.get(criterion.name)
        if named is None or criterion.name in seen:
            return [()]
        return _alternatives(named, catalog, denied=denied, seen=seen | {criterion.name})
    if not criterion.parts:
        return [(_Condition(criterion, denied),)]
    parts = [_alternatives(part, catalog, denied=denied, seen=seen) for part in criterion.parts]
    together = (criterion.op is Op.ALL) != denied
    return _joined([part for part in parts if part is not None], together=together, lost=None in parts)


def _joined(parts: list[list[_Way]], *, together: bool, lost: bool) -> list[_Way] | None:
    if not together:
        return None if lost else [way for part in parts for way in part]
    # A part with too many ways is left out of a conjunction: what remains may only look more possible.
    if math.prod(len(part) for part in parts) > _MOST_ALTERNATIVES:
        return None
    return [tuple(condition for way in ways for condition in way) for ways in product(*parts)]


def _conflicting_fact(way: _Way, catalog: Catalog) -> str:
    by_fact: defaultdict[str, list[_Condition]] = defaultdict(list)
    for condition in way:
        by_fact[condition.leaf.fact].append(condition)
    for name, conditions in by_fact.items():
        fact = catalog.facts.get(name)
        if fact is not None and not _possible(fact, conditions, catalog):
            return name
    return ""


def _possible(fact: FactDefinition, conditions: list[_Condition], catalog: Catalog) -> bool:
    if fact.type is FactType.NUMBER:
        return _some_number(fact, [c for c in conditions if c.leaf.op in _OPPOSITE], catalog)
    left = {"yes", "no"} if fact.type is FactType.YES_NO else {choice.id for choice in fact.choices}
    for condition in conditions:
        named = set(condition.leaf.choices)
        left = left - named if condition.denied else left & named
    return bool(left)


def _some_number(fact: FactDefinition, conditions: list[_Condition], catalog: Catalog) -> bool:
    low, high = -math.inf, math.inf
    open_low = open_high = False
    for condition in conditions:
        leaf = condition.leaf
        op = _OPPOSITE[leaf.op] if condition.denied else leaf.op
        bound = _bound(leaf, op, catalog)
        if bound is None:
            continue
        if op in (Op.MORE, Op.AT_LEAST) and (bound, op is Op.MORE) > (low, open_low):
            low, open_low = bound, op is Op.MORE
        elif op in (Op.LESS, Op.AT_MOST) and (bound, op is Op.AT_MOST) < (high, not open_high):
            high, open_high = bound, op is Op.LESS
    if fact.whole:
        low, open_low = _next_whole(low, open_low=open_low), False
    return low < high or (low == high and not (open_low or open_high))


def _next_whole(low: float, *, open_low: bool) -> float:
    if math.isinf(low):
        return low
    return math.floor(low) + 1 if open_low else math.ceil(low)


def _bound(leaf: Criterion, op: Op, catalog: Catalog) -> float | None:
    """The number compared with; of a value with several editions, the one that leaves most room."""
    if leaf.number is not None:
        return leaf.number
    value = catalog.values.get(leaf.value_id)
    if value is None or not value.editions:
        return None
    numbers = [edition.value for edition in value.editions]
    return min(numbers) if op in (Op.MORE, Op.AT_LEAST) else max(numbers)
