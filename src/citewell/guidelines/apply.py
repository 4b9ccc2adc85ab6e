"""A pack and a patient → verdicts, disposition, what is missing, scores (FHIR calls it `$apply`)."""

from citewell.guidelines.dispositions import dispose
from citewell.guidelines.facts import contradictions, with_derived
from citewell.guidelines.logic import Circumstances, circumstances, holds, numbers_in_force
from citewell.guidelines.missing import missing_facts
from citewell.guidelines.safety import judged
from citewell.guidelines.scores import scored
from citewell.guidelines.verdicts import verdict
from citewell.model.applied import Applied
from citewell.model.cases import CaseFacts, Truth
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Exclusion, Statement


def apply(catalog: Catalog, given: CaseFacts, *, on: str, what_if: bool = True) -> Applied:
    """What the pack says of a patient on an ISO date; facts the pack does not know are left aside.

    what_if: also find what would change the disposition, by far the longest part of the work.
    """
    given = CaseFacts(tuple(fact for fact in given if fact.id in catalog.facts))
    stated = circumstances(catalog.pack, given, on=on)
    facts = with_derived(catalog, given, stated)
    known = stated.with_facts(facts)
    safety = judged(catalog, known)
    verdicts = {
        s.id: verdict(s, catalog, known, safety)
        for s in catalog.pack.statements
        if _is_conditional(s, catalog)
    }
    disposed = dispose(catalog, given, known, what_if=what_if)
    recommended = {s.id: verdicts[s.id] for s in catalog.recommendations}
    return Applied(
        pack=catalog.pack,
        facts=facts,
        contradictions=contradictions(catalog, given, known),
        in_population=_populations(catalog, known, Truth.TRUE),
        out_of_population=_populations(catalog, known, Truth.FALSE),
        excluded=_exclusions(catalog, known),
        verdicts=verdicts,
        disposition=disposed,
        missing=missing_facts(catalog, known, disposed, recommended),
        scores=tuple(s for score in catalog.pack.scores if (s := scored(score, known)) is not None),
        safety=safety,
        in_force=tuple((value_id, since) for value_id, since, _ in numbers_in_force(catalog.pack, on=on)),
    )


def placed(catalog: Catalog, given: CaseFacts, *, on: str) -> Applied:
    """Whom the pack takes a patient for and where it sends them, on an ISO date; no recommendations.

    A small part of the work of `apply`, by which it is known whether the pack has anything to say.
    """
    given = CaseFacts(tuple(fact for fact in given if fact.id in catalog.facts))
    stated = circumstances(catalog.pack, given, on=on)
    facts = with_derived(catalog, given, stated)
    known = stated.with_facts(facts)
    return Applied(
        pack=catalog.pack,
        facts=facts,
        contradictions=contradictions(catalog, given, known),
        in_population=_populations(catalog, known, Truth.TRUE),
        out_of_population=_populations(catalog, known, Truth.FALSE),
        excluded=_exclusions(catalog, known),
        verdicts={},
        disposition=dispose(catalog, given, known, what_if=False),
        missing=(),
        scores=(),
        in_force=tuple((value_id, since) for value_id, since, _ in numbers_in_force(catalog.pack, on=on)),
    )


def _exclusions(catalog: Catalog, known: Circumstances) -> tuple[Exclusion, ...]:
    return tuple(
        one
        for one in catalog.pack.exclusions
        if one.when is not None and holds(one.when, known) is Truth.TRUE
    )


def _is_conditional(statement: Statement, catalog: Catalog) -> bool:
    parent = catalog.statements.get(statement.parent)
    return (
        statement.direction is not None
        or statement.applies_when is not None
        or (parent is not None and parent.applies_when is not None)
    )


def _populations(catalog: Catalog, known: Circumstances, truth: Truth) -> tuple[str, ...]:
    return tuple(p.id for p in catalog.pack.populations if holds(p.when, known) is truth)
