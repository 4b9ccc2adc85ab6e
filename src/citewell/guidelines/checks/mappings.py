"""The mappings of the facts onto health records can be read, and each says one thing.

HL7 FHIR R4 (4.0.1): the elements of each resource.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from citewell.guidelines.checks.facts import misfit
from citewell.guidelines.parts import FACTS
from citewell.guidelines.shapes import suggestion
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition, FactType
from citewell.model.mappings import WILDCARDS, Code, RecordMapping
from citewell.model.problems import Problem
from citewell.text.ucum import is_known

Fault = tuple[str, str, str]

_PATIENT = "Patient"
_HIERARCHICAL = "icd-10-cm"
# The resources with a verificationStatus.
_VERIFIED = frozenset({"AllergyIntolerance", "Condition"})
# The elements of each resource that hold a value: coded, measured or dated, and never free text.
ELEMENTS = {
    "AllergyIntolerance": """category criticality lastOccurrence onsetDateTime reaction.manifestation
        reaction.severity recordedDate type""",
    "Condition": "bodySite category onsetAge onsetDateTime recordedDate severity stage.summary stage.type",
    "DiagnosticReport": "category conclusionCode effectiveDateTime issued",
    "Encounter": """hospitalization.admitSource hospitalization.dischargeDisposition length period.end
        period.start priority reasonCode serviceType type""",
    "FamilyMemberHistory": "ageAge condition.onsetAge condition.outcome date relationship sex",
    "MedicationAdministration": "dosage.dose dosage.route effectiveDateTime effectivePeriod.start reasonCode",
    "MedicationRequest": """authoredOn category dosageInstruction.doseAndRate.doseQuantity
        dosageInstruction.route reasonCode""",
    "MedicationStatement": """dateAsserted dosage.doseAndRate.doseQuantity dosage.route effectiveDateTime
        effectivePeriod.start reasonCode""",
    "Observation": """bodySite effectiveDateTime interpretation method valueBoolean valueCodeableConcept
        valueDateTime valueInteger valueQuantity""",
    "Patient": "birthDate deceasedBoolean gender maritalStatus multipleBirthBoolean",
    "Procedure": "bodySite category outcome performedDateTime performedPeriod.end performedPeriod.start",
}


def mappings_can_be_read(catalog: Catalog) -> Iterator[Problem]:
    """A mapping names codes and an element that the resource has, and a value that the fact can have."""
    for fact in catalog.pack.facts:
        for mapping in fact.fhir:
            for code, message, hint in (*_coding(mapping), *_reading(fact, mapping)):
                yield Problem(FACTS, mapping.line, code, f"{fact.id}: {message}", hint)


def codes_mean_one_thing(catalog: Catalog) -> Iterator[Problem]:
    """No code of a record states two values of one fact, patterns included."""
    for fact in catalog.pack.facts:
        for mapping, code, one, other in _twice(fact):
            message = f"{fact.id}: the code {code} means both {one} and {other}"
            yield Problem(FACTS, mapping.line, "record.twice", message, "leave it to one of the values")


def _coding(mapping: RecordMapping) -> Iterator[Fault]:
    if mapping.resource == _PATIENT and mapping.codes:
        yield "record.codes", "a Patient has no code", 'delete "codes:"'
    if mapping.resource != _PATIENT and not mapping.codes:
        yield "record.codes", f"no code tells which {mapping.resource} is meant", 'add "codes:"'
    in_choices = [code for codes in mapping.choices.values() for code in codes]
    for code in (*mapping.codes, *in_choices):
        if code.system != _HIERARCHICAL and code.is_pattern:
            message = f"{code.code} is a pattern, and codes of {code.system} are no hierarchy"
            yield "record.codes", message, "name each code"


def _reading(fact: FactDefinition, mapping: RecordMapping) -> Iterator[Fault]:
    if bool(mapping.means) == bool(mapping.value):
        hint = 'give "value:", the element to read, or "means:", what the presence states'
        yield "record.value", f"the {mapping.resource} states no value, or two", hint
    known = ELEMENTS[mapping.resource].split()
    if mapping.value and mapping.value not in known:
        yield (
            "record.path",
            f"{mapping.resource}.{mapping.value} is no element that is read",
            suggestion(mapping.value, known),
        )
    if mapping.days is not None and mapping.days < 0:
        yield "record.value", f"{mapping.days:g} days back reach into the future", "a number from 0"
    if mapping.suspected and mapping.resource not in _VERIFIED:
        yield "record.value", f"no {mapping.resource} is marked as a suspicion", 'delete "suspected:"'
    yield from _stated(fact, mapping)


def _stated(fact: FactDefinition, mapping: RecordMapping) -> Iterator[Fault]:
    """What is wrong with the values that a mapping states."""
    for value in (*([mapping.means] if mapping.means else ()), *mapping.choices):
        if message := misfit(fact, value):
            yield "record.value", message, "use a value of the fact"
    if mapping.choices and not mapping.value:
        yield "record.value", "choices are of an element, and none is named", 'add "value:"'
    if fact.type is FactType.NUMBER:
        if mapping.means or mapping.choices:
            yield "record.value", "a number is read from an element", 'write "value:" alone'
        if fact.unit and not is_known(fact.unit):
            yield "record.unit", f"{fact.unit} is no unit that is converted", "write it as UCUM has it"


def _twice(fact: FactDefinition) -> Iterator[tuple[RecordMapping, str, str, str]]:
    for mapping in fact.fhir:
        yield from ((mapping, *each) for each in _overlaps(list(mapping.choices.items())))
    present = [each for each in fact.fhir if each.means]
    for one, other in combinations(present, 2):
        if one.resource == other.resource:
            stated = [(one.means, one.codes), (other.means, other.codes)]
            yield from ((other, *each) for each in _overlaps(stated))


def _overlaps(stated: Sequence[tuple[str, Sequence[Code]]]) -> Iterator[tuple[str, str, str]]:
    """Codes with the two values that they mean."""
    for (value, codes), (other_value, others) in combinations(stated, 2):
        for code in codes if value != other_value else ():
            for other in others:
                if code.system == other.system and _meet(code.code, other.code):
                    yield min(code.code, other.code, key=_wildness), value, other_value


def _wildness(code: str) -> int:
    return sum(code.count(sign) for sign in WILDCARDS)


@lru_cache(maxsize=8192)
def _meet(one: str, other: str) -> bool:
    """Whether some code fits both patterns."""
    if "*" in (one, other):
        return True
    if not one or not other:
        return not one and not other
    same = one[0] == other[0] or "?" in (one[0], other[0])
    return same and _meet(one[1:], other[1:])
