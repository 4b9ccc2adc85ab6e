"""The packs in use and what each makes of a question: looked at cheaply first, worked out when needed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from citewell.answers.across.emergencies import is_emergency, telling_first
from citewell.answers.across.leading import Spoken, spoken_of
from citewell.answers.compose import doubted_facts
from citewell.answers.desk import speaks_of_a_patient
from citewell.answers.ranking import Words, ranked, words_of
from citewell.answers.reading import Reading
from citewell.answers.scope import asked_about, own_conditions, scope_of
from citewell.answers.wanted import wanted_by
from citewell.config import Mode
from citewell.engine.applying import clash_words
from citewell.engine.modes import looked_up
from citewell.guidelines.apply import apply, placed
from citewell.guidelines.parts import FACTS, citations, criteria, facts_of
from citewell.model.answers import Intent, Question
from citewell.model.applied import Applied
from citewell.model.cases import NO_FACTS, CaseFacts, Fact, Value
from citewell.model.catalog import Catalog
from citewell.model.conversation import ASSUMED
from citewell.model.guidelines import Concept, ConceptKind, FactDefinition, FactType, GuidelinePack
from citewell.model.sources import Source
from citewell.questions.pack_words import stems_said
from citewell.questions.seen import seen_by

_MOST_KINDS_KEPT = 512
# A pack, whether with verdicts, and the facts of a kind of case.
_Kind = tuple[str, bool, tuple[tuple[str, Value], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question to all the packs. facts: what is known of the patient; what was given beside it wins.

    about: the concepts that it asks about. aside: as of `Turn`.
    """

    question: Question
    given: CaseFacts
    facts: CaseFacts
    about: frozenset[str]
    aside: CaseFacts = NO_FACTS


