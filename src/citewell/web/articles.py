"""The articles that the board approved, for everybody: the list, and each for the reader's audience."""

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from citewell.answers.formats.review import stages_of
from citewell.engine.citing import references_in
from citewell.engine.comparing import versions_of
from citewell.engine.curating import EditorialDesk
from citewell.engine.published import Published
from citewell.engine.published import articles as published
from citewell.errors import NotFound
from citewell.model.reviews import Subject, SubjectKind
from citewell.serving.house import HouseOf
from citewell.web.desk_view import subject_at
from citewell.web.reference_links import reference_file
from citewell.web.rendering import audience_of, page

pages = APIRouter()


@pages.get("/articles")
def articles(request: Request, house: HouseOf) -> Response:
    """Every approved article; where there is no board yet, how one begins."""
    try:
        found, has_board = published(house.offices.desk), True
    except NotFound:
        found, has_board = (), False
    return page(request, "articles.html.j2", articles=found, has_board=has_board)


@pages.get("/articles/{name}")
def article(request: Request, house: HouseOf, name: str) -> Response:
    """An article as it was approved, word for word."""
    desk = house.offices.desk
    subject = subject_at(SubjectKind.ARTICLE.value, name)
    found = _article(desk, subject)
    return page(
        request,
        "articles_one.html.j2",
        article=found,
        review=stages_of(found.standing),
        shown=msgspec.json.decode(found.page(audience_of(request))),
        versions=[each for each in reversed(versions_of(desk, subject)) if each.approved],
    )


@pages.get("/articles/{name}/references/{form}")
def references(request: Request, house: HouseOf, name: str, form: str) -> Response:
    """The references of an article, in this form."""
    found = _article(house.offices.desk, subject_at(SubjectKind.ARTICLE.value, name))
    cited = references_in(found.page(audience_of(request)))
    return reference_file(cited, form, called="citewell-article")


def _article(desk: EditorialDesk, subject: Subject) -> Published:
    """The article that is approved now. Raises NotFound, which tells whether it was."""
    for each in published(desk):
        if each.name == subject.name:
            return each
    was = any(each.approved for each in versions_of(desk, subject))
    raise NotFound(
        f"the article {subject.name!r} is no longer approved"
        if was
        else f"there is no approved article {subject.name!r}",
        hint="ask the question itself: every sentence of an answer is cited",
    )
