"""The value that an element of a record states, as a fact is given; or why it cannot be used.

HL7 FHIR R4 (4.0.1): Quantity (a comparator makes it no number), CodeableConcept, `value[x]` in all its types.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from citewell.interop.reading.dates import elapsed, moment_of
from citewell.interop.reading.elements import codings
from citewell.interop.reading.mapping import Rule
from citewell.model.guidelines import FactDefinition, FactType
from citewell.text.ucum import converted
from citewell.text.units import with_unit

_UCUM = "http://unitsofmeasure.org"
_NO_UNIT = "?"
_POLYMORPHIC = "value"
# No clinical number is larger, smaller or longer.
_MOST_DIGITS, _WIDEST = 24, 15


@dataclass(frozen=True, slots=True)
class Value:
    """given: as the fact is given, "" where `fault` says, in a few words, why it cannot be used."""

    given: str = ""
    fault: str = ""


def leaves(element: Any, path: tuple[str, ...], place: str) -> Iterator[tuple[str, Any]]:
    """What stands at a path, each with its place; a list stands for each of its members.

    A last step `value…` stands for whichever `value[x]` the record has.
    """
    if isinstance(element, list):
        for n, each in enumerate(element):
            # FHIR knows no list of lists.
            if not isinstance(each, list):
                yield from leaves(each, path, f"{place}[{n}]")
    elif not path:
        yield place, element
    elif isinstance(element, dict):
        names = [path[0]]
        if len(path) == 1 and path[0].startswith(_POLYMORPHIC):
            names = [name for name in element if name.startswith(_POLYMORPHIC)]
        for name in names:
            if name in element:
                yield from leaves(element[name], path[1:], f"{place}.{name}")


def value_of(leaf: Any, rule: Rule, *, today: date) -> Value:
    """The value of the rule's fact that an element states."""
    definition = rule.definition
    if rule.mapping.choices:
        return _coded(leaf, rule)
    if definition.type is not FactType.NUMBER:
        return _worded(leaf, definition)
    if isinstance(leaf, str):
        return _since(leaf, definition, today)
    return _number(leaf, definition)


def _coded(leaf: Any, rule: Rule) -> Value:
    meant = {
        meaning: None for system, code in codings(leaf) for _, meaning in rule.choices.meanings(system, code)
    }
    if len(meant) > 1:
        return Value(fault=f"its codes mean {' and '.join(meant)}")
    return Value(given=next(iter(meant))) if meant else Value(fault="it says nothing that guidance goes by")


def _worded(leaf: Any, definition: FactDefinition) -> Value:
    yes_no = definition.type is FactType.YES_NO
    allowed = ("yes", "no") if yes_no else tuple(choice.id for choice in definition.choices)
    word = ("yes" if leaf else "no") if yes_no and isinstance(leaf, bool) else leaf
    if isinstance(word, str) and word in allowed:
        return Value(given=word)
    return Value(fault="it says nothing that guidance goes by")


def _since(leaf: str, definition: FactDefinition, today: date) -> Value:
    """The time since a date, where the fact is one; it is used if the date is exact enough for the unit."""
    moment = moment_of(leaf)
    counted = elapsed(moment, definition.unit, today=today) if moment else None
    if moment is None or counted is None:
        return Value(fault="it is no number" if moment is None else "it is a date")
    if moment.is_future(today):
        return Value(fault="the date is in the future")
    fewest, most = (max(0, count) for count in counted)
    if fewest != most:
        between = f"{fewest} to {with_unit(most, definition.unit)}"
        return Value(fault=f"the date is not exact enough ({between})")
    return _within(Decimal(most), definition)


def _number(leaf: Any, definition: FactDefinition) -> Value:
    quantity = leaf if isinstance(leaf, dict) else {"value": leaf}
    number = quantity.get("value")
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        return Value(fault="it is a range" if "low" in quantity or "high" in quantity else "it is no number")
    if "comparator" in quantity:
        return Value(fault="it is not an exact number, only a limit (such as <60)")
    value = Decimal(number)
    if (
        not value.is_finite()
        or abs(value.adjusted()) > _WIDEST
        or len(value.as_tuple().digits) > _MOST_DIGITS
    ):
        return Value(fault="the number is too long")
    unit = _unit_of(quantity)
    exact = converted(value, unit, definition.unit)
    if exact is None:
        return Value(fault=f"its unit is not told by UCUM, or cannot be converted into {definition.unit}")
    return _within(exact, definition)


def _unit_of(quantity: dict[str, Any]) -> str:
    """The UCUM code; without one, the unit as printed, which counts where it is a code itself."""
    code = quantity.get("code")
    unit = quantity.get("unit", "") if code is None else code
    known = isinstance(unit, str) and quantity.get("system", _UCUM) == _UCUM
    return unit if known or unit == "" else _NO_UNIT


def _within(value: Decimal, definition: FactDefinition) -> Value:
    low, high = definition.minimum, definition.maximum
    if (low is not None and value < Decimal(str(low))) or (high is not None and value > Decimal(str(high))):
        return Value(fault="the number is outside the range that is possible")
    if definition.whole and value != value.to_integral_value():
        return Value(fault="it is no whole number")
    return Value(given=format(value, "f"))
