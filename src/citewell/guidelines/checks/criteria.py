"""Every comparison fits the fact it compares."""

from collections.abc import Iterator

from citewell.guidelines.checks.facts import misfit, out_of_range
from citewell.guidelines.parts import comparisons, criteria
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import FactDefinition, FactType
from citewell.model.problems import Problem

_IDENTITIES = (Op.IS, Op.ONE_OF)


def comparisons_fit_their_fact(catalog: Catalog) -> Iterator[Problem]:
    """Operator, choices, numbers and units agree with the fact's type, choices, range and unit."""
    for ruled in criteria(catalog.pack):
        for leaf in comparisons(ruled.criterion):
            fact = catalog.facts.get(leaf.fact)
            if fact is not None:
                for code, message, hint in _faults(leaf, fact, catalog):
                    yield Problem(ruled.path, leaf.line, code, f"{ruled.what}: {message}", hint)


def _faults(leaf: Criterion, fact: FactDefinition, catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    if (leaf.op in _IDENTITIES) == (fact.type is FactType.NUMBER):
        verbs = "< <= >= >" if fact.type is FactType.NUMBER else '"is" and "is one of"'
        yield (
            "criterion.operator",
            f'{fact.id} is a {fact.type.value} fact, not for "{leaf.op.value}"',
            f"use {verbs}",
        )
    elif leaf.op in _IDENTITIES:
        yield from _choice_faults(leaf, fact)
    elif leaf.value_id:
        yield from _value_faults(leaf, fact, catalog)
    else:
        yield from _number_faults(leaf, fact)


def _choice_faults(leaf: Criterion, fact: FactDefinition) -> Iterator[tuple[str, str, str]]:
    if leaf.op is Op.ONE_OF and fact.type is FactType.YES_NO:
        yield (
            "criterion.operator",
            f'{fact.id} is a yes-no fact, not for "is one of"',
            'use "is yes" or "is no"',
        )
        return
    for choice in leaf.choices:
        message = misfit(fact, choice)
        if message:
            yield "criterion.choice", message, "correct the choice, or add it to the fact"


def _number_faults(leaf: Criterion, fact: FactDefinition) -> Iterator[tuple[str, str, str]]:
    message = "" if leaf.number is None else out_of_range(fact, leaf.number)
    if message:
        yield "criterion.range", message, "correct the number, or the fact's range"
    if leaf.unit and leaf.unit != fact.unit:
        message = f'{fact.id} is measured in "{fact.unit}", the criterion says "{leaf.unit}"'
        yield "criterion.unit", message, "convert the number, or leave the unit out"


def _value_faults(leaf: Criterion, fact: FactDefinition, catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    value = catalog.values.get(leaf.value_id)
    if value is None:
        return
    if value.unit != fact.unit:
        message = f'{fact.id} is measured in "{fact.unit}", the value {value.id} in "{value.unit}"'
        yield "criterion.unit", message, "give both one unit"
    for edition in value.editions:
        message = out_of_range(fact, edition.value)
        if message:
            yield "criterion.range", f"{value.id}: {message}", "correct the value, or the fact's range"
