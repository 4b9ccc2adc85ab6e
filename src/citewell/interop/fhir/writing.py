"""What was written for readers, as it stands in a FHIR resource.

FHIR R4 (4.0.1) §2.4 (Narrative).
"""

from dataclasses import dataclass

from citewell.interop.fhir.codings import Json

_XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A part of a page as it is written down. xhtml: escaped, of what a FHIR narrative may hold."""

    id: str
    title: str
    xhtml: str


def narrated(xhtml: str) -> Json:
    """XHTML as a Narrative that says more than the elements beside it."""
    return {"status": "additional", "div": f'<div xmlns="{_XHTML}">{xhtml}</div>'}
