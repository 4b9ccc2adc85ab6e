"""A criterion → an expression of CQL that is true, false and null where ours is true, false and unknown.

CQL's `and`, `or` and `not` are Kleene's (CQL 1.5, appendix B, Logical Operators), and a comparison with null
is null (Nullological Operators). `in` alone says false of a null, so it is asked only of what is known.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from citewell.errors import InputError
from citewell.interop.cql.naming import criterion_name, literal, quoted, value_name
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import FactDefinition, FactType

# CQL 1.5, appendix B, Decimal: 28 digits, 8 of them behind the point.
_BEFORE_THE_POINT, _LEAST = 20, Decimal("0.00000001")
_STEP = "  "
_NAME = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True)
class Names:
    """By which names an expression speaks of facts, and which named criteria it can refer to.

    facts: the definitions by id. known: for each fact, the define or parameter that holds what is known of
    it. criteria: the named criteria whose text is written out where they are used; the others are defines.
    """

    facts: Mapping[str, FactDefinition]
    known: Mapping[str, str]
    criteria: Mapping[str, Criterion]


def expression(criterion: Criterion, names: Names, *, indent: str = _STEP) -> str:
    """The criterion in CQL. indent: what stands before each line after the first.

    Raises InputError for a comparison that does not fit its fact, and for a number that is no Decimal of CQL.
    """
    if criterion.op is Op.ALL:
        return all_of((_bracketed(part, names, indent) for part in criterion.parts), indent=indent)
    if criterion.op is Op.ANY:
        return any_of((_bracketed(part, names, indent) for part in criterion.parts), indent=indent)
    if criterion.op is Op.NOT:
        return _negated(criterion.parts[0], names, indent)
    if criterion.op is Op.USE:
        return _used(criterion.name, names, indent)
    return _comparison(criterion, names)


def all_of(parts: Iterable[str], *, indent: str = _STEP) -> str:
    """Conditions, each one that can stand beside an `and`, all of which must be true."""
    return f"\n{indent}{_STEP}and ".join(parts) or "true"


def any_of(parts: Iterable[str], *, indent: str = _STEP) -> str:
    """Conditions, each one that can stand beside an `or`, one of which must be true."""
    return f"\n{indent}{_STEP}or ".join(parts) or "false"


def decimal(number: float, *, of: str) -> str:
    """A number as a Decimal of CQL, in the fewest digits that give it back.

    of: whose number it is, for the InputError that refuses one that CQL cannot hold.
    """
    exact = Decimal(repr(number))
    if not exact.is_finite() or exact.adjusted() >= _BEFORE_THE_POINT or exact != exact.quantize(_LEAST):
        raise InputError(
            f"{of}: {number!r} is no decimal number of CQL, which has 8 digits behind the point",
            hint="round it in the pack, or give it in another unit",
        )
    text = format(exact, "f")
    return text if "." in text else f"{text}.0"


def constant(definition: FactDefinition, value: str) -> str:
    """A value of a fact, as a pack writes it, in CQL."""
    if definition.type is FactType.YES_NO:
        return "true" if value == "yes" else "false"
    return literal(value) if definition.type is FactType.CHOICE else decimal(float(value), of=definition.id)


def _negated(criterion: Criterion, names: Names, indent: str) -> str:
    """`not` binds closer than a comparison, so that all but a name stands in brackets."""
    text = expression(criterion, names, indent=indent + _STEP)
    return f"not {text}" if _NAME.fullmatch(text) else f"not ({text})"


def _bracketed(criterion: Criterion, names: Names, indent: str) -> str:
    """The criterion beside an `and` or `or`, in brackets where it holds one of them, or an `if`."""
    text = expression(criterion, names, indent=indent + _STEP)
    return f"({text})" if "\n" in text or text.startswith("if ") else text


def _used(name: str, names: Names, indent: str) -> str:
    written_out = names.criteria.get(name)
    return (
        quoted(criterion_name(name)) if written_out is None else expression(written_out, names, indent=indent)
    )


def _comparison(criterion: Criterion, names: Names) -> str:
    definition = names.facts.get(criterion.fact)
    kind = definition.type if definition else None
    is_choice = criterion.op in (Op.IS, Op.ONE_OF)
    if kind is None or is_choice is (kind is FactType.NUMBER):
        raise InputError(
            f'"{criterion.fact} {criterion.op.value} …" does not fit the fact {criterion.fact!r}',
            hint="`citewell packs check` shows where it stands",
        )
    known = quoted(names.known[criterion.fact])
    if kind is FactType.YES_NO:
        return any_of(known if choice == "yes" else f"not {known}" for choice in criterion.choices)
    if kind is FactType.CHOICE:
        return _chosen(known, criterion.choices)
    return f"{known} {criterion.op.value} {_threshold(criterion)}"


def _chosen(known: str, choices: tuple[str, ...]) -> str:
    if len(choices) == 1:
        return f"{known} = {literal(choices[0])}"
    return f"if {known} is null then null else {known} in {{ {', '.join(map(literal, choices))} }}"


def _threshold(criterion: Criterion) -> str:
    if criterion.value_id or criterion.number is None:
        return quoted(value_name(criterion.value_id))
    return decimal(criterion.number, of=criterion.fact)
