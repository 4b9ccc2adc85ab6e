"""What an answer rests on: a topic's page for an open question, the few statements that fit a narrow one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from citewell.answers.ranking import Ranked, Wanted, Words, ranked
from citewell.answers.scope import Scope
from citewell.model.answers import Intent, Question
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Disagreement, Score, Statement, Topic
from citewell.text.tokens import content_words

# The aspects of a statement that answer each intent, see docs/reference/packs.md.
ASPECTS: dict[Intent, tuple[str, ...]] = {
    Intent.OVERVIEW: (),
    Intent.SHOULD: ("treatment", "imaging", "activity", "rehabilitation", "prevention"),
    Intent.DOSE: ("dose", "duration"),
    Intent.TIMING: ("timing", "duration"),
    Intent.FOLLOW_UP: ("follow-up",),
    Intent.IMAGING: ("imaging",),
    Intent.DIAGNOSIS: ("diagnosis", "imaging", "cause"),
    Intent.REFERRAL: ("referral",),
    Intent.RED_FLAGS: ("red-flag",),
    Intent.PROGNOSIS: ("prognosis",),
    Intent.RISK: ("risk",),
    Intent.PREVENTION: ("prevention",),
    Intent.HARM: ("harm", "contraindication"),
    Intent.CONTRAINDICATION: ("contraindication", "harm"),
    Intent.EVIDENCE: ("evidence",),
    Intent.COMPARISON: ("evidence", "alternative", "treatment"),
    Intent.GRADE: ("grade",),
    Intent.DEFINITION: ("definition",),
    Intent.ACTIVITY: ("activity", "rehabilitation"),
    Intent.AVAILABILITY: ("availability",),
}
# Intents whose answer is a verdict on something, for which a disagreement is the answer's heart.
_DEBATED = frozenset({Intent.SHOULD, Intent.COMPARISON, Intent.EVIDENCE, Intent.TIMING, Intent.OVERVIEW})

_MOST_FIRST = 5
_MOST_IN_ALL = 14
_MOST_DISAGREEMENTS = 3
# A word that more statements use than this is no name of anything.
_MOST_NAMING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What one pack answers one question with.

    topic: set for an open question, whose page is shown whole. first: what answers a narrow
    question directly; then: what belongs beside it. lacking: asked for, and not in the pack.
    """

    topic: Topic | None = None
    first: tuple[Statement, ...] = ()
    then: tuple[Statement, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    scores: tuple[Score, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the pack has nothing to say."""
        return not (self.topic or self.first or self.then or self.disagreements or self.scores)


def select(question: Question, scope: Scope, catalog: Catalog, words: Callable[[], Words]) -> Selection:
    """The statements, disagreements and scores that answer the question from this pack.

    words: gives the words of the pack's statements, wanted by some questions only.
    """
    topic = choose_topic(question, scope, catalog) if is_open(question, scope) else None
    if topic is None:
        return _narrow(question, scope, catalog, words())
    named = naming(question.leftover, scope, catalog, words()) if question.leftover else ()
    debated = tuple(catalog.disagreements[d] for d in topic.disagreements if d in catalog.disagreements)
    return Selection(topic=topic, first=named, disagreements=debated)


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
    """The page that fits: named by the question, then by population; in the pack's order."""
    fitting = [t for t in catalog.pack.topics if any(p in scope.populations for p in t.populations)]
    named = [t for t in fitting if f"{catalog.pack.id}:{t.id}" in question.topics]
    order = {f"{catalog.pack.id}:{t.id}": n for n, t in enumerate(catalog.pack.topics)}
    by_mention = sorted(named, key=lambda t: question.topics.index(f"{catalog.pack.id}:{t.id}"))
    rest = sorted(fitting, key=lambda t: (len(t.populations), order[f"{catalog.pack.id}:{t.id}"]))
    return next(iter([*by_mention, *rest]), None)


def _narrow(question: Question, scope: Scope, catalog: Catalog, words: Words) -> Selection:
    aspects = tuple(dict.fromkeys(a for intent in question.intents for a in ASPECTS[intent]))
    wanted = Wanted(
        focus=scope.focus,
        soft_focus=scope.soft_focus,
        bodies=scope.bodies,
        aspects=aspects,
        populations=scope.populations,
        words=tuple(sorted(content_words(question.text))),
        mentioned=frozenset(question.concepts).union(
            *(catalog.broader.get(c, ()) for c in question.concepts)
        ),
    )
    order = ranked(wanted, catalog, words)
    near = [r for r in order if r.close] or order
    on_aspect = tuple(r.statement for r in near if r.on_aspect)
    first = (*_compared(question, scope, on_aspect), *on_aspect) or _best(near)
    first = tuple(dict.fromkeys(first))[:_MOST_FIRST]
    then = tuple(r.statement for r in order if r.statement not in first and _belongs(r, scope))
    return Selection(
        first=first,
        then=then[: _MOST_IN_ALL - len(first)],
        disagreements=_disagreements(question, scope, catalog),
        scores=tuple(s for s in catalog.pack.scores if any(c in scope.focus for c in s.about)),
        lacking=_lacking(question, order, scope, catalog),
    )


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
    return any(c in ranked_statement.statement.about for c in (*scope.focus, *scope.soft_focus))


def _disagreements(question: Question, scope: Scope, catalog: Catalog) -> tuple[Disagreement, ...]:
    """Those on the thing asked, the one whose own question is most like this one first."""
    if not _DEBATED.intersection(question.intents):
        return ()
    asked = scope.focus or scope.soft_focus
    words = content_words(question.text)
    matches = [
        (_fit(d, asked, words, catalog), d)
        for d in catalog.pack.disagreements
        if any(p in scope.populations for p in d.populations)
    ]
    ordered = sorted((m for m in matches if m[0][0]), key=lambda m: (*(-part for part in m[0]), m[1].id))
    return tuple(d for _, d in ordered)[:_MOST_DISAGREEMENTS]


def _fit(
    disagreement: Disagreement, asked: tuple[str, ...], words: frozenset[str], catalog: Catalog
) -> tuple[float, ...]:
    """How many of the things asked it is about; whether it is first of all about one; shared words."""
    about = disagreement.about
    things = sum(any(catalog.covers(thing, one) for one in about) for thing in asked)
    foremost = about[0] in asked
    theirs = content_words(f"{disagreement.question} {disagreement.title}")
    return things, foremost, len(words & theirs) / len(words | theirs)


def _lacking(question: Question, order: Iterable[Ranked], scope: Scope, catalog: Catalog) -> tuple[str, ...]:
    """The asked aspects that no statement on the asked thing has: said, never papered over."""
    have = {aspect for r in order if r.on_focus or not scope.focus for aspect in r.statement.aspects}
    things = " and ".join(catalog.concepts[c].label.lower() for c in scope.focus)
    return tuple(
        f"{intent.value} of {things}" if things else intent.value
        for intent in question.intents
        if ASPECTS[intent] and not have.intersection(ASPECTS[intent])
    )
