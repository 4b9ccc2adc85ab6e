"""What a pack takes of the bases it imports: the records that it uses, and those that they rest on.

Of sources, words and rules only what is used is taken, so that a pack is about what it speaks of, whatever
else its bases hold. Every fact is taken, for what is known of a patient is the same for all packs; and every
term of the glossary, for any text may use it. Of two records of one id, that of the pack wins, then that of
the base that is imported first (the checks refuse both).
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol, TypeVar

from citewell.guidelines.ownership import KINDS, ids_of
from citewell.guidelines.parts import citations, comparisons, criteria
from citewell.model.bases import SharedBase
from citewell.model.criteria import Criterion
from citewell.model.guidelines import (
    Concept,
    ConceptKind,
    DrugSafety,
    FactDefinition,
    GlossaryEntry,
    GuidelinePack,
    Import,
    ValueDefinition,
)
from citewell.model.problems import Problem
from citewell.model.sources import Source


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """The records of all bases by id."""

    concepts: Mapping[str, Concept]
    sources: Mapping[str, Source]
    facts: Mapping[str, FactDefinition]
    criteria: Mapping[str, Criterion]
    values: Mapping[str, ValueDefinition]
    glossary: Mapping[str, GlossaryEntry]
    safety: Mapping[str, DrugSafety]


def import_fault(
    wanted: Import, base: SharedBase | None, *, problems: Sequence[Problem] = ()
) -> tuple[str, str, str] | None:
    """Why what was found cannot be imported: code, message and hint; None when it can. problems: its own."""
    name = f"{wanted.id} {wanted.version}"
    if problems:
        return "import.faulty", f"{name} is imported, and has faults of its own", "check the base"
    if base is None:
        return "import.unknown", f"{name} is imported, and there is no such base", "lay it beside the pack"
    if base.id != wanted.id:
        message = f'{name} is imported, and the base there calls itself "{base.id}"'
        return "import.unknown", message, "rename its folder, or correct its id"
    if base.version != wanted.version:
        message = f"{name} is imported, and the base has version {base.version}"
        return "import.version", message, "look what changed, then write the version that is there"
    return None


def with_imports(pack: GuidelinePack, bases: Sequence[SharedBase]) -> GuidelinePack:
    """The pack with what it uses of the bases, told by import, and a digest that covers theirs."""
    if not bases:
        return pack
    shared = _together(bases)
    whole = replace(
        pack,
        facts=_merged(shared.facts.values(), pack.facts),
        concepts=_concepts(pack, shared.concepts),
        glossary=_glossary(pack, shared.glossary),
    )
    whole = replace(whole, safety=_safety(whole, shared.safety))
    whole = _with_rules(whole, shared)
    whole = replace(whole, sources=_sources(whole, shared.sources))
    imports = _imports(pack, whole, bases)
    return replace(whole, imports=imports, digest=_digest(pack.digest, imports))


def _together(bases: Sequence[SharedBase]) -> _Shared:
    """The bases as one; of two records of one id the first counts."""
    return _Shared(
        concepts=_first((each.id, each) for base in bases for each in base.concepts),
        sources=_first((each.id, each) for base in bases for each in base.sources),
        facts=_first((each.id, each) for base in bases for each in base.facts),
        criteria=_first(named for base in bases for named in base.criteria.items()),
        values=_first((each.id, each) for base in bases for each in base.values),
        glossary=_first((each.term, each) for base in bases for each in base.glossary),
        safety=_first((each.id, each) for base in bases for each in base.safety),
    )


def _first(named: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for name, record in named:
        found.setdefault(name, record)
    return found


def _imports(pack: GuidelinePack, whole: GuidelinePack, bases: Sequence[SharedBase]) -> tuple[Import, ...]:
    """The imports of a pack, each with the ids of what the whole pack took of it."""
    told = {kind: set(ids_of(pack, kind)) for kind in KINDS}
    by_id = _by_id(bases)
    imports: list[Import] = []
    for wanted in pack.imports:
        if wanted.id not in by_id:
            continue
        base = by_id[wanted.id]
        held = {kind: set(ids_of(base, kind)) - told[kind] for kind in KINDS}
        told = {kind: told[kind] | held[kind] for kind in KINDS}
        taken = {kind: tuple(one for one in ids_of(whole, kind) if one in held[kind]) for kind in KINDS}
        imports.append(replace(wanted, version=base.version, digest=base.digest, records=taken))
    return tuple(imports)


def _digest(own: str, imports: Iterable[Import]) -> str:
    """SHA-256 of the digests of the pack's own files and of each base, in the order of the imports."""
    told = "\0".join((own, *(each.digest for each in imports)))
    return hashlib.sha256(told.encode()).hexdigest()


