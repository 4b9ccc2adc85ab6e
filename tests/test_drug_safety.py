"""Every recommendation of every drug in every shipped pack, against every rule of that drug and its classes.

For each rule patients are made whom the recommendation is otherwise for: the rule true, false, or not known.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from citewell.answers.claims import claim_of
from citewell.guidelines.apply import apply
from citewell.guidelines.loader import load_pack
from citewell.guidelines.logic import circumstances, holds
from citewell.guidelines.verdicts import APPLIES, DOES_NOT_APPLY
from citewell.model.answers import Audience, Claim, Verdict
from citewell.model.applied import Applied
from citewell.model.cases import Truth
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import Caution, DrugSafety, GuidelinePack, Statement
from patients_by_rule import patients

TODAY = "2026-11-21"
SHIPPED = sorted(found.parent for found in (Path(__file__).parents[1] / "packs").glob("*/pack.yaml"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One contraindication or caution. rules_out: whether it alone rules the whole recommendation out."""

    drug: str
    caution: Caution
    forbids: bool
    rules_out: bool


@dataclass(slots=True)
class Walk:
    """What a walk met: how often a rule was tried true, unknown and false, and the faults."""

    true: int = 0
    unknown: int = 0
    false: int = 0
    nobody: int = 0
    faults: tuple[str, ...] = ()


@cache
def catalog_of(folder: Path) -> Catalog:
    loaded = load_pack(folder)
    assert loaded.pack is not None, loaded.problems
    return Catalog.of(loaded.pack)


def giving(catalog: Catalog) -> list[Statement]:
    return [statement for statement in catalog.pack.statements if statement.gives]


def rules_on(statement: Statement, catalog: Catalog) -> Iterator[Rule]:
    """The rules of what a statement gives, of the classes above it, and of the drugs in it."""
    for rules in catalog.pack.safety:
        above = [drug for drug in statement.gives if catalog.covers(rules.id, drug)]
        within = [drug for drug in statement.gives if catalog.covers(drug, rules.id)]
        if above or within:
            yield from _rules(rules, rules_out=len(above) == len(statement.gives))


def _rules(rules: DrugSafety, *, rules_out: bool) -> Iterator[Rule]:
    for caution in rules.contraindications:
        yield Rule(drug=rules.id, caution=caution, forbids=True, rules_out=rules_out)
    for caution in rules.cautions:
        yield Rule(drug=rules.id, caution=caution, forbids=False, rules_out=False)


def needs(statement: Statement, catalog: Catalog) -> list[tuple[Criterion, bool]]:
    """What makes a recommendation apply but for the safety of its drugs."""
    parent = catalog.statements.get(statement.parent)
    populations = tuple(catalog.populations[one].when for one in statement.populations)
    wanted = [(Criterion(op=Op.ANY, parts=populations), True)]
    wanted += [(one.applies_when, True) for one in (statement, parent) if one and one.applies_when]
    return [*wanted, *((caution.when, False) for caution in statement.never_when)]


def applied_to(
    wanted: list[tuple[Criterion, bool]], rule: Rule, truth: Truth, catalog: Catalog
) -> Applied | None:
    """The pack applied to the first patient of whom all that is wanted holds, and the rule has this truth."""
    for facts in patients(wanted, catalog):
        applied = apply(catalog, facts, on=TODAY, what_if=False)
        known = circumstances(catalog.pack, applied.facts, on=TODAY)
        as_wanted = all((holds(one, known) is Truth.TRUE) is true for one, true in wanted)
        if not applied.contradictions and as_wanted and holds(rule.caution.when, known) is truth:
            return applied
    return None


def walk(catalog: Catalog, rules_of: Catalog, *, on: str = "") -> Walk:
    """Every recommendation that gives a drug, against every rule.

    rules_of: the pack with the rules that are expected. on: of this drug or class alone.
    """
    found = Walk()
    for statement in giving(catalog):
        for rule in (rule for rule in rules_on(statement, rules_of) if on in ("", rule.drug)):
            found.faults += tuple(_tried(statement, rule, catalog, found))
    return found


def _tried(statement: Statement, rule: Rule, catalog: Catalog, found: Walk) -> Iterator[str]:
    wanted = needs(statement, catalog)
    name = f"{catalog.pack.id}: {statement.id}, {rule.drug}: {rule.caution.wording.clinician}"
    if applied := applied_to([*wanted, (rule.caution.when, True)], rule, Truth.TRUE, catalog):
        found.true += 1
        if not _is_told(statement, rule, applied, catalog):
            yield f"not told: {name}"
    else:
        found.nobody += 1
    if applied := applied_to(wanted, rule, Truth.UNKNOWN, catalog):
        found.unknown += 1
        if rule.forbids and not _is_open(statement, rule, applied, catalog):
            yield f"not excluded, and not visible: {name}"
    if applied := applied_to([*wanted, (rule.caution.when, False)], rule, Truth.FALSE, catalog):
        found.false += 1
        if rule.caution.wording in _notes(applied.verdicts[statement.id]):
            yield f"false, and told: {name}"


