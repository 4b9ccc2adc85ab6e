"""A question by itself, with the signs of whether it leans on another: what it names, asks and tells."""

from dataclasses import dataclass, replace

from citewell.model.answers import Audience, Intent, Question
from citewell.model.cases import NO_FACTS, CaseFacts, Fact
from citewell.model.conversation import ASSUMED
from citewell.questions.leaning import Opening, first_anaphor, opening_of, person_in, tells_of_a_person
from citewell.questions.lexicon import Lexicon
from citewell.questions.parse import parse, read_facts
from citewell.questions.passage import Passage
from citewell.questions.subject_words import SubjectWords, subject_words
from citewell.text.plain_words import PlainWords
from citewell.text.tokens import stem


@dataclass(frozen=True, slots=True)
class Heard:
    """A question with its words sorted, how it opens, and who it says is the patient."""

    question: Question
    passage: Passage
    words: SubjectWords
    opening: Opening
    person: str

    @property
    def asks(self) -> bool:
        """Whether it says what it wants."""
        return self.words.asks_itself or self.opening.why

    @property
    def wants(self) -> tuple[Intent, ...]:
        """What it wants; a bare "why?" wants the evidence."""
        if self.opening.why and not self.words.asks_itself:
            return (Intent.EVIDENCE,)
        return self.question.intents

    @property
    def points_back(self) -> bool:
        """Whether "it" or "that" stands in it for a treatment named before, not for what it names itself."""
        anaphor = first_anaphor(self.passage, things=True)
        if anaphor is None:
            return False
        return self.words.first_named is None or anaphor < self.words.first_named


def hear(text: str, *, lexicon: Lexicon, audience: Audience, plain: PlainWords, follows: bool) -> Heard:
    """Read a question by itself.

    plain: words that name no subject, whoever knows them. follows: it follows another. Raises InputError as
    `parse` does.
    """
    question = parse(text, lexicon=lexicon, audience=audience)
    passage = Passage.of(text)
    opening = opening_of(passage)
    telling = follows and (opening.supposes or "?" not in text) and tells_of_a_person(passage)

    def sorted_words(question: Question) -> SubjectWords:
        bare = replace(
            question, leftover=tuple(word for word in question.leftover if not _is_plain(word, plain))
        )
        return subject_words(bare, passage, lexicon, opens=opening.body, follows=follows, telling=telling)

    words = sorted_words(question)
    if follows:
        question = _with_told(question, passage, words, opening, lexicon)
        words = sorted_words(question)
    return Heard(question, passage, words, opening, person_in(passage))


def _is_plain(word: str, plain: PlainWords) -> bool:
    """Whether a word names no subject; one of the body may name the place of a complaint."""
    return stem(word) in plain.everyday or stem(word) in plain.general


def _with_told(
    question: Question, passage: Passage, words: SubjectWords, opening: Opening, lexicon: Lexicon
) -> Question:
    """The question with the facts that its form tells: supposed ("what if …"), or merely stated."""
    supposed = opening.supposes or opening.elliptic
    states = "?" not in question.text and not words.asks_itself
    if not (supposed or states) or opening.body >= len(passage.words):
        return question
    told = read_facts(_as_told(passage, opening, clause_only=supposed), lexicon=lexicon)
    facts = tuple(
        replace(fact, origin=ASSUMED) if supposed and not _is_pronoun(fact, question.text) else fact
        for fact in told.facts
        if not (fact.span and question.text[slice(*fact.span)] in words.things)
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
    mark = passage.text.find("?", start) if clause_only else -1
    clause = passage.text[start : mark if mark >= 0 else None].replace("?", " ")
    for past, present in ((" were ", " is   "), (" was ", " is  "), (" had ", " has ")):
        clause = clause.replace(past, present)
    return " " * start + clause
