"""Facts that follow from others: as given, or else the value of the first rule that is true.

CQL has no loops, and no define may refer to itself. Where facts follow from each other ("intact" and "no
deficit" are one thing said twice), they are found in as many steps as there are facts in the circle, each
from what the step before it gave: by then nothing more follows, for a step that adds nothing is the last.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from citewell.interop.cql.defines import case_of, define
from citewell.interop.cql.expressions import Names, constant, expression
from citewell.interop.cql.naming import contradiction_name, given_name, known_name, quoted, step_name
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import FactDefinition, GuidelinePack

# What stands before the further lines of a condition inside a case.
_DEEP = "      "


def known_names(pack: GuidelinePack) -> Mapping[str, str]:
    """For each fact, where what is known of it stands: its parameter, or a define where it can follow."""
    return {fact.id: known_name(fact.id) if fact.derive else given_name(fact.id) for fact in pack.facts}


def derivations(pack: GuidelinePack, names: Names) -> Iterator[str]:
    """The defines of all facts that can follow from others, and whether what was given clashes with it."""
    reached = _reached(pack)
    for fact in pack.facts:
        if fact.derive:
            circle = tuple(other for other in reached[fact.id] if fact.id in reached.get(other, ()))
            yield from _steps(fact, circle, pack, names)
            yield _contradiction(fact, names)


def _steps(fact: FactDefinition, circle: tuple[str, ...], pack: GuidelinePack, names: Names) -> Iterator[str]:
    inside = frozenset(circle)
    written_out = {name: each for name, each in pack.criteria.items() if inside & _facts_in(each, pack)}
    before = {other: given_name(other) for other in circle}
    for step in range(1, len(circle)):
        here = replace(names, known={**names.known, **before}, criteria=written_out)
        yield define(
            step_name(fact.id, step), _following(fact, before.get(fact.id, given_name(fact.id)), here)
        )
        before = {other: step_name(other, step) for other in circle}
    here = replace(names, known={**names.known, **before}, criteria=written_out)
    text = _following(fact, before.get(fact.id, given_name(fact.id)), here)
    yield define(known_name(fact.id), text, told=fact.label)


def _following(fact: FactDefinition, before: str, names: Names) -> str:
    cases = ((expression(rule.when, names, indent=_DEEP), constant(fact, rule.value)) for rule in fact.derive)
    return f"Coalesce({quoted(before)}, {case_of(cases)})"


def _contradiction(fact: FactDefinition, names: Names) -> str:
    given = quoted(given_name(fact.id))
    clashes = []
    for rule in fact.derive:
        other = f"{given} != {constant(fact, rule.value)}"
        clashes.append(f"(({expression(rule.when, names, indent=_DEEP)}) and {other}) is true")
    return define(contradiction_name(fact.id), "\n    or ".join(clashes))


def _reached(pack: GuidelinePack) -> Mapping[str, tuple[str, ...]]:
    """For each fact that can follow, those of them it rests on at any distance, in order of id."""
    rests_on = {
        fact.id: set().union(*(_facts_in(rule.when, pack) for rule in fact.derive))
        for fact in pack.facts
        if fact.derive
    }
    return {fact_id: tuple(sorted(_all_from(fact_id, rests_on))) for fact_id in rests_on}


def _all_from(start: str, rests_on: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = (rests_on[waiting.pop()] & rests_on.keys()) - found
        found |= new
        waiting += new
    return found


def _facts_in(criterion: Criterion, pack: GuidelinePack) -> set[str]:
    if criterion.op is Op.USE:
        return _facts_in(pack.criteria[criterion.name], pack)
    if criterion.parts:
        return set().union(*(_facts_in(part, pack) for part in criterion.parts))
    return {criterion.fact}
