"""Criteria and values in words: what a reader is shown when a criterion decides."""

from collections.abc import Mapping

from citewell.guidelines.logic import Circumstances, as_choice, threshold_of
from citewell.model.cases import Value
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import FactDefinition, FactType
from citewell.text.units import with_unit

_LIMITS = {Op.LESS: "less than", Op.AT_MOST: "at most", Op.AT_LEAST: "at least", Op.MORE: "more than"}
_LIMITS_NEGATED = {Op.LESS: "at least", Op.AT_MOST: "more than", Op.AT_LEAST: "less than", Op.MORE: "at most"}


def value_in_words(definition: FactDefinition, value: Value) -> str:
    """A fact's value as shown to a reader: `L2`, `78 years`, `yes`."""
    if definition.type is FactType.NUMBER and isinstance(value, int | float):
        return with_unit(float(value), definition.unit)
    word = as_choice(value)
    return next((choice.label for choice in definition.choices if choice.id == word), word)


def comparison_in_words(
    leaf: Criterion, facts: Mapping[str, FactDefinition], known: Circumstances, *, wanted: bool = True
) -> str:
    """A comparison as a requirement (`Level: L3 or L4`), or with `wanted=False` its opposite."""
    definition = facts[leaf.fact]
    if leaf.op in (Op.IS, Op.ONE_OF):
        return f"{definition.label}: {_choices_in_words(definition, leaf.choices, wanted=wanted)}"
    limits = _LIMITS if wanted else _LIMITS_NEGATED
    threshold = threshold_of(leaf, known)
    number = with_unit(threshold, definition.unit) if threshold is not None else leaf.value_id
    return f"{definition.label}: {limits[leaf.op]} {number}"


def _choices_in_words(definition: FactDefinition, choices: tuple[str, ...], *, wanted: bool) -> str:
    if definition.type is FactType.YES_NO:
        return choices[0] if wanted else ("no" if choices[0] == "yes" else "yes")
    labels = [next((c.label for c in definition.choices if c.id == word), word) for word in choices]
    listed = " or ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
    return listed if wanted else f"not {listed}"
