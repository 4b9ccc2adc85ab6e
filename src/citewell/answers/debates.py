"""Which disagreements a question touches, and whether one of them is its answer."""

from citewell.answers.ranking import Wanted, Words, overlap, stems_of
from citewell.answers.scope import Scope
from citewell.model.answers import Intent, Question
from citewell.model.catalog import Catalog
from citewell.model.guidelines import ConceptKind, Disagreement, Statement

# Intents whose answer is a verdict on something, for which a disagreement is the answer's heart.
_DEBATED = frozenset({Intent.SHOULD, Intent.COMPARISON, Intent.EVIDENCE, Intent.TIMING, Intent.OVERVIEW})
# A debate answers about as closely as a statement when it has nearly as many of the asked words.
_ABOUT_AS_CLOSE = 0.25
# Asked for a verdict on something debated, the debate answers unless a statement fits far better.
_VERDICT_MARGIN = 0.6
_MOST_DISAGREEMENTS = 3
# Kinds of concept that say of what a question speaks rather than what it asks about it.
_WHERE = frozenset({ConceptKind.CONDITION, ConceptKind.SUBJECT})


def disagreements_on(
    question: Question, scope: Scope, catalog: Catalog, wanted: Wanted, words: Words
) -> tuple[Disagreement, ...]:
    """Those on the thing asked, the one whose own question is most like this one first."""
    any_debate = bool(_DEBATED.intersection(question.intents))
    asked = scope.focus or scope.soft_focus
    matches = [
        (_fit(d, asked, scope.conditions, wanted, words, catalog), d)
        for d in catalog.pack.disagreements
        if any(p in scope.populations for p in d.populations)
        and (any_debate or any(aspect in wanted.aspects for aspect in d.aspects))
    ]
    ordered = sorted((m for m in matches if m[0][0]), key=lambda m: (*(-part for part in m[0]), m[1].id))
    return tuple(d for _, d in ordered)[:_MOST_DISAGREEMENTS]


def _fit(
    disagreement: Disagreement,
    asked: tuple[str, ...],
    beside: tuple[str, ...],
    wanted: Wanted,
    words: Words,
    catalog: Catalog,
) -> tuple[float, ...]:
    """How many of the things asked it is about, and of the conditions named beside them; whether it debates
    what is asked of them; whether it is first of all about one; shared words."""
    about = disagreement.about
    named = sum(condition in about for condition in beside)
    things = sum(any(catalog.covers(thing, one) for one in about) for thing in asked)
    theirs = stems_of(f"{disagreement.question} {disagreement.title}")
    shared = round(overlap(theirs, wanted.words, words), 2)
    fitting = any(aspect in wanted.aspects for aspect in disagreement.aspects)
    foremost = any(catalog.covers(about[0], thing) for thing in asked)
    return things, named, fitting, foremost, shared, disagreement.id == about[0], -len(about)


def leads(
    disagreement: Disagreement,
    first: tuple[Statement, ...],
    wanted: Wanted,
    words: Words,
    question: Question,
    catalog: Catalog,
) -> bool:
    """Whether the debate answers the question at least about as closely as the best statement."""
    if not first:
        return True
    asked = (*wanted.focus, *wanted.soft_focus)
    if wanted.bodies or not _is_on(disagreement, asked, wanted.conditions, catalog):
        return False
    if _is_beside_the_point(disagreement, question, catalog):
        return False
    if (
        disagreement.aspects
        and wanted.aspects
        and not any(aspect in wanted.aspects for aspect in disagreement.aspects)
    ):
        return False
    default = disagreement.default
    theirs = stems_of(f"{disagreement.question} {default.clinician} {default.patient}")
    best = overlap(words.of[first[0].id], wanted.words, words)
    margin = _VERDICT_MARGIN if Intent.SHOULD in question.intents else _ABOUT_AS_CLOSE
    return overlap(theirs, wanted.words, words) >= best - margin


def _is_on(
    disagreement: Disagreement, asked: tuple[str, ...], conditions: tuple[str, ...], catalog: Catalog
) -> bool:
    """Whether it is first of all about a thing asked, or about one and a condition named beside it."""
    about = disagreement.about
    first = any(catalog.covers(about[0], thing) for thing in asked)
    together = not set(conditions).isdisjoint(about) and not set(asked).isdisjoint(about)
    return first or together


def _is_beside_the_point(disagreement: Disagreement, question: Question, catalog: Catalog) -> bool:
    """Whether the question names something more that the debate is not about, and the debate something that
    the question does not name: bisphosphonates against pain, asked about them against fractures."""
    about = disagreement.about
    named = [one for one in question.concepts if catalog.concepts[one].kind not in _WHERE]
    within = [one for one in named if any(catalog.covers(wider, one) for wider in about)]
    if not within or len(within) == len(named):
        return False
    return not all(any(catalog.related(one, other) for other in named) for one in about)
