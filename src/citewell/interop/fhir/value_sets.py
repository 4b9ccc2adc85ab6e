"""The codes by which records state a pack's facts, as ValueSets: as its editors named them, never expanded.

R4 §4.9. A code with wildcards becomes a filter on the code. What else belongs to a set is for the reader's
own terminology server to say, under the reader's own licences.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from citewell.interop.fhir.artifacts import Publication, metadata
from citewell.interop.fhir.codings import Json, coding_of, filled
from citewell.interop.fhir.narrative import markdown, narrative
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition
from citewell.model.mappings import CODE_SYSTEMS, Code, RecordMapping

CODES = "codes"
_NOTICES = {
    "loinc": (
        "This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief "
        "Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is "
        "available at no cost under the license at http://loinc.org/license. LOINC® is a registered United "
        "States trademark of Regenstrief Institute, Inc."
    ),
    "snomed-ct": (
        "Codes of SNOMED CT are named without their descriptions. Whoever uses them needs a licence of "
        "SNOMED International. SNOMED and SNOMED CT are registered trademarks of SNOMED International."
    ),
}


def value_sets(published: Publication, catalog: Catalog) -> Iterator[Json]:
    """For each fact the sets that identify a record of it, and those that mean one of its values."""
    for fact in catalog.pack.facts:
        for number, mapping in enumerate(fact.fhir, start=1):
            yield from _of_mapping(published, fact, number, mapping)


def _of_mapping(
    published: Publication, fact: FactDefinition, number: int, mapping: RecordMapping
) -> Iterator[Json]:
    title = f"{fact.label}: {mapping.resource}"
    if mapping.codes:
        stated = f"Such a record states that it is {mapping.means}." if mapping.means else ""
        yield _value_set(published, parts_of(fact, number), title, mapping.codes, stated)
    labels = {choice.id: choice.label for choice in fact.choices}
    for choice, codes in mapping.choices.items():
        stated = f"Such a value states {labels.get(choice, choice)}."
        named = f"{title} that says {labels.get(choice, choice)}"
        yield _value_set(published, (*parts_of(fact, number), choice), named, codes, stated)


def parts_of(fact: FactDefinition, number: int) -> tuple[str, ...]:
    """By what the set of a fact's `number`th mapping, from 1, is told from others."""
    return (CODES, fact.id, str(number))


def _value_set(
    published: Publication, parts: tuple[str, ...], title: str, codes: Sequence[Code], stated: str
) -> Json:
    systems = sorted({code.system for code in codes})
    return filled(
        **metadata(published, "ValueSet", *parts, title=title, description=title),
        text=narrative(title, [stated], listed=map(_told, codes)),
        purpose=markdown(stated),
        copyright="\n\n".join(_NOTICES[system] for system in systems if system in _NOTICES),
        compose={"include": list(_included(codes))},
    )


def _told(code: Code) -> str:
    display = coding_of(code).get("display", "")
    return f"{code.system} {code.code}" + (f": {display}" if display else "")


def _included(codes: Sequence[Code]) -> Iterator[Json]:
    """What is listed and what is filtered stand apart (R4, invariant vsd-3)."""
    in_order = sorted(codes, key=lambda code: code.system)
    for system, group in groupby(in_order, key=lambda code: code.system):
        found = list(group)
        listed = [code for code in found if not code.is_pattern]
        if listed:
            yield {"system": CODE_SYSTEMS[system], "concept": [_listed(code) for code in listed]}
        for code in found:
            if code not in listed:
                yield {"system": CODE_SYSTEMS[system], "filter": [_filter(code.code)]}


def _listed(code: Code) -> Json:
    return {name: value for name, value in coding_of(code).items() if name != "system"}


def _filter(pattern: str) -> Json:
    wild = {"?": ".", "*": ".*"}
    regex = "".join(wild.get(sign) or re.escape(sign) for sign in pattern)
    return {"property": "code", "op": "regex", "value": regex}
