"""The elements of a FHIR resource, read without trust: what is not of its type is as if it were not there.

HL7 FHIR R4 (4.0.1): Resource, CodeableConcept, Coding, Reference.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Resource: TypeAlias = Mapping[str, Any]

_TYPE = re.compile(r"[A-Z][A-Za-z]{2,63}")
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
_HL7 = "hl7.org"
_WORD = re.compile(r"[a-z][a-z-]{1,31}")


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """A resource of a known type. place: its path in the file. url: its address there, "" for none."""

    resource: Resource
    kind: str
    place: str
    url: str = ""

    @property
    def id(self) -> str:
        """Its logical id, "" for none and for one that FHIR does not allow."""
        found = text(self.resource.get("id"))
        return found if is_id(found) else ""

    @property
    def name(self) -> str:
        """By which a reader finds it in the record system: "Observation/123"."""
        return f"{self.kind}/{self.id}" if self.id else self.kind


def kind_of(resource: Any) -> str:
    """The type of a resource, "" for what is none."""
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    return kind if isinstance(kind, str) and _TYPE.fullmatch(kind) else ""


def is_id(name: str) -> bool:
    """Whether it is a logical id, of the data type `id`."""
    return _ID.fullmatch(name) is not None


def objects(value: Any) -> list[Resource]:
    """The objects of a list, or the one object: an element that repeats in one release and not in another."""
    each = value if isinstance(value, list) else [value]
    return [one for one in each if isinstance(one, dict)]


def indexed(value: Any) -> list[tuple[int, Resource]]:
    """The objects of a list, each with its index."""
    return [
        (n, each) for n, each in enumerate(value if isinstance(value, list) else ()) if isinstance(each, dict)
    ]


def text(value: Any) -> str:
    """A string, "" for anything else."""
    return value if isinstance(value, str) else ""


def codings(value: Any) -> Iterator[tuple[str, str]]:
    """System and code of each coding: of codeable concepts, of codings, of an R5 CodeableReference."""
    for each in objects(value):
        concepts = [each, *objects(each.get("concept"))]
        for coding in [each, *(one for concept in concepts for one in objects(concept.get("coding")))]:
            system, code = coding.get("system"), coding.get("code")
            if isinstance(system, str) and isinstance(code, str):
                yield system, code


def words_of(value: Any) -> tuple[str, ...]:
    """The words of a status: a code as it stands, or those that a codeable concept has of HL7; else "?".

    Beside HL7's code a record system may send its own, which says the same in words that we do not know.
    """
    if isinstance(value, dict):
        codes = [
            coding.get("code")
            for coding in objects(value.get("coding"))
            if _HL7 in text(coding.get("system", _HL7))
        ]
        return tuple(each if isinstance(each, str) and _WORD.fullmatch(each) else "?" for each in codes) or (
            "?",
        )
    return (value,) if isinstance(value, str) and _WORD.fullmatch(value) else ("?",)
