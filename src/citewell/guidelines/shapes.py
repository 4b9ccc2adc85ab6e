"""Shapes: one declaration that reads a node, refuses what does not fit and describes itself.

A shape reads a YAML node into a value; what does not fit is reported at its line and gives None. The same
shape describes itself as JSON Schema, so that an editor completes and checks a file while it is written.
"""

# ruff: noqa: D102 - `read` and `describe` are told once, in Shape

import difflib
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from citewell.guidelines.places import Place
from citewell.guidelines.yaml_nodes import ListNode, MapNode, Node, TextNode

T = TypeVar("T")
U = TypeVar("U")
T_co = TypeVar("T_co", covariant=True)
JsonSchema: TypeAlias = dict[str, Any]

ID_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
CHOICE_PATTERN = r"[A-Za-z0-9]+(?:[-.+/][A-Za-z0-9]+)*"
STATEMENT_PATTERN = rf"{ID_PATTERN}(?:\.{ID_PATTERN})?"
CITATION_PATTERN = rf"{ID_PATTERN}#{ID_PATTERN}"
VERSION_PATTERN = r"(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?"
NUMBER_PATTERN = r"-?\d+(?:\.\d+)?"
# Control and bidirectional characters can make a file read differently from what is stored.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|\*\*\S|\]\(")


class Shape(ABC, Generic[T_co]):
    """What a node must look like."""

    @abstractmethod
    def read(self, node: Node, place: Place) -> T_co | None:
        """The value of the node, or None when it does not fit; then the fault has been reported."""

    @abstractmethod
    def describe(self) -> JsonSchema:
        """The shape as JSON Schema (2020-12)."""


def scalar(node: Node, place: Place, wanted: str) -> str | None:
    """The text of a node that must be a single value and not empty."""
    if not isinstance(node, TextNode):
        found = "a list" if isinstance(node, ListNode) else "a map"
        place.report(node.line, "shape.kind", f"{wanted} is wanted here, not {found}")
    elif not node.text.strip():
        place.report(node.line, "shape.empty", f"{wanted} is wanted here", "fill it in or delete the field")
    else:
        return node.text.strip()
    return None


