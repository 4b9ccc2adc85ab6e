"""A fact that is not known, as what a record would have to hold to state it (R4 DataRequirement)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from citewell.interop.fhir.codings import Json, coding_of, decimal_of, filled
from citewell.model.guidelines import FactDefinition
from citewell.model.mappings import RecordMapping


@dataclass(frozen=True, slots=True)
class _Paths:
    """The search parameters (R4, "Search Parameters" of each resource) for what it is and when it was."""

    code: str = "code"
    date: str = "date"


_PATHS: Mapping[str, _Paths] = {
    "Condition": _Paths(date="recorded-date"),
    "Immunization": _Paths(code="vaccine-code"),
    "MedicationAdministration": _Paths(date="effective-time"),
    "MedicationRequest": _Paths(date="authoredon"),
    "MedicationStatement": _Paths(date="effective"),
}


def data_requirements(definition: FactDefinition) -> Iterator[Json]:
    """One for each way in which a record can state the fact; none where its pack maps none."""
    for number, mapping in enumerate(definition.fhir, start=1):
        yield filled(
            id=f"{definition.id}.{number}",
            type=mapping.resource,
            mustSupport=[mapping.value] if mapping.value else [],
            codeFilter=_codes(mapping),
            dateFilter=_dates(mapping),
        )


def _codes(mapping: RecordMapping) -> list[Json]:
    """The codes, any of which will do; none where one has a wildcard, which only a value set can hold."""
    if not mapping.codes or any(code.is_pattern for code in mapping.codes):
        return []
    return [{"searchParam": code_parameter(mapping), "code": [coding_of(code) for code in mapping.codes]}]


def code_parameter(mapping: RecordMapping) -> str:
    """The search parameter for what such a resource is of."""
    return _PATHS.get(mapping.resource, _Paths()).code


def _dates(mapping: RecordMapping) -> list[Json]:
    if mapping.days is None:
        return []
    duration = {
        "value": decimal_of(mapping.days),
        "unit": "d",
        "system": "http://unitsofmeasure.org",
        "code": "d",
    }
    paths = _PATHS.get(mapping.resource, _Paths())
    return [{"searchParam": paths.date, "valueDuration": duration}]
