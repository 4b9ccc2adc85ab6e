"""Packs applied to a patient, without a question."""

from starlette.responses import Response

from citewell.answers.contract import ApplicationDocument
from citewell.api.bodies import ApplyBody, facts_of
from citewell.api.reading import router
from citewell.api.responses import json_response
from citewell.serving.house import HouseOf

routes = router("patients")


@routes.post("/apply", response_model=ApplicationDocument)
def apply(body: ApplyBody, house: HouseOf) -> Response:
    """Apply the packs to a patient: where to go and why, what applies, what is missing, what would change it.

    Nothing of the patient is kept.
    """
    with house.room.engine() as engine:
        application = engine.apply(
            body.sentence, facts=facts_of(body), forget=body.forget, audience=body.audience
        )
        document = engine.application_contract(application)
    return json_response(document)
