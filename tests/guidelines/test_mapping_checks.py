"""A fault in a fact's mapping onto health records is found, with its code; what is sound is left alone."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from fhir.resources.R4B import get_fhir_model_class

from citewell.guidelines.checks import check_pack
from citewell.guidelines.checks.mappings import ELEMENTS
from citewell.guidelines.record_shapes import RESOURCES

Write = Callable[[Mapping[str, str]], Path]
SOUND = """
blood-pressure:
  type: number
  label: Blood pressure
  ask: {clinician: "How high is the blood pressure?", patient: "How high is your blood pressure?"}
  unit: "mm[Hg]"
  fhir:
    - {resource: Observation, codes: {loinc: {8480-6: Systolic}}, value: valueQuantity, days: 30}
bruise:
  type: choice
  label: Bruise
  ask: {clinician: "Where is the bruise?", patient: "Where is the bruise?"}
  values: {left: {label: Left}, right: {label: Right}}
  fhir:
    - resource: Condition
      codes: {icd-10-cm: {"S80.0?XA": Bruise, S81.01: Other}}
      means: left
      past: yes
      suspected: yes
    - {resource: Condition, codes: {icd-10-cm: {"S82.*": Bruise}}, means: right}
    - resource: Observation
      codes: {loinc: {39111-0: Site}}
      value: valueCodeableConcept
      choices: {left: {snomed-ct: {7771000: Left}}, right: {snomed-ct: {24028007: Right}}}
birth:
  type: number
  label: Age at birth
  ask: {clinician: "How old?", patient: "How old?"}
  unit: a
  fhir: [{resource: Patient, value: birthDate}]
"""


def codes(folder: Path) -> set[str]:
    return {problem.code for problem in check_pack(folder)}


def test_sound_mappings_have_no_fault(files: dict[str, str], write: Write) -> None:
    files["facts.yaml"] += SOUND
    assert check_pack(write(files)) == ()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("codes: {loinc: {8480-6: Systolic}}, ", "", "record.codes"),
        ("{resource: Patient,", "{resource: Patient, codes: {loinc: {8480-6: Age}},", "record.codes"),
        ("{8480-6: Systolic}", '{"848?-6": Systolic}', "record.codes"),
        ("{8480-6: Systolic}", '{"8480*": Systolic}', "record.codes"),
        ("7771000: Left", '"777*": Left', "record.codes"),
        ("value: valueQuantity, ", "", "record.value"),
        ("value: valueQuantity, ", 'value: valueQuantity, means: "7", ', "record.value"),
        ("value: valueQuantity, ", 'means: "7", ', "record.value"),
        ("days: 30", "days: -1", "record.value"),
        ("days: 30", "suspected: yes", "record.value"),
        ("means: left", "means: middle", "record.value"),
        ("means: left", "means: yes", "record.value"),
        ("choices: {left:", "choices: {above:", "record.value"),
        ("      value: valueCodeableConcept\n", "      means: left\n", "record.value"),
        ("value: valueQuantity", "value: valueQuantities", "record.path"),
        ("value: valueQuantity", "value: onsetDateTime", "record.path"),
        ("value: birthDate", "value: birthdate", "record.path"),
        ('unit: "mm[Hg]"', "unit: mmHg", "record.unit"),
        ('"S82.*": Bruise', '"S8*": Bruise', "record.twice"),
        ('"S82.*": Bruise', "S80.01XA: Bruise", "record.twice"),
        ('"S82.*": Bruise', '"S8?.?1*": Bruise', "record.twice"),
        ('"S82.*": Bruise', "S81.01: Bruise", "record.twice"),
        ("24028007: Right", "7771000: Right", "record.twice"),
    ],
)
def test_a_fault_of_a_mapping_is_found(
    files: dict[str, str], write: Write, old: str, new: str, code: str
) -> None:
    assert old in SOUND
    files["facts.yaml"] += SOUND.replace(old, new)
    assert code in codes(write(files))


def test_patterns_that_only_look_alike_do_not_meet(files: dict[str, str], write: Write) -> None:
    files["facts.yaml"] += SOUND.replace('"S82.*": Bruise', '"S80.0?XD": Bruise, S81.011: Other')
    assert check_pack(write(files)) == ()


def test_elements_are_told_for_each_resource() -> None:
    assert set(ELEMENTS) == set(RESOURCES)


@pytest.mark.parametrize(
    ("resource", "path"), [(kind, path) for kind, paths in ELEMENTS.items() for path in paths.split()]
)
def test_each_element_is_one_of_fhir(resource: str, path: str) -> None:
    model = get_fhir_model_class(resource)
    for step in path.split("."):
        field = model.model_fields.get(step)
        assert field is not None, step
        named = str(field.annotation)
        following = [name for name in named.replace("[", " ").replace("]", " ").split() if "Type" in name]
        if step != path.rsplit(".", maxsplit=1)[-1]:
            kind = following[0].rpartition(".")[2].removesuffix("Type")
            model = get_fhir_model_class(kind)
