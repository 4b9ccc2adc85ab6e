"""Articles as their readers have them: approved, and what the board says of each in its own page."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import msgspec

from citewell.answers.wording import CAUTION
from citewell.editorial.contents import content_of
from citewell.editorial.workflow import counted
from citewell.engine.article_edits import question_of
from citewell.engine.casework import case_of
from citewell.engine.curating import EditorialDesk
from citewell.errors import NotFound
from citewell.model.answers import Audience
from citewell.model.reviews import Content, SubjectKind, Version
from citewell.model.standing import Standing, Status
from citewell.storage.register import Books


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """An article that is approved now."""

    name: str
    title: str
    question: str
    topics: tuple[str, ...]
    standing: Standing
    content: Content

    def page(self, audience: Audience) -> bytes:
        """The page for a reader: an answer's JSON, told as approved. Raises NotFound where there is none."""
        documents = dict(self.content.documents)
        if audience.value not in documents:
            raise NotFound(f"the article {self.name} has no page for the {audience.value}")
        document = msgspec.json.decode(documents[audience.value], type=dict[str, msgspec.Raw])
        standing = asdict(self.standing) | {"expires": self.standing.expires or None}
        told = {"status": self.standing.status, "caution": CAUTION[self.standing.status], "review": standing}
        return msgspec.json.encode(document | told)


def articles(desk: EditorialDesk) -> tuple[Published, ...]:
    """The articles that are approved now, by name."""
    at = desk.now()
    with desk.register.reading() as books:
        return tuple(
            _published(desk, books, version)
            for version in books.reviews.versions(statuses={Status.APPROVED})
            if version.subject.kind is SubjectKind.ARTICLE and version.expires > at
        )


def _published(desk: EditorialDesk, books: Books, version: Version) -> Published:
    content = content_of(books.reviews.content(version.content))
    standing = Standing(
        subject=str(version.subject),
        version=version.n,
        status=Status.APPROVED,
        since=version.approved[:10],
        updated=max(_written(books, version))[:10],
        by=tuple(_called(books, name) for name in counted(case_of(books, version, policy=desk.policy))),
        expires=version.expires[:10],
    )
    return Published(
        name=version.subject.name,
        title=version.title,
        question=question_of(content),
        topics=version.topics,
        standing=standing,
        content=content,
    )


def _written(books: Books, version: Version) -> Iterator[str]:
    """When its content was put down, each time."""
    yield version.made
    for event in books.chain.about(str(version.subject), version.n):
        if event.action == "edit":
            yield event.at


def _called(books: Books, name: str) -> str:
    return books.accounts.user(name).display or name
