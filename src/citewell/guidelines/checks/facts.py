"""Facts are defined so that every value has one meaning, and cases give values that fit."""

from collections.abc import Iterator

from citewell.guidelines.criteria import number_text
from citewell.guidelines.parts import FACTS, VALUES
from citewell.guidelines.shapes import suggestion
from citewell.model.attributes import Attribute
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition, FactType
from citewell.model.problems import Problem

_UNKNOWN = "unknown"


def fact_types_are_complete(catalog: Catalog) -> Iterator[Problem]:
    """A fact has the fields of its type and no others."""
    for fact in catalog.pack.facts:
        for message, hint in _faults_of(fact):
            yield Problem(FACTS, fact.line, "fact.fields", f"{fact.id}: {message}", hint)


def attributes_are_said(catalog: Catalog) -> Iterator[Problem]:
    """A fact that is called like a kind of data whose use is told says whether it is that."""
    for fact in catalog.pack.facts:
        if fact.attribute is None and fact.id in set(Attribute):
            message = f"{fact.id}: the fact is called like an attribute, and says none"
            yield Problem(FACTS, fact.line, "fact.attribute", message, f"attribute: {fact.id}")


def ranges_are_possible(catalog: Catalog) -> Iterator[Problem]:
    """The lowest value lies below the highest."""
    for fact in catalog.pack.facts:
        if fact.minimum is not None and fact.maximum is not None and fact.minimum >= fact.maximum:
            message = f"{fact.id}: the range runs from {fact.minimum:g} to {fact.maximum:g}"
            yield Problem(FACTS, fact.line, "fact.range", message, "[lowest, highest]")


def values_have_editions(catalog: Catalog) -> Iterator[Problem]:
    """A value has a number in force at some time."""
    for value in catalog.pack.values:
        if not value.editions:
            yield Problem(
                VALUES, value.line, "value.editions", f"{value.id} has no number", "add a dated value"
            )


def derivations_fit(catalog: Catalog) -> Iterator[Problem]:
    """What is derived is a value of the fact."""
    for fact in catalog.pack.facts:
        for derivation in fact.derive:
            message = misfit(fact, derivation.value)
            if message:
                yield Problem(
                    FACTS, derivation.when.line or fact.line, "fact.derive", message, _allowed(fact)
                )


def case_values_fit(catalog: Catalog) -> Iterator[Problem]:
    """A case gives facts values they can have; "unknown" may be said."""
    for case in catalog.pack.cases:
        for fact_id, value in (*case.facts.items(), *case.expect.understood.items()):
            fact = catalog.facts.get(fact_id)
            message = misfit(fact, value) if fact is not None and value != _UNKNOWN else ""
            if fact is not None and message:
                yield Problem(case.path, case.line, "case.value", f'"{case.name}": {message}', _allowed(fact))


def misfit(fact: FactDefinition, value: str) -> str:
    """Why a fact cannot have the value written, or ""."""
    if fact.type is FactType.NUMBER:
        number = _number(value)
        return f'{fact.id} is a number, not "{value}"' if number is None else out_of_range(fact, number)
    if fact.type is FactType.YES_NO:
        return "" if value in ("yes", "no") else f'{fact.id} is yes or no, not "{value}"'
    choices = {choice.id for choice in fact.choices}
    return "" if value in choices else f'{fact.id} has no choice "{value}": {suggestion(value, choices)}'


def out_of_range(fact: FactDefinition, number: float) -> str:
    """Why a number fact cannot have the number, or ""."""
    if fact.minimum is not None and number < fact.minimum:
        return f"{fact.id} cannot be {number_text(number)}: it is at least {fact.minimum:g}"
    if fact.maximum is not None and number > fact.maximum:
        return f"{fact.id} cannot be {number_text(number)}: it is at most {fact.maximum:g}"
    if fact.whole and not number.is_integer():
        return f"{fact.id} cannot be {number_text(number)}: it is a whole number"
    return ""


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _allowed(fact: FactDefinition) -> str:
    if fact.type is FactType.YES_NO:
        return "write yes or no"
    if fact.type is FactType.NUMBER:
        return f"a number in {fact.unit or 'its unit'}, within the fact's range"
    return "use one of the fact's choices"


def _faults_of(fact: FactDefinition) -> Iterator[tuple[str, str]]:
    if fact.type is FactType.CHOICE and len(fact.choices) < 2:
        yield "a choice has at least two values", 'add them under "values:"'
    if fact.type is not FactType.CHOICE and fact.choices:
        yield f"a {fact.type.value} fact has no values", 'delete "values:" or change the type'
    if fact.type is not FactType.NUMBER and (fact.readings or fact.unit or fact.minimum is not None):
        yield "unit, range and reads belong to numbers", "delete them or change the type"
    if fact.type is FactType.NUMBER and not fact.unit:
        yield "a number has a unit", "add a UCUM code; {score} for points, {count} for a count"
    if fact.type is FactType.NUMBER and (fact.terms or fact.denials):
        yield "terms and denials belong to yes-no facts", 'write phrases with {n} under "reads:"'
    for reading in fact.readings:
        if ("{n}" in reading.phrase) == (reading.value is not None):
            yield (
                f'"{reading.phrase}" states no number, or two',
                "give {n} in the phrase, or a value, not both",
            )
