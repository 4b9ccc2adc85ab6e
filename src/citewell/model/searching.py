"""What a search of the library shows: sources with the words found in them, and counts to narrow it by."""

from dataclasses import dataclass
from enum import StrEnum

from citewell.model.library import Document, FoundRecommendation, SearchFilter


class Order(StrEnum):
    """How what was found is sorted; of sources that are equal in it the one that fits better stands first."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a text. marked: it is a word of the query. quoted: it stands in the place asked for."""

    text: str
    marked: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A passage that was found: its place in the source, and the piece of it that holds most of the query.

    over: the line that it continues, such as "Offer aspirin to people with:", or else the heading over it.
    cut_before, cut_after: whether the passage goes on there. recommendations: those that it stands in or
    holds.
    """

    n: int
    start: int
    end: int
    section: str
    over: str
    stretches: tuple[Stretch, ...]
    cut_before: bool
    cut_after: bool
    recommendations: tuple[FoundRecommendation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSource:
    """A source that fits, with the places in it that fit best; document is without its text."""

    document: Document
    score: float
    title: tuple[Stretch, ...]
    places: tuple[FoundPlace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value that a search may be narrowed to, and how many sources it would leave.

    value: as a filter names it; of years, "2010-2014".
    """

    value: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One way of narrowing a search: its values, the most frequent first, years from the latest.

    The counts are of sources that fit and pass the filters of the other facets. more: how many values are
    left out. name: "type", "status", "body" or "years".
    """

    name: str
    values: tuple[FacetValue, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """The sources that fit a query, best first with their scores, before any filter.

    capped: more fit than were taken. library: how many sources there are. unknown, read_as, undecided: as of
    SearchResult.
    """

    text: str
    documents: tuple[Document, ...]
    scores: tuple[float, ...]
    capped: bool
    library: int
    unknown: tuple[str, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    undecided: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSearch:
    """A page of what a search found. total: how many sources pass the filters; page: from 1.

    issuer: a word of the query that is the short name of a body ("NICE"), "" for none; rest: the others.
    """

    topic: Topic
    only: SearchFilter
    order: Order
    facets: tuple[Facet, ...]
    total: int
    page: int
    size: int
    sources: tuple[FoundSource, ...]
    issuer: str = ""
    rest: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are; one where nothing was found."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What is in a library, in numbers. newest: the sources released last, without text."""

    sources: int
    passages: int
    recommendations: int
    facets: tuple[Facet, ...]
    newest: tuple[Document, ...]
