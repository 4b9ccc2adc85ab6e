"""What a pack takes of the bases it imports: the records that it uses, and those that they rest on.

Of sources, words and rules only what is used is taken, so that a pack is about what it speaks of, whatever
else its bases hold. Every fact is taken, for what is known of a patient is the same for all packs; and every
term of the glossary, for any text may use it.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Protocol, TypeVar

from citewell.guidelines.parts import citations, comparisons, criteria
from citewell.model.guidelines import (
    Caution,
    Concept,
    ConceptKind,
    DrugSafety,
    GlossaryEntry,
    GuidelinePack,
    Import,
    SharedBase,
    ValueDefinition,
)
from citewell.model.problems import Problem
from citewell.model.sources import Source


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


def import_fault(
    wanted: Import, base: SharedBase | None, *, problems: Sequence[Problem] = ()
) -> tuple[str, str, str] | None:
    """Why what was found cannot be imported: code, message and hint; None when it can. problems: its own."""
    name = f"{wanted.id} {wanted.version}"
    if problems:
        return "import.faulty", f"{name} is imported, and has faults of its own", "check the base"
    if base is None:
        return "import.unknown", f"{name} is imported, and there is no such base", "lay it beside the pack"
    if base.version != wanted.version:
        message = f"{name} is imported, and the base has version {base.version}"
        return "import.version", message, "look what changed, then write the version that is there"
    return None


def with_imports(pack: GuidelinePack, bases: Sequence[SharedBase]) -> GuidelinePack:
    """The pack with what it uses of the bases, and their digests; a record of its own wins over theirs."""
    if not bases:
        return pack
    pack = replace(
        pack,
        concepts=_concepts(pack, _by_id(chain.from_iterable(base.concepts for base in bases))),
        glossary=_glossary(pack, bases),
        imports=tuple(Import(id=base.id, version=base.version, digest=base.digest) for base in bases),
    )
    pack = replace(pack, safety=_safety(pack, bases))
    pack = _with_rules(pack, bases)
    pack = replace(pack, digest=_digest(pack))
    return replace(pack, sources=_sources(pack, _by_id(chain.from_iterable(b.sources for b in bases))))


def _digest(pack: GuidelinePack) -> str:
    """SHA-256 of the digests of the pack's own files and of each base, in the order of the imports."""
    told = "\0".join((pack.digest, *(each.digest for each in pack.imports)))
    return hashlib.sha256(told.encode()).hexdigest()


def _by_id(records: Iterable[N]) -> dict[str, N]:
    return {record.id: record for record in records}


def _glossary(pack: GuidelinePack, bases: Sequence[SharedBase]) -> tuple[GlossaryEntry, ...]:
    entries = {entry.term: entry for base in bases for entry in base.glossary}
    entries |= {entry.term: entry for entry in pack.glossary}
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


def _safety(pack: GuidelinePack, bases: Sequence[SharedBase]) -> tuple[DrugSafety, ...]:
    """What is said of the drugs that the pack gives, of their classes, and of the drugs in them."""
    known = _by_id(pack.concepts)
    given = frozenset(drug for statement in pack.statements for drug in statement.gives)
    wide = _above(given, known)
    return tuple(
        rules
        for base in bases
        for rules in base.safety
        if rules.id in wide or not given.isdisjoint(_above((rules.id,), known))
    )


def _with_rules(pack: GuidelinePack, bases: Sequence[SharedBase]) -> GuidelinePack:
    """The pack with the facts, and with the named criteria and values that its criteria rest on."""
    named = {name: criterion for base in bases for name, criterion in base.criteria.items()}
    facts = _merged((fact for base in bases for fact in base.facts), pack.facts)
    waiting = [ruled.criterion for ruled in criteria(replace(pack, facts=facts))]
    waiting += [caution.when for rules in pack.safety for caution in _cautions(rules)]
    used: set[str] = set()
    values: set[str] = set()
    while waiting:
        for leaf in comparisons(waiting.pop()):
            values.add(leaf.value_id)
            if leaf.name in named and leaf.name not in used:
                used.add(leaf.name)
                waiting.append(named[leaf.name])
    return replace(
        pack,
        facts=facts,
        criteria={**{name: rule for name, rule in named.items() if name in used}, **pack.criteria},
        values=tuple(sorted(_merged(_values(bases, values), pack.values), key=lambda value: value.id)),
    )


def _merged(shared: Iterable[N], own: Iterable[N]) -> tuple[N, ...]:
    """The shared records, then those of the pack, which win."""
    own = tuple(own)
    ids = {record.id for record in own}
    return (*(record for record in shared if record.id not in ids), *own)


def _values(bases: Sequence[SharedBase], used: Collection[str]) -> Iterator[ValueDefinition]:
    return (value for base in bases for value in base.values if value.id in used)


def _cautions(rules: DrugSafety) -> tuple[Caution, ...]:
    return (*rules.contraindications, *rules.cautions)


def _sources(pack: GuidelinePack, shared: Mapping[str, Source]) -> tuple[Source, ...]:
    """The pack's sources, and of the shared ones those it cites or that supersede one it has."""
    own = _by_id(pack.sources)
    cites = chain(
        (cite for cited in citations(pack) for cite in cited.cites),
        (cite for rules in pack.safety for caution in _cautions(rules) for cite in caution.cites),
    )
    waiting = [
        *(cite.partition("#")[0] for cite in cites),
        *(statement.source for statement in pack.statements),
        *(side.source for found in pack.disagreements for side in found.sides),
        *(source.superseded_by for source in pack.sources),
    ]
    taken: dict[str, Source] = {}
    while waiting:
        source = shared.get(waiting.pop())
        if source is not None and source.id not in taken:
            taken[source.id] = source
            waiting.append(source.superseded_by)
    return tuple(sorted(_merged(taken.values(), own.values()), key=lambda source: source.id))
