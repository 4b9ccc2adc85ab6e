"""The data files of grading/ → grading systems."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from citewell.guidelines.files import PackFile
from citewell.guidelines.places import Place
from citewell.guidelines.shapes import (
    Converted,
    Field,
    JsonSchema,
    ListOf,
    MapOf,
    OneLine,
    Record,
    Shape,
    Word,
    optional,
    scalar,
)
from citewell.guidelines.yaml_nodes import Node, read_yaml
from citewell.model.grades import GradingSystem
from citewell.model.sources import Direction


@dataclass(frozen=True, slots=True)
class _Pattern(Shape[str]):
    """A regular expression; one that does not compile is a fault of the file. It is never shown."""

    def read(self, node: Node, place: Place) -> str | None:
        text = scalar(node, place, "a regular expression")
        try:
            re.compile(text or "")
        except re.error as fault:
            place.report(node.line, "grading.pattern", f"not a regular expression: {fault}")
            return None
        return text

    def describe(self) -> JsonSchema:
        return {"type": "string", "format": "regex"}


_WORDS = MapOf(OneLine(), OneLine())
_NAMES = ListOf(OneLine())
_PATTERNS = ListOf(_Pattern())
_DIRECTIONS = MapOf(Converted(Word(tuple(Direction)), Direction), OneLine())
_SYSTEM = Record(
    (
        Field("title", OneLine()),
        Field("kind", Word(("strength", "appropriateness"))),
        optional("strength", _WORDS, {}),
        optional("certainty", _WORDS, {}),
        optional("direction", _DIRECTIONS, {}),
        optional("wording", _WORDS, {}),
        optional("labels", _PATTERNS, ()),
        optional("phrases", _PATTERNS, ()),
        optional("bodies", _NAMES, ()),
        optional("schemes", _NAMES, ()),
    ),
    lambda values, place: GradingSystem(**values, id=place.name),
)


def systems_from(files: Iterable[PackFile], place: Place) -> dict[str, GradingSystem]:
    """The systems by id (the file's name); faults are put down at `place`."""
    systems = (_system(file, place.inside(file.path, PurePosixPath(file.path).stem)) for file in files)
    return {system.id: system for system in systems if system is not None}


def _system(file: PackFile, place: Place) -> GradingSystem | None:
    node = read_yaml(file.data, place)
    return None if node is None else _SYSTEM.read(node, place)
