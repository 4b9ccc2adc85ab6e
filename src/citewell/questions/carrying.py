"""What a follow-up takes over from the question before: words, facts and people, where it has none."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from citewell.model.answers import Mention, Question
from citewell.model.cases import CaseFacts, Fact
from citewell.model.conversation import ASSUMED, BEFORE, Thread
from citewell.model.pico import Pico, Population
from citewell.questions.lexicon import Lexicon
from citewell.questions.parse import parse

_JOINT = "; "


def facts_carried(before: Thread) -> CaseFacts:
    """The facts told before, as the next question takes them over."""
    return CaseFacts(
        tuple(
            Fact(fact.id, fact.value, ASSUMED if fact.origin == ASSUMED else BEFORE, None, fact.assertion)
            for fact in before.facts
        )
    )


def corrected(before: Thread, question: Question, lexicon: Lexicon) -> Thread:
    """The thread with a fact told anew as it is now in its words: "L2 fracture", then "L3"."""
    conditions = before.conditions
    for fact in question.facts:
        was = before.facts.get(fact.id)
        if was is None or was.value == fact.value or fact.span is None:
            continue
        now = question.text[slice(*fact.span)].replace("\\", r"\\")
        choices = (c for c in lexicon.definitions[fact.id].choices if c.id == was.value)
        terms = sorted((term for choice in choices for term in choice.terms), key=len, reverse=True)
        if terms:
            named = re.compile(rf"\b(?:{'|'.join(map(re.escape, terms))})\b", re.IGNORECASE)
            conditions = tuple(named.sub(now, phrase) for phrase in conditions)
    return replace(before, conditions=conditions)


def joined(
    question: Question, phrases: tuple[str, ...], facts: CaseFacts, lexicon: Lexicon, *, known: frozenset[str]
) -> Question:
    """The question with phrases and facts taken over, each field filled that it left empty.

    known: the facts that the phrases may tell again, as "L2 fracture" tells the level. The text ends with the
    phrases, so that what is read in them has a place; its own words keep theirs.
    """
    if not phrases:
        return replace(question, facts=facts.updated_with(question.facts))
    text = f"{question.text.rstrip()}{_JOINT}"
    tail = parse(_JOINT.join(phrases), lexicon=lexicon, audience=question.audience)
    by = len(text)
    return replace(
        question,
        text=text + tail.text,
        intents=question.intents or tail.intents,
        mentions=(*question.mentions, *_placed(tail.mentions, by)),
        covered=(*question.covered, *_placed(tail.covered, by)),
        facts=_told_again(tail.facts, known).updated_with(facts).updated_with(question.facts),
        exclusions=tuple(dict.fromkeys((*question.exclusions, *tail.exclusions))),
        topics=question.topics or tail.topics,
        unread=tuple(dict.fromkeys((*question.unread, *tail.unread))),
        leftover=tuple(dict.fromkeys((*question.leftover, *tail.leftover))),
        pico=_filled(question.pico, _moved(tail.pico, by)),
    )


def _placed(mentions: Iterable[Mention], by: int) -> Iterator[Mention]:
    """Mentions in words that now stand so many characters later."""
    return (Mention(each.concept, each.start + by, each.end + by) for each in mentions)


def _told_again(facts: CaseFacts, known: frozenset[str]) -> CaseFacts:
    """The facts known before that the phrases tell; their place is not in the question."""
    told = (replace(fact, origin=BEFORE, span=None) for fact in facts if fact.id in known)
    return CaseFacts(tuple(told))


def people(own: Population, before: Population) -> Population:
    """Whom a question is about: as it says, else as was said before. Only its own words have a place."""
    return Population(
        age=own.age or before.age,
        sex=own.sex or before.sex,
        groups=own.groups or before.groups,
        phrases=own.phrases,
    )


def _filled(own: Pico, taken: Pico) -> Pico:
    """What a question asks about, each field that it leaves empty as it was before."""
    empty = [
        field.name for field in fields(Pico) if field.name != "population" and not getattr(own, field.name)
    ]
    return replace(own, **{name: getattr(taken, name) for name in empty})


def _moved(pico: Pico, by: int) -> Pico:
    """What was read in words that now stand so many characters later."""
    moved: dict[str, Any] = {
        field.name: tuple(
            replace(one, start=one.start + by, end=one.end + by) for one in getattr(pico, field.name)
        )
        for field in fields(Pico)
        if field.name != "population"
    }
    return Pico(**moved)
