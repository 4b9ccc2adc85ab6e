"""What a recommendation asks for, as an ActivityDefinition: that its words reach whoever decides.

A pack says which concepts a recommendation is about and which way it points, not which order fulfils it:
"withhold antibiotics until the cultures are taken" points *for*, and is about antibiotics. An order made of
the two would be the opposite of what is said. So the activity proposes to tell it, and no order.
"""

from collections.abc import Iterator

from citewell.interop.cql.naming import literal
from citewell.interop.fhir.actions import topics
from citewell.interop.fhir.artifacts import Publication, artifact
from citewell.interop.fhir.codings import Json, coding, concept, filled
from citewell.interop.fhir.narrative import narrative
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Statement

_PROFILE = "http://hl7.org/fhir/uv/cpg/StructureDefinition/cpg-communicationactivity"
_REQUEST = "http://hl7.org/fhir/uv/cpg/StructureDefinition/cpg-communicationrequest"
_TYPES = "http://hl7.org/fhir/uv/cpg/CodeSystem/cpg-activity-type-cs"


def activities(published: Publication, catalog: Catalog) -> Iterator[Json]:
    """The activity of every recommendation of the pack, in its order."""
    for statement in catalog.recommendations:
        yield _communicate(published, catalog, statement)


def _communicate(published: Publication, catalog: Catalog, statement: Statement) -> Json:
    title = f"Tell: {statement.title}"
    said = statement.wording.clinician
    payload = {"language": "text/cql", "expression": literal(said)}
    return filled(
        **artifact(published, "ActivityDefinition", statement.id, title=title, description=said),
        meta={"profile": [_PROFILE]},
        text=narrative(title, [said]),
        topic=topics(published, catalog, statement.about),
        kind="CommunicationRequest",
        profile=_REQUEST,
        code=concept(coding(_TYPES, "send-message", "Send a message")),
        intent="proposal",
        doNotPerform=False,
        dynamicValue=[
            {"path": "status", "expression": {"language": "text/cql", "expression": "'draft'"}},
            {"path": "payload.content", "expression": payload},
        ],
    )
