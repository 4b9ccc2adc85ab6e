"""How a health record states a case fact: codes, the element that holds the value, how far back it counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# The code systems that a pack may name, with the URI by which FHIR knows each (HL7 Terminology).
CODE_SYSTEMS: Mapping[str, str] = {
    "act-code": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
    "icd-10-cm": "http://hl7.org/fhir/sid/icd-10-cm",
    "loinc": "http://loinc.org",
    "rxnorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "snomed-ct": "http://snomed.info/sct",
}


WILDCARDS = ("?", "*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of a system of `CODE_SYSTEMS`, with its printed name.

    In a hierarchical code `?` stands for any one character and a `*` at the end for any run of them.
    """

    system: str
    code: str
    display: str

    @property
    def is_pattern(self) -> bool:
        """Whether it stands for several codes."""
        return any(sign in self.code for sign in WILDCARDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMapping:
    """One way in which a FHIR R4 record states a fact.

    resource: the resource type. codes: any of them identifies the resource (or the component of an
    Observation); none for a Patient. value: the path of the element that holds the value, in dots from the
    resource ("valueQuantity", "birthDate"), "" where the resource's presence is the statement. means: the
    value of the fact that a presence states. choices: by value of the fact, the codes in the element at
    `value` that mean it. days: how many days back it counts, None for any time. past: whether what is over
    (a resolved condition, a stopped drug) still states it. suspected: whether a diagnosis that
    is neither confirmed nor refuted (provisional) states it, since the fact asks for a suspicion.
    """

    resource: str
    codes: tuple[Code, ...] = ()
    value: str = ""
    means: str = ""
    choices: Mapping[str, tuple[Code, ...]] = field(default_factory=dict)
    days: float | None = None
    past: bool = False
    suspected: bool = False
    line: int = 0
