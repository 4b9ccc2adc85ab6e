"""The front page: one question box, examples, topics, and for whom to word answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from citewell.answers.formats.words import clean
from citewell.engine.subjects import subjects
from citewell.model.answers import Audience
from citewell.model.guidelines import GuidelinePack, Topic
from citewell.serving.engines import EngineRoom
from citewell.serving.house import House, house_of
from citewell.web.rendering import audience_of, page

pages = APIRouter()
_MOST_EXAMPLES = 6
_MOST_DEBATED = 2


@dataclass(frozen=True, slots=True)
class ShownTopic:
    """A topic by its name for this reader, and a question that it answers."""

    title: str
    question: str


@dataclass(frozen=True, slots=True)
class ShownPack:
    """A pack with its topics."""

    title: str
    topics: tuple[ShownTopic, ...]


@pages.get("/")
def home(visited: Request, house: Annotated[House, Depends(house_of)]) -> Response:
    """The question box, examples and topics."""
    return front(visited, house)


def front(visited: Request, house: House, *, typed: str = "", error: str = "") -> Response:
    """The front page. typed: a question that was refused, error: why; with it, status 422."""
    audience = audience_of(visited)
    packs, about = _content(house.room, house.room.edition)
    return page(
        visited,
        "home.html.j2",
        status=422 if error else 200,
        typed=typed,
        error=error,
        examples=_examples(packs, audience),
        packs=tuple(_shown(pack, audience) for pack in packs if pack.topics),
        subjects=tuple(clean(subject) for subject in about),
    )


@lru_cache(maxsize=2)
def _content(room: EngineRoom, _edition: str) -> tuple[tuple[GuidelinePack, ...], tuple[str, ...]]:
    """The packs of this edition, and what its library speaks of; read once for all visits."""
    with room.engine() as engine:
        packs = tuple(catalog.pack for catalog in engine.catalogs.values())
        return packs, subjects(engine.shelf) if engine.shelf else ()


def _shown(pack: GuidelinePack, audience: Audience) -> ShownPack:
    topics = tuple(ShownTopic(_title(topic, audience), topic.questions[0]) for topic in pack.topics)
    return ShownPack(pack.title, topics)


def _title(topic: Topic, audience: Audience) -> str:
    return topic.patient_title or topic.title if audience is Audience.PATIENT else topic.title


def _examples(packs: tuple[GuidelinePack, ...], audience: Audience) -> tuple[str, ...]:
    """A question of each topic, the packs in turn; for professionals also what bodies disagree on."""
    topics = _in_turn([topic.questions[-1] for topic in pack.topics] for pack in packs)
    if audience is Audience.PATIENT:
        return topics[:_MOST_EXAMPLES]
    debated = _in_turn([each.question for each in reversed(pack.disagreements)] for pack in packs)
    return (*topics[: _MOST_EXAMPLES - _MOST_DEBATED], *debated[:_MOST_DEBATED])


def _in_turn(questions: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The first of each, then the second of each, each question once."""
    rounds = zip_longest(*questions)
    return tuple(dict.fromkeys(question for each in rounds for question in each if question))
