"""A topic of the library in time, and how strongly it is spoken of: what pictures and tables of it show."""

from dataclasses import dataclass

from citewell.model.library import Document, FoundRecommendation
from citewell.model.searching import Topic

AS_PRINTED_ONLY = "as printed only"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """A source at its place in time. document: without text.

    at: when it was released, in years; a source of which only the year is known stands at its middle.
    replaces: what it says itself that it replaces, in its own words, "" for nothing.
    """

    document: Document
    at: float
    newest: bool = False
    replaces: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """The sources of one body, the oldest first. body: its name; "" for those whose body is not named."""

    body: str
    entries: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The sources on a topic, by body, the one that spoke last first. undated: those without a year."""

    topic: Topic
    lanes: tuple[Lane, ...]
    undated: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedRecommendation:
    """A recommendation that fits a topic, in its own words.

    level: what its grade comes to ("strong"), or AS_PRINTED_ONLY where nothing maps it.
    """

    found: FoundRecommendation
    text: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedSource:
    """A source with those of its graded recommendations that fit a topic, in the order of its text."""

    document: Document
    recommendations: tuple[RatedRecommendation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strengths:
    """How strongly the recommendations on a topic speak, by source: those of one body together, newest first.

    ungraded: how many others fit that have no grade. capped: more fit than were taken.
    """

    topic: Topic
    sources: tuple[RatedSource, ...]
    ungraded: int = 0
    capped: bool = False

    @property
    def total(self) -> int:
        """How many recommendations are shown."""
        return sum(len(source.recommendations) for source in self.sources)
