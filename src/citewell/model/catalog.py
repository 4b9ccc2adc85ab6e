"""A pack with its ids resolved: made once per pack, read by every later stage."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from citewell.model.criteria import Criterion, Op
from citewell.model.grades import Grade
from citewell.model.guidelines import (
    Concept,
    Disagreement,
    Disposition,
    DrugSafety,
    FactDefinition,
    GuidelinePack,
    Population,
    Statement,
    Topic,
    ValueDefinition,
)
from citewell.model.safety import SafetyNote
from citewell.model.scores import Score
from citewell.model.sources import Finding, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """The pack's records by id; `findings` by citation (`source#finding`).

    derived: the facts that can follow from others. circles: the same, those that others rest on first, and
    those that follow from each other together. rests: every fact that each of them rests on, at any distance.
    broader: every concept above each concept.
    critical: the facts that a critical disposition can rest on, those they follow from included. placing: the
    same of populations and exclusions. safety: what is said of each drug or class itself.
    safety_facts: the facts on which that rests.
    """

    pack: GuidelinePack
    statements: Mapping[str, Statement]
    findings: Mapping[str, tuple[Source, Finding]]
    sources: Mapping[str, Source]
    facts: Mapping[str, FactDefinition]
    values: Mapping[str, ValueDefinition]
    criteria: Mapping[str, Criterion]
    concepts: Mapping[str, Concept]
    populations: Mapping[str, Population]
    topics: Mapping[str, Topic]
    disagreements: Mapping[str, Disagreement]
    scores: Mapping[str, Score]
    dispositions: Mapping[str, Disposition]
    grades: Mapping[str, Grade]
    derived: tuple[FactDefinition, ...]
    circles: tuple[tuple[FactDefinition, ...], ...]
    rests: Mapping[str, frozenset[str]]
    broader: Mapping[str, frozenset[str]]
    critical: frozenset[str]
    placing: frozenset[str]
    safety: Mapping[str, tuple[SafetyNote, ...]]
    safety_facts: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, pack: GuidelinePack, grades: Mapping[str, Grade] | None = None) -> "Catalog":
        """The catalog of a pack that passed the loader, with the grades of its statements."""
        return cls(
            pack=pack,
            statements={statement.id: statement for statement in pack.statements},
            findings={
                f"{source.id}#{finding.id}": (source, finding)
                for source in pack.sources
                for finding in source.findings
            },
            sources={source.id: source for source in pack.sources},
            facts={fact.id: fact for fact in pack.facts},
            values={value.id: value for value in pack.values},
            criteria=pack.criteria,
            concepts={concept.id: concept for concept in pack.concepts},
            populations={population.id: population for population in pack.populations},
            topics={topic.id: topic for topic in pack.topics},
            disagreements={disagreement.id: disagreement for disagreement in pack.disagreements},
            scores={score.id: score for score in pack.scores},
            dispositions={disposition.id: disposition for disposition in pack.dispositions},
            grades=grades or {},
            derived=tuple(fact for fact in pack.facts if fact.derive),
            circles=_circles(pack),
            rests=_rests(pack),
            critical=_resting_on(pack, _emergencies(pack)),
            placing=_resting_on(pack, _placing(pack)),
            safety={rules.id: SafetyNote.of(rules) for rules in pack.safety},
            safety_facts={rules.id: _safety_facts(rules, pack) for rules in pack.safety},
            broader=_broader({concept.id: concept.broader for concept in pack.concepts}),
        )

    @property
    def recommendations(self) -> tuple[Statement, ...]:
        """The statements that point a direction, in the pack's order."""
        return tuple(s for s in self.pack.statements if s.direction is not None)

    def evidence(self, citations: Iterable[str]) -> tuple[str, ...]:
        """The texts of the findings cited; a citation of nothing adds nothing."""
        return tuple(self.findings[c][1].text for c in citations if c in self.findings)

    def support(self, citations: Iterable[str]) -> tuple[str, ...]:
        """All that a number or a level may stand in: the findings cited, with population and grade,
        and what their sources are called and speak of."""
        cited = [self.findings[c] for c in citations if c in self.findings]
        told = (
            (finding.text, finding.population, finding.grade, source.title, source.population)
            for source, finding in cited
        )
        return tuple(text for texts in told for text in texts if text)

    def years(self, citations: Iterable[str]) -> frozenset[float]:
        """The years of the sources cited, which a wording may name."""
        return frozenset(float(self.findings[c][0].year) for c in citations if c in self.findings)

    def names(self, citations: Iterable[str]) -> tuple[str, ...]:
        """How the sources cited are called, which a wording may say."""
        cited = {self.findings[c][0].id: self.findings[c][0] for c in citations if c in self.findings}
        return tuple(f"{source.short} {source.title}" for source in cited.values())

    def facts_general(self, fact_id: str) -> bool:
        """Whether a fact speaks of a kind of case rather than of somebody."""
        return fact_id not in self.facts or self.facts[fact_id].general

    def covers(self, wide: str, narrow: str) -> bool:
        """Whether a concept is, or is broader than, another one ("analgesia" covers "opioid")."""
        return wide == narrow or wide in self.broader.get(narrow, ())

    def related(self, one: str, other: str) -> bool:
        """Whether either of two concepts covers the other: a drug and its class, whichever is named first."""
        return self.covers(one, other) or self.covers(other, one)

    def rules_on(self, drugs: Collection[str]) -> tuple[DrugSafety, ...]:
        """The rules that bear on some drugs: theirs, their classes', and those of the drugs in them."""
        return tuple(
            rules for rules in self.pack.safety if any(self.related(rules.id, drug) for drug in drugs)
        )


