"""What of a pack no element of R4 holds: extensions of our own, defined beside what uses them.

An extension is told by its address alone (R4 §2.4); its StructureDefinition says what it means.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from citewell.interop.fhir.codings import Json, canonical, filled, machine_name
from citewell.interop.fhir.narrative import narrative

PRINTED_GRADE = "printed-grade"
DIRECTION = "direction"
HARMONISED_STRENGTH = "harmonised-strength"
HARMONISED_CERTAINTY = "harmonised-certainty"
DERIVED = "derived"
PATIENT_WORDING = "patient-wording"
SEVERITY = "severity"
WARNS_OF_ORDER = "warns-of-order"
_PREFIX = "citewell"
_ON_ACTION = ("PlanDefinition.action",)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Definition:
    """value: the type of what an extension holds. on: the elements that it stands on."""

    title: str
    value: str
    on: tuple[str, ...]
    means: str


_DEFINED: Mapping[str, _Definition] = {
    PRINTED_GRADE: _Definition(
        title="Grade as printed",
        value="string",
        on=_ON_ACTION,
        means="The label by which the body itself grades its recommendation, character for character.",
    ),
    DIRECTION: _Definition(
        title="Direction of the recommendation",
        value="code",
        on=_ON_ACTION,
        means="Which way the recommendation points: for, option, against, or no-recommendation, which is "
        "never a form of against.",
    ),
    HARMONISED_STRENGTH: _Definition(
        title="Harmonised strength",
        value="code",
        on=_ON_ACTION,
        means="The strength that Citewell derives from the printed grade by the body's own grading system; "
        "the body did not print this word.",
    ),
    HARMONISED_CERTAINTY: _Definition(
        title="Harmonised certainty",
        value="code",
        on=_ON_ACTION,
        means="The certainty of the evidence that Citewell derives from the printed grade by the body's own "
        "grading system; the body did not print this word.",
    ),
    DERIVED: _Definition(
        title="Derived",
        value="boolean",
        on=("Coding",),
        means="True where the code was derived from a printed label and was not printed by the body.",
    ),
    PATIENT_WORDING: _Definition(
        title="Wording for patients",
        value="string",
        on=("PlanDefinition", *_ON_ACTION, "Questionnaire.item"),
        means="The same statement in plain words, sentence by sentence; it adds nothing to it.",
    ),
    SEVERITY: _Definition(
        title="Severity",
        value="code",
        on=_ON_ACTION,
        means="How loudly a disposition is shown: critical, warning or info. It is no priority.",
    ),
    WARNS_OF_ORDER: _Definition(
        title="Order that is warned of",
        value="Coding",
        on=_ON_ACTION,
        means="Of what an order, in a record system, is what the statement warns of. How far it is warned of "
        "stands in the statement's words: it is no prohibition by itself.",
    ),
}


def extension(base: str, name: str, value: Any) -> Json:
    """An extension of ours with its value. Raises KeyError for a name that is not defined here."""
    kind = _DEFINED[name].value
    return {"url": address_of(base, name), f"value{kind[0].upper()}{kind[1:]}": value}


def address_of(base: str, name: str) -> str:
    """The address by which an extension is known."""
    return canonical(base, "StructureDefinition", f"{_PREFIX}-{name}")


def definitions(base: str) -> list[Json]:
    """The StructureDefinition of each extension (R4 §5.3)."""
    return [_structure(base, name, defined) for name, defined in _DEFINED.items()]


def _structure(base: str, name: str, defined: _Definition) -> Json:
    return filled(
        resourceType="StructureDefinition",
        id=f"{_PREFIX}-{name}",
        text=narrative(defined.title, [defined.means]),
        url=address_of(base, name),
        name=machine_name(_PREFIX, name),
        title=defined.title,
        status="draft",
        experimental=True,
        description=defined.means,
        kind="complex-type",
        abstract=False,
        context=[{"type": "element", "expression": element} for element in defined.on],
        type="Extension",
        baseDefinition="http://hl7.org/fhir/StructureDefinition/Extension",
        derivation="constraint",
        differential={"element": _elements(base, name, defined)},
    )


def _elements(base: str, name: str, defined: _Definition) -> list[Json]:
    return [
        {
            "id": "Extension",
            "path": "Extension",
            "short": defined.title,
            "definition": defined.means,
            "min": 0,
            "max": "1",
        },
        {"id": "Extension.extension", "path": "Extension.extension", "max": "0"},
        {"id": "Extension.url", "path": "Extension.url", "fixedUri": address_of(base, name)},
        {
            "id": "Extension.value[x]",
            "path": "Extension.value[x]",
            "min": 1,
            "type": [{"code": defined.value}],
        },
    ]
