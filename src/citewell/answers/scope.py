"""Is the question one the pack speaks to, for which populations, and what is it about?"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from citewell.answers.ranking import holds_term, stems_of
from citewell.model.answers import Intent, Mention, Question
from citewell.model.applied import Applied
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Concept, ConceptKind, Exclusion, FactDefinition, Topic
from citewell.text.tokens import content_words

_SENTENCE_END = re.compile(r"[.;:?!]\s+|\n+")
# Concepts of these kinds are what a narrow question is about; the others say in which setting.
SHARP = frozenset(
    {
        ConceptKind.INTERVENTION,
        ConceptKind.IMAGING,
        ConceptKind.TEST,
        ConceptKind.SCORE,
        ConceptKind.STUDY,
    }
)
_SOFT = frozenset({ConceptKind.SUBJECT, ConceptKind.OUTCOME, ConceptKind.SYMPTOM})
# How something is looked at, whatever it is.
_MODALITIES = frozenset({ConceptKind.IMAGING, ConceptKind.TEST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """How a question stands to a pack.

    fit: 3 the pack's condition or population is named, 2 a treatment, test or score of the pack is,
    1 only a subject is, 0 nothing is. own: whether the pack's own subject is named, or the patient is of its
    population, and not only a risk that it shares with other subjects ("pregnancy"). named: whether words
    name it, and not only a topic that any subject has ("imaging"). shared: whether what is named is such a
    risk, or only how something is looked at. strange: how many content words stand nowhere in the packs.
    `refusal` is set when the pack does not answer.
    """

    populations: tuple[str, ...]
    focus: tuple[str, ...]
    soft_focus: tuple[str, ...]
    conditions: tuple[str, ...]
    bodies: tuple[str, ...]
    exclusions: tuple[Exclusion, ...]
    fit: int
    own: bool = True
    named: bool = True
    shared: bool = False
    strange: int = 0
    refusal: str = ""


def scope_of(
    question: Question,
    catalog: Catalog,
    applied: Applied,
    *,
    asked: Collection[str],
    own_conditions: Collection[str],
) -> Scope:
    """Which part of the pack the question speaks to, or why none.

    asked, own_conditions: as `asked_about` gives it, and the function of that name.
    """
    concepts = [catalog.concepts[c] for c in question.concepts if c in catalog.concepts]
    topics = own_topics(question, catalog)
    named = _is_named(question, concepts, catalog, own_conditions)
    focus = _most_specific(catalog, [c for c in concepts if c.kind in SHARP and c.id in asked])
    soft = tuple(c.id for c in concepts if c.kind in _SOFT)
    return Scope(
        populations=_populations(question, catalog, applied),
        focus=focus,
        soft_focus=soft,
        conditions=tuple(c.id for c in concepts if c.kind is ConceptKind.CONDITION),
        bodies=tuple(c.id for c in concepts if c.kind is ConceptKind.BODY),
        exclusions=tuple(_exclusions(question, catalog, applied)),
        fit=_fit(concepts, topics, applied, (*focus, *_graders(question, concepts)), soft),
        own=bool(applied.in_population) or named or bool(topics),
        named=named,
        shared=_is_shared(concepts, question),
        strange=len(question.unread),
    )


def speaks_for(scope: Scope, question: Question, catalog: Catalog) -> bool:
    """Whether the pack may speak of what it doubts: its own subject is named, or something that is felt."""
    kinds = {catalog.concepts[c].kind for c in question.concepts if c in catalog.concepts}
    return scope.own or ConceptKind.SYMPTOM in kinds


def _is_named(
    question: Question, concepts: Sequence[Concept], catalog: Catalog, own_conditions: Collection[str]
) -> bool:
    """Whether words name the pack's population, or a condition that is its own."""
    if _names_own_words(question, catalog):
        return True
    if any(one in own_conditions for c in concepts for one in (c.id, *catalog.broader.get(c.id, ()))):
        return True
    asked = (content_words(question.text), question.text.casefold())
    named = _topics_named(question, catalog)
    return any(_names_the_subject(topic, concepts, catalog, asked) for topic in named)


def _names_own_words(question: Question, catalog: Catalog) -> bool:
    """Whether a condition is named by a word that the pack's populations are named by ("vertebral")."""
    words = content_words("\n".join(term for p in catalog.pack.populations for term in p.terms))
    named = [m for m in question.mentions if m.concept in catalog.concepts]
    return any(
        catalog.concepts[m.concept].kind is ConceptKind.CONDITION
        and not words.isdisjoint(content_words(question.text[m.start : m.end]))
        for m in named
    )


