"""Questions and answers."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from citewell.answers.contract import AnswerDocument
from citewell.model.answers import Audience
from citewell.serving.answers import Given, Request
from citewell.serving.house import House, house_of

routes = APIRouter(tags=["answers"])


class AskBody(BaseModel):
    """A question."""

    question: str = Field(
        max_length=65_536, examples=["What is the treatment for an L2 compression fracture?"]
    )
    facts: dict[str, str] = Field(default_factory=dict, examples=[{"age": "78"}])
    audience: Audience = Audience.CLINICIAN
    after: str = ""


@routes.post("/ask", response_model=AnswerDocument)
def ask(body: AskBody, house: Annotated[House, Depends(house_of)]) -> Response:
    """Answer a question, every sentence cited."""
    request = Request(
        question=body.question,
        facts=tuple(sorted(body.facts.items())),
        audience=body.audience,
        after=body.after,
    )
    return _answered(house.answers.ask(request))


def _answered(given: Given) -> Response:
    return Response(given.document, media_type="application/json", headers={"ETag": f'"{given.fingerprint}"'})
