"""Shapes of single values: numbers, dates, yes and no, members of an enumeration."""

# ruff: noqa: D102 - `read` and `describe` are told in shapes.Shape

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from citewell.guidelines.places import Place
from citewell.guidelines.shapes import NUMBER_PATTERN, JsonSchema, Shape, Text, Word, scalar
from citewell.guidelines.yaml_nodes import ListNode, Node
from citewell.model.standing import Status

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class FactValue(Shape[str]):
    """The value of some fact, as typed; whether it fits is for the checks, which know the fact."""

    def read(self, node: Node, place: Place) -> str | None:
        return Text().read(node, place)

    def describe(self) -> JsonSchema:
        return {"type": ["string", "number", "boolean"]}


@dataclass(frozen=True, slots=True)
class Number(Shape[float]):
    """A decimal number, written with digits and at most one point."""

    def read(self, node: Node, place: Place) -> float | None:
        text = scalar(node, place, "a number")
        if text is None:
            return None
        if re.fullmatch(NUMBER_PATTERN, text) and len(text) <= 30:
            return float(text)
        place.report(
            node.line, "shape.number", f'"{text}" is not a number', "digits, and a point for decimals"
        )
        return None

    def describe(self) -> JsonSchema:
        return {"type": "number"}


@dataclass(frozen=True, slots=True)
class Year(Shape[int]):
    """A year of publication."""

    def read(self, node: Node, place: Place) -> int | None:
        text = scalar(node, place, "a year")
        if text is None:
            return None
        if re.fullmatch(r"(?:19|20)\d\d", text):
            return int(text)
        place.report(node.line, "shape.number", f'"{text}" is not a year', "four digits, 1900 to 2099")
        return None

    def describe(self) -> JsonSchema:
        return {"type": "integer", "minimum": 1900, "maximum": 2099}


@dataclass(frozen=True, slots=True)
class YesNo(Shape[bool]):
    """The words yes and no."""

    def read(self, node: Node, place: Place) -> bool | None:
        text = scalar(node, place, "yes or no")
        if text in ("yes", "no"):
            return text == "yes"
        if text is not None:
            place.report(node.line, "shape.choice", f'"{text}" is neither yes nor no', "write yes or no")
        return None

    def describe(self) -> JsonSchema:
        # An editor's YAML 1.1 parser takes the bare words for booleans.
        return {"enum": ["yes", "no", True, False]}


@dataclass(frozen=True, slots=True)
class OneOf(Shape[E]):
    """One member of an enumeration, by its value."""

    members: type[E]

    def read(self, node: Node, place: Place) -> E | None:
        word = Word(tuple(member.value for member in self.members)).read(node, place)
        return None if word is None else self.members(word)

    def describe(self) -> JsonSchema:
        return {"enum": [member.value for member in self.members]}


# What a file may say of itself; the rest is for the advisory board, which keeps it in its register.
_OWN_WORDS = (Status.DRAFT, Status.SUBMITTED, Status.RETIRED)


@dataclass(frozen=True, slots=True)
class OwnStatus(Shape[Status]):
    """Where a pack says that it stands: what only the advisory board can say of it is refused."""

    def read(self, node: Node, place: Place) -> Status | None:
        text = scalar(node, place, "a status")
        if text is None or text in {status.value for status in _OWN_WORDS}:
            return None if text is None else Status(text)
        words = ", ".join(status.value for status in _OWN_WORDS)
        place.report(
            node.line,
            "shape.status",
            f'"{text}" is not for the pack to say of itself: a review is kept by the editorial desk',
            f"write one of {words}; citewell review submit begins the review",
        )
        return None

    def describe(self) -> JsonSchema:
        return {"enum": [status.value for status in _OWN_WORDS]}


@dataclass(frozen=True, slots=True)
class DateText(Shape[str]):
    """A calendar date, YYYY-MM-DD."""

    def read(self, node: Node, place: Place) -> str | None:
        text = scalar(node, place, "a date")
        if text is None or _is_date(text):
            return text
        place.report(node.line, "shape.date", f'"{text}" is not a date', "YYYY-MM-DD, a day that exists")
        return None

    def describe(self) -> JsonSchema:
        return {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Pair(Shape[tuple[float, float]]):
    """A range, [lowest, highest]."""

    def read(self, node: Node, place: Place) -> tuple[float, float] | None:
        if not isinstance(node, ListNode) or len(node.items) != 2:
            place.report(node.line, "shape.kind", "a range is wanted here", "[lowest, highest]")
            return None
        low, high = (Number().read(item, place) for item in node.items)
        return None if low is None or high is None else (low, high)

    def describe(self) -> JsonSchema:
        return {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
