"""The safety of the drugs that a pack gives, as defines: each contraindication, each caution, each drug.

A recommendation is ruled out by contraindications that are true of every alternative that it gives. One that
is undecided rules nothing out, so that it is asked with `is true`, which says false of a null (CQL 1.5,
appendix B, IsTrue).
"""

from collections.abc import Iterable, Iterator

from citewell.interop.cql.defines import define
from citewell.interop.cql.expressions import Names, any_of, expression
from citewell.interop.cql.naming import care_name, contraindicated_name, contraindication_name, quoted
from citewell.model.guidelines import DrugSafety, GuidelinePack


def safety_defines(pack: GuidelinePack, names: Names) -> Iterator[str]:
    """Every rule of the pack's drug safety, and whether each drug that it gives is contraindicated."""
    for rules in pack.safety:
        yield from _of(rules, names)
    given = dict.fromkeys(drug for statement in pack.statements for drug in statement.gives)
    for drug in given:
        against = tuple(_against(drug, pack))
        if against:
            yield define(contraindicated_name(drug), any_of(against))


def ruled_out(gives: Iterable[str], pack: GuidelinePack) -> str:
    """That not every alternative is contraindicated, as a condition; "" where that is never so."""
    alternatives = tuple(gives)
    if not alternatives or not all(any(_against(drug, pack)) for drug in alternatives):
        return ""
    named = (f"{quoted(contraindicated_name(drug))} is true" for drug in alternatives)
    return f"not ({' and '.join(named)})"


def _of(rules: DrugSafety, names: Names) -> Iterator[str]:
    for number, each in enumerate(rules.contraindications, 1):
        name = contraindication_name(rules.id, number)
        yield define(name, expression(each.when, names), told=each.wording.clinician)
    for number, each in enumerate(rules.cautions, 1):
        name = care_name(rules.id, number)
        yield define(name, expression(each.when, names), told=each.wording.clinician)


def _against(drug: str, pack: GuidelinePack) -> Iterator[str]:
    """The contraindications of a drug and of every class above it."""
    of = {drug, *_above(drug, {concept.id: concept.broader for concept in pack.concepts})}
    for rules in pack.safety:
        if rules.id in of:
            for number in range(1, len(rules.contraindications) + 1):
                yield quoted(contraindication_name(rules.id, number))


def _above(concept: str, broader: dict[str, tuple[str, ...]]) -> frozenset[str]:
    """The concepts above one, at any distance."""
    found: set[str] = set()
    waiting = [concept]
    while waiting:
        new = set(broader.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return frozenset(found)
