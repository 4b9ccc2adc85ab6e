"""Facts with mappings, and resources of FHIR R4 that state them, built by hand."""

import json
from collections.abc import Mapping
from typing import Any

from citewell.interop.records import read_resources
from citewell.model.guidelines import Choice, FactDefinition, FactType
from citewell.model.mappings import CODE_SYSTEMS, Code, RecordMapping
from citewell.model.patients import FileReading

TODAY = "2026-11-21"
LONG_AGO = "2019-05-05"
UCUM = "http://unitsofmeasure.org"


def fact(name: str, kind: FactType, *mappings: RecordMapping, **fields: Any) -> FactDefinition:
    label = name.replace("-", " ").capitalize()
    return FactDefinition(
        id=name, type=kind, label=label, ask_clinician="?", ask_patient="?", fhir=mappings, **fields
    )


def codes(system: str, *each: str) -> tuple[Code, ...]:
    return tuple(Code(system=system, code=code, display=f"name of {code}") for code in each)


def states(resource: str, system: str, *each: str, means: str = "yes", **fields: Any) -> RecordMapping:
    return RecordMapping(resource=resource, codes=codes(system, *each), means=means, **fields)


def measures(loinc: str, value: str = "valueQuantity", **fields: Any) -> RecordMapping:
    return RecordMapping(resource="Observation", codes=codes("loinc", loinc), value=value, **fields)


def choices(*names: str) -> tuple[Choice, ...]:
    return tuple(Choice(id=name, label=f"the {name}") for name in names)


_NUMBER, _YES_NO, _CHOICE = FactType.NUMBER, FactType.YES_NO, FactType.CHOICE
_EVERY = (
    fact(
        "age", _NUMBER, RecordMapping(resource="Patient", value="birthDate"), unit="a", minimum=0, maximum=120
    ),
    fact(
        "sex",
        _CHOICE,
        RecordMapping(resource="Patient", value="gender"),
        choices=choices("female", "male"),
    ),
    fact(
        "egfr",
        _NUMBER,
        measures("33914-3", days=365),
        unit="mL/min/{1.73_m2}",
        minimum=0,
        maximum=200,
    ),
    fact("pain", _NUMBER, measures("72514-3"), unit="{score}", minimum=0, maximum=10),
    fact("falls", _NUMBER, measures("8665-2"), unit="{count}", whole=True),
    fact("height", _NUMBER, measures("8302-2"), unit="cm", minimum=50, maximum=250),
    fact("temperature", _NUMBER, measures("8331-1"), unit="Cel", minimum=30, maximum=45),
    fact("systolic", _NUMBER, measures("8480-6"), unit="mm[Hg]"),
    fact(
        "smoking",
        _CHOICE,
        measures(
            "72166-2",
            "valueCodeableConcept",
            choices={
                "never": codes("snomed-ct", "266919005"),
                "daily": codes("snomed-ct", "449868002"),
            },
        ),
        choices=choices("never", "daily"),
    ),
    fact("walks", _YES_NO, measures("11111-1", "valueBoolean")),
    fact("osteoporosis", _YES_NO, states("Condition", "icd-10-cm", "M81.*")),
    fact("cancer", _YES_NO, states("Condition", "icd-10-cm", "C79.51", "C90.0?", past=True)),
    fact(
        "level",
        _CHOICE,
        states("Condition", "icd-10-cm", "S32.01*", means="L1"),
        states("Condition", "icd-10-cm", "S32.02*", means="L2"),
        choices=choices("L1", "L2"),
    ),
    fact(
        "onset-days",
        _NUMBER,
        RecordMapping(resource="Condition", codes=codes("icd-10-cm", "S32.0*"), value="onsetDateTime"),
        unit="d",
    ),
    fact("cauda-equina", _YES_NO, states("Condition", "icd-10-cm", "G83.4", suspected=True, days=90)),
    fact("infarction", _YES_NO, states("Condition", "icd-10-cm", "I21.9", past=True, days=365)),
    fact("anticoagulated", _YES_NO, states("MedicationRequest", "rxnorm", "855332")),
    fact("steroids", _YES_NO, states("MedicationStatement", "rxnorm", "312617", past=True)),
    fact("operated", _YES_NO, states("Procedure", "snomed-ct", "58276002", days=90)),
    fact("latex", _YES_NO, states("AllergyIntolerance", "snomed-ct", "111088007")),
    fact("inpatient", _YES_NO, states("Encounter", "act-code", "IMP")),
    fact("scanned", _YES_NO, states("DiagnosticReport", "loinc", "24627-2")),
    fact("noted", _YES_NO, states("Observation", "loinc", "45701-0")),
    fact("family", _YES_NO, states("FamilyMemberHistory", "icd-10-cm", "M81.*")),
)
DEFINITIONS: Mapping[str, FactDefinition] = {each.id: each for each in _EVERY}


def concept(system: str, code: str, **fields: Any) -> dict[str, Any]:
    return {"coding": [{"system": CODE_SYSTEMS[system], "code": code}], **fields}


def patient(**fields: Any) -> dict[str, Any]:
    return {"resourceType": "Patient", "id": "p", **fields}


def observation(loinc: str, value: Any = None, **fields: Any) -> dict[str, Any]:
    """A final one; value: a quantity as it is sent, unless `value[x]` is among the fields."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": concept("loinc", loinc),
        "effectiveDateTime": "2026-11-01T08:00:00Z",
        **({} if value is None else {"valueQuantity": value}),
        **fields,
    }


def quantity(value: Any, unit: str = "", **fields: Any) -> dict[str, Any]:
    return {"value": value, **({"system": UCUM, "code": unit} if unit else {}), **fields}


def condition(icd: str, **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "Condition",
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "code": concept("icd-10-cm", icd),
        **fields,
    }


def request(**fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": concept("rxnorm", "855332"),
        **fields,
    }


def status(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


def procedure(**fields: Any) -> dict[str, Any]:
    code = concept("snomed-ct", "58276002")
    return {"resourceType": "Procedure", "status": "completed", "code": code, **fields}


def encounter(**fields: Any) -> dict[str, Any]:
    coding = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"}
    return {"resourceType": "Encounter", "status": "in-progress", "class": coding, **fields}


def allergy(**fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": status("active"),
        "verificationStatus": status("confirmed"),
        "code": concept("snomed-ct", "111088007"),
        **fields,
    }


def statement(**fields: Any) -> dict[str, Any]:
    drug = concept("rxnorm", "312617")
    return {
        "resourceType": "MedicationStatement",
        "status": "active",
        "medicationCodeableConcept": drug,
        **fields,
    }


def report(**fields: Any) -> dict[str, Any]:
    code = concept("loinc", "24627-2")
    return {"resourceType": "DiagnosticReport", "status": "final", "code": code, **fields}


def relative(**fields: Any) -> dict[str, Any]:
    ill = [{"code": concept("icd-10-cm", "M81.0")}]
    return {"resourceType": "FamilyMemberHistory", "status": "completed", "condition": ill, **fields}


def bundle(*resources: Any, **fields: Any) -> bytes:
    entries = [{"resource": each} for each in resources]
    return json.dumps({"resourceType": "Bundle", "entry": entries, **fields}).encode()


def read(*resources: Any, definitions: Mapping[str, FactDefinition] = DEFINITIONS) -> FileReading:
    """What the resources say of a patient without age and sex."""
    return read_resources([patient(), *resources], definitions=definitions, today=TODAY)


def facts(*resources: Any) -> dict[str, str]:
    return {each.fact: each.given for each in read(*resources).facts}
