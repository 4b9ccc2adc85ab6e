"""The worked cases of a pack, each with what it expects and what the facts that it tells lead to."""

from collections.abc import Iterator
from dataclasses import dataclass

from citewell.errors import InputError
from citewell.guidelines.facts import read_facts, with_derived
from citewell.guidelines.logic import Circumstances, circumstances
from citewell.guidelines.safety import Judged, judged
from citewell.guidelines.scores import scored
from citewell.model.applied import Scored
from citewell.model.cases import NO_FACTS, CaseFacts
from citewell.model.catalog import Catalog
from citewell.model.worked import Case, Expectation
from citewell.questions.lexicon import Lexicon
from citewell.questions.parse import parse
from citewell.questions.parse import read_facts as read_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A case, tried. expects: the ids of all that it expects to be said or judged.

    topics, concepts: what its question names. told: the facts that it states. known: those and what follows.
    scores, safety: what the pack's scores and drug safety come to.
    """

    case: Case
    expects: frozenset[str]
    topics: frozenset[str]
    concepts: frozenset[str]
    told: frozenset[str]
    known: Circumstances
    scores: tuple[Scored, ...]
    safety: Judged


def trials(catalog: Catalog, *, lexicon: Lexicon, on: str) -> tuple[Trial, ...]:
    """Every case of the pack, tried on an ISO date. A case whose facts are refused tells none."""
    return tuple(_trial(case, catalog, lexicon=lexicon, on=on) for case in catalog.pack.cases)


def _trial(case: Case, catalog: Catalog, *, lexicon: Lexicon, on: str) -> Trial:
    given = _given(case, catalog)
    topics: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    try:
        if case.question:
            question = parse(case.question, lexicon=lexicon)
            topics, concepts = question.topics, question.concepts
            given = question.facts.updated_with(given)
        elif case.says:
            given = read_sentence(case.says, lexicon=lexicon).facts.updated_with(given)
    except InputError:
        given = NO_FACTS
    stated = circumstances(catalog.pack, given, on=on)
    known = stated.with_facts(with_derived(catalog, given, stated))
    return Trial(
        case=case,
        expects=frozenset(_expected(case.expect)),
        topics=frozenset(topics),
        concepts=frozenset(concepts),
        told=frozenset(fact.id for fact in given) | case.expect.understood.keys(),
        known=known,
        scores=tuple(s for score in catalog.pack.scores if (s := scored(score, known)) is not None),
        safety=judged(catalog, known),
    )


def _given(case: Case, catalog: Catalog) -> CaseFacts:
    try:
        return read_facts(case.facts, catalog.facts)
    except InputError:
        return NO_FACTS


def _expected(expect: Expectation) -> Iterator[str]:
    yield from (*expect.verdicts, *expect.claims, *expect.disagreements, *expect.scores)
    yield from (*expect.not_excluded, *expect.cautions)
