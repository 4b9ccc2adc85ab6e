"""Grades in FHIR: the label as printed, and beside it what is derived of it, flagged as derived.

R4 carries strength and certainty in the extensions cqf-strengthOfRecommendation and cqf-qualityOfEvidence,
the CPG implementation guide 2.0.0 the direction in cpg-directionOfRecommendation.
"""

from collections.abc import Iterator, Mapping

from citewell.interop.fhir.codings import Json, coding, concept
from citewell.interop.fhir.extensions import (
    DERIVED,
    DIRECTION,
    HARMONISED_CERTAINTY,
    HARMONISED_STRENGTH,
    PRINTED_GRADE,
    extension,
)
from citewell.model.grades import Grade
from citewell.model.sources import Direction

_STRENGTH = "http://hl7.org/fhir/StructureDefinition/cqf-strengthOfRecommendation"
_CERTAINTY = "http://hl7.org/fhir/StructureDefinition/cqf-qualityOfEvidence"
_DIRECTION = "http://hl7.org/fhir/uv/cpg/StructureDefinition/cpg-directionOfRecommendation"
_STRENGTH_CODES = "http://terminology.hl7.org/CodeSystem/recommendation-strength"
_CERTAINTY_CODES = "http://terminology.hl7.org/CodeSystem/evidence-quality"
_DIRECTION_CODES = "http://hl7.org/fhir/uv/cpg/CodeSystem/cpg-recommendation-direction-cs"

# Our words → the codes of HL7 Terminology. GRADE calls a weak recommendation conditional, too; for the rest
# (consensus, insufficient, no recommendation …) HL7 has no code, and none is made to fit.
_STRENGTHS: Mapping[str, tuple[str, str]] = {"strong": ("strong", "Strong"), "conditional": ("weak", "Weak")}
_CERTAINTIES: Mapping[str, tuple[str, str]] = {
    "high": ("high", "High quality"),
    "moderate": ("moderate", "Moderate quality"),
    "low": ("low", "Low quality"),
    "very low": ("very-low", "Very low quality"),
}
# An option and the lack of a recommendation point neither way.
_DIRECTIONS: Mapping[Direction, tuple[str, str]] = {
    Direction.FOR: ("for", "For"),
    Direction.AGAINST: ("against", "Against"),
}


def pointing(base: str, direction: Direction | None) -> Iterator[Json]:
    """The extensions that say which way a recommendation points."""
    if direction is None:
        return
    yield extension(base, DIRECTION, direction.value)
    if direction in _DIRECTIONS:
        code, display = _DIRECTIONS[direction]
        yield {"url": _DIRECTION, "valueCodeableConcept": concept(coding(_DIRECTION_CODES, code, display))}


def graded(base: str, grade: Grade | None) -> Iterator[Json]:
    """The extensions of a grade: as printed, then the strength and the certainty that are derived from it."""
    if grade is None:
        return
    yield extension(base, PRINTED_GRADE, grade.as_printed)
    if grade.strength:
        yield extension(base, HARMONISED_STRENGTH, grade.strength)
        if grade.strength in _STRENGTHS:
            yield _derived(base, _STRENGTH, _STRENGTH_CODES, _STRENGTHS[grade.strength], grade.as_printed)
    if grade.certainty:
        yield extension(base, HARMONISED_CERTAINTY, grade.certainty)
        if grade.certainty in _CERTAINTIES:
            yield _derived(
                base, _CERTAINTY, _CERTAINTY_CODES, _CERTAINTIES[grade.certainty], grade.as_printed
            )


def _derived(base: str, url: str, system: str, code: tuple[str, str], printed: str) -> Json:
    derived = coding(system, *code, extension=[extension(base, DERIVED, value=True)], userSelected=False)
    return {"url": url, "valueCodeableConcept": concept(derived, text=printed)}
