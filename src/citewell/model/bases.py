"""A base in memory: what packs share, read and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from citewell.model.criteria import Criterion
from citewell.model.guidelines import Concept, DrugSafety, FactDefinition, GlossaryEntry, ValueDefinition
from citewell.model.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBase:
    """What packs share: facts, sources, words and drug safety, each told once. digest: as of a pack."""

    id: str
    title: str
    version: str
    updated: str
    summary: str
    concepts: tuple[Concept, ...] = ()
    sources: tuple[Source, ...] = ()
    facts: tuple[FactDefinition, ...] = ()
    criteria: Mapping[str, Criterion] = field(default_factory=dict)
    values: tuple[ValueDefinition, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    safety: tuple[DrugSafety, ...] = ()
    digest: str = ""
