"""Which of several packs answers a question: the one that says most of what is asked.

Packs share concepts, so that a word that one knows ("alendronate") is known to others. What counts is what a
pack says, in this order:

1. that it does not refuse the question; where one pack leaves a case of its own out ("a burst fracture after
   a fall of 5 m"), or another by name ("a hip fracture"), a pack takes it only if more than that is its own:
   "osteoporosis after a hip fracture", not its repair;
2. that it has a record on all of the treatments, tests and scores asked about, or on one at least;
3. that one of its populations is named, by a term or as the kind of case ("an L2 fracture");
4. how close it comes to the things asked about, and how few words it makes nothing of;
5. that no pack that it yields to claims the question by its population: a fracture before bone health;
6. whether a condition of its own is named, or the patient is in its population; a longer term ("vertebral
   fracture") goes before a shorter one;
7. of how many of the outcomes named beside ("healing") it speaks;
8. that its best statement answers about as well as that of any, and how much of it is on the thing asked;
9. the order of the packs, so that the order is total.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from citewell.answers.ranking import holds_term, stems_of
from citewell.answers.reading import Reading
from citewell.answers.scope import own_topics, refusal_of
from citewell.answers.wanted import ASPECTS
from citewell.model.answers import Intent, Mention
from citewell.model.catalog import Catalog
from citewell.model.guidelines import ConceptKind, Topic
from citewell.text.tokens import content_words

# What a statement on a thing counts: one that answers the way it is asked, any other, one on something wider.
_ANSWERING, _CLOSE, _WIDE = 4, 1, 1
# How close a pack comes to a thing of a part of which at least it speaks by name.
_EXACTLY = 2
# Scores of statements that differ by less than this answer about as well (a word, or half an aspect).
_ABOUT_AS_WELL = 1.0


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
    speaks: int
    population: bool
    things: int
    unread: int
    unyielding: bool
    own: bool
    longest: int
    beside: int
    best: bool
    says: float
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


@dataclass(frozen=True, slots=True)
class Thing:
    """What one phrase asks about: the concepts that the whole of it names, and those that a part does."""

    whole: frozenset[str]
    part: frozenset[str]

    @property
    def concepts(self) -> tuple[str, ...]:
        """All of them, those of the whole first."""
        return (*sorted(self.whole), *sorted(self.part - self.whole))


def things_of(readings: Iterable[Reading]) -> tuple[Thing, ...]:
    """The treatments, tests and scores asked about, of whatever pack: each phrase once, in order of place.

    Phrases that share a word are one ("group exercise" to one pack, "exercise" to another).
    """
    asked = {m for one in readings for m in one.question.mentions if m.concept in one.scope.focus}
    phrases: list[list[Mention]] = []
    reached = -1
    for mention in sorted(asked, key=lambda m: (m.start, m.end, m.concept)):
        if mention.start >= reached:
            phrases.append([])
        phrases[-1].append(mention)
        reached = max(reached, mention.end)
    return tuple(dict.fromkeys(map(_thing, phrases)))


def _thing(phrase: Sequence[Mention]) -> Thing:
    longest = max(mention.end - mention.start for mention in phrase)
    whole = frozenset(m.concept for m in phrase if m.end - m.start == longest)
    return Thing(whole, frozenset(m.concept for m in phrase) - whole)


def in_order(
    readings: Sequence[Reading],
    things: Sequence[Thing],
    spoken: Mapping[str, Spoken],
    best: Callable[[Reading], float],
) -> Order:
    """The readings, the one that leads first.

    things: as `things_of` gives them. spoken: by pack, what it has records on. best: how well the best
    statement of a pack answers, looked for only where all that goes before does not decide.
    """
    if len(readings) == 1:
        answering = tuple(one for one in readings if not refusal_of(one.scope))
        return Order(readings=tuple(readings), answering=answering, named=())
    left_out = _left_out(readings)
    bearings = {one.pack: bearing(one, things, spoken[one.pack], left_out=left_out) for one in readings}
    for one in _yielding(readings, bearings):
        bearings[one.pack] = replace(bearings[one.pack], unyielding=False)
    first = max(_decided(each) for each in bearings.values())
    tied = [one for one in readings if _decided(bearings[one.pack]) == first]
    for one in _best(tied, best) if len(tied) > 1 and things else ():
        bearings[one.pack] = replace(bearings[one.pack], best=True)
    ordered = tuple(sorted(readings, key=lambda one: bearings[one.pack], reverse=True))
    return Order(
        readings=ordered,
        answering=tuple(one for one in ordered if bearings[one.pack].answers),
        named=tuple(one for one in ordered if bearings[one.pack].population),
    )


def _yielding(readings: Iterable[Reading], bearings: Mapping[str, Bearing]) -> list[Reading]:
    """Those that yield to a pack which answers and whose population is named."""
    claiming = {pack for pack, each in bearings.items() if each.answers and each.population}
    return [one for one in readings if not claiming.isdisjoint(one.catalog.pack.yields_to)]


def _best(tied: Sequence[Reading], best: Callable[[Reading], float]) -> list[Reading]:
    """Those whose best statement answers about as well as that of any."""
    scores = {one.pack: best(one) for one in tied}
    least = max(scores.values()) - _ABOUT_AS_WELL
    return [one for one in tied if scores[one.pack] >= least]


def _decided(each: Bearing) -> tuple[bool | int, ...]:
    """What goes before how well a pack answers."""
    before = (each.answers, each.speaks, each.population, each.things, each.unread)
    return (*before, each.unyielding, each.own, each.longest, each.beside)


def bearing(
    reading: Reading, things: Sequence[Thing], spoken: Spoken, *, left_out: frozenset[str] | None
) -> Bearing:
    """What a pack has to do with a question.

    left_out: the words by which another pack leaves the case out, None where none does.
    """
    scope = reading.scope
    topics = own_topics(reading.question, reading.catalog)
    each = [_closeness(thing, reading.catalog, spoken) for thing in things]
    close = sum(each)
    return Bearing(
        answers=not refusal_of(scope) and (left_out is None or _takes_it(reading, left_out, close)),
        speaks=all(each) + any(each),
        population=reading.is_of_its_kind or _names_population(reading, topics),
        things=close,
        unread=-scope.strange,
        unyielding=True,
        own=scope.named or bool(reading.applied.in_population),
        longest=_longest_term(reading, topics) if scope.named else 0,
        beside=sum(one in spoken.within for one in _outcomes(reading)),
        best=False,
        says=_says(reading, things, spoken),
        fit=scope.fit,
    )


def _outcomes(reading: Reading) -> Iterable[str]:
    concepts = reading.catalog.concepts
    return (one for one in reading.scope.soft_focus if concepts[one].kind is ConceptKind.OUTCOME)


def _left_out(readings: Iterable[Reading]) -> frozenset[str] | None:
    """The words by which packs leave a case out that is theirs, or that they name; None where none does."""
    refusing = [
        one
        for one in readings
        if refusal_of(one.scope) == "excluded"
        and (one.scope.named or one.is_of_its_kind or any(e.when is None for e in one.scope.exclusions))
    ]
    words: set[str] = set()
    for one in refusing:
        asked, text = content_words(one.question.text), one.question.text.casefold()
        terms = (term for exclusion in one.scope.exclusions for term in exclusion.terms)
        words.update(*(stems_of(term) for term in terms if holds_term(term, asked, text)))
    return frozenset(words) if refusing else None


def _takes_it(reading: Reading, left_out: frozenset[str], close: int) -> bool:
    """Whether a pack answers what another leaves out.

    It does on a thing asked about, in a case of its own; and where other words than those name its subject.
    """
    if not reading.scope.own:
        return False
    question, catalog = reading.question, reading.catalog
    conditions = (m for m in question.mentions if catalog.concepts[m.concept].kind is ConceptKind.CONDITION)
    named = (content_words(question.text[m.start : m.end]) for m in conditions)
    return close >= _EXACTLY or any(not words <= left_out for words in named)


def _closeness(thing: Thing, catalog: Catalog, spoken: Spoken) -> int:
    """How near a pack comes to what is asked about.

    3 where it speaks of what a whole phrase names or of a kind of it, 2 where of what a part does, 1 where
    only of what it is a kind of; else 0.
    """
    if not thing.whole.isdisjoint(spoken.within):
        return 3
    if not thing.part.isdisjoint(spoken.within):
        return _EXACTLY
    return int(speaks_of(thing, catalog, spoken))


def speaks_of(thing: Thing, catalog: Catalog, spoken: Spoken) -> bool:
    """Whether a pack has a record on a thing, on a kind of it, or on what it is a kind of."""
    return any(
        one in spoken.within or any(wide in spoken.exact for wide in catalog.broader.get(one, ()))
        for one in thing.concepts
    )


def _says(reading: Reading, things: Sequence[Thing], spoken: Spoken) -> float:
    """How much of the pack is on what is asked about: the things, else the conditions and what is felt."""
    scope = reading.scope
    wanted = frozenset(aspect for intent in _wants(reading) for aspect in ASPECTS[intent])
    asked = {one for thing in things for one in thing.concepts} or {*scope.conditions, *scope.soft_focus}
    total = 0
    for one in sorted(asked):
        for aspects in spoken.within.get(one, ()):
            total += _CLOSE if wanted.isdisjoint(aspects) else _ANSWERING
        for wide in reading.catalog.broader.get(one, ()):
            total += sum(_WIDE for aspects in spoken.exact.get(wide, ()) if not wanted.isdisjoint(aspects))
    return round(total / (len(reading.catalog.pack.statements) or 1), 3)


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
