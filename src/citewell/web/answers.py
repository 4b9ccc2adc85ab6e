"""The answer to a question as a page; its address is its fingerprint, so that nothing typed stands in one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request as Visited
from starlette.responses import RedirectResponse, Response

from citewell.answers.formats.answer_page import answer_page
from citewell.serving.answers import Request
from citewell.serving.house import House, house_of
from citewell.web.rendering import audience_of, page

pages = APIRouter()
HouseOf = Annotated[House, Depends(house_of)]


@pages.get("/ask")
def ask_by_link(visited: Visited, house: HouseOf, q: str = "") -> Response:
    """Ask the question of a link, such as those of the examples."""
    return _asked(visited, house, q)


@pages.post("/ask")
def ask(visited: Visited, house: HouseOf, question: Annotated[str, Form()] = "") -> Response:
    """Ask what was typed."""
    return _asked(visited, house, question)


def _asked(visited: Visited, house: House, question: str) -> Response:
    given = house.answers.ask(Request(question=question.strip(), audience=audience_of(visited)))
    return RedirectResponse(f"/answers/{given.fingerprint}", status_code=303)


@pages.get("/answers/{fingerprint}")
def answer(visited: Visited, house: HouseOf, fingerprint: str) -> Response:
    """An answer that was given before."""
    given = house.answers.find(fingerprint)
    shown = answer_page(given.answer, this_year=house.year)
    return page(visited, "answer.html.j2", given=given, shown=shown)