def _is_told(statement: Statement, rule: Rule, applied: Applied, catalog: Catalog) -> bool:
    verdict = applied.verdicts[statement.id]
    claim = claim_of(statement, catalog, Audience.CLINICIAN, applied)
    if rule.rules_out and (verdict.verdict != DOES_NOT_APPLY or rule.caution.wording not in _notes(verdict)):
        return False
    return verdict.verdict == DOES_NOT_APPLY or _says(claim, rule)


def _says(claim: Claim, rule: Rule) -> bool:
    """Whether a reader of the claim is told, beside it or by the claim itself, which rests on the same."""
    beside = {caution.text for caution in claim.cautions}
    return rule.caution.wording.clinician in beside or set(rule.caution.cites) <= set(claim.citations)


def _is_open(statement: Statement, rule: Rule, applied: Applied, catalog: Catalog) -> bool:
    verdict = applied.verdicts[statement.id]
    claim = claim_of(statement, catalog, Audience.CLINICIAN, applied)
    if verdict.verdict == DOES_NOT_APPLY or _is_ruled_out(rule.drug, verdict, catalog):
        return True
    labels = [catalog.facts[fact].label for fact in verdict.not_excluded]
    asked = {missing.fact for missing in applied.missing if statement.id in missing.decides}
    return (
        verdict.verdict == APPLIES
        and bool(labels)
        and _are_visible(labels, claim.because)
        and asked.issuperset(verdict.not_excluded)
        and rule.caution.wording not in _notes(verdict)
        and not _facts_of(rule.caution.when, catalog).isdisjoint(verdict.not_excluded)
    )


def _are_visible(labels: list[str], told: str) -> bool:
    """Whether the first of what is not excluded is named, and the rest named or counted."""
    hidden = [label for label in labels if label not in told]
    return labels[0] in told and (not hidden or told.endswith(f" and {len(hidden)} more"))


def _is_ruled_out(drug: str, verdict: Verdict, catalog: Catalog) -> bool:
    return any(note.forbids and catalog.covers(note.drug, drug) for note in verdict.notes)


def _facts_of(criterion: Criterion, catalog: Catalog) -> frozenset[str]:
    if criterion.op is Op.USE:
        return _facts_of(catalog.pack.criteria[criterion.name], catalog)
    return frozenset([criterion.fact]).union(*(_facts_of(part, catalog) for part in criterion.parts))


def _notes(verdict: Verdict) -> set[object]:
    return {note.caution.wording for note in verdict.notes}


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_every_rule_of_every_drug_reaches_every_recommendation_of_it(folder: Path) -> None:
    catalog = catalog_of(folder)
    found = walk(catalog, catalog)
    assert found.faults == ()
    assert min(found.true, found.unknown, found.false) > 5 * found.nobody


def without_rules(pack: GuidelinePack, drug: str, kind: str) -> GuidelinePack:
    """The pack without the contraindications, or the cautions, of a drug: rules that were lost."""
    lost: dict[str, tuple[Caution, ...]] = {kind: ()}
    return replace(
        pack,
        safety=tuple(replace(rules, **lost) if rules.id == drug else rules for rules in pack.safety),
    )


@pytest.mark.parametrize("kind", ["contraindications", "cautions"])
@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_rules_that_are_lost_are_found_by_the_walk(folder: Path, kind: str) -> None:
    catalog = catalog_of(folder)
    forbids = kind == "contraindications"
    given = (rule for statement in giving(catalog) for rule in rules_on(statement, catalog))
    for drug in sorted({rule.drug for rule in given if rule.forbids is forbids}):
        broken = Catalog.of(without_rules(catalog.pack, drug, kind))
        assert walk(broken, catalog, on=drug).faults, f"nobody noticed that the {kind} of {drug} are gone"


def test_every_alternative_ruled_out_is_a_recommendation_that_does_not_apply() -> None:
    catalog = catalog_of(next(folder for folder in SHIPPED if folder.name == "vertebral-fracture"))
    statement = catalog.statements["asbmr-2020-first-drug"]
    barred = [next(_rules(r, rules_out=False)) for r in catalog.pack.safety if r.id in statement.gives]
    wanted = [*needs(statement, catalog), *((rule.caution.when, True) for rule in barred)]
    applied = applied_to(wanted, barred[0], Truth.TRUE, catalog)
    assert applied is not None
    verdict = applied.verdicts[statement.id]
    assert verdict.verdict == DOES_NOT_APPLY
    assert {note.drug for note in verdict.notes} >= set(statement.gives)
