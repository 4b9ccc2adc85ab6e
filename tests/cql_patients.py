"""Patients to compare two engines on: at random, on every threshold, in every pair, and the worked cases."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product
from random import Random

from citewell.guidelines.facts import read_facts
from citewell.guidelines.parts import criteria, facts_of
from citewell.model.cases import Value
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import FactDefinition, FactType

# The least by which two decimals of CQL can differ.
LEAST_STEP = Decimal("0.00000001")
_SHARES = tuple(tenth / 10 for tenth in range(11))
Patient = Mapping[str, Value]
# A value of a fact beside one of another; None is unknown.
Pair = tuple[str, Value | None, str, Value | None]


@dataclass(frozen=True, slots=True)
class Ward:
    """What patients of a pack are made of: the values worth trying of each fact."""

    catalog: Catalog
    values: Mapping[str, tuple[Value, ...]]

    @classmethod
    def of(cls, catalog: Catalog) -> "Ward":
        bounds = _bounds(catalog)
        return cls(catalog, {fact.id: _tried(fact, bounds.get(fact.id, ())) for fact in catalog.pack.facts})

    def at_random(self, count: int, rng: Random) -> Iterator[Patient]:
        """Patients of whom none to all is known, in even steps."""
        for number in range(count):
            yield self._filled({}, _SHARES[number % len(_SHARES)], rng)

    def on_thresholds(self, rng: Random) -> Iterator[Patient]:
        """Each number at, just below and just above what it is compared with, among others known or not."""
        for fact_id, values in self.values.items():
            if self.catalog.facts[fact_id].type is FactType.NUMBER:
                for value, share in product(values, (0.3, 0.9)):
                    yield self._filled({fact_id: value}, share, rng)

    def in_pairs(self, already: Sequence[Patient], rng: Random) -> Iterator[Patient]:
        """Patients so that, with those before, the facts of each criterion meet in every pair of values."""
        missing = self._pairs()
        for patient in already:
            missing -= _met(missing, patient)
        while missing:
            chosen = dict(_together(sorted(missing, key=repr)))
            known = {fact_id: value for fact_id, value in chosen.items() if value is not None}
            patient = self._filled(known, 0.5, rng, unknown=chosen.keys() - known.keys())
            missing -= _met(missing, patient)
            yield patient

    def worked(self) -> Iterator[Patient]:
        """The worked cases, whole and with each of their facts forgotten."""
        for case in self.catalog.pack.cases:
            read = read_facts(case.facts, self.catalog.facts)
            facts = {fact.id: fact.value for fact in read}
            yield facts
            yield from ({one: value for one, value in facts.items() if one != fact} for fact in facts)

    def _filled(
        self, facts: Patient, share: float, rng: Random, *, unknown: Set[str] = frozenset()
    ) -> Patient:
        """The facts, and of the others a share at random. unknown: those that stay so."""
        filled = dict(facts)
        for fact_id, values in self.values.items():
            if fact_id not in filled and fact_id not in unknown and rng.random() < share:
                filled[fact_id] = rng.choice(values)
        return filled

    def _pairs(self) -> set[Pair]:
        catalog = self.catalog
        together = {
            pair
            for ruled in criteria(catalog.pack)
            for pair in combinations(sorted(set(facts_of(ruled.criterion, catalog))), 2)
        }
        return {
            (one, value, other, another)
            for one, other in together
            for value, another in product((None, *self.values[one]), (None, *self.values[other]))
        }


def _met(pairs: set[Pair], patient: Patient) -> set[Pair]:
    return {p for p in pairs if patient.get(p[0]) == p[1] and patient.get(p[2]) == p[3]}


def _together(pairs: Sequence[Pair]) -> Iterator[tuple[str, Value | None]]:
    """Facts with one value each, out of as many pairs as go together."""
    chosen: dict[str, Value | None] = {}
    for one, value, other, another in pairs:
        if chosen.get(one, value) == value and chosen.get(other, another) == another:
            chosen |= {one: value, other: another}
    yield from chosen.items()


def _tried(fact: FactDefinition, bounds: Sequence[float]) -> tuple[Value, ...]:
    if fact.type is FactType.YES_NO:
        return (False, True)
    if fact.type is FactType.CHOICE:
        return tuple(choice.id for choice in fact.choices)
    low = 0.0 if fact.minimum is None else fact.minimum
    high = 1000.0 if fact.maximum is None else fact.maximum
    step = Decimal(1) if fact.whole else LEAST_STEP
    near = {float(Decimal(repr(bound)) + by) for bound in bounds for by in (-step, Decimal(0), step)}
    return tuple(sorted({low, high, float(round((low + high) / 2)), *(n for n in near if low <= n <= high)}))


def _bounds(catalog: Catalog) -> Mapping[str, set[float]]:
    """The numbers that each fact is compared with, in every edition."""
    bounds: dict[str, set[float]] = {}
    for ruled in criteria(catalog.pack):
        for leaf in _leaves(ruled.criterion):
            value = catalog.values.get(leaf.value_id)
            numbers = [edition.value for edition in value.editions] if value else [leaf.number]
            bounds.setdefault(leaf.fact, set()).update(n for n in numbers if n is not None)
    return bounds


def _leaves(criterion: Criterion) -> Iterator[Criterion]:
    if criterion.parts:
        for part in criterion.parts:
            yield from _leaves(part)
    elif criterion.op is not Op.USE:
        yield criterion