def _by_id(records: Iterable[N]) -> dict[str, N]:
    return {record.id: record for record in records}


def _merged(shared: Iterable[N], own: Iterable[N]) -> tuple[N, ...]:
    """The shared records, then those of the pack, which win."""
    own = tuple(own)
    ids = {record.id for record in own}
    return (*(record for record in shared if record.id not in ids), *own)


def _glossary(pack: GuidelinePack, shared: Mapping[str, GlossaryEntry]) -> tuple[GlossaryEntry, ...]:
    entries = {**shared, **{entry.term: entry for entry in pack.glossary}}
    return tuple(entries[term] for term in sorted(entries))


def _concepts(pack: GuidelinePack, shared: Mapping[str, Concept]) -> tuple[Concept, ...]:
    """The pack's concepts, and the shared ones that its records are about, with wider and narrower ones.

    A question may name any body, whether or not the pack has something of it.
    """
    own = _by_id(pack.concepts)
    known = {**shared, **own}
    bodies = {c.id for c in shared.values() if c.kind is ConceptKind.BODY}
    used = _above(_concepts_named(pack) | own.keys() | bodies, known)
    narrower = {c.id for c in shared.values() if not used.isdisjoint(_above(c.broader, known))}
    taken = {**{c: shared[c] for c in _above(used | narrower, known) if c in shared}, **own}
    return tuple(taken[one] for one in sorted(taken))


def _concepts_named(pack: GuidelinePack) -> frozenset[str]:
    about = chain(
        (c for s in pack.statements for c in (*s.about, *s.orders, *s.gives)),
        (c for disagreement in pack.disagreements for c in disagreement.about),
        (c for score in pack.scores for c in score.about),
        (c for hand_over in pack.hand_overs for c in hand_over.about),
        (c for topic in pack.topics for item in topic.must_mention for c in item.about),
    )
    return frozenset(about)


def _above(names: Collection[str], known: Mapping[str, Concept]) -> frozenset[str]:
    """The concepts named, and every one above them."""
    found: set[str] = set()
    waiting = [name for name in names if name in known]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [wide for wide in known[name].broader if wide in known]
    return frozenset(found)


def _safety(pack: GuidelinePack, shared: Mapping[str, DrugSafety]) -> tuple[DrugSafety, ...]:
    """What is said of the drugs that the pack gives or speaks of, their classes, and the drugs in them."""
    known = _by_id(pack.concepts)
    named = frozenset(one for statement in pack.statements for one in (*statement.about, *statement.gives))
    wide = _above(named, known)
    return tuple(
        shared[drug]
        for drug in sorted(shared)
        if drug in wide or not named.isdisjoint(_above((drug,), known))
    )


def _with_rules(pack: GuidelinePack, shared: _Shared) -> GuidelinePack:
    """The pack with the named criteria and the values that its criteria rest on."""
    waiting = [ruled.criterion for ruled in criteria(pack)]
    used: set[str] = set()
    values: set[str] = set()
    while waiting:
        for leaf in comparisons(waiting.pop()):
            values.add(leaf.value_id)
            if leaf.name in shared.criteria and leaf.name not in used:
                used.add(leaf.name)
                waiting.append(shared.criteria[leaf.name])
    found = (value for name, value in shared.values.items() if name in values)
    return replace(
        pack,
        criteria={**{name: rule for name, rule in shared.criteria.items() if name in used}, **pack.criteria},
        values=tuple(sorted(_merged(found, pack.values), key=lambda value: value.id)),
    )


def _sources(pack: GuidelinePack, shared: Mapping[str, Source]) -> tuple[Source, ...]:
    """The pack's sources, and of the shared ones those it cites or that supersede one it has."""
    waiting = list(_sources_named(pack))
    taken: dict[str, Source] = {}
    while waiting:
        source = shared.get(waiting.pop())
        if source is not None and source.id not in taken:
            taken[source.id] = source
            waiting.append(source.superseded_by)
    return tuple(sorted(_merged(taken.values(), pack.sources), key=lambda source: source.id))


def _sources_named(pack: GuidelinePack) -> Iterator[str]:
    yield from (cite.partition("#")[0] for cited in citations(pack) for cite in cited.cites)
    yield from (statement.source for statement in pack.statements)
    yield from (side.source for found in pack.disagreements for side in found.sides)
    yield from (source.superseded_by for source in pack.sources)
