"""What an answer rests on: a topic's page for an open question, the few statements that fit a narrow one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from citewell.answers.debates import disagreements_on, leads
from citewell.answers.ranking import Ranked, Words, holds_term, ranked, stems_of
from citewell.answers.scope import NAMED, Scope
from citewell.answers.wanted import ASPECTS, wanted_by
from citewell.model.answers import Intent, Question
from citewell.model.applied import Applied
from citewell.model.catalog import Catalog
from citewell.model.guidelines import ConceptKind, Disagreement, Statement, Topic
from citewell.model.scores import Score
from citewell.text.tokens import content_words

# Intents for which it is worth saying that the sources have nothing, and what it is they do not have.
_NAMED_ASPECTS = {
    Intent.DOSE: "dose",
    Intent.TIMING: "timing or duration",
    Intent.HARM: "harms",
    Intent.CONTRAINDICATION: "contraindications",
    Intent.AVAILABILITY: "availability",
    Intent.FOLLOW_UP: "follow-up",
    Intent.PROGNOSIS: "course",
}
# What is asked besides is only sure to be meant where it is an amount ("…, and for how long?").
_AMOUNTS = frozenset({Intent.DOSE, Intent.TIMING})
# Intents that ask about one named thing: without it, there is nothing to answer.
_NEEDS_A_THING = frozenset(
    {Intent.SHOULD, Intent.DOSE, Intent.HARM, Intent.CONTRAINDICATION, Intent.AVAILABILITY, Intent.DEFINITION}
)
# A statement with this share of the asked words answers, whatever its aspects say.
_ALL_BUT_NAMED = 0.6
_MOST_FIRST = 5
_MOST_IN_ALL = 14
# A word that more statements use than this is no name of anything.
_MOST_NAMING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What one pack answers one question with.

    topic: set for an open question, whose page is shown whole. first: what answers a narrow
    question directly; then: what belongs beside it. debate_leads: the first disagreement answers
    before any statement. lacking: asked for, and not in the pack.
    unspoken: words of the question of which no statement speaks.
    """

    topic: Topic | None = None
    first: tuple[Statement, ...] = ()
    then: tuple[Statement, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    debate_leads: bool = False
    scores: tuple[Score, ...] = ()
    lacking: tuple[str, ...] = ()
    unspoken: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the pack has nothing to say."""
        return not (self.topic or self.first or self.then or self.disagreements or self.scores)


def select(
    question: Question, scope: Scope, catalog: Catalog, applied: Applied, words: Callable[[], Words]
) -> Selection:
    """The statements, disagreements and scores that answer the question from this pack.

    words: gives the words of the pack's statements, wanted by some questions only.
    """
    if is_open(question, scope) and not scope.own:
        # "Constipation?" of a pack that knows it as a harm: the whole picture of something else is no answer.
        return Selection()
    topic = choose_topic(question, scope, catalog) if is_open(question, scope) else None
    if topic is None:
        other = _about_something_else(question, scope, catalog, words)
        return other or narrow(question, scope, catalog, applied, words())
    named = naming(question.leftover, scope, catalog, words()) if question.leftover else ()
    strange = unspoken(question, words()) if question.leftover else ()
    debated = tuple(catalog.disagreements[d] for d in topic.disagreements if d in catalog.disagreements)
    return Selection(topic=topic, first=named, disagreements=debated, unspoken=strange)


def _about_something_else(
    question: Question, scope: Scope, catalog: Catalog, words: Callable[[], Words]
) -> Selection | None:
    """For words that name no concept: what uses them, or nothing, when they are what was asked about.

    "Calcitonin for migraine" names a treatment of the pack and a condition it never speaks of; "ketamine
    for a vertebral fracture" a condition of the pack and a treatment it hardly speaks of.
    """
    if not question.leftover or _studies(scope, catalog):
        return None
    if not scope.focus and not scope.soft_focus and _NEEDS_A_THING.intersection(question.intents):
        return Selection(first=naming(question.leftover, scope, catalog, words()))
    if not (scope.own and scope.fit == NAMED) and not _known_beside(question, scope, catalog, words()):
        return Selection()
    return None


def _known_beside(question: Question, scope: Scope, catalog: Catalog, words: Words) -> bool:
    """Whether what the pack says of the thing asked uses any of the words that name no concept, or speaks of
    another thing that was named with it ("does kyphoplasty restore height")."""
    asked = frozenset().union(*(content_words(word) for word in question.leftover))
    things = (*scope.focus, *scope.soft_focus, *scope.bodies)
    return _names_a_rule(asked, scope, catalog) or any(
        named and (asked & words.of[s.id] or len(named) > 1)
        for s in catalog.pack.statements
        if (named := [t for t in things if any(catalog.covers(t, concept) for concept in s.about)])
    )


def _names_a_rule(asked: frozenset[str], scope: Scope, catalog: Catalog) -> bool:
    """Whether the words name what the safety of a drug asked about rests on ("duloxetine in cirrhosis")."""
    facts = (
        fact
        for drug, found in catalog.safety_facts.items()
        if any(catalog.related(drug, thing) for thing in scope.focus)
        for fact in found
    )
    return any(asked & stems_of(term) for fact in facts for term in catalog.facts[fact].terms)


def naming(leftover: tuple[str, ...], scope: Scope, catalog: Catalog, words: Words) -> tuple[Statement, ...]:
    """The statements that use the rare words of a question which name no concept of the pack."""
    asked = [content_words(word) for word in leftover]
    found = (
        statement
        for statement in catalog.pack.statements
        if any(p in scope.populations for p in statement.populations)
        and any(stems and stems <= words.of[statement.id] for stems in asked)
    )
    chosen = tuple(found)
    return chosen if len(chosen) <= _MOST_NAMING else ()


def is_open(question: Question, scope: Scope) -> bool:
    """Whether the question asks for the whole picture rather than for one thing."""
    narrow = [intent for intent in question.intents if intent is not Intent.OVERVIEW]
    return not scope.focus and not narrow


def choose_topic(question: Question, scope: Scope, catalog: Catalog) -> Topic | None:
    """The page that fits: the one with the fullest term in the question, then the most particular one."""
    fitting = [t for t in catalog.pack.topics if any(p in scope.populations for p in t.populations)]
    first = [p.id for p in catalog.pack.populations]
    return max(
        fitting,
        key=lambda t: (_fullest_term(t, question), -len(t.populations), -first.index(t.populations[0])),
        default=None,
    )


def _fullest_term(topic: Topic, question: Question) -> int:
    """How many content words the longest of the topic's terms has that the question holds whole."""
    asked, text = content_words(question.text), question.text.casefold()
    return max((len(stems_of(term)) for term in topic.terms if holds_term(term, asked, text)), default=0)


def narrow(question: Question, scope: Scope, catalog: Catalog, applied: Applied, words: Words) -> Selection:
    """What answers a question about one thing, or about some: the statements that fit, best first."""
    wanted = wanted_by(question, scope, catalog, applied)
    order = ranked(wanted, catalog, words)
    here = [r for r in order if not r.elsewhere] or order
    near = [r for r in here if r.close or r.covers] or here
    studies = _studies(scope, catalog)
    fitting = [r.statement for r in near if _fits(r, scope, studies)]
    holding = tuple(s for s in fitting if s.direction is not None or s.id not in wanted.ruled_out)
    on_aspect = holding or tuple(fitting)
    first = (*_compared(question, scope, on_aspect), *on_aspect) or _best(near)
    first = tuple(dict.fromkeys(first))[:_MOST_FIRST]
    then = tuple(r.statement for r in here if r.statement not in first and _belongs(r, scope))
    debated = disagreements_on(question, scope, catalog, wanted, words)
    return Selection(
        first=first,
        then=then[: _MOST_IN_ALL - len(first)],
        disagreements=debated,
        debate_leads=bool(debated) and leads(debated[0], first, wanted, words, question, catalog),
        scores=tuple(s for s in catalog.pack.scores if any(c in scope.focus for c in s.about)),
        lacking=_lacking(question, order, scope, catalog),
        unspoken=unspoken(question, words),
    )


def _fits(one: Ranked, scope: Scope, studies: Sequence[str]) -> bool:
    """Whether a statement about the thing asked answers the question: by what it says of it, by the
    condition or the body named beside it, by the asked words, or as it tells of the study asked about."""
    return (
        one.on_aspect
        or (one.on_condition and bool(scope.focus))
        or (one.on_body and bool(scope.focus))
        or one.worded >= _ALL_BUT_NAMED
        or any(study in one.statement.about for study in studies)
    )


def _studies(scope: Scope, catalog: Catalog) -> list[str]:
    return [c for c in scope.focus if catalog.concepts[c].kind is ConceptKind.STUDY]


def _compared(question: Question, scope: Scope, on_aspect: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """For a comparison: what weighs the things against each other, then the verdict on each."""
    if Intent.COMPARISON not in question.intents or len(scope.focus) < 2:
        return ()
    both = [s for s in on_aspect if set(scope.focus) <= set(s.about) and "alternative" in s.aspects]
    each = [
        next((s for s in on_aspect if s.about[0] == thing and s.direction is not None), None)
        for thing in scope.focus
    ]
    return tuple(s for s in (*both[:1], *each) if s is not None)


def _best(order: Sequence[Ranked]) -> tuple[Statement, ...]:
    """Without a statement of the asked aspect: those that come closest to the best one."""
    if not order:
        return ()
    return tuple(r.statement for r in order if r.score >= 0.75 * order[0].score)[:3]


def _belongs(ranked_statement: Ranked, scope: Scope) -> bool:
    """Beside the direct answer stands what is about the very thing asked."""
    return ranked_statement.covers or any(
        c in ranked_statement.statement.about for c in (*scope.focus, *scope.soft_focus)
    )


def _lacking(question: Question, order: Sequence[Ranked], scope: Scope, catalog: Catalog) -> tuple[str, ...]:
    """What was asked and no statement on the asked thing has: said, never papered over."""
    have = {aspect for r in order if r.close or not scope.focus for aspect in r.statement.aspects}
    asked = (*question.intents[:1], *(i for i in question.intents[1:] if i in _AMOUNTS))
    missed = [i for i in asked if i in _NAMED_ASPECTS and not have.intersection(ASPECTS[i])]
    things = " and ".join(catalog.concepts[c].label.lower() for c in scope.focus)
    return tuple(f"{_NAMED_ASPECTS[i]} of {things}" if things else _NAMED_ASPECTS[i] for i in missed)


def unspoken(question: Question, words: Words) -> tuple[str, ...]:
    """The content words of a question that stand in no statement and name no concept, each once."""
    return tuple(word for word in question.leftover if not content_words(word) <= words.rarity.keys())
