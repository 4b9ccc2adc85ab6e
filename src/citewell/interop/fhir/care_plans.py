"""What applies to a patient as a FHIR R4 CarePlan: a draft, proposed, nothing in it begun.

FHIR R4 (4.0.1): CarePlan §10.9.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from citewell.interop.fhir.codings import Json, concept, filled
from citewell.interop.fhir.makings import Occasion, fingerprint_of, reference
from citewell.interop.fhir.narrative import markdown, narrated
from citewell.model.applications import Application

# R4 asks for a subject; nobody is made up where none was named.
_NOBODY = {"display": "The patient described; no record of a patient was named"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Something that applies. id: of the recommendation, or `disposition:` and its id. said: whole, with its
    grade and the numbers it cites; against: whether it is not to be done; canonical: of its definition.
    """

    id: str
    title: str
    said: str
    against: bool = False
    canonical: str = ""


def subject_in(occasion: Occasion) -> Json:
    """The patient as an element that R4 requires."""
    return reference(occasion.subject) if occasion.subject else dict(_NOBODY)


def care_plan(
    application: Application,
    activities: Sequence[Activity],
    *,
    xhtml: str,
    listed: str,
    engine: str,
    occasion: Occasion,
) -> Json:
    """The activities in their order as a proposal.

    xhtml: all of it, as it is read. listed, engine: the addresses of the reference list and of the Device
    that made it. What it instantiates is told by its activities.
    """
    return filled(
        resourceType="CarePlan",
        text=narrated(xhtml),
        identifier=[fingerprint_of(application.provenance, occasion)],
        status="draft",
        intent="proposal",
        title="What the guidance says of this patient",
        description=application.leading.caution,
        subject=subject_in(occasion),
        created=occasion.on,
        author=reference(engine, "Citewell"),
        supportingInfo=[reference(listed, "References")] if listed else [],
        activity=[{"id": each.id, "detail": _detail(each)} for each in activities],
        note=[{"text": markdown(application.disclaimer)}],
    )


def _detail(each: Activity) -> Json:
    return filled(
        instantiatesCanonical=[each.canonical] if each.canonical else [],
        code=concept(text=each.title),
        status="not-started",
        doNotPerform=each.against,
        description=each.said,
    )
