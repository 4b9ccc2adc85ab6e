"""The desk as one comes to it: what waits for oneself, all that is open, every version there ever was."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from citewell.engine.offering import may_begin
from citewell.engine.queues import everything, queue, versions
from citewell.model.accounts import Role
from citewell.model.reviews import Status
from citewell.serving.house import HouseOf
from citewell.serving.people import SignedIn
from citewell.web.desk_view import address_of, paged
from citewell.web.rendering import page

pages = APIRouter()
_EACH = 50
_BOARD = frozenset({Role.AUTHOR, Role.REVIEWER, Role.CHIEF_EDITOR})


@pages.get("/review")
def mine(request: Request, house: HouseOf, who: SignedIn) -> Response:
    """What waits for whoever is signed in."""
    desk = house.offices.desk
    return page(
        request,
        "desk.html.j2",
        waiting=queue(desk, who),
        whose="mine",
        now=desk.now(),
        begins=may_begin(who),
        on_board=bool(who.user.roles & _BOARD),
        address_of=address_of,
    )


@pages.get("/review/everything")
def all_open(request: Request, house: HouseOf, who: SignedIn) -> Response:
    """All that is open, whomever it waits for."""
    desk = house.offices.desk
    return page(
        request,
        "desk.html.j2",
        waiting=everything(desk, who),
        whose="everything",
        now=desk.now(),
        begins=may_begin(who),
        on_board=True,
        address_of=address_of,
    )


@pages.get("/review/versions")
def all_versions(
    request: Request,
    house: HouseOf,
    who: SignedIn,
    named: Annotated[str, Query(alias="status")] = "",
    shown: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Every version, closed ones too; of one status."""
    wanted = {Status(named)} if named in set(Status) else set()
    found = versions(house.offices.desk, who, wanted)
    there, before, after = paged(len(found), shown, _EACH)
    return page(
        request,
        "desk_versions.html.j2",
        versions=found[there],
        number=len(found),
        before=before,
        after=after,
        statuses=tuple(Status),
        wanted=named,
        begins=may_begin(who),
        address_of=address_of,
    )
