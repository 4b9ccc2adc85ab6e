"""One statement, said twice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The same statement for a professional and, sentence by sentence, for a patient."""

    clinician: str
    patient: str
