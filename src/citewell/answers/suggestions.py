"""Three questions worth asking next, each of which has an answer: on what is unknown, unseen or debated.

A question is suggested only for what is there: a fact that decides something on the page, a side of the thing
asked about that the pack has and the page does not show, or words that were found in the library and that the
page does not show.
"""

from collections.abc import Iterator, Mapping
from itertools import islice, zip_longest

from citewell.answers.reading import Reading
from citewell.answers.scope import Scope
from citewell.model.answers import Answer, Audience, Intent, MissingFact, Question
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition, FactType
from citewell.model.shelves import Gathered
from citewell.text.tokens import content_words

_MOST = 3
# For each aspect of a statement the intent that it answers, and the question for it about a thing.
_OF_THINGS: tuple[tuple[str, Intent, str], ...] = (
    ("contraindication", Intent.CONTRAINDICATION, "When should {} not be used?"),
    ("harm", Intent.HARM, "What are the harms of {}?"),
    ("evidence", Intent.EVIDENCE, "What is the evidence for {}?"),
    ("dose", Intent.DOSE, "What dose of {}?"),
    ("duration", Intent.TIMING, "For how long is {} used?"),
)
# For words that stand in what the library found and did not show: the intent they answer, and the question.
_OF_THE_LIBRARY: tuple[tuple[frozenset[str], Intent | None, str], ...] = (
    (
        content_words("contraindication contraindicated"),
        Intent.CONTRAINDICATION,
        "When should it not be used?",
    ),
    (content_words("harm harms adverse complications"), Intent.HARM, "What are the possible harms?"),
    (content_words("monitoring monitor reassess"), Intent.FOLLOW_UP, "What follow-up is needed?"),
    (content_words("referral refer referred specialist"), Intent.REFERRAL, "When to refer?"),
    (content_words("children child pediatric paediatric"), None, "And in children?"),
    (content_words("pregnant pregnancy"), None, "And in pregnancy?"),
    (content_words("duration weeks months"), Intent.TIMING, "For how long?"),
    (content_words("dose doses dosage"), Intent.DOSE, "What dose?"),
    (content_words("prevent prevention"), Intent.PREVENTION, "How can it be prevented?"),
)


def suggestions(
    answer: Answer, lead: Reading, facts: Mapping[str, FactDefinition], gathered: Gathered
) -> tuple[str, ...]:
    """At most three questions to ask next; of an abstention those it has already.

    lead: of the pack that answers. facts: those that any pack asks for.
    """
    question, catalog = lead.question, lead.catalog
    if answer.abstained:
        return answer.follow_ups
    if not any(claim.pack for section in answer.sections for claim in section.claims):
        return tuple(islice(_of_the_library(answer, question, gathered), _MOST))
    told = _one_of_each(
        list(_of_the_patient(answer, facts)),
        list(_of_the_thing(answer, question, lead.scope, catalog)),
        [disagreement.question for disagreement in answer.disagreements],
    )
    others = (ask for topic in catalog.pack.topics if topic.id != answer.topic for ask in topic.questions)
    asked = question.text.casefold()
    all_of_them = (one for one in dict.fromkeys((*told, *others)) if one.casefold() not in asked)
    return tuple(islice(all_of_them, _MOST))


def _one_of_each(*kinds: list[str]) -> Iterator[str]:
    """The first of every kind, then the second of every kind."""
    for row in zip_longest(*kinds):
        yield from (one for one in row if one is not None)


def _of_the_patient(answer: Answer, facts: Mapping[str, FactDefinition]) -> Iterator[str]:
    """What if an unknown fact were so that decides most, put as the question that asks for it."""
    if answer.disposition is None:
        return
    turning = {
        change.facts[0][0]: change.facts[0][1]
        for change in reversed(answer.disposition.changes)
        if len(change.facts) == 1
    }
    for fact in answer.missing:
        value = turning.get(fact.id) or _yes(fact, facts)
        if value:
            yield f"What if the answer to “{fact.ask}” is {value}?"


def _yes(fact: MissingFact, facts: Mapping[str, FactDefinition]) -> str:
    return "yes" if facts[fact.id].type is FactType.YES_NO else ""


def _of_the_thing(answer: Answer, question: Question, scope: Scope, catalog: Catalog) -> Iterator[str]:
    """The sides of the treatment asked about that the pack has statements on and the page does not show."""
    said = {claim.id for claim in answer.bottom_line}
    said |= {claim.id for section in answer.sections for claim in section.claims}
    for thing in scope.focus[:1]:
        unseen = {
            aspect
            for s in catalog.pack.statements
            if s.id not in said and thing in s.about
            for aspect in s.aspects[:1]
        }
        for aspect, intent, ask in _OF_THINGS:
            if aspect in unseen and intent not in question.intents:
                yield ask.format(_name(thing, catalog, answer.audience))


def _name(thing: str, catalog: Catalog, audience: Audience) -> str:
    """What the reader calls it, in the middle of a sentence: capitals stay only in abbreviations."""
    concept = catalog.concepts[thing]
    name = concept.patient if audience is Audience.PATIENT and concept.patient else concept.label
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _of_the_library(answer: Answer, question: Question, gathered: Gathered) -> Iterator[str]:
    """What was found for the question and not shown, by the words in it; what has most of it first."""
    shown = {claim.text for claim in answer.bottom_line}
    shown |= {claim.text for section in answer.sections for claim in section.claims}
    documents = {reference.id for reference in answer.references} or {one for one, _ in gathered.ranking}
    unseen = [
        content_words(quotation.text)
        for quotation in (*gathered.quotations, *gathered.warnings)
        if quotation.text not in shown and quotation.document in documents
    ]
    asked = content_words(question.text)
    # Of somebody in particular nobody asks how it would be in others.
    in_general = not answer.understood and question.pico.population.age is None
    counted = sorted(
        (-sum(not words.isdisjoint(signs) for words in unseen), n, ask)
        for n, (signs, intent, ask) in enumerate(_OF_THE_LIBRARY)
        if not signs & asked and (intent not in question.intents if intent else in_general)
    )
    yield from (ask for count, _, ask in counted if count)
