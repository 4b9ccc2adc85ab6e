"""An answer as a FHIR R4 document: a Bundle that a Composition opens, with all that it refers to.

FHIR R4 (4.0.1): documents §3.3, Composition §14.4. Each section's text is whole by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from citewell.interop.fhir.bibliographies import bibliography
from citewell.interop.fhir.codings import Json, concept, filled, uri_identifier
from citewell.interop.fhir.makings import (
    Occasion,
    address,
    bundle,
    device,
    fingerprint_of,
    provenance,
    reference,
)
from citewell.interop.fhir.narrative import narrated
from citewell.model.answers import Answer
from citewell.model.standing import Status

_TYPE = "Answer to a clinical question, with its sources"
_REFERENCES = "references"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A part of a page as it is written down. xhtml: escaped, of what a FHIR narrative may hold."""

    id: str
    title: str
    xhtml: str


def document(answer: Answer, parts: Sequence[Written], *, title: str, occasion: Occasion) -> Json:
    """The answer as a document Bundle; parts: all that its page says, in order. title: what it is called."""
    made = answer.provenance
    engine, listed, whole = (address(made, occasion, name) for name in ("Device", "Library", "Composition"))
    entries = [
        (whole, _composition(answer, parts, title=title, occasion=occasion, engine=engine, listed=listed)),
        (engine, device(made)),
    ]
    if answer.references:
        entries.append((listed, bibliography(answer.references)))
    entries.append((address(made, occasion, "Provenance"), provenance(made, occasion, [whole], engine)))
    identifier = uri_identifier(address(made, occasion, "document"))
    return bundle("document", entries, identifier=identifier, occasion=occasion)


def _composition(
    answer: Answer, parts: Sequence[Written], *, title: str, occasion: Occasion, engine: str, listed: str
) -> Json:
    return filled(
        resourceType="Composition",
        identifier=fingerprint_of(answer.provenance, occasion),
        status="final" if answer.status == Status.APPROVED.value else "preliminary",
        type=concept(text=_TYPE),
        subject=reference(occasion.subject) if occasion.subject else None,
        date=occasion.on,
        author=[reference(engine, "Citewell")],
        title=title,
        section=[_section(part, listed if answer.references else "") for part in parts],
    )


def _section(part: Written, listed: str) -> Json:
    return filled(
        id=part.id,
        title=part.title,
        text=narrated(part.xhtml),
        entry=[reference(listed, "References")] if listed and part.id == _REFERENCES else None,
    )