def own_conditions(catalog: Catalog) -> frozenset[str]:
    """The conditions of which a term of the pack's populations, or of a topic on one, has all the words.

    Of a condition that stands apart it has those words alone: "cancer" is not the subject of "cancer pain".
    """
    populations = [_words(term) for population in catalog.pack.populations for term in population.terms]
    topics = [(topic, [_words(term) for term in topic.terms]) for topic in catalog.pack.topics]
    conditions = (one for one in catalog.pack.concepts if one.kind is ConceptKind.CONDITION)
    return frozenset(one.id for one in conditions if _is_among(one, populations, topics, catalog))


def _is_among(
    condition: Concept,
    populations: Iterable[frozenset[str]],
    topics: Iterable[tuple[Topic, list[frozenset[str]]]],
    catalog: Catalog,
) -> bool:
    about = [
        *populations,
        *(w for topic, all_w in topics if _is_on(topic, condition, catalog) for w in all_w),
    ]
    named = [_words(term) for term in condition.terms]
    return any(words == own if condition.apart else words >= own for own in named for words in about)


def _words(term: str) -> frozenset[str]:
    return frozenset(term.casefold().split())


def _is_on(topic: Topic, concept: Concept, catalog: Catalog) -> bool:
    """Whether a topic that a condition names is on that condition.

    It is, unless the condition stands apart ("cancer", for which warning signs are looked for) and nothing of
    the topic's bottom line is about it.
    """
    said = (catalog.statements[one] for one in topic.bottom_line if one in catalog.statements)
    return not concept.apart or any(catalog.related(concept.id, one) for s in said for one in s.about)


def own_topics(question: Question, catalog: Catalog) -> tuple[Topic, ...]:
    """The topics named by which the question is known to be on the pack's own subject.

    A term with a population or a condition in it names the subject ("imaging in back pain"). One without
    ("imaging", "red flags", "drugs") belongs to any: it names a topic of the pack only where every word of
    the question is the pack's, and not for a question on what is felt or how something turns out.
    """
    named = _topics_named(question, catalog)
    if not named:
        return ()
    concepts = [catalog.concepts[c] for c in question.concepts if c in catalog.concepts]
    asked = (content_words(question.text), question.text.casefold())
    return tuple(
        topic
        for topic in named
        if _names_the_subject(topic, concepts, catalog, asked)
        or _is_all_that_is_named(topic, question, concepts, asked)
    )


def _topics_named(question: Question, catalog: Catalog) -> tuple[Topic, ...]:
    named = question.topics
    return tuple(topic for topic in catalog.pack.topics if f"{catalog.pack.id}:{topic.id}" in named)


def _names_the_subject(
    topic: Topic, concepts: Iterable[Concept], catalog: Catalog, asked: tuple[frozenset[str], str]
) -> bool:
    """Whether a term of the topic's populations is held, or one of its own with a condition named in it."""
    populations = (catalog.populations[one] for one in topic.populations)
    if any(holds_term(term, *asked) for population in populations for term in population.terms):
        return True
    named = [term for term in topic.terms if holds_term(term, *asked)]
    conditions = [c for c in concepts if c.kind is ConceptKind.CONDITION and _is_on(topic, c, catalog)]
    return any(stems_of(own) <= stems_of(term) for c in conditions for own in c.terms for term in named)


def _is_all_that_is_named(
    topic: Topic, question: Question, concepts: Sequence[Concept], asked: tuple[frozenset[str], str]
) -> bool:
    named = [term for term in topic.terms if holds_term(term, *asked)]
    feels = any(concept.kind is ConceptKind.SYMPTOM for concept in concepts)
    apart = any(concept.apart for concept in concepts)
    return not question.leftover and not (feels or apart) and not _is_of_any_subject(named, concepts)


def _is_of_any_subject(named: Sequence[str], concepts: Iterable[Concept]) -> bool:
    """Whether a topic is named only by what any subject has ("red flags")."""
    soft = {term.casefold() for concept in concepts if concept.kind in _SOFT for term in concept.terms}
    return bool(named) and all(term.casefold() in soft for term in named)


def _is_shared(concepts: Sequence[Concept], question: Question) -> bool:
    """Whether a condition or topic is named, or no treatment, score or study besides a modality."""
    kinds = {concept.kind for concept in concepts}
    return bool(question.topics) or ConceptKind.CONDITION in kinds or not kinds & (SHARP - _MODALITIES)


