"""A reference that has all that a reference can have."""

from citewell.model.references import Reference

ARTICLE = Reference(
    n=1,
    id="shah-2018",
    type="Guideline",
    title="Management of vertebral compression fractures",
    body="ACR",
    short="ACR 2018",
    year=2018,
    status="superseded",
    status_note="by ACR 2022",
    authors="Shah LM, McConnell CT Jr et al.",
    container="J Am Coll Radiol",
    volume="15",
    issue="11S",
    page="S347-S364",
    doi="10.1016/j.jacr.2018.09.019",
    pmid="30392604",
    url="https://example.org/acr",
)
