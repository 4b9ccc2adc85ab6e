"""Which sections of a document answer a clinical question."""

from collections.abc import Iterator

from citewell.model.library import Document, Passage

# How a guideline was made, paid for, published and may be obtained: words such as "evidence", "patients" and
# the condition itself stand in these sections of every guideline, and nothing in them says what to do.
NOT_CLINICAL = frozenset(
    {
        "adaptation",
        "availability of companion documents",
        "bibliographic source(s)",
        "clinical algorithm(s)",
        "clinical specialty",
        "composition of group that authored the guideline",
        "copyright statement",
        "cost analysis",
        "date released",
        "description of implementation strategy",
        "description of method of guideline validation",
        "description of methods used to analyze the evidence",
        "description of methods used to collect/select the evidence",
        "description of methods used to formulate the recommendations",
        "description of the methods used to analyze the evidence",
        "disclaimer",
        "disclosure and management of financial conflict of interests",
        "disclosure of guideline funding source",
        "evidence supporting the recommendations",
        "external review",
        "financial disclosures/conflicts of interest",
        "guideline availability",
        "guideline category",
        "guideline committee",
        "guideline developer comment",
        "guideline developer(s)",
        "guideline development group composition: methodologist involvement",
        "guideline development group composition: multidisciplinary group",
        "guideline development group composition: patient and public perspectives",
        "guideline endorser(s)",
        "guideline length",
        "guideline status",
        "guideline title",
        "identifying information and availability",
        "implementation of the guideline",
        "implementation tools",
        "institute of medicine (iom) national healthcare quality report categories",
        "intended users",
        "iom care need",
        "iom domain",
        "major outcomes considered",
        "method of guideline validation",
        "methodology",
        "methods used to analyze the evidence",
        "methods used to assess the quality and strength of the evidence",
        "methods used to collect/select the evidence",
        "methods used to formulate the recommendations",
        "ngc disclaimer",
        "ngc status",
        "number of source documents",
        "patient resources",
        "rating scheme for the strength of the evidence",
        "rating scheme for the strength of the recommendations",
        "references supporting the recommendations",
        "related nqmc measures",
        "source(s) of funding",
        "specific and unambiguous articulation of recommendations",
        "type of evidence supporting the recommendations",
        "updating",
        "use of a systematic review of evidence: search strategy",
        "use of a systematic review of evidence: study selection",
        "use of a systematic review of evidence: synthesis of evidence",
    }
)

# The clearinghouse's own ratings of how a guideline was made.
_RATED = ("evidence foundations for and rating strength of recommendations:",)


def is_clinical(section: str) -> bool:
    """Whether a section may answer a clinical question; one of an unknown name may."""
    name = section.strip().casefold()
    return name not in NOT_CLINICAL and not name.startswith(_RATED)


def clinical_passages(document: Document) -> Iterator[Passage]:
    """The passages of the sections that may answer a clinical question."""
    return (passage for passage in document.passages if is_clinical(passage.section))


def recommended_passages(document: Document) -> frozenset[int]:
    """The ordinals of the passages that a found recommendation stands in."""
    return frozenset(
        n
        for recommendation in document.recommendations
        for n in range(recommendation.passages[0], recommendation.passages[1] + 1)
    )
