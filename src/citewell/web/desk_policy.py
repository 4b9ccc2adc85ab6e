"""The editorial policy in force, for everybody to read."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from citewell.editorial.policy_page import policy_sections
from citewell.engine.policies import policies
from citewell.serving.house import HouseOf
from citewell.web.rendering import page

pages = APIRouter()


@pages.get("/policy")
def policy(request: Request, house: HouseOf) -> Response:
    """Who may do what, how many approve, for how long it holds; made from the rules themselves."""
    in_force = policies(house.settings)
    return page(
        request,
        "desk_policy.html.j2",
        sections=policy_sections(in_force.editorial, in_force.sign_in),
        digest=in_force.editorial.digest,
    )
