"""The front page: one question box, examples, topics, and for whom to word answers."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

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
    packs = _packs(house.room, house.room.edition)
    return page(
        visited,
        "home.html.j2",
        status=422 if error else 200,
        typed=typed,
        error=error,
        examples=_examples(packs),
        packs=tuple(_shown(pack, audience) for pack in packs if pack.topics),
        subjects=(),
    )


@lru_cache(maxsize=2)
def _packs(room: EngineRoom, _edition: str) -> tuple[GuidelinePack, ...]:
    """The packs of this edition, without a turn at the engine for everybody who looks at the page."""
    with room.engine() as engine:
        return tuple(catalog.pack for catalog in engine.catalogs.values())


def _shown(pack: GuidelinePack, audience: Audience) -> ShownPack:
    topics = tuple(ShownTopic(_title(topic, audience), topic.questions[0]) for topic in pack.topics)
    return ShownPack(pack.title, topics)


def _title(topic: Topic, audience: Audience) -> str:
    return topic.patient_title or topic.title if audience is Audience.PATIENT else topic.title


def _examples(packs: tuple[GuidelinePack, ...]) -> tuple[str, ...]:
    """What bodies disagree on first, then what the topics answer: of each pack in turn."""
    asked = [one for pack in packs for one in (*_debated(pack), *_of_topics(pack))]
    return tuple(dict.fromkeys(asked))[:_MOST_EXAMPLES]


def _debated(pack: GuidelinePack) -> tuple[str, ...]:
    return tuple(disagreement.question for disagreement in pack.disagreements)[:_MOST_DEBATED]


def _of_topics(pack: GuidelinePack) -> tuple[str, ...]:
    return tuple(topic.questions[-1] for topic in pack.topics)
