"""A patient, as far as it is known: facts, and logic in which unknown is never false."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TypeAlias


class Truth(Enum):
    """Kleene's strong three-valued logic (Kleene, Introduction to Metamathematics, 1952, §64)."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def __bool__(self) -> bool:
        raise TypeError("a Truth may be unknown: compare it with `is`, never use it as a bool")

    def __invert__(self) -> "Truth":
        return Truth(2 - self.value)

    def __and__(self, other: "Truth") -> "Truth":
        return self if self.value <= other.value else other

    def __or__(self, other: "Truth") -> "Truth":
        return self if self.value >= other.value else other


class Assertion(StrEnum):
    """How a fact was stated in free text (ConText: Harkema et al., J Biomed Inform 2009)."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    PAST = "past"
    HYPOTHETICAL = "hypothetical"
    UNCERTAIN = "uncertain"
    OTHER_PERSON = "someone else"


Value: TypeAlias = bool | float | str


@dataclass(frozen=True, slots=True)
class Fact:
    """One known thing about the patient.

    value: True or False for a yes-no fact, a float in the fact's unit for a number, the id of
    the choice for a choice. span: where it was read in the question, as [start, end) characters.
    """

    id: str
    value: Value
    origin: str = "given"
    span: tuple[int, int] | None = None
    assertion: Assertion = Assertion.AFFIRMED


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The known facts of one patient, one value per fact, in order of id."""

    facts: tuple[Fact, ...] = ()

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def get(self, fact_id: str) -> Fact | None:
        """The fact, or None when nothing is known about it."""
        return next((fact for fact in self.facts if fact.id == fact_id), None)

    def updated_with(self, other: "CaseFacts") -> "CaseFacts":
        """These facts, with the other's taking precedence: how a correction is applied."""
        merged = {fact.id: fact for fact in (*self.facts, *other.facts)}
        return CaseFacts(tuple(merged[fact_id] for fact_id in sorted(merged)))

    def without(self, fact_ids: frozenset[str]) -> "CaseFacts":
        """These facts, less the named ones: back to unknown."""
        return CaseFacts(tuple(fact for fact in self.facts if fact.id not in fact_ids))


NO_FACTS = CaseFacts()
