"""The language of the packs, compiled once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from citewell.model.guidelines import Concept, ConceptKind, FactDefinition, GuidelinePack, NumberPhrase
from citewell.questions.pack_words import each_once, stems_said
from citewell.questions.phrases import PhraseBuilder, Phrases, Role
from citewell.questions.pico.terms import NO_TERMS, Terms
from citewell.questions.words import keys_of, read_words, stems_of

NUMBER_SLOT = "#"


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase that states a number, as keys with a slot for it. capitals: which of them must be capital."""

    fact: str
    keys: tuple[str, ...]
    factor: float
    value: float | None
    capitals: tuple[bool, ...]


@dataclass(frozen=True)
class Lexicon:
    """The language of a set of packs, compiled.

    about: concepts, exclusions and topics by stems. stated: facts by keys. readings: number phrases by their
    first key and, after a slot, by their second. terms: the general medical English of `vocabulary/`.
    """

    packs: tuple[GuidelinePack, ...]
    about: Phrases
    stated: Phrases
    readings: Mapping[str, tuple[Reading, ...]]
    definitions: Mapping[str, FactDefinition]
    concepts: Mapping[str, Concept]
    topics: Mapping[str, int]
    terms: Terms = NO_TERMS

    def kind_of(self, concept_id: str) -> ConceptKind:
        """The kind of a concept."""
        return self.concepts[concept_id].kind

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The stems of everything the packs say, gathered when first asked for: most questions need none."""
        return stems_said(self.packs)


def compile_lexicon(packs: Sequence[GuidelinePack], terms: Terms = NO_TERMS) -> Lexicon:
    """Compile the words of some packs. Of definitions that share an id, the first counts."""
    facts = each_once(definition for pack in packs for definition in pack.facts)
    concepts = each_once(concept for pack in packs for concept in pack.concepts)
    topics: dict[str, int] = {}
    for pack in packs:
        for topic in pack.topics:
            topics.setdefault(f"{pack.id}:{topic.id}", len(topics))
    return Lexicon(
        packs=tuple(packs),
        about=_subjects(packs, concepts),
        stated=_facts_stated(facts),
        readings=_readings(facts),
        definitions={definition.id: definition for definition in reversed(facts)},
        concepts={concept.id: concept for concept in reversed(concepts)},
        topics=topics,
        terms=terms,
    )


def _subjects(packs: Sequence[GuidelinePack], concepts: Iterable[Concept]) -> Phrases:
    about = PhraseBuilder(stems_of)
    for concept in concepts:
        about.add(concept.terms, Role.CONCEPT, concept.id)
    for pack in packs:
        for exclusion in pack.exclusions:
            about.add(exclusion.terms, Role.EXCLUSION, f"{pack.id}:{exclusion.id}")
        _add_topics(pack, about)
    return about.build()


def _add_topics(pack: GuidelinePack, about: PhraseBuilder) -> None:
    """A topic is named by its own terms and by those of its populations."""
    population_terms = {population.id: population.terms for population in pack.populations}
    for topic in pack.topics:
        topic_id = f"{pack.id}:{topic.id}"
        about.add(topic.terms, Role.TOPIC, topic_id)
        for population in topic.populations:
            about.add(population_terms.get(population, ()), Role.TOPIC, topic_id)


def _facts_stated(facts: Iterable[FactDefinition]) -> Phrases:
    stated = PhraseBuilder(keys_of)
    for definition in facts:
        stated.add(definition.terms, Role.TERM, definition.id)
        stated.add(definition.denials, Role.DENIAL, definition.id)
        for choice in definition.choices:
            stated.add(choice.terms, Role.CHOICE, definition.id, choice.id)
    return stated.build()


def _readings(facts: Iterable[FactDefinition]) -> dict[str, tuple[Reading, ...]]:
    found: dict[str, dict[Reading, None]] = {}
    for definition in facts:
        for phrase in definition.readings:
            reading = _reading_of(definition.id, phrase)
            found.setdefault(_index_key(reading), {})[reading] = None
    return {key: tuple(readings) for key, readings in found.items()}


def _reading_of(fact: str, phrase: NumberPhrase) -> Reading:
    """A number phrase as keys. A lone capital letter ("{n} F") must be a capital in the text too."""
    keys: list[str] = []
    capitals: list[bool] = []
    for index, part in enumerate(phrase.phrase.split("{n}")):
        if index:
            keys.append(NUMBER_SLOT)
            capitals.append(False)
        for word in read_words(part):
            keys.append(word.key)
            capitals.append(len(word.text) == 1 and word.text.isupper())
    return Reading(fact, tuple(keys), phrase.factor, phrase.value, tuple(capitals))


def _index_key(reading: Reading) -> str:
    return " ".join(reading.keys[:2]) if reading.keys[:1] == (NUMBER_SLOT,) else "".join(reading.keys[:1])
