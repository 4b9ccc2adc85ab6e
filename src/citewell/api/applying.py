"""Packs applied to a patient, without a question."""

from starlette.requests import Request
from starlette.responses import Response

from citewell.answers.contract import ApplicationDocument
from citewell.api.bodies import ApplyBody, FhirBase, facts_of
from citewell.api.problems import Responses
from citewell.api.reading import router
from citewell.api.responses import FHIR, JSON, json_response, preferred
from citewell.engine.fhir_documents import occasion_on
from citewell.engine.fhir_guidance import application_in_fhir
from citewell.interop.fhir.codings import DEFAULT_BASE
from citewell.interop.fhir.serialised import serialised
from citewell.serving.house import HouseOf

routes = router("patients")
_IN_FORMS: Responses = {
    200: {"description": "The application.", "content": {FHIR: {"schema": {"type": "object"}}}},
}


@routes.post("/apply", response_model=ApplicationDocument, responses=_IN_FORMS)
def apply(body: ApplyBody, call: Request, house: HouseOf, base: FhirBase = DEFAULT_BASE) -> Response:
    """Apply the packs to a patient: where to go and why, what applies, what is missing, what would change it.

    With `Accept: application/fhir+json` it comes as a FHIR R4 Bundle: a GuidanceResponse with its CarePlan.
    Nothing of the patient is kept.
    """
    in_fhir = preferred(call.headers.get("accept", ""), (JSON, FHIR)) == FHIR
    with house.room.engine() as engine:
        occasion = occasion_on(engine.today, base=base, subject=body.subject)
        application = engine.apply(
            body.sentence, facts=facts_of(body), forget=body.forget, audience=body.audience
        )
        catalogs = engine.catalogs
        document = None if in_fhir else engine.application_contract(application)
    if document is None:
        # The engine is another's turn by now: what it gave is written down without it.
        return Response(serialised(application_in_fhir(application, catalogs, occasion)), media_type=FHIR)
    return json_response(document)