def _broader(direct: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """Every concept that each concept belongs to, at any distance; a circle in the data ends no loop."""

    def above(concept: str, seen: frozenset[str]) -> frozenset[str]:
        new = frozenset(direct.get(concept, ())) - seen
        return new.union(*(above(up, seen | new) for up in new)) if new else new

    return {concept: above(concept, frozenset({concept})) for concept in direct}


def _emergencies(pack: GuidelinePack) -> list[Criterion]:
    return [reason.when for each in pack.dispositions if each.is_critical for reason in each.reasons]


def _placing(pack: GuidelinePack) -> list[Criterion]:
    excluding = [exclusion.when for exclusion in pack.exclusions if exclusion.when is not None]
    return [*(population.when for population in pack.populations), *excluding]


def _resting_on(pack: GuidelinePack, criteria: Iterable[Criterion]) -> frozenset[str]:
    """The facts that criteria look at, and those that these can follow from, at any distance."""
    rules = {fact.id: [rule.when for rule in fact.derive] for fact in pack.facts}
    waiting = list(criteria)
    found: set[str] = set()
    while waiting:
        for fact in _facts_in(waiting.pop(), pack.criteria) - found:
            found.add(fact)
            waiting += rules.get(fact, [])
    return frozenset(found)


def _circles(pack: GuidelinePack) -> tuple[tuple[FactDefinition, ...], ...]:
    """Facts that rest on the same facts, each on itself too, follow from each other; less before more."""
    rests_on = _rests_directly(pack)
    together: dict[frozenset[str], list[FactDefinition]] = {}
    for fact in pack.facts:
        if fact.derive:
            together.setdefault(_at_any_distance(fact.id, rests_on), []).append(fact)
    return tuple(tuple(together[reached]) for reached in sorted(together, key=len))


def _rests(pack: GuidelinePack) -> dict[str, frozenset[str]]:
    """Every fact that each fact which can follow rests on, at any distance."""
    direct = _rests_directly(pack)
    return {
        fact: frozenset().union(*(direct[one] for one in _at_any_distance(fact, direct))) for fact in direct
    }


def _rests_directly(pack: GuidelinePack) -> dict[str, frozenset[str]]:
    return {
        fact.id: frozenset().union(*(_facts_in(rule.when, pack.criteria) for rule in fact.derive))
        for fact in pack.facts
        if fact.derive
    }


def _at_any_distance(start: str, rests_on: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """A fact, and those of the facts that can follow on which it rests, directly or through others."""
    found = {start}
    waiting = [start]
    while waiting:
        new = (rests_on[waiting.pop()] & rests_on.keys()) - found
        found |= new
        waiting += new
    return frozenset(found)


def _safety_facts(rules: DrugSafety, pack: GuidelinePack) -> frozenset[str]:
    told = (*rules.contraindications, *rules.cautions)
    return frozenset(fact for caution in told for fact in _facts_in(caution.when, pack.criteria))


def _facts_in(criterion: Criterion, named: Mapping[str, Criterion]) -> set[str]:
    if criterion.op is Op.USE:
        return _facts_in(named[criterion.name], named) if criterion.name in named else set()
    if criterion.parts:
        return set().union(*(_facts_in(part, named) for part in criterion.parts))
    return {criterion.fact}
