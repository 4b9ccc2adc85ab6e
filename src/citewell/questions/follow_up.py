"""A question read beside the one before it: whether it leans on that one, and what it takes over.

A question that leans takes over the condition, the treatment, the patient's facts and what was wanted, each
only where it names none of its own. One that names its own subject takes over nothing, or, about the same
subject and patient, the patient's facts alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from citewell.model.answers import Audience, Intent, Question
from citewell.model.cases import NO_FACTS
from citewell.model.conversation import ASSUMED, NO_THREAD, Thread
from citewell.model.pico import Population
from citewell.questions.carrying import corrected, facts_carried, joined, people
from citewell.questions.hearing import Heard, hear
from citewell.questions.leaning import (
    ANOTHER,
    SELF,
    first_anaphor,
    speaks_of_the_other,
    speaks_of_the_same,
)
from citewell.questions.lexicon import Lexicon
from citewell.text.plain_words import NO_PLAIN_WORDS, PlainWords
from citewell.text.tokens import content_words

# What is asked of a treatment or test rather than of the condition or the patient.
_OF_A_THING = frozenset(
    {
        Intent.SHOULD,
        Intent.DOSE,
        Intent.TIMING,
        Intent.HARM,
        Intent.CONTRAINDICATION,
        Intent.EVIDENCE,
        Intent.GRADE,
        Intent.COMPARISON,
        Intent.AVAILABILITY,
        Intent.RISK,
    }
)
# A follow-up has few words: what it wants, as guidelines call it.
_SOUGHT = {
    Intent.TIMING: "duration",
    Intent.HARM: "adverse effects",
    Intent.CONTRAINDICATION: "contraindications",
    Intent.FOLLOW_UP: "follow-up",
    Intent.REFERRAL: "referral",
    Intent.DOSE: "dose",
}
# The share of a subject's words that another has, to be the same.
_SAME = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A question as it was read, and what the next may lean on.

    question: with what was taken over: its text ends with the words of it, its facts have their origin.
    search: what a library is searched for, the people that it concerns included. carried: the conditions and
    treatments taken over. leans: whether it is a follow-up at all; same_patient: whether what was told of
    the patient still holds.
    """

    question: Question
    thread: Thread
    search: str
    carried: tuple[str, ...] = ()
    leans: bool = False
    same_patient: bool = False


def read(
    text: str,
    before: Thread | None,
    *,
    lexicon: Lexicon,
    audience: Audience = Audience.CLINICIAN,
    plain: PlainWords = NO_PLAIN_WORDS,
) -> FollowUp:
    """Read a question beside what was asked before it, None for the first.

    plain: words that name no subject. Raises InputError as `parse` does.
    """
    heard = hear(text, lexicon=lexicon, audience=audience, plain=plain, follows=before is not None)
    if before is None:
        return _alone(heard)
    same = _is_same_patient(heard, before)
    if _leans(heard):
        return _leaning(heard, before, lexicon, same=same)
    if same and (_is_same_subject(heard, before) or speaks_of_the_same(heard.passage)):
        return _of_the_same_patient(heard, before)
    return _alone(heard)


def _alone(heard: Heard) -> FollowUp:
    """A question that takes nothing over."""
    thread = _thread(heard, heard.question, NO_THREAD)
    return FollowUp(question=heard.question, thread=thread, search=heard.question.text)


def _of_the_same_patient(heard: Heard, before: Thread) -> FollowUp:
    """A question of its own, on a patient of whom more is known."""
    question = replace(heard.question, facts=facts_carried(before).updated_with(heard.question.facts))
    question = _concerning(question, before.population)
    known = Thread(person=before.person, population=before.population)
    return FollowUp(
        question=question,
        thread=_thread(heard, question, known),
        search=question.text,
        same_patient=True,
    )


def _leaning(heard: Heard, before: Thread, lexicon: Lexicon, *, same: bool) -> FollowUp:
    before = corrected(before, heard.question, lexicon)
    known = frozenset(fact.id for fact in before.facts)
    if not same:
        before = replace(before, population=Population(), people=(), person="", facts=NO_FACTS)
    phrases = _taken_over(heard, before)
    question = replace(heard.question, intents=_intents(heard, before))
    question = joined(question, phrases, facts_carried(before), lexicon, known=known)
    question = _concerning(question, before.population)
    return FollowUp(
        question=question,
        thread=_thread(heard, question, before),
        search="; ".join((question.text, *_sought_too(heard, before, question.intents))),
        carried=phrases,
        leans=True,
        same_patient=same,
    )