def asked_about(
    question: Question, concepts: Mapping[str, Concept], facts: Mapping[str, FactDefinition]
) -> frozenset[str]:
    """The concepts the question asks about, less those that only tell of the patient, whatever pack has them.

    What a fact of the patient was read from ("on apixaban", "no steroid use") is told, not asked; and where a
    last, short question follows the telling ("…MRI done. Kyphoplasty?"), only what it names is asked.
    """
    told = [fact.span for fact in question.facts if fact.span and not _is_general(fact.id, facts)]
    named = (*question.mentions, *question.covered)
    mentions = [m for m in named if not any(start < m.end and m.start < end for start, end in told)]
    if not any(_is_sharp(m, concepts) for m in mentions):
        mentions = list(named)
    begins = _last_question(question.text)
    last = [m for m in mentions if m.start >= begins and _is_sharp(m, concepts)]
    return frozenset(m.concept for m in last or mentions)


def _is_general(fact_id: str, facts: Mapping[str, FactDefinition]) -> bool:
    """Whether a fact speaks of a kind of case rather than of somebody."""
    return fact_id not in facts or facts[fact_id].general


def _is_sharp(mention: Mention, concepts: Mapping[str, Concept]) -> bool:
    concept = concepts.get(mention.concept)
    return concept is not None and concept.kind in SHARP


def _last_question(text: str) -> int:
    """Where the last sentence begins, when it is a question; else the beginning."""
    if not text.rstrip().endswith("?"):
        return 0
    ends = [match.end() for match in _SENTENCE_END.finditer(text.rstrip().rstrip("?"))]
    return ends[-1] if ends else 0


def _fit(
    concepts: Iterable[Concept],
    topics: Sequence[Topic],
    applied: Applied,
    focus: tuple[str, ...],
    soft: tuple[str, ...],
) -> int:
    condition = any(concept.kind is ConceptKind.CONDITION for concept in concepts)
    if condition or applied.in_population or topics:
        return NAMED
    return 2 if focus else 1 if soft else 0


def _graders(question: Question, concepts: list[Concept]) -> tuple[str, ...]:
    """Asked what a grade means, the body that gives it is the thing asked about."""
    if Intent.GRADE not in question.intents:
        return ()
    return tuple(concept.id for concept in concepts if concept.kind is ConceptKind.BODY)


# The fit of a question that names the pack's condition or population.
NAMED = 3
# A question that only shares a treatment or a test with the pack, and has this many words that stand nowhere
# in it, is about something else ("which scan for a baby who went limp"); with a risk or a modality that many
# subjects share, one such word is enough ("asthma in pregnancy").
_MOST_STRANGE = 3
_MOST_STRANGE_BESIDE = 1


def refusal_of(scope: Scope) -> str:
    """Why the pack does not even look for an answer; empty when it does.

    A question that names people the pack excludes ("in a child") is refused whatever else it names.
    """
    if any(exclusion.when is not None for exclusion in scope.exclusions):
        return "excluded"
    if scope.exclusions and scope.fit < NAMED:
        return "excluded"
    most = _MOST_STRANGE_BESIDE if scope.shared else _MOST_STRANGE
    if not scope.own and scope.strange >= most:
        return "outside"
    return "" if scope.fit else "outside"


def _most_specific(catalog: Catalog, concepts: list[Concept]) -> tuple[str, ...]:
    """The concepts less those that another one named in the question narrows."""
    ids = [concept.id for concept in concepts]
    return tuple(
        wide for wide in ids if not any(wide != narrow and catalog.covers(wide, narrow) for narrow in ids)
    )


def _populations(question: Question, catalog: Catalog, applied: Applied) -> tuple[str, ...]:
    """By the facts if they decide, else those that most of the question's topics speak of, else all."""
    if applied.in_population:
        return applied.in_population
    possible = [p.id for p in catalog.pack.populations if p.id not in applied.out_of_population]
    topics = [t for t in catalog.pack.topics if f"{catalog.pack.id}:{t.id}" in question.topics]
    votes = {p: sum(p in topic.populations for topic in topics) for p in possible}
    most = max(votes.values(), default=0)
    return tuple(p for p in possible if votes[p] == most)


def _exclusions(question: Question, catalog: Catalog, applied: Applied) -> Iterator[Exclusion]:
    by_id = {f"{catalog.pack.id}:{e.id}": e for e in catalog.pack.exclusions}
    found = (*(by_id[e] for e in question.exclusions if e in by_id), *applied.excluded)
    yield from {e.id: e for e in found}.values()
