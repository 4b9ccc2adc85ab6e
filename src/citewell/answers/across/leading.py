"""Which of several packs answers a question: the one that says most of what is asked.

Packs share concepts, so that a word that one knows ("alendronate") is known to others. What counts is what a
pack says, in this order:

1. that it does not refuse the question; where one pack leaves a case out by name ("a hip fracture"), another
   takes it only if more than those words is its own: "osteoporosis after a hip fracture", not its repair;
2. on how many of the treatments, tests and scores asked about it has statements, and how close to them;
3. whether its own subject is meant: a population named, by a term or as the kind of case; then a condition of
   its own, or a patient in its population. A longer term ("vertebral fracture") goes before a shorter one;
4. how much it has on the thing asked, counting most what answers the way it is asked ("how long");
5. the order of the packs, so that the order is total.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from citewell.answers.ranking import holds_term, stems_of
from citewell.answers.reading import Reading
from citewell.answers.scope import own_topics, refusal_of
from citewell.answers.wanted import ASPECTS
from citewell.model.answers import Intent
from citewell.model.catalog import Catalog
from citewell.model.guidelines import ConceptKind, Topic
from citewell.text.tokens import content_words

# What a statement on a thing counts: one that answers the way it is asked, any other, one on something wider.
_ANSWERING, _CLOSE, _WIDE = 4, 1, 1
# What it counts that a population is named, beside a condition.
_POPULATION = 2


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a pack has records on: by concept the aspects of each record.

    within: about it, or about a kind of it; exact: about it by name.
    """

    within: Mapping[str, tuple[frozenset[str], ...]]
    exact: Mapping[str, tuple[frozenset[str], ...]]


def spoken_of(catalog: Catalog) -> Spoken:
    """What a pack has statements, disagreements and scores on."""
    within: dict[str, list[frozenset[str]]] = {}
    exact: dict[str, list[frozenset[str]]] = {}
    pack = catalog.pack
    records = [(each.about, frozenset(each.aspects)) for each in pack.statements]
    records += [(each.about, frozenset(each.aspects)) for each in pack.disagreements]
    records += [(each.about, frozenset[str]()) for each in pack.scores]
    for about, aspects in records:
        for concept in about:
            exact.setdefault(concept, []).append(aspects)
        for concept in {wide for one in about for wide in (one, *catalog.broader.get(one, ()))}:
            within.setdefault(concept, []).append(aspects)
    return Spoken(_fixed(within), _fixed(exact))


def _fixed(records: Mapping[str, Sequence[frozenset[str]]]) -> dict[str, tuple[frozenset[str], ...]]:
    return {concept: tuple(aspects) for concept, aspects in records.items()}


