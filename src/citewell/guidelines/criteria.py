"""Criteria: a comparison written as a sentence, or a tree of them, and back to text."""

# ruff: noqa: D102 - `read` and `describe` are told in shapes.Shape

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from citewell.guidelines.places import Place
from citewell.guidelines.shapes import (
    CHOICE_PATTERN,
    ID_PATTERN,
    NUMBER_PATTERN,
    JsonSchema,
    Shape,
    suggestion,
)
from citewell.guidelines.yaml_nodes import ListNode, MapNode, Node, TextNode, read_yaml
from citewell.model.criteria import Criterion, Op

COMPARISONS = (
    "FACT is yes, FACT is CHOICE, FACT is not CHOICE, FACT is one of A B, or FACT with < <= >= > and a number"
)
UNIT_PATTERN = r"[A-Za-z%\[{°][\w%\[\]{}/.*^°-]*"
_ONE_OF = re.compile(rf"({ID_PATTERN}) is (not )?one of (.+)", re.DOTALL)
_IS = re.compile(rf"({ID_PATTERN}) is (not )?({CHOICE_PATTERN})")
_NUMBER = re.compile(
    rf"({ID_PATTERN}) (<=|>=|<|>|≤|≥) ?(?:@({ID_PATTERN})|({NUMBER_PATTERN})(?: ?({UNIT_PATTERN}))?)"
)
_SEPARATOR = re.compile(r"[,\s]+(?:or\s+)?")
_TYPED = {"≤": "<=", "≥": ">="}
_BRANCHES = {"all": Op.ALL, "any": Op.ANY, "not": Op.NOT, "use": Op.USE}
# What would end a plain YAML scalar inside [ ] or { }, or start a comment.
_NEEDS_QUOTES = re.compile(r"[,\[\]{}:#\"]")


@dataclass(frozen=True, slots=True)
class CriterionShape(Shape[Criterion]):
    """A criterion, as a sentence or a map with one of all, any, not and use."""

    def read(self, node: Node, place: Place) -> Criterion | None:
        if isinstance(node, TextNode):
            return _read_sentence(node, place)
        if isinstance(node, MapNode) and len(node.entries) == 1 and node.entries[0].key in _BRANCHES:
            return _read_branch(node, place)
        _report_shape(node, place)
        return None

    def describe(self) -> JsonSchema:
        return {"$ref": "#/$defs/criterion"}


def criterion_schema() -> JsonSchema:
    """What `#/$defs/criterion` stands for."""
    here = CriterionShape().describe()
    parts = {"type": "array", "items": here, "minItems": 1}
    branches = {
        "all": parts,
        "any": parts,
        "not": here,
        "use": {"type": "string", "pattern": f"^{ID_PATTERN}$"},
    }
    tree = {"type": "object", "properties": branches, "additionalProperties": False}
    sentence = {"type": "string", "minLength": 1, "description": COMPARISONS}
    return {"anyOf": [sentence, tree | {"minProperties": 1, "maxProperties": 1}]}


def parse_criterion(text: str, place: Place) -> Criterion | None:
    """The criterion that a piece of YAML states, or None with the fault reported at `place`."""
    node = read_yaml(text.encode(), place)
    return None if node is None else CriterionShape().read(node, place)


def render(criterion: Criterion) -> str:
    """The criterion in its one canonical form, as flow YAML on one line.

    Parsing the result gives the criterion back, line numbers apart.
    """
    if criterion.op is Op.NOT and criterion.parts[0].op in (Op.IS, Op.ONE_OF):
        return _rendered_comparison(criterion.parts[0], " is not ")
    if criterion.op in (Op.ALL, Op.ANY):
        inner = ", ".join(_quoted(render(part)) for part in criterion.parts)
        return f"{{{criterion.op.value}: [{inner}]}}"
    if criterion.op is Op.NOT:
        return f"{{not: {_quoted(render(criterion.parts[0]))}}}"
    if criterion.op is Op.USE:
        return f"{{use: {criterion.name}}}"
    return _rendered_comparison(criterion, " is ")


def _rendered_comparison(criterion: Criterion, verb: str) -> str:
    if criterion.op is Op.IS:
        return f"{criterion.fact}{verb}{criterion.choices[0]}"
    if criterion.op is Op.ONE_OF:
        return f"{criterion.fact}{verb}one of {' '.join(criterion.choices)}"
    return f"{criterion.fact} {criterion.op.value} {_rendered_bound(criterion)}"


def _rendered_bound(criterion: Criterion) -> str:
    if criterion.number is None:
        return f"@{criterion.value_id}"
    return f"{number_text(criterion.number)} {criterion.unit}".rstrip()


