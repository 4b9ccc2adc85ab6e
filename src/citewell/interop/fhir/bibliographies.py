"""A reference list as an R4 Library (an asset collection): what R4 has, before R5's Citation.

FHIR R4 (4.0.1): Library §9.8, RelatedArtifact §2.46.
"""

from collections.abc import Sequence
from urllib.parse import quote

from citewell.interop.fhir.codings import Json, filled, library_type
from citewell.interop.fhir.narrative import markdown
from citewell.interop.lines import line_of, standing_of
from citewell.model.references import Reference


def bibliography(references: Sequence[Reference]) -> Json:
    """The references in their order, each under its number."""
    return {
        "resourceType": "Library",
        "title": "References",
        "status": "active",
        "type": library_type("asset-collection", "Asset Collection"),
        "relatedArtifact": [_artifact(each) for each in references],
    }


def _artifact(each: Reference) -> Json:
    return filled(
        type="citation",
        label=f"[{each.n}]",
        display=line_of(each.short or each.body),
        citation=markdown(citation_text(each)),
        url=web_address(each),
    )


def web_address(each: Reference) -> str:
    """Where it is read: the DOI's address, PubMed's, or that of the page it was read on; "" for none."""
    if each.doi:
        return f"https://doi.org/{quote(line_of(each.doi), safe='/')}"
    if each.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{line_of(each.pmid)}/"
    return line_of(each.url) if each.url.startswith(("https://", "http://")) else ""


def citation_text(each: Reference) -> str:
    """A reference in one line: who, what, where, when, and what has become of it."""
    ids = [f"doi:{each.doi}"] if each.doi else []
    ids += [f"PMID {each.pmid}"] if each.pmid else []
    body = each.body if each.authors not in {"", each.body} else ""
    year = str(each.year or "")
    state = f"{each.type}; {standing_of(each)}"
    told = (each.authors or each.body, each.title, _place(each), year, body, *ids, state)
    return " ".join(_sentence(line_of(part)) for part in told if line_of(part))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _place(each: Reference) -> str:
    issue = f"({each.issue})" if each.issue else ""
    pages = f":{each.page}" if each.page else ""
    return f"{each.container} {each.volume}{issue}{pages}".strip(" :")