@dataclass(frozen=True, kw_only=True)
class Packs:
    """The packs in use, and what is worked out of each once. No patient's facts are kept."""

    catalogs: Mapping[str, Catalog]
    concepts: Mapping[str, Concept]
    definitions: Mapping[str, FactDefinition]
    today: str
    mode: Mode
    spoken: dict[str, Spoken] = field(default_factory=dict)
    _words: dict[str, Words] = field(default_factory=dict)
    _conditions: dict[str, frozenset[str]] = field(default_factory=dict)
    _vocabularies: dict[str, frozenset[str]] = field(default_factory=dict)
    _general: dict[_Kind, Applied] = field(default_factory=dict)

    def asked(self, question: Question, *, given: CaseFacts = NO_FACTS, aside: CaseFacts = NO_FACTS) -> Asked:
        """A question as all the packs are asked it. given: the facts given beside it. aside: as of `Turn`."""
        return Asked(
            question=question,
            given=given,
            facts=question.facts.updated_with(given),
            about=asked_about(question, self.concepts, self.definitions),
            aside=aside,
        )

    def readings(self, asked: Asked) -> tuple[Reading, ...]:
        """The question as each pack sees it that it touches, in their order; if none, as the first.

        Without verdicts, unless there is only one.
        """
        touched = self._touched(asked)
        if len(touched) == 1:
            return (self._read(asked, touched[0], whole=True),)
        return tuple(self._read(asked, catalog, whole=False) for catalog in touched)

    def whole(self, asked: Asked, reading: Reading) -> Reading:
        """The reading with verdicts."""
        if reading.applied.verdicts or not reading.catalog.pack.statements:
            return reading
        applied = self._shown(asked, reading.question, reading.known, reading.catalog, whole=True)
        return replace(reading, applied=applied)

    def reading_of(self, pack: str, asked: Asked) -> Reading | None:
        """The question as one pack sees it, with verdicts; None where it is not in use."""
        return self._read(asked, self.catalogs[pack], whole=True) if pack in self.catalogs else None

    def emergency(self, facts: CaseFacts) -> Applied | None:
        """The pack that tells an emergency which the facts show, applied to them; None where none does."""
        told = {fact.id for fact in facts}
        able = (catalog for catalog in self.catalogs.values() if not told.isdisjoint(catalog.critical))
        found = [one for one in (placed(each, facts, on=self.today) for each in able) if is_emergency(one)]
        return min(found, key=telling_first, default=None)

    def best(self, reading: Reading) -> float:
        """How well the best statement of the pack answers the question, by its score."""
        wanted = wanted_by(reading.question, reading.scope, reading.catalog, reading.applied)
        found = ranked(wanted, reading.catalog, self.words(reading.catalog))
        return found[0].score if found else 0.0

    def spoken_of(self, readings: Iterable[Reading]) -> Mapping[str, Spoken]:
        """What each of the packs has records on."""
        for one in readings:
            if one.pack not in self.spoken:
                self.spoken[one.pack] = spoken_of(one.catalog)
        return self.spoken

    def words(self, catalog: Catalog) -> Words:
        """The words of a pack's statements, counted when a question first needs them."""
        if catalog.pack.id not in self._words:
            self._words[catalog.pack.id] = words_of(catalog)
        return self._words[catalog.pack.id]

    def applied(
        self, facts: CaseFacts, catalog: Catalog, *, whole: bool = True, what_if: bool = False
    ) -> Applied:
        """A pack applied to the facts. whole: with verdicts; what_if: as of `apply`."""
        if not speaks_of_a_patient(facts, catalog):
            return self._in_general(catalog, facts, whole=whole)
        if whole:
            return apply(catalog, facts, on=self.today, what_if=what_if)
        return placed(catalog, facts, on=self.today)

    def _in_general(self, catalog: Catalog, facts: CaseFacts, *, whole: bool) -> Applied:
        """The pack applied to a kind of case ("an L2 fracture"), of which there are few, each once.

        A patient's facts never come here, so nothing about anybody is kept.
        """
        key = (catalog.pack.id, whole, tuple((fact.id, fact.value) for fact in facts))
        if key not in self._general:
            if len(self._general) >= _MOST_KINDS_KEPT:
                self._general.clear()
            self._general[key] = (
                apply(catalog, facts, on=self.today, what_if=False)
                if whole
                else placed(catalog, facts, on=self.today)
            )
        applied = self._general[key]
        return replace(applied, facts=applied.facts.updated_with(facts))

    def _read(self, asked: Asked, catalog: Catalog, *, whole: bool) -> Reading:
        """The question's facts and the given ones, which win; the pack applied."""
        question, known = self._seen_by(catalog, asked.question), asked.facts
        applied = self._shown(asked, question, known, catalog, whole=whole)
        if applied.contradictions:
            known = known.without(frozenset(c.fact for c in applied.contradictions))
            clashes = (clash_words(c.fact, c.given, c.because, catalog) for c in applied.contradictions)
            question = replace(question, doubts=(*question.doubts, *clashes))
            applied = self._shown(asked, question, known, catalog, whole=whole)
        scope = scope_of(
            question,
            catalog,
            applied,
            asked=asked.about,
            own_conditions=self._own_conditions(catalog),
        )
        return Reading(
            question=question,
            catalog=catalog,
            known=known,
            applied=applied,
            scope=scope,
            is_of_its_kind=self._is_of_its_kind(asked, catalog),
            supposed=self._supposed(question, asked.facts, catalog),
        )

    def _shown(
        self, asked: Asked, question: Question, known: CaseFacts, catalog: Catalog, *, whole: bool
    ) -> Applied:
        """The pack applied, as the mode shows it. question: as the pack sees it."""
        # To find what would change a disposition is long work, wasted on what names no part of the pack.
        what_if = bool(question.mentions or question.topics or asked.given.facts)
        applied = self.applied(known, catalog, whole=whole, what_if=what_if)
        if self.mode is Mode.REFERENCE:
            return looked_up(applied, asked.aside, catalog, on=self.today)
        return applied

    def _is_of_its_kind(self, asked: Asked, catalog: Catalog) -> bool:
        if len(self.catalogs) == 1:
            return False
        general = CaseFacts(tuple(fact for fact in asked.facts if catalog.facts_general(fact.id)))
        return bool(general.facts) and bool(self._in_general(catalog, general, whole=False).in_population)

    def _supposed(self, question: Question, facts: CaseFacts, catalog: Catalog) -> Applied | None:
        """The pack applied to something doubted as if it were so, where it would be an emergency."""
        each = (
            placed(catalog, facts.updated_with(CaseFacts((Fact(fact.id, value, ASSUMED),))), on=self.today)
            for fact in doubted_facts(question, catalog)
            for value in _possible(fact)
        )
        return next((applied for applied in each if is_emergency(applied)), None)

    def _own_conditions(self, catalog: Catalog) -> frozenset[str]:
        if catalog.pack.id not in self._conditions:
            self._conditions[catalog.pack.id] = own_conditions(catalog)
        return self._conditions[catalog.pack.id]

    def _seen_by(self, catalog: Catalog, question: Question) -> Question:
        """The question as the pack would have read it alone."""
        return seen_by(
            question,
            catalog.pack.id,
            concepts=catalog.concepts,
            facts=catalog.facts,
            vocabulary=lambda: self._vocabulary(catalog),
        )

    def _vocabulary(self, catalog: Catalog) -> frozenset[str]:
        if catalog.pack.id not in self._vocabularies:
            self._vocabularies[catalog.pack.id] = stems_said((_own_words(catalog),))
        return self._vocabularies[catalog.pack.id]

    def _touched(self, asked: Asked) -> Sequence[Catalog]:
        """The packs that know something that is named, or look at a fact that is told."""
        if len(self.catalogs) == 1:
            return tuple(self.catalogs.values())
        question = asked.question
        named = {
            pack for one in (*question.topics, *question.exclusions) for pack in (one.partition(":")[0],)
        }
        bodies = Intent.GRADE in question.intents
        for concept in (*question.concepts, *(mention.concept for mention in question.covered)):
            if bodies or self.concepts[concept].kind is not ConceptKind.BODY:
                named.update(self._with_concept.get(concept, ()))
        for fact in (*asked.facts, *asked.aside):
            named.update(self._looking_at.get(fact.id, ()))
        named.update(pack for pack, one in self.catalogs.items() if doubted_facts(question, one))
        return [catalog for pack, catalog in self.catalogs.items() if pack in named] or [
            next(iter(self.catalogs.values()))
        ]

    @cached_property
    def _with_concept(self) -> Mapping[str, tuple[str, ...]]:
        return _inverted((pack, catalog.concepts) for pack, catalog in self.catalogs.items())

    @cached_property
    def _looking_at(self) -> Mapping[str, tuple[str, ...]]:
        """By fact the packs whose emergencies, populations or exclusions can rest on it."""
        return _inverted((pack, one.critical | one.placing) for pack, one in self.catalogs.items())


