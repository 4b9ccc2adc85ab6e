"""For whom answers are worded: told once by whoever reads, and kept in a cookie that says nothing else."""

import re
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request as Visited
from starlette.responses import RedirectResponse, Response

from citewell.errors import InputError, NotFound
from citewell.model.answers import Audience
from citewell.serving.answers import Request
from citewell.serving.house import House, HouseOf
from citewell.web.rendering import AUDIENCE_COOKIE

pages = APIRouter()
_A_YEAR = 365 * 24 * 60 * 60
# A path of this server: "//x" and "/\\x" would be read as another one.
_OWN_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]{0,2000}")
_OF_AN_ANSWER = re.compile(r"/answers/([0-9a-f]{16,64})(?:/.*)?")


@pages.post("/audience")
def choose(
    visited: Visited, house: HouseOf, audience: Annotated[str, Form()], back: Annotated[str, Form()] = "/"
) -> Response:
    """Remember for whom to word answers, and go back: from an answer to its words for this reader.

    Raises InputError for an audience that is none.
    """
    if audience not in set(Audience):
        raise InputError("there is no such reader", hint=f"one of {', '.join(Audience)}")
    to = _reworded(house, own_path(back), Audience(audience))
    response = RedirectResponse(to, status_code=303)
    response.set_cookie(
        AUDIENCE_COOKIE, audience, max_age=_A_YEAR, httponly=True, samesite="lax", secure=_is_secure(visited)
    )
    return response


def own_path(path: str) -> str:
    """The path, where it is one of this server; else the front page: nobody is sent elsewhere from here."""
    return path if _OWN_PATH.fullmatch(path) else "/"


def _is_secure(visited: Visited) -> bool:
    return visited.url.scheme == "https"


def _reworded(house: House, path: str, audience: Audience) -> str:
    """Where the same question is answered for this reader; where the path leads, if it is of no answer."""
    found = _OF_AN_ANSWER.fullmatch(path)
    if found is None:
        return path
    try:
        asked = house.answers.find(found[1]).request
    except NotFound:
        return path
    again = Request(question=asked.question, facts=asked.facts, audience=audience, after=asked.after)
    return f"/answers/{house.answers.ask(again).fingerprint}"