def number_text(number: float) -> str:
    """A number in the fewest decimal digits that give it back: 60, 0.5, never 6e1."""
    text = format(Decimal(repr(number)), "f")
    return text.removesuffix(".0")


def _quoted(text: str) -> str:
    if text.startswith("{") or not _NEEDS_QUOTES.search(text):
        return text
    return "'" + text.replace("'", "''") + "'"


def _read_branch(node: MapNode, place: Place) -> Criterion | None:
    entry = node.entries[0]
    readers: dict[Op, Callable[[Node, Place, Op], Criterion | None]] = {
        Op.ALL: _read_parts,
        Op.ANY: _read_parts,
        Op.NOT: _read_not,
        Op.USE: _read_use,
    }
    op = _BRANCHES[entry.key]
    return readers[op](entry.value, place.at(entry.line), op)


def _read_parts(node: Node, place: Place, op: Op) -> Criterion | None:
    if not isinstance(node, ListNode) or not node.items:
        place.report(
            node.line, "criterion.form", f'"{op.value}:" takes a list of criteria', 'one "- …" to a line'
        )
        return None
    parts = tuple(CriterionShape().read(item, place.at(item.line)) for item in node.items)
    read = tuple(part for part in parts if part is not None)
    # A tree that lost a part would say something else than its author meant.
    return Criterion(op=op, parts=read, line=place.line) if len(read) == len(parts) else None


def _read_not(node: Node, place: Place, op: Op) -> Criterion | None:
    part = CriterionShape().read(node, place)
    return None if part is None else Criterion(op=op, parts=(part,), line=place.line)


def _read_use(node: Node, place: Place, op: Op) -> Criterion | None:
    if isinstance(node, TextNode) and re.fullmatch(ID_PATTERN, node.text):
        return Criterion(op=op, name=node.text, line=place.line)
    place.report(node.line, "criterion.form", '"use:" takes the name of a criterion of criteria.yaml')
    return None


def _read_sentence(node: TextNode, place: Place) -> Criterion | None:
    text = " ".join(node.text.split())
    criterion = _one_of(text, node.line) or _is(text, node.line) or _compared(text, node.line)
    if criterion is None:
        message = f'"{text}" is not a comparison' if text else "a comparison is wanted here"
        place.report(node.line, "criterion.form", message, _form_hint(text))
    return criterion


def _form_hint(text: str) -> str:
    if re.fullmatch(CHOICE_PATTERN, text):
        return "in a [ ] list a comma ends the item: write choices with spaces (one of A B), or use quotes"
    return f"write {COMPARISONS}"


def _one_of(text: str, line: int) -> Criterion | None:
    match = _ONE_OF.fullmatch(text)
    if match is None:
        return None
    choices = tuple(word for word in _SEPARATOR.split(match[3].strip()) if word)
    if not choices or not all(re.fullmatch(CHOICE_PATTERN, choice) for choice in choices):
        return None
    return _negated_if(match[2], Criterion(op=Op.ONE_OF, fact=match[1], choices=choices, line=line))


def _is(text: str, line: int) -> Criterion | None:
    match = _IS.fullmatch(text)
    if match is None:
        return None
    return _negated_if(match[2], Criterion(op=Op.IS, fact=match[1], choices=(match[3],), line=line))


def _negated_if(negation: str | None, criterion: Criterion) -> Criterion:
    if not negation:
        return criterion
    return Criterion(op=Op.NOT, parts=(criterion,), line=criterion.line)


def _compared(text: str, line: int) -> Criterion | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    fact, op, value_id, number, unit = match.groups()
    return Criterion(
        op=Op(_TYPED.get(op, op)),
        fact=fact,
        number=None if number is None else float(number),
        value_id=value_id or "",
        unit=unit or "",
        line=line,
    )


def _report_shape(node: Node, place: Place) -> None:
    if isinstance(node, ListNode):
        place.report(
            node.line, "criterion.form", "a list is not a criterion", 'write "all:" or "any:" above it'
        )
        return
    keys = [entry.key for entry in node.entries] if isinstance(node, MapNode) else []
    unknown = [key for key in keys if key not in _BRANCHES]
    if unknown:
        hint = suggestion(unknown[0], _BRANCHES)
        place.report(node.line, "criterion.form", f'"{unknown[0]}" is not a part of a criterion', hint)
        return
    message = "a criterion has exactly one of all, any, not and use"
    place.report(node.line, "criterion.form", message, 'put them under one "all:"')
