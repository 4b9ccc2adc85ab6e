"""References as FHIR R5 Citation resources. Experimental, as the resource is itself (maturity 0).

FHIR R5 (5.0.0) §14.3; only what is known of a source is said, as it was printed.
"""

import uuid
from collections.abc import Iterable

from citewell.interop.fhir.bibliographies import web_address
from citewell.interop.fhir.codings import Json, coding, concept, filled
from citewell.interop.fhir.narrative import markdown
from citewell.interop.lines import line_of, pages_of
from citewell.model.references import Reference
from citewell.model.sources import SourceStatus

_DOI = "https://doi.org"
_PUBMED = "https://pubmed.ncbi.nlm.nih.gov"
_STATES = "http://hl7.org/fhir/cited-artifact-status-type"


def citations(references: Iterable[Reference]) -> Json:
    """The references in their order, as one R5 Bundle; the same source has the same address in each."""
    entries = [{"fullUrl": _address(each), "resource": citation(each)} for each in references]
    return filled(resourceType="Bundle", type="collection", entry=entries)


def citation(each: Reference) -> Json:
    """A reference as a Citation."""
    return filled(
        resourceType="Citation",
        title=line_of(each.short or each.title),
        status="active",
        experimental=True,
        note=[{"text": markdown(line_of(each.status_note))}] if each.status_note else None,
        citedArtifact=_cited(each),
    )


def _address(each: Reference) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"citewell:source\n{each.id}\n{each.digest}").urn


def _cited(each: Reference) -> Json:
    return filled(
        identifier=list(_identifiers(each)),
        currentState=[_state(each)],
        title=[{"text": markdown(line_of(each.title))}] if line_of(each.title) else None,
        publicationForm=[form] if (form := _published(each)) else None,
        webLocation=[{"url": found} for found in _locations(each)],
        classification=[{"type": concept(text="Type of source"), "classifier": [concept(text=each.type)]}],
        contributorship=_contributors(each),
    )


def _identifiers(each: Reference) -> Iterable[Json]:
    for system, value in ((_DOI, each.doi), (_PUBMED, each.pmid)):
        if line_of(value):
            yield {"system": system, "value": line_of(value)}


def _state(each: Reference) -> Json:
    """What has become of it; of our words only "retracted" is one of the code system's, in its sense."""
    if each.status == SourceStatus.RETRACTED:
        return concept(coding(_STATES, "retracted", "Retracted"), text=each.status)
    return concept(text=each.status)


def _published(each: Reference) -> Json:
    first, last = pages_of(each.page)
    return filled(
        publishedIn=filled(title=line_of(each.container)),
        volume=line_of(each.volume),
        issue=line_of(each.issue),
        articleDate=_dated(each),
        publicationDateText=line_of(each.released),
        pageString=line_of(each.page),
        firstPage=first,
        lastPage=last,
    )


def _dated(each: Reference) -> str:
    """The year, which FHIR wants in four figures; "" where none is known."""
    return f"{each.year:04}" if each.year else ""


def _locations(each: Reference) -> Iterable[str]:
    printed = line_of(each.url) if each.url.startswith(("https://", "http://")) else ""
    return tuple(dict.fromkeys(found for found in (web_address(each), printed) if found))


def _contributors(each: Reference) -> Json | None:
    """The authors as they are printed, whose names are not taken apart, and the body that issued it."""
    printed, body = line_of(each.authors), line_of(each.body)
    told: list[Json] = [{"value": markdown(printed)}] if printed else []
    if body and body != printed:
        told.append({"type": concept(text="Issued by"), "value": markdown(body)})
    return {"summary": told} if told else None
