"""The mappings of the packs' facts, made ready once to be looked up by the codes of a record."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from citewell.model.guidelines import FactDefinition
from citewell.model.mappings import CODE_SYSTEMS, Code, RecordMapping

# By which FHIR knew or knows the systems as well: object identifiers (HL7 OID registry), and older addresses.
_OTHER_URIS = {
    "act-code": ("urn:oid:2.16.840.1.113883.5.4", "http://hl7.org/fhir/v3/ActCode"),
    "icd-10-cm": ("urn:oid:2.16.840.1.113883.6.90",),
    "loinc": ("urn:oid:2.16.840.1.113883.6.1",),
    "rxnorm": ("urn:oid:2.16.840.1.113883.6.88",),
    "snomed-ct": ("urn:oid:2.16.840.1.113883.6.96",),
}
_SYSTEM_OF = {uri: system for system, own in CODE_SYSTEMS.items() for uri in (own, *_OTHER_URIS[system])}
_LONGEST_CODE = 64
# Patterns are looked up by what they begin with; in ICD-10-CM that is the category, of three characters.
_CATEGORY = 3
Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One mapping of one fact. choices: what finds the value in a coded element."""

    definition: FactDefinition
    mapping: RecordMapping
    path: tuple[str, ...]
    choices: "CodeTable[str]"


class CodeTable(Generic[Meaning]):
    """What codes mean, patterns included, each meaning with the code as the pack writes it."""

    def __init__(self, entries: list[tuple[Code, Meaning]]) -> None:
        self._exact: dict[tuple[str, str], list[tuple[Code, Meaning]]] = defaultdict(list)
        self._patterns: dict[tuple[str, str], list[tuple[re.Pattern[str], Code, Meaning]]] = defaultdict(list)
        for code, meaning in entries:
            if code.is_pattern:
                begins = re.split("[?*]", code.code)[0][:_CATEGORY]
                begins = begins if len(begins) == _CATEGORY else ""
                self._patterns[code.system, begins].append((_pattern(code.code), code, meaning))
            else:
                self._exact[code.system, code.code].append((code, meaning))

    def meanings(self, uri: str, code: str) -> Iterator[tuple[Code, Meaning]]:
        """All that a code of a record means."""
        system = _SYSTEM_OF.get(uri)
        if system is None or len(code) > _LONGEST_CODE:
            return
        yield from self._exact.get((system, code), ())
        for begins in ("", code[:_CATEGORY]):
            for pattern, known, meaning in self._patterns.get((system, begins), ()):
                if pattern.fullmatch(code):
                    yield known, meaning


def _pattern(code: str) -> re.Pattern[str]:
    return re.compile(re.escape(code).replace(r"\?", "[A-Za-z0-9]").replace(r"\*", "[A-Za-z0-9.]*"))


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """All mappings. by_code: those of a resource type, by code. of_patient: those that need none."""

    by_code: Mapping[str, CodeTable[Rule]]
    of_patient: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """Definitions, told apart by which they are: they are many, and never change."""

    definitions: Mapping[str, FactDefinition]

    def __hash__(self) -> int:
        return id(self.definitions)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self.definitions is other.definitions


def rules_of(definitions: Mapping[str, FactDefinition]) -> Rules:
    """The mappings of the facts; of the same definitions they are made once."""
    return _rules_of(_Known(definitions))


@lru_cache(maxsize=8)
def _rules_of(known: _Known) -> Rules:
    rules = [_rule(fact, each) for fact in known.definitions.values() for each in fact.fhir]
    entries: dict[str, list[tuple[Code, Rule]]] = defaultdict(list)
    for rule in rules:
        entries[rule.mapping.resource] += [(code, rule) for code in rule.mapping.codes]
    return Rules(
        by_code={kind: CodeTable(found) for kind, found in entries.items() if found},
        of_patient=tuple(rule for rule in rules if rule.mapping.resource == "Patient"),
    )


def _rule(fact: FactDefinition, mapping: RecordMapping) -> Rule:
    choices = [(code, value) for value, codes in mapping.choices.items() for code in codes]
    return Rule(fact, mapping, tuple(filter(None, mapping.value.split("."))), CodeTable(choices))
