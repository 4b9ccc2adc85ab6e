"""The actions of plans: a wording with what it rests on, and the condition under which it applies."""

from collections.abc import Iterable, Sequence

from citewell.interop.cql.naming import library_name
from citewell.interop.fhir.artifacts import Publication, cited
from citewell.interop.fhir.codings import Json, canonical, coding, concept, filled
from citewell.interop.fhir.extensions import PATIENT_WORDING, extension
from citewell.model.catalog import Catalog
from citewell.model.wording import Wording

_TYPES = "http://terminology.hl7.org/CodeSystem/plan-definition-type"
CONCEPTS = "concepts"
POPULATIONS = "populations"


def worded(
    published: Publication,
    catalog: Catalog,
    *,
    title: str,
    wording: Wording,
    cites: Sequence[str],
    when: str = "",
    extensions: Iterable[Json] = (),
) -> Json:
    """An action that says something: both wordings whole, and each finding that it rests on.

    when: the name of the define by which it applies, "" where it always does.
    """
    return filled(
        extension=[*extensions, extension(published.base, PATIENT_WORDING, wording.patient)],
        title=title,
        description=wording.clinician,
        documentation=cited(catalog, cites),
        condition=[applicable(when)] if when else [],
    )


def applicable(define: str) -> Json:
    """A condition of applicability: the define of the pack's CQL library that decides it.

    R4 binds the language extensibly; `text/cql-identifier` is that of a name in a library (CPG 2.0.0).
    """
    return {
        "kind": "applicability",
        "expression": {"language": "text/cql-identifier", "expression": define},
    }


def logic(published: Publication) -> str:
    """The canonical address of the pack's CQL library, which ends with the library's name (CPG 2.0.0)."""
    return canonical(published.base, "Library", library_name(published.pack.id))


def plan_type(code: str, display: str) -> Json:
    """What kind of plan a PlanDefinition is (R4, plan-definition-type)."""
    return concept(coding(_TYPES, code, display))


def topics(published: Publication, catalog: Catalog, about: Iterable[str]) -> list[Json]:
    """The concepts that something is about, by the pack's own codes."""
    system = published.url("CodeSystem", CONCEPTS)
    return [concept(coding(system, each, catalog.concepts[each].label)) for each in about]


def populations(published: Publication, catalog: Catalog, ids: Iterable[str]) -> list[Json]:
    """Whom something is for, by the pack's own codes (UsageContext, R4 §2.24.0.18)."""
    system = published.url("CodeSystem", POPULATIONS)
    return [_focus(coding(system, each, catalog.populations[each].name)) for each in ids]


def _focus(population: Json) -> Json:
    code = {"system": "http://terminology.hl7.org/CodeSystem/usage-context-type", "code": "focus"}
    return {"code": code, "valueCodeableConcept": concept(population)}
