"""Keeping an answer's link: on the reader's word, the question stands in the ledger, and the link lasts."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from citewell.engine.keeping import keep
from citewell.serving.house import House, house_of

pages = APIRouter()


@pages.post("/answers/{fingerprint}/keep")
def keep_link(house: Annotated[House, Depends(house_of)], fingerprint: str) -> Response:
    """Keep an answer. Raises as `engine.keeping.keep`."""
    given = house.answers.find(fingerprint)
    with house.room.engine() as engine:
        keep(engine, given.fingerprint, settings=house.settings)
    return RedirectResponse(f"/answers/{given.fingerprint}", status_code=303)