def suggestion(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or else all of them."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1)
    return f'did you mean "{near[0]}"?' if near else "known here: " + ", ".join(words)


@dataclass(frozen=True, slots=True)
class Text(Shape[str]):
    """Plain running text; line breaks of folded text become single spaces."""

    def read(self, node: Node, place: Place) -> str | None:
        text = scalar(node, place, "text")
        if text is None:
            return None
        if _HIDDEN.search(text):
            place.report(
                node.line, "text.hidden", "the text holds a hidden control character", "type it again"
            )
        if _MARKUP.search(text):
            place.report(node.line, "text.markup", "the text holds Markup", "write plain text")
        return " ".join(text.split())

    def describe(self) -> JsonSchema:
        return {"type": "string", "minLength": 1}


@dataclass(frozen=True, slots=True)
class OneLine(Shape[str]):
    """Short text that stands on one line in the file; with a pattern, text of that form."""

    pattern: str = ""
    wanted: str = "one line of text"

    def read(self, node: Node, place: Place) -> str | None:
        text = Text().read(node, place)
        if text is None or not self.pattern or re.fullmatch(self.pattern, text):
            return text
        place.report(node.line, "shape.form", f'"{text}" is not {self.wanted}')
        return None

    def describe(self) -> JsonSchema:
        form = {"pattern": f"^(?:{self.pattern})$"} if self.pattern else {}
        return {"type": "string", "minLength": 1} | form


ID = OneLine(ID_PATTERN, "an id (lower-case words joined by hyphens)")
CHOICE_ID = OneLine(CHOICE_PATTERN, "the id of a choice (letters and digits, joined by - . + or /)")
STATEMENT_ID = OneLine(STATEMENT_PATTERN, "the id of a statement (such as calcitonin or calcitonin.dose)")
CITATION = OneLine(CITATION_PATTERN, "a citation (source#finding, such as aaos-2010#r1)")
VERSION = OneLine(VERSION_PATTERN, "a semantic version (such as 0.1.0)")
TERM = OneLine()


@dataclass(frozen=True, slots=True)
class Word(Shape[str]):
    """One of the given words."""

    words: tuple[str, ...]

    def read(self, node: Node, place: Place) -> str | None:
        text = scalar(node, place, "one of " + ", ".join(self.words))
        if text is None or text in self.words:
            return text
        place.report(node.line, "shape.choice", f'"{text}" is not known here', suggestion(text, self.words))
        return None

    def describe(self) -> JsonSchema:
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class ListOf(Shape[tuple[T, ...]]):
    """A list; items that do not fit are reported and left out, repeated ones reported."""

    item: Shape[T]

    def read(self, node: Node, place: Place) -> tuple[T, ...] | None:
        if not isinstance(node, ListNode):
            place.report(node.line, "shape.kind", "a list is wanted here", 'begin each item with "- "')
            return None
        read: list[T] = []
        for item in node.items:
            value = self.item.read(item, place.at(item.line))
            if value is not None and value in read:
                place.report(item.line, "shape.repeated", "the item stands twice in this list", "delete one")
            elif value is not None:
                read.append(value)
        return tuple(read)

    def describe(self) -> JsonSchema:
        return {"type": "array", "items": self.item.describe()}


@dataclass(frozen=True, slots=True)
class MapOf(Shape[Mapping[str, T]]):
    """A map from keys of one form to values of one shape, in the order of the file."""

    value: Shape[T]
    key: Shape[str] = ID

    def read(self, node: Node, place: Place) -> Mapping[str, T] | None:
        if not isinstance(node, MapNode):
            place.report(node.line, "shape.kind", "a map is wanted here", 'one "name: …" to a line')
            return None
        read: dict[str, T] = {}
        for entry in node.entries:
            key = self.key.read(TextNode(entry.line, entry.key), place)
            value = self.value.read(entry.value, place.named(entry.key, entry.line))
            if key is not None and value is not None:
                read[key] = value
        return read

    def describe(self) -> JsonSchema:
        return {
            "type": "object",
            "propertyNames": self.key.describe(),
            "additionalProperties": self.value.describe(),
        }


@dataclass(frozen=True, slots=True)
class Either(Shape[T]):
    """A single value of one shape, or a map of another."""

    single: Shape[T]
    mapped: Shape[T]

    def read(self, node: Node, place: Place) -> T | None:
        return (self.mapped if isinstance(node, MapNode) else self.single).read(node, place)

    def describe(self) -> JsonSchema:
        return {"anyOf": [self.single.describe(), self.mapped.describe()]}


@dataclass(frozen=True, slots=True)
class Converted(Shape[U], Generic[T, U]):
    """What another shape reads, made into something else."""

    shape: Shape[T]
    convert: Callable[[T], U]

    def read(self, node: Node, place: Place) -> U | None:
        value = self.shape.read(node, place)
        return None if value is None else self.convert(value)

    def describe(self) -> JsonSchema:
        return self.shape.describe()


@dataclass(frozen=True, slots=True)
class Built(Shape[U], Generic[T, U]):
    """What another shape reads, made with the place where it stands into a record."""

    shape: Shape[T]
    build: Callable[[T, Place], U]

    def read(self, node: Node, place: Place) -> U | None:
        value = self.shape.read(node, place)
        return None if value is None else self.build(value, place)

    def describe(self) -> JsonSchema:
        return self.shape.describe()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record; `default` stands in when an optional field is absent."""

    name: str
    shape: Shape[Any]
    required: bool = True
    default: Any = None


def optional(name: str, shape: Shape[Any], default: Any = None) -> Field:
    """A field that may be left out."""
    return Field(name, shape, required=False, default=default)


@dataclass(frozen=True, slots=True)
class Record(Shape[T]):
    """A map with known fields, built into a record by `build(values by field name, place)`."""

    fields: tuple[Field, ...]
    build: Callable[[Mapping[str, Any], Place], T]

    def read(self, node: Node, place: Place) -> T | None:
        if not isinstance(node, MapNode):
            names = ", ".join(field.name for field in self.fields if field.required)
            place.report(
                node.line, "shape.kind", f"a record is wanted here, with {names}", 'write "field: value"'
            )
            return None
        place = place if place.line else place.at(node.line)
        self._report_unknown(node, place)
        values = self._values(node, place)
        if any(field.required and values[field.name] is None for field in self.fields):
            return None
        return self.build(values, place)

    def _report_unknown(self, node: MapNode, place: Place) -> None:
        names = [field.name for field in self.fields]
        for entry in node.entries:
            if entry.key not in names:
                hint = suggestion(entry.key, names)
                place.report(entry.line, "shape.unknown", f'there is no field "{entry.key}" here', hint)

    def _values(self, node: MapNode, place: Place) -> dict[str, Any]:
        entries = {entry.key: entry for entry in node.entries}
        values: dict[str, Any] = {}
        for field in self.fields:
            entry = entries.get(field.name)
            if entry is not None:
                values[field.name] = field.shape.read(entry.value, place.at(entry.line))
            elif field.required:
                place.report(place.line, "shape.missing", f'the field "{field.name}" is missing', "add it")
            if values.get(field.name) is None:
                values[field.name] = field.default
        return values

    def describe(self) -> JsonSchema:
        return {
            "type": "object",
            "properties": {field.name: field.shape.describe() for field in self.fields},
            "required": [field.name for field in self.fields if field.required],
            "additionalProperties": False,
        }
