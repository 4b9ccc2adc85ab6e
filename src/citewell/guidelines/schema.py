"""Which file of a pack has which shape, and the JSON Schema of each for editors."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from citewell.guidelines.case_shapes import CASES
from citewell.guidelines.criteria import criterion_schema
from citewell.guidelines.record_shapes import (
    BASE,
    CONCEPTS,
    CRITERIA,
    DISAGREEMENT,
    DISPOSITIONS,
    FACTS,
    GLOSSARY,
    PACK,
    RECOMMENDATION,
    SAFETY,
    SCORE,
    SOURCE,
    STATEMENTS,
    TOPIC,
    VALUES,
)
from citewell.guidelines.shapes import ID_PATTERN, JsonSchema, Shape


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file: where it stands (`*` is an id) and what it must look like."""

    name: str
    pattern: str
    shape: Shape[Any]
    title: str

    def id_in(self, path: str) -> str | None:
        """The id that the path gives, "" when the pattern has none; None when the path is another kind's."""
        form = re.escape(self.pattern).replace(r"\*", f"({ID_PATTERN})")
        match = re.fullmatch(form, path)
        return None if match is None else "".join(match.groups())


FILE_KINDS = (
    FileKind("pack", "pack.yaml", PACK, "What the pack is, whom it is for, what it leaves out"),
    FileKind("source", "sources/*.yaml", SOURCE, "One source, with its findings"),
    FileKind("facts", "facts.yaml", FACTS, "What can be known of a patient"),
    FileKind("criteria", "criteria.yaml", CRITERIA, "Named criteria, used by several rules"),
    FileKind("values", "values.yaml", VALUES, "Clinical numbers, dated and sourced"),
    FileKind("concepts", "concepts.yaml", CONCEPTS, "The words of the topic"),
    FileKind("recommendation", "recommendations/*.yaml", RECOMMENDATION, "One recommendation of one body"),
    FileKind("statements", "statements/*.yaml", STATEMENTS, "What is known rather than recommended"),
    FileKind("disagreement", "disagreements/*.yaml", DISAGREEMENT, "One point on which bodies differ"),
    FileKind("score", "scores/*.yaml", SCORE, "One score or classification"),
    FileKind(
        "dispositions", "dispositions.yaml", DISPOSITIONS, "Where the patient should go, most urgent first"
    ),
    FileKind("topic", "topics/*.yaml", TOPIC, "One page of answers"),
    FileKind("glossary", "glossary.yaml", GLOSSARY, "Clinical terms in plain words"),
    FileKind("cases", "cases/*.yaml", CASES, "Worked cases, run as tests"),
)
_SHARED = ("source", "facts", "criteria", "values", "concepts", "glossary")
BASE_FILE_KINDS = (
    FileKind("base", "base.yaml", BASE, "What the base is"),
    *(kind for kind in FILE_KINDS if kind.name in _SHARED),
    FileKind("safety", "safety/*.yaml", SAFETY, "When one drug or class of drugs must not be given"),
)
EVERY_FILE_KIND = (*FILE_KINDS, *(kind for kind in BASE_FILE_KINDS if kind.name not in _SHARED))
OTHER_FILES = frozenset({"README.md", "CHANGES.md"})


def kind_of(path: str, kinds: Iterable[FileKind] = FILE_KINDS) -> tuple[FileKind, str] | None:
    """The kind of a file, of those given, and the id that its name gives; None for a file of none of them."""
    for kind in kinds:
        file_id = kind.id_in(path)
        if file_id is not None:
            return kind, file_id
    return None


def json_schema(kind: str) -> JsonSchema:
    """The JSON Schema (2020-12) of one kind of file, for editors that complete and check while typing."""
    found = next(file_kind for file_kind in EVERY_FILE_KIND if file_kind.name == kind)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{found.pattern}: {found.title}",
        **found.shape.describe(),
        "$defs": {"criterion": criterion_schema()},
    }
