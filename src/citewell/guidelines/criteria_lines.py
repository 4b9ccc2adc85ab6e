"""A criterion as its editors write it: sentences in a list, one to a line."""

from citewell.guidelines.criteria import render
from citewell.model.criteria import Criterion, Op


def criterion_text(criterion: Criterion) -> str:
    """The criterion in lines, as it stands in a pack's file: parsing them gives the criterion back."""
    return "\n".join(_lines(criterion))


def _lines(criterion: Criterion) -> list[str]:
    if criterion.op in (Op.ALL, Op.ANY):
        return [f"{criterion.op.value}:", *(line for part in criterion.parts for line in _item(part))]
    if criterion.op is Op.USE:
        return [f"use: {criterion.name}"]
    if criterion.op is Op.NOT and criterion.parts[0].op not in (Op.IS, Op.ONE_OF):
        inner = _lines(criterion.parts[0])
        return (
            [f"not: {inner[0]}"] if len(inner) == 1 and ": " not in inner[0] else ["not:", *_indented(inner)]
        )
    return [render(criterion)]


def _item(part: Criterion) -> list[str]:
    first, *rest = _lines(part)
    return [f"- {first}", *_indented(rest)]


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]