def _leans(heard: Heard) -> bool:
    """Whether the question cannot stand alone."""
    words, opening = heard.words, heard.opening
    if words.conditions:
        is_whole = opening.joined and not (opening.elliptic or opening.supposes) and heard.asks
        return heard.points_back or (opening.leans and not is_whole)
    if words.strange:
        anaphor = first_anaphor(heard.passage)
        return opening.leans or (anaphor is not None and anaphor < (words.first_named or 0))
    return True


def _is_same_patient(heard: Heard, before: Thread) -> bool:
    """Whether what was told of the patient still holds: nobody else is spoken of, nor another sex."""
    if heard.person == ANOTHER:
        return False
    if heard.person and before.person and heard.person != before.person:
        return False
    if heard.person == SELF and not before.person and "me" in heard.passage.keys:
        return False
    was, now = before.facts.get("sex"), heard.question.facts.get("sex")
    if was is None or now is None or was.value == now.value:
        return True
    return heard.opening.corrects or now.origin == ASSUMED


def _is_same_subject(heard: Heard, before: Thread) -> bool:
    own = content_words(" ".join((*heard.words.conditions, *heard.words.strange)))
    known = content_words(" ".join(before.conditions))
    return bool(own) and len(own & known) >= _SAME * min(len(own), len(known) or 1)


def _taken_over(heard: Heard, before: Thread) -> tuple[str, ...]:
    """The phrases of before that the question has none of its own for."""
    words = heard.words
    takes_condition = not words.conditions or heard.points_back
    taken = (*_things_taken(heard, before), *(before.conditions if takes_condition else ()))
    return tuple(dict.fromkeys(taken))


def _things_taken(heard: Heard, before: Thread) -> tuple[str, ...]:
    """The treatments of before that the question is about, too: to compare, those before the last as well."""
    if not heard.words.things and Intent.COMPARISON in heard.wants:
        return (*before.things, *before.others)
    if heard.points_back or heard.words.beside:
        return before.things
    if heard.words.things or not _wants_the_thing(heard):
        return ()
    return before.others if before.others and speaks_of_the_other(heard.passage) else before.things


def _wants_the_thing(heard: Heard) -> bool:
    """Whether the question is about the treatment that was spoken of, rather than about the patient."""
    if not heard.asks:
        return True
    return not heard.words.conditions and any(intent in _OF_A_THING for intent in heard.wants[:1])


def _intents(heard: Heard, before: Thread) -> tuple[Intent, ...]:
    """What is wanted: by its own words, else what was wanted before, else what its words suggest."""
    if heard.asks:
        # The risks of a treatment are its harms.
        risks = heard.wants[:1] == (Intent.RISK,) and before.things and not heard.words.conditions
        return (Intent.HARM, *heard.wants) if risks else heard.wants
    if heard.words.things and before.intents in ((), (Intent.OVERVIEW,)):
        return heard.question.intents
    return before.intents or heard.question.intents


def _concerning(question: Question, before: Population) -> Question:
    pico = replace(question.pico, population=people(question.pico.population, before))
    return replace(question, pico=pico)


def _sought_too(heard: Heard, known: Thread, intents: tuple[Intent, ...]) -> Iterator[str]:
    """What a library is searched for besides: whom it concerns, and what is wanted in a word."""
    if not heard.words.people:
        yield from known.people
    if not heard.asks:
        yield from known.asks
    yield from (_SOUGHT[intent] for intent in intents[:1] if intent in _SOUGHT)


def _thread(heard: Heard, question: Question, before: Thread) -> Thread:
    """What the next question may lean on: this one's own words, else those before."""
    words = heard.words
    conditions = (
        *words.conditions,
        *(before.conditions if heard.points_back or not words.conditions else ()),
    )
    # What a follow-up tells and nothing knows ("she is allergic to latex") goes with the patient.
    told = words.strange if before.conditions and not heard.asks else ()
    things = words.things or before.things
    if heard.points_back or words.beside:
        things = tuple(dict.fromkeys((*before.things, *words.things)))
    elif speaks_of_the_other(heard.passage) and before.others and not words.things:
        things = before.others
    return Thread(
        conditions=conditions if before.conditions else (*conditions, *words.strange) or words.people,
        things=things,
        others=before.others if things == before.things else before.things,
        people=tuple(dict.fromkeys((*before.people, *words.people, *told))),
        asks=words.asks or before.asks,
        intents=question.intents,
        facts=question.facts,
        population=question.pico.population,
        person=heard.person or before.person,
    )
