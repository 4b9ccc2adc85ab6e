"""What requests carry in their bodies. Facts are read as the command line reads them."""

from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, StrictStr, WithJsonSchema

from citewell.engine.requests import LARGEST_QUESTION, MOST_FACTS, facts_in_mapping
from citewell.model.answers import Audience

_FINGERPRINT = r"^([0-9a-f]{16,64})?$"
_FACTS = {
    "type": "object",
    "maxProperties": MOST_FACTS,
    "additionalProperties": {"type": ["string", "number", "boolean"]},
    "description": "What is known of the patient, by the names of the packs' facts (GET /packs/{id}). "
    "true is yes, false is no; a number is read as it is typed.",
}
FactsBody = Annotated[dict[str, Any], WithJsonSchema(_FACTS)]


FhirBase = Annotated[
    str, Query(max_length=500, description="In FHIR: the address that identifiers begin with.")
]


class Body(BaseModel):
    """A body: what is not known here is refused, and nothing is taken for what it is not."""

    model_config = ConfigDict(extra="forbid")


class AskBody(Body):
    """A question."""

    question: Annotated[
        StrictStr, Field(min_length=1, max_length=LARGEST_QUESTION, description="The question, in words.")
    ]
    facts: FactsBody = {}
    audience: Annotated[Audience, Field(description="Whom the answer is worded for.")] = Audience.CLINICIAN
    after: Annotated[
        StrictStr,
        Field(pattern=_FINGERPRINT, description="The fingerprint of the answer that this follows up."),
    ] = ""


class ApplyBody(Body):
    """A patient."""

    sentence: Annotated[
        StrictStr, Field(max_length=LARGEST_QUESTION, description="The patient in a sentence.")
    ] = ""
    facts: FactsBody = {}
    forget: Annotated[
        list[StrictStr],
        Field(max_length=MOST_FACTS, description="Facts that the sentence seems to tell and does not."),
    ] = []
    subject: Annotated[
        StrictStr,
        Field(max_length=500, description="In FHIR: the patient that it is about, as `Patient/7`."),
    ] = ""
    audience: Annotated[Audience, Field(description="Whom it is worded for.")] = Audience.CLINICIAN


def facts_of(body: AskBody | ApplyBody) -> dict[str, str]:
    """The facts of a body as text. Raises InputError for what is no fact."""
    return facts_in_mapping(body.facts, "facts")
