"""Asking: what was typed is sent in a form, never in an address, and leads to the answer's own address."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request as Visited
from starlette.responses import RedirectResponse, Response

from citewell.errors import InputError, NotFound
from citewell.serving.answers import Request
from citewell.serving.house import House, HouseOf
from citewell.web.answers import Asked, answer_response, unknown
from citewell.web.home import front
from citewell.web.rendering import audience_of

pages = APIRouter()


@pages.get("/ask")
def ask_by_link(visited: Visited, house: HouseOf, q: str = "") -> Response:
    """Ask the question of a link, such as those of the examples."""
    return _asked(visited, house, q, after="")


@pages.post("/ask")
def ask(
    visited: Visited,
    house: HouseOf,
    question: Annotated[str, Form()] = "",
    after: Annotated[str, Form()] = "",
) -> Response:
    """Ask what was typed. after: the fingerprint of the answer that it follows up."""
    return _asked(visited, house, question, after=after)


def _asked(visited: Visited, house: House, question: str, *, after: str) -> Response:
    request = Request(question=question.strip(), audience=audience_of(visited), after=after)
    try:
        given = house.answers.ask(request)
    except NotFound as error:
        return unknown(visited, error, typed=question)
    except InputError as error:
        return _again(visited, house, question, after, error)
    return RedirectResponse(f"/answers/{given.fingerprint}", status_code=303)


def _again(visited: Visited, house: House, question: str, after: str, error: InputError) -> Response:
    """The page that it was typed on, with what is wrong and what was typed."""
    message = f"{error.message}{f' ({error.hint})' if error.hint else ''}"
    if not after:
        return front(visited, house, typed=question, error=message)
    try:
        given = house.answers.find(after)
    except (NotFound, InputError) as lost:
        return unknown(visited, lost, typed=question)
    return answer_response(visited, house, given, asked=Asked(question, message))
