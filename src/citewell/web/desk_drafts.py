"""Beginning a version: a pack or recommendation as its files are now, or an article of a question."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from citewell.editorial.subjects import subject_named
from citewell.engine.articles import article_subject
from citewell.engine.bringing import brought
from citewell.engine.desk_reading import content_of_now
from citewell.engine.offering import check_may_begin
from citewell.errors import Conflict, InputError, NotFound
from citewell.model.reviews import Subject
from citewell.serving.house import House, HouseOf
from citewell.serving.people import SignedIn
from citewell.web.desk_view import (
    CHECKED,
    NOTHING_REFUSED,
    Refused,
    Text,
    address_of,
)
from citewell.web.rendering import page

pages = APIRouter()


@pages.get("/review/new")
def new(request: Request, house: HouseOf, who: SignedIn) -> Response:
    """What a version can be begun of."""
    check_may_begin(who)
    return _form(request, house)


@pages.post("/review/drafts", dependencies=CHECKED)
def begin(
    request: Request,
    house: HouseOf,
    who: SignedIn,
    of: Text = "",
    question: Text = "",
    name: Text = "",
) -> Response:
    """Begin a version, or put one's draft right with what is there now."""
    check_may_begin(who)
    typed = {"of": of, "question": question, "name": name}
    try:
        subject = _subject(of, question, name)
        with house.room.engine() as engine:
            content = content_of_now(engine, subject, question=question.strip())
        after = brought(house.offices.desk, who, subject, content)
    except (InputError, NotFound, Conflict) as error:
        refused = Refused(form="article" if question else "pack", error=error, typed=typed)
        return _form(request, house, refused)
    return RedirectResponse(address_of(after.subject, after.n, show="text", done="draft"), status_code=303)


def _subject(of: str, question: str, name: str) -> Subject:
    """What is meant: named, or an article called as its question is."""
    if not question.strip():
        return subject_named(of)
    return subject_named(f"article:{name.strip()}") if name.strip() else article_subject(question)


def _form(request: Request, house: House, refused: Refused = NOTHING_REFUSED) -> Response:
    with house.room.engine() as engine:
        packs = tuple(catalog.pack for catalog in engine.catalogs.values())
    return page(request, "desk_new.html.j2", status=refused.status, packs=packs, refused=refused)
