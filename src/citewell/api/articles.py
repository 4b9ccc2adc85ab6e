"""Reviewed articles, as their readers see them: those that are approved now."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import msgspec
from fastapi import Path, Query
from starlette.requests import Request as Call
from starlette.responses import Response

from citewell.answers.contract import AnswerDocument, ReviewDocument
from citewell.answers.document import review_document
from citewell.api.problems import problems
from citewell.api.reading import router
from citewell.api.responses import Paged, json_response, links, page_of
from citewell.engine.desk import has_register
from citewell.errors import NotFound
from citewell.model.answers import Audience
from citewell.serving.house import House, HouseOf

if TYPE_CHECKING:
    from citewell.engine.published import Published

routes = router("articles")
ArticleName = Annotated[str, Path(max_length=200, description="The name of an approved article.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLineDocument:
    """An approved article, by its name. question: what it answers; review: what the board says of it."""

    name: str
    title: str
    question: str
    topics: tuple[str, ...]
    review: ReviewDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleListDocument:
    """A page of the approved articles, by name."""

    total: int
    page: int
    limit: int
    articles: tuple[ArticleLineDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDocument:
    """An approved article with its page for one reader, in the form of an answer."""

    article: ArticleLineDocument
    answer: AnswerDocument


@routes.get("/articles", response_model=ArticleListDocument)
def articles(paging: Paged, call: Call, house: HouseOf) -> Response:
    """List the articles that are approved now."""
    found = _published(house)
    document = ArticleListDocument(
        total=len(found),
        page=paging.page,
        limit=paging.limit,
        articles=tuple(_line(each) for each in page_of(found, paging)),
    )
    return json_response(document, headers=links(call, paging, total=len(found)))


@routes.get("/articles/{name}", response_model=ArticleDocument, responses=problems(404))
def article(
    name: ArticleName,
    house: HouseOf,
    audience: Annotated[Audience, Query(description="For whom.")] = Audience.CLINICIAN,
) -> Response:
    """Give an approved article: its page for a reader as it was approved, word for word."""
    found = article_named(name, house)
    return json_response({"article": _line(found), "answer": msgspec.Raw(found.page(audience))})


def article_named(name: str, house: House) -> "Published":
    """The article that is approved under this name. Raises NotFound where there is none."""
    for each in _published(house):
        if each.name == name:
            return each
    raise NotFound("there is no approved article of that name")


def _published(house: House) -> "tuple[Published, ...]":
    """What is approved; nothing where there is no desk."""
    if not has_register(house.settings):
        return ()
    from citewell.engine.published import articles as published

    return published(house.offices.desk)


def _line(found: "Published") -> ArticleLineDocument:
    return ArticleLineDocument(
        name=found.name,
        title=found.title,
        question=found.question,
        topics=found.topics,
        review=review_document(found.standing),
    )
