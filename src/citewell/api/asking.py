"""Questions and answers: asked once, found again by the fingerprint, followed to the evidence."""

import hashlib
from typing import Annotated

from fastapi import Path, Query
from starlette.requests import Request as Call
from starlette.responses import Response, StreamingResponse

from citewell.answers.contract import AnswerDocument
from citewell.answers.formats.answer_page import answer_page
from citewell.answers.formats.markdown import page_markdown
from citewell.api.bodies import AskBody, FhirBase, facts_of
from citewell.api.evidence import EvidenceListDocument, evidence_document
from citewell.api.problems import MovedOn, Responses, problems
from citewell.api.reading import router
from citewell.api.responses import FHIR, JSON, UNCHANGED, json_response, preferred, tagged
from citewell.api.streaming import MEDIA_TYPE as EVENT_STREAM
from citewell.api.streaming import events_of
from citewell.engine.evidence import evidence_of
from citewell.engine.fhir_documents import answer_in_fhir, occasion_on
from citewell.interop.fhir.codings import DEFAULT_BASE
from citewell.interop.fhir.serialised import serialised
from citewell.serving.answers import Given, Request
from citewell.serving.house import House, HouseOf

routes = router("answers")
_MARKDOWN = "text/markdown"
_TEXT = {"schema": {"type": "string"}}
_STREAMED: Responses = {200: {"description": "The answer.", "content": {EVENT_STREAM: _TEXT}}}
_IN_FORMS: Responses = {
    200: {"description": "The answer.", "content": {EVENT_STREAM: _TEXT, _MARKDOWN: _TEXT}}
}
_IN_FHIR: Responses = {
    200: {"description": "A Bundle.", "content": {FHIR: {"schema": {"type": "object"}}}},
}
Fingerprint = Annotated[str, Path(pattern="^[0-9a-f]{16,64}$", description="The fingerprint of an answer.")]


@routes.post("/ask", response_model=AnswerDocument, responses=_STREAMED | problems(404))
def ask(body: AskBody, call: Call, house: HouseOf) -> Response:
    """Answer a question, every sentence cited.

    With `Accept: text/event-stream` it comes as server-sent events, section by section. What is asked stands
    in no address: the answer's own is in `Content-Location`, by its fingerprint.
    """
    given = house.answers.ask(
        Request(
            question=body.question,
            facts=tuple(sorted(facts_of(body).items())),
            audience=body.audience,
            after=body.after,
        )
    )
    headers = {"ETag": f'"{given.fingerprint}"', "Content-Location": f"answers/{given.fingerprint}"}
    if _preferred(call, JSON, EVENT_STREAM) == EVENT_STREAM:
        return StreamingResponse(events_of(given.document), media_type=EVENT_STREAM, headers=headers)
    return json_response(given.document, headers=headers)


@routes.get(
    "/answers/{fingerprint}",
    response_model=AnswerDocument,
    responses=_IN_FORMS | UNCHANGED | problems(404, 409),
)
def answer(fingerprint: Fingerprint, call: Call, house: HouseOf) -> Response:
    """Give an answer again, by its fingerprint: as JSON, Markdown or server-sent events, as `Accept` says.

    It is the same byte for byte as when it was given. Where what it rests on has changed since, the problem
    (409) names the `fingerprint` of what is answered now.
    """
    given = given_at(house, fingerprint)
    form = _preferred(call, JSON, _MARKDOWN, EVENT_STREAM)
    if form == EVENT_STREAM:
        return StreamingResponse(events_of(given.document), media_type=EVENT_STREAM)
    if form == _MARKDOWN:
        # It tells how old each source is.
        tag = f"{given.fingerprint}.{house.year}.md"
        text = page_markdown(answer_page(given.answer, this_year=house.year))
        return tagged(call, text, tag=tag, media_type=_MARKDOWN)
    return tagged(call, given.document, tag=given.fingerprint)


@routes.get(
    "/answers/{fingerprint}/fhir",
    response_class=Response,
    responses=_IN_FHIR | UNCHANGED | problems(404, 409),
)
def answer_fhir(
    fingerprint: Fingerprint, call: Call, house: HouseOf, base: FhirBase = DEFAULT_BASE
) -> Response:
    """Give an answer as a FHIR R4 document: a Bundle that a Composition opens.

    It is the same byte for byte all day.
    """
    given = given_at(house, fingerprint)
    with house.room.engine() as engine:
        today = engine.today
    content = serialised(answer_in_fhir(given.answer, occasion_on(today, base=base)))
    return tagged(call, content, tag=hashlib.sha256(content).hexdigest()[:32], media_type=FHIR)


@routes.get(
    "/answers/{fingerprint}/evidence/{n}",
    response_model=EvidenceListDocument,
    responses=problems(404, 409),
)
def evidence(
    fingerprint: Fingerprint,
    n: Annotated[int, Path(ge=1, le=10_000, description="The number of the reference.")],
    house: HouseOf,
    claim: Annotated[
        str,
        Query(max_length=500, description="What this claim cites alone, by its id; a side's is `id:side-1`."),
    ] = "",
) -> Response:
    """Give what a citation rests on: the findings of a pack, or quotations with what stands around them.

    Each quotation is compared with its source once more before it is given.
    """
    given = given_at(house, fingerprint)
    with house.room.engine() as engine:
        found = evidence_of(engine, given.answer, n, claim=claim)
    return json_response(evidence_document(given.fingerprint, found, this_year=house.year))


def given_at(house: House, fingerprint: str) -> Given:
    """The answer of a fingerprint. Raises NotFound where there is none, MovedOn where it is another now."""
    given = house.answers.find(fingerprint)
    if not given.fingerprint.startswith(fingerprint):
        raise MovedOn(fingerprint, given.fingerprint)
    return given


def _preferred(call: Call, *offered: str) -> str:
    return preferred(call.headers.get("accept", ""), offered)
