"""A pack, or a base, among those that are checked together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from citewell.model.catalog import Catalog
from citewell.model.problems import Problem


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One of the packs and bases that are checked together.

    catalog: its own records as the pack, and everything that those may name, imported or not. is_base:
    whether it is a base.
    """

    catalog: Catalog
    is_base: bool = False

    @property
    def name(self) -> str:
        """Its id."""
        return self.catalog.pack.id

    def imports(self, other: "Member") -> bool:
        """Whether the other is a base that this one imports."""
        return other.is_base and any(each.id == other.name for each in self.catalog.pack.imports)


@dataclass(frozen=True, slots=True)
class Found:
    """A fault between members, at the one in whose files it is mended."""

    at: Member
    problem: Problem


def pairs(members: Sequence[Member]) -> Iterator[tuple[Member, Member]]:
    """Every two packs, in order; bases recommend nothing, and are in no pair."""
    return combinations([member for member in members if not member.is_base], 2)
