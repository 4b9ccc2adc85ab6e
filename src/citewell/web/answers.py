"""The answer to a question as a page; its address is its fingerprint, so that nothing typed stands in one."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request as Visited
from starlette.responses import RedirectResponse, Response

from citewell.answers.formats.parts import made_by
from citewell.engine.keeping import is_kept, may_keep
from citewell.errors import InputError, NotFound
from citewell.serving.answers import Given
from citewell.serving.house import House, HouseOf
from citewell.web.answer_view import answer_view
from citewell.web.conditional import unless_had
from citewell.web.downloads import FORMS
from citewell.web.rendering import fragment, page, visit_of

pages = APIRouter()


@dataclass(frozen=True, slots=True)
class WrongFact:
    """What was wrong with the value that was given for a fact."""

    fact: str
    message: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A follow-up that was refused, and why."""

    typed: str = ""
    error: str = ""


_NOTHING_ASKED = Asked()


@pages.get("/answers/{fingerprint}")
def answer(visited: Visited, house: HouseOf, fingerprint: str) -> Response:
    """An answer that was given before, as it is given today."""
    try:
        given = house.answers.find(fingerprint)
    except (NotFound, InputError) as error:
        return unknown(visited, error)
    kept = is_kept(given.fingerprint, house.settings)
    changed = given.fingerprint != fingerprint
    return unless_had(
        visited,
        lambda: answer_response(visited, house, given, changed=changed, kept=kept),
        rests_on=(given.fingerprint, given.edition, house.year, kept, changed, visit_of(visited)),
    )


@pages.post("/answers/{fingerprint}/facts")
def tell(
    visited: Visited,
    house: HouseOf,
    fingerprint: str,
    fact: Annotated[str, Form()],
    value: Annotated[str, Form()] = "",
) -> Response:
    """The same question with one fact more, told otherwise, or taken back ("unknown")."""
    try:
        given = house.answers.find(fingerprint)
    except (NotFound, InputError) as error:
        return unknown(visited, error)
    facts = {**dict(given.request.facts), fact: value.strip() or "unknown"}
    try:
        told = house.answers.ask(replace(given.request, facts=tuple(sorted(facts.items()))))
    except InputError as error:
        return answer_response(visited, house, given, problem=WrongFact(fact, error.message))
    return RedirectResponse(f"/answers/{told.fingerprint}", status_code=303)


def answer_response(
    visited: Visited,
    house: House,
    given: Given,
    *,
    changed: bool = False,
    kept: bool = False,
    asked: Asked = _NOTHING_ASKED,
    problem: WrongFact | None = None,
) -> Response:
    """The page of an answer. changed: it was asked for by the address of another one. kept: in the ledger.

    asked, problem: what of its forms was refused; then the status is 422.
    """
    refused = bool(problem or asked.error)
    return page(
        visited,
        "answer.html.j2",
        status=422 if refused else 200,
        title=given.answer.title or "No answer",
        body=_rendered(house, given, asked, problem) if refused else _body(house, given),
        at=f"/answers/{given.fingerprint}",
        fingerprint=given.fingerprint,
        reader=given.request.audience,
        forms=FORMS,
        cites=bool(given.answer.references),
        changed=changed,
        kept=kept,
        may_keep=may_keep(house.settings),
        disclaimer=given.answer.disclaimer,
        made_by=made_by(given.answer.provenance),
    )


def _body(house: House, given: Given) -> str:
    """The answer itself, the same for everybody: rendered once."""
    return house.answers.rendered(
        given, f"page {house.year}", lambda: _rendered(house, given, _NOTHING_ASKED, None)
    )


def _rendered(house: House, given: Given, asked: Asked, problem: WrongFact | None) -> str:
    with house.room.engine() as engine:
        view = answer_view(given, engine, this_year=house.year)
    return fragment(
        "_answer.html.j2",
        view=view,
        at=f"/answers/{given.fingerprint}",
        fingerprint=given.fingerprint,
        request=given.request,
        asked=asked,
        problem=problem,
    )


def unknown(visited: Visited, error: NotFound | InputError, *, typed: str = "") -> Response:
    """The page for an address that leads to no answer. typed: what was to be asked there."""
    return page(visited, "answer_unknown.html.j2", status=404, detail=error.message, typed=typed)