def _inverted(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """Pairs of a pack and names → by name its packs, in their order."""
    packs: dict[str, list[str]] = {}
    for pack, names in named:
        for name in names:
            packs.setdefault(name, []).append(pack)
    return {name: tuple(found) for name, found in packs.items()}


def _possible(definition: FactDefinition) -> tuple[Value, ...]:
    """What a fact may be that was read as possible only; a number is known or not."""
    if definition.type is FactType.YES_NO:
        return (True,)
    return tuple(choice.id for choice in definition.choices)


def _own_words(catalog: Catalog) -> GuidelinePack:
    """The pack less what it only has with its bases: facts that no rule of it looks at, findings that it does
    not cite, and the glossary."""
    pack = catalog.pack
    rules = (rule.criterion for rule in criteria(pack) if rule.path != FACTS)
    looked_at = {fact for rule in rules for fact in facts_of(rule, catalog)}
    cited = {cite for each in citations(pack) for cite in each.cites}
    return replace(
        pack,
        facts=tuple(fact for fact in pack.facts if fact.id in looked_at),
        sources=tuple(_as_cited(source, cited) for source in pack.sources),
        glossary=(),
    )


def _as_cited(source: Source, cited: Collection[str]) -> Source:
    return replace(source, findings=tuple(f for f in source.findings if f"{source.id}#{f.id}" in cited))
