"""A question read beside the one before it: whether it leans on that one, and what it takes over.

A question that leans takes over the condition, the treatment, the patient's facts and what was wanted, each
only where it names none of its own. One that names its own subject takes over nothing, or, about the same
subject and patient, the patient's facts alone.
"""

import re
from dataclasses import dataclass, replace

from citewell.model.answers import Audience, Intent, Mention, Question
from citewell.model.cases import NO_FACTS, CaseFacts, Fact
from citewell.model.conversation import ASSUMED, BEFORE, Thread
from citewell.model.pico import Population
from citewell.questions.leaning import (
    ANOTHER,
    SELF,
    Opening,
    first_anaphor,
    opening_of,
    person_in,
    speaks_of_the_same,
)
from citewell.questions.lexicon import Lexicon
from citewell.questions.parse import parse, read_facts
from citewell.questions.passage import Passage
from citewell.questions.subject_words import SubjectWords, subject_words
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
    }
)
# The share of a subject's words that another has, to be the same.
_SAME = 0.5
_JOINT = "; "


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A question as it was read, and what the next may lean on.

    question: with what was taken over: its text ends with the words of it, its facts have their origin.
    search: what a library is searched for, the people that it concerns included. carried: the conditions and
    treatments taken over. leans: whether it is a follow-up at all; same_patient: whether what was
    told of the patient still holds.
    """

    question: Question
    thread: Thread
    search: str
    carried: tuple[str, ...] = ()
    leans: bool = False
    same_patient: bool = False


@dataclass(frozen=True, slots=True)
class _Heard:
    """A question by itself, with all the signs of leaning."""

    question: Question
    passage: Passage
    words: SubjectWords
    opening: Opening
    person: str

    @property
    def asks(self) -> bool:
        return self.words.asks_itself or self.opening.why

    @property
    def narrow(self) -> tuple[Intent, ...]:
        return (
            (Intent.EVIDENCE,) if self.opening.why and not self.words.asks_itself else self.question.intents
        )


def read(
    text: str, before: Thread | None, *, lexicon: Lexicon, audience: Audience = Audience.CLINICIAN
) -> FollowUp:
    """Read a question beside what was asked before it, None for the first.

    Raises InputError as `parse` does.
    """
    heard = _heard(text, lexicon, audience, follows=before is not None)
    if before is None:
        return _alone(heard)
    same = _is_same_patient(heard, before)
    if _leans(heard):
        return _leaning(heard, before, lexicon, same=same)
    if same and (_is_same_subject(heard, before) or speaks_of_the_same(heard.passage)):
        facts = _carried(before).updated_with(heard.question.facts)
        question = replace(heard.question, facts=facts)
        return FollowUp(
            question=question,
            thread=_thread(heard, facts, Thread(person=before.person, population=before.population)),
            search=question.text,
            same_patient=True,
        )
    return _alone(heard)


def _alone(heard: _Heard) -> FollowUp:
    """A question that takes nothing over."""
    thread = _thread(heard, heard.question.facts, Thread())
    return FollowUp(question=heard.question, thread=thread, search=heard.question.text)


def _heard(text: str, lexicon: Lexicon, audience: Audience, *, follows: bool) -> _Heard:
    question = parse(text, lexicon=lexicon, audience=audience)
    passage = Passage.of(text)
    opening = opening_of(passage)
    words = subject_words(question, passage, lexicon, opens=opening.body, follows=follows)
    if follows:
        question = _with_told(question, passage, words, opening, lexicon)
        words = subject_words(question, passage, lexicon, opens=opening.body, follows=True)
    return _Heard(question, passage, words, opening, person_in(passage))


def _with_told(
    question: Question, passage: Passage, words: SubjectWords, opening: Opening, lexicon: Lexicon
) -> Question:
    """The question with the facts that its form tells: supposed ("what if …"), or merely stated."""
    supposed = opening.supposes or opening.elliptic
    states = "?" not in question.text and not words.asks_itself
    if not (supposed or states) or opening.body >= len(passage.words):
        return question
    told = read_facts(_as_told(passage, opening, clause_only=supposed), lexicon=lexicon)
    things = [(m.start, m.end) for m in question.mentions if question.text[m.start : m.end] in words.things]
    facts = tuple(
        replace(fact, origin=ASSUMED) if supposed and not _is_pronoun(fact, question.text) else fact
        for fact in told.facts
        if not (fact.span and fact.span in things)
    )
    kept = NO_FACTS if supposed else question.facts
    return replace(question, facts=kept.updated_with(CaseFacts(facts)), doubts=told.doubts)


def _is_pronoun(fact: Fact, text: str) -> bool:
    """Whether a fact was read from a mere "she" or "he", which supposes nothing."""
    return fact.span is not None and text[slice(*fact.span)].casefold() in {"she", "he"}


def _as_told(passage: Passage, opening: Opening, *, clause_only: bool) -> str:
    """The text as a statement, without what opens it and with every place kept.

    "What if she were 40?" tells "she is 40". clause_only: what follows the first question mark asks
    something else.
    """
    start = passage.words[opening.body].start
    end = question_end if clause_only and (question_end := passage.text.find("?", start)) >= 0 else None
    clause = passage.text[start:end].replace("?", " ")
    for past, present in ((" were ", " is   "), (" was ", " is  "), (" had ", " has ")):
        clause = clause.replace(past, present)
    return " " * start + clause


def _leans(heard: _Heard) -> bool:
    """Whether the question cannot stand alone."""
    words, opening = heard.words, heard.opening
    if words.conditions:
        return opening.leans and not (opening.joined and not opening.elliptic and heard.asks)
    anaphor = first_anaphor(heard.passage)
    if words.first_strange is not None:
        return opening.leans or (anaphor is not None and anaphor < words.first_strange)
    return True


def _is_same_patient(heard: _Heard, before: Thread) -> bool:
    """Whether what was told of the patient still holds: nobody else is spoken of, nor another sex."""
    if heard.person == ANOTHER:
        return False
    if heard.person and before.person and heard.person != before.person:
        return False
    if heard.person == SELF and not before.person and "me" in heard.passage.keys:
        return False
    was, now = before.facts.get("sex"), heard.question.facts.get("sex")
    other_sex = was is not None and now is not None and was.value != now.value
    return not other_sex or heard.opening.corrects or now is None or now.origin == ASSUMED


def _is_same_subject(heard: _Heard, before: Thread) -> bool:
    own = content_words(_JOINT.join((*heard.words.conditions, *heard.words.strange)))
    known = content_words(_JOINT.join(before.conditions))
    return bool(own) and len(own & known) >= _SAME * min(len(own), len(known) or 1)


def _carried(before: Thread) -> CaseFacts:
    """The facts told before, as the next question takes them over."""
    return CaseFacts(
        tuple(
            Fact(fact.id, fact.value, ASSUMED if fact.origin == ASSUMED else BEFORE, None, fact.assertion)
            for fact in before.facts
        )
    )


def _leaning(heard: _Heard, before: Thread, lexicon: Lexicon, *, same: bool) -> FollowUp:
    before = replace(before, conditions=_corrected(before, heard.question, lexicon))
    phrases = _taken_over(heard, before)
    question = _joined(heard, phrases, before, lexicon, told=_carried(before) if same else NO_FACTS)
    known = before if same else replace(before, population=Population(), people=(), person="")
    return FollowUp(
        question=question,
        thread=_thread(heard, question.facts, known, intents=question.intents),
        search=_JOINT.join((question.text, *(known.people if not heard.words.people else ()))),
        carried=tuple(phrase for phrase in phrases if phrase not in before.asks),
        leans=True,
        same_patient=same,
    )


def _taken_over(heard: _Heard, before: Thread) -> tuple[str, ...]:
    """The phrases of before that the question has none of its own for."""
    words = heard.words
    changes_all = bool(words.conditions) and heard.asks
    takes_thing = not words.things and not changes_all and _wants_the_thing(heard)
    return tuple(
        dict.fromkeys(
            (
                *(before.things if takes_thing else ()),
                *(before.conditions if not words.conditions else ()),
                *(before.asks if not heard.asks else ()),
            )
        )
    )


def _wants_the_thing(heard: _Heard) -> bool:
    """Whether the question is about the treatment that was spoken of, rather than about the patient."""
    if not heard.asks or first_anaphor(heard.passage, things=True) is not None:
        return True
    return any(intent in _OF_A_THING for intent in heard.narrow[:1])


def _corrected(before: Thread, question: Question, lexicon: Lexicon) -> tuple[str, ...]:
    """The conditions of before in which a fact told anew stands as it is now: "L2 fracture", then "L3"."""
    conditions = before.conditions
    for fact in question.facts:
        was = before.facts.get(fact.id)
        if was is None or was.value == fact.value or fact.span is None:
            continue
        now = question.text[slice(*fact.span)]
        choices = (c for c in lexicon.definitions[fact.id].choices if c.id == was.value)
        terms = sorted((term for choice in choices for term in choice.terms), key=len, reverse=True)
        if terms:
            named = re.compile(rf"\b(?:{'|'.join(map(re.escape, terms))})\b", re.IGNORECASE)
            literal = now.replace("\\", r"\\")
            conditions = tuple(named.sub(literal, phrase) for phrase in conditions)
    return conditions


def _joined(
    heard: _Heard, phrases: tuple[str, ...], before: Thread, lexicon: Lexicon, *, told: CaseFacts
) -> Question:
    """The question with the words taken over behind its own, each field filled that it left empty."""
    question = heard.question
    if not phrases:
        facts = told.updated_with(question.facts)
        return replace(question, intents=_intents(heard, before, ()), facts=facts)
    text = f"{question.text.rstrip()}{_JOINT}"
    tail = parse(_JOINT.join(phrases), lexicon=lexicon, audience=question.audience)
    return replace(
        question,
        text=text + tail.text,
        intents=_intents(heard, before, tail.intents),
        mentions=(*question.mentions, *_moved(tail.mentions, len(text))),
        facts=_general(tail.facts, lexicon).updated_with(told).updated_with(question.facts),
        exclusions=tuple(dict.fromkeys((*question.exclusions, *tail.exclusions))),
        topics=question.topics or tail.topics,
        unread=tuple(dict.fromkeys((*question.unread, *tail.unread))),
        leftover=tuple(dict.fromkeys((*question.leftover, *tail.leftover))),
    )


def _intents(heard: _Heard, before: Thread, suggested: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """What is wanted: by its own words, else what was wanted before, else what its words suggest."""
    if heard.asks:
        return heard.narrow
    if heard.words.things and before.intents in ((), (Intent.OVERVIEW,)):
        return heard.question.intents or suggested
    return before.intents or heard.question.intents or suggested


def _general(facts: CaseFacts, lexicon: Lexicon) -> CaseFacts:
    """What a name says by itself, as "L2 fracture" tells the level; its place is not in the question."""
    return CaseFacts(
        tuple(
            replace(fact, origin=BEFORE, span=None) for fact in facts if lexicon.definitions[fact.id].general
        )
    )


def _moved(mentions: tuple[Mention, ...], by: int) -> tuple[Mention, ...]:
    return tuple(Mention(m.concept, m.start + by, m.end + by) for m in mentions)


def _thread(
    heard: _Heard, facts: CaseFacts, before: Thread, *, intents: tuple[Intent, ...] | None = None
) -> Thread:
    """What the next question may lean on: this one's own words, else those before."""
    words = heard.words
    return Thread(
        conditions=words.conditions or before.conditions or words.strange,
        things=words.things or before.things,
        people=words.people or before.people,
        asks=words.asks or before.asks,
        intents=heard.question.intents if intents is None else intents,
        facts=facts,
        population=before.population,
        person=heard.person or before.person,
    )
