"""A pack joined to its bases by what was found before that it takes of them (`imports.with_imports`).

To find what a pack takes is to look at all that it says; to join it is to look up some names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from citewell.model.bases import SharedBase
from citewell.model.criteria import Criterion
from citewell.model.guidelines import GlossaryEntry, GuidelinePack, Import


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """What was found: a whole pack's imports, each with what is taken of it, and the whole's digest."""

    imports: tuple[Import, ...]
    digest: str

    @classmethod
    def of(cls, whole: GuidelinePack) -> "Joint":
        """What a whole pack tells of its imports."""
        return cls(imports=whole.imports, digest=whole.digest)


def joined(own: GuidelinePack, bases: Sequence[SharedBase], joint: Joint) -> GuidelinePack:
    """What `with_imports` gives for a pack's own part and its bases, in the order of its imports."""
    return replace(
        own,
        facts=(*_taken(bases, joint, "facts"), *own.facts),
        concepts=_in_order(_taken(bases, joint, "concepts"), own.concepts),
        sources=_in_order(_taken(bases, joint, "sources"), own.sources),
        values=_in_order(_taken(bases, joint, "values"), own.values),
        safety=_in_order(_taken(bases, joint, "safety"), own.safety),
        glossary=_glossary(own, bases, joint),
        criteria=_criteria(own, bases, joint),
        imports=joint.imports,
        digest=joint.digest,
    )


def _taken(bases: Sequence[SharedBase], joint: Joint, kind: str) -> list[Any]:
    """The records of one kind that are taken, base by base."""
    found: list[Any] = []
    for base, wanted in zip(bases, joint.imports, strict=True):
        held = {record.id: record for record in getattr(base, kind)}
        found += [held[one] for one in wanted.records.get(kind, ())]
    return found


def _in_order(taken: Iterable[N], own: Iterable[N]) -> tuple[N, ...]:
    return tuple(sorted((*taken, *own), key=attrgetter("id")))


def _glossary(own: GuidelinePack, bases: Sequence[SharedBase], joint: Joint) -> tuple[GlossaryEntry, ...]:
    entries = list(own.glossary)
    for base, wanted in zip(bases, joint.imports, strict=True):
        terms = frozenset(wanted.records.get("glossary", ()))
        entries += [entry for entry in base.glossary if entry.term in terms]
    return tuple(sorted(entries, key=attrgetter("term")))


def _criteria(own: GuidelinePack, bases: Sequence[SharedBase], joint: Joint) -> dict[str, Criterion]:
    found: dict[str, Criterion] = {}
    for base, wanted in zip(bases, joint.imports, strict=True):
        found |= {name: base.criteria[name] for name in wanted.records.get("criteria", ())}
    return found | dict(own.criteria)