@dataclass(frozen=True, slots=True, order=True)
class Bearing:
    """What a pack has to do with a question; the greater leads, field by field (see the module)."""

    answers: bool
    things: int
    own: int
    longest: int
    says: int
    fit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The packs that a question touches, the leading one first.

    answering: those that do not leave it out. named: those for whose population it is, by a term or by the
    kind of case.
    """

    readings: tuple[Reading, ...]
    answering: tuple[Reading, ...]
    named: tuple[Reading, ...]


def in_order(readings: Sequence[Reading], things: Collection[str], spoken: Mapping[str, Spoken]) -> Order:
    """The readings, the one that leads first.

    things: the treatments, tests and scores asked about, of whatever pack. spoken: by pack, what it has
    records on.
    """
    if len(readings) == 1:
        answering = tuple(one for one in readings if not refusal_of(one.scope))
        return Order(readings=tuple(readings), answering=answering, named=())
    left_out = _left_out(readings)
    bearings = {one.pack: bearing(one, things, spoken[one.pack], left_out=left_out) for one in readings}
    ordered = tuple(sorted(readings, key=lambda one: bearings[one.pack], reverse=True))
    return Order(
        readings=ordered,
        answering=tuple(one for one in ordered if bearings[one.pack].answers),
        named=tuple(one for one in ordered if bearings[one.pack].own >= _POPULATION),
    )


def bearing(
    reading: Reading, things: Collection[str], spoken: Spoken, *, left_out: frozenset[str]
) -> Bearing:
    """What a pack has to do with a question. left_out: the words by which another leaves the case out."""
    scope = reading.scope
    topics = own_topics(reading.question, reading.catalog)
    close = sum(_closeness(thing, reading.catalog, spoken) for thing in things)
    population = reading.is_of_its_kind or _names_population(reading, topics)
    return Bearing(
        answers=not refusal_of(scope) and (not left_out or _takes_it(reading, left_out, close)),
        things=close,
        own=_POPULATION * population + bool(scope.named or reading.applied.in_population),
        longest=_longest_term(reading, topics) if scope.named else 0,
        says=_says(reading, things, spoken),
        fit=scope.fit,
    )


def _left_out(readings: Iterable[Reading]) -> frozenset[str]:
    """The words by which packs leave a question out."""
    refusing = (one for one in readings if refusal_of(one.scope) == "excluded")
    words: set[str] = set()
    for one in refusing:
        asked, text = content_words(one.question.text), one.question.text.casefold()
        terms = (term for exclusion in one.scope.exclusions for term in exclusion.terms)
        words.update(*(stems_of(term) for term in terms if holds_term(term, asked, text)))
    return frozenset(words)


def _takes_it(reading: Reading, left_out: frozenset[str], close: int) -> bool:
    """Whether a pack answers what another leaves out.

    It does on a thing asked about, in a case of its own; and where other words than those name its subject.
    """
    if not reading.scope.own:
        return False
    question, catalog = reading.question, reading.catalog
    conditions = (m for m in question.mentions if catalog.concepts[m.concept].kind is ConceptKind.CONDITION)
    named = (content_words(question.text[m.start : m.end]) for m in conditions)
    return bool(close) or any(not words <= left_out for words in named)


def _closeness(thing: str, catalog: Catalog, spoken: Spoken) -> int:
    """2 where a pack speaks of the very thing or of a kind of it, 1 where only of what it is a kind of."""
    return 2 if thing in spoken.within else int(speaks_of(thing, catalog, spoken))


def speaks_of(thing: str, catalog: Catalog, spoken: Spoken) -> bool:
    """Whether a pack has a record on a thing, on a kind of it, or on what it is a kind of."""
    return thing in spoken.within or any(wide in spoken.exact for wide in catalog.broader.get(thing, ()))


def _says(reading: Reading, things: Collection[str], spoken: Spoken) -> int:
    """How much the pack has on what is asked about: the things, else the conditions and what is felt."""
    scope = reading.scope
    wanted = frozenset(aspect for intent in _wants(reading) for aspect in ASPECTS[intent])
    total = 0
    for thing in things or (*scope.conditions, *scope.soft_focus):
        for aspects in spoken.within.get(thing, ()):
            total += _CLOSE if wanted.isdisjoint(aspects) else _ANSWERING
        for wide in reading.catalog.broader.get(thing, ()):
            total += sum(_WIDE for aspects in spoken.exact.get(wide, ()) if not wanted.isdisjoint(aspects))
    return total


def _wants(reading: Reading) -> tuple[Intent, ...]:
    intents = tuple(intent for intent in reading.question.intents if ASPECTS[intent])
    return intents or (Intent.SHOULD,)


def _names_population(reading: Reading, topics: Iterable[Topic]) -> bool:
    """Whether a population is named by a term of its own, and not only by one of its topics."""
    return bool(_longest(_population_terms(reading, topics), reading.question.text))


def _longest_term(reading: Reading, topics: Sequence[Topic]) -> int:
    """How many content words the longest term has that the question holds of topics or their populations."""
    terms = (term for topic in topics for term in topic.terms)
    return _longest((*terms, *_population_terms(reading, topics)), reading.question.text)


def _population_terms(reading: Reading, topics: Iterable[Topic]) -> tuple[str, ...]:
    meant = dict.fromkeys(population for topic in topics for population in topic.populations)
    return tuple(term for one in meant for term in reading.catalog.populations[one].terms)


def _longest(terms: Iterable[str], text: str) -> int:
    """The content words of the longest of the terms that a text holds; 0 where it holds none."""
    asked, folded = content_words(text), text.casefold()
    return max((len(stems_of(term)) for term in terms if holds_term(term, asked, folded)), default=0)
