"""A search of the library that can be narrowed: the sources that fit, and how many each filter would leave.

Every document has some score once meaning is searched, so that "found" needs an edge: a source fits when its
score is at least a given share of the best one's. The filters narrow what fits, and never change what does:
a count is what a reader sees who follows it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest

from citewell.engine.marking import Marker, stretches, window
from citewell.engine.shelf import Shelf
from citewell.model.library import Document, DocumentHit, Passage, SearchFilter
from citewell.model.searching import (
    Facet,
    FacetValue,
    FoundPlace,
    FoundSource,
    Order,
    Overview,
    SourceSearch,
    Topic,
)
from citewell.model.shelves import Evidence
from citewell.model.sources import Source
from citewell.retrieval.inside import inside
from citewell.retrieval.search import search

PAGE_SIZE = 10
# Chosen by looking: below, there are sources that only mention a word of the query.
_LEAST_SHARE = 0.3
_MOST_SOURCES = 200
_MOST_PLACES = 2
_MOST_SHOWN = 340
_MOST_VALUES = 10
_YEARS_TOGETHER = 5
_NEWEST = 8
_NAMES = ("type", "status", "body", "years")
# "National Institute for Health and Care Excellence (NICE)": the same body is printed with and without.
_SHORT_BEHIND = re.compile(r"\s*\([^()]{1,24}\)$")


def publishers(source: Source) -> tuple[str, ...]:
    """The bodies that issued a source, as printed, less an abbreviation behind the name."""
    names = (_SHORT_BEHIND.sub("", name.strip()) for name in source.body.split(";"))
    return tuple(dict.fromkeys(name for name in names if name))


def topic(shelf: Shelf, text: str, *, share: float = _LEAST_SHARE, most: int = _MOST_SOURCES) -> Topic:
    """The sources that fit a text, best first. Nothing fits where no word of it stands in the library."""
    found = search(shelf.index, text, documents=most + 1, passages=0, encoder=shelf.encoder)
    none_known = not Marker(shelf.index, text).marks
    hits = () if none_known else tuple(_fitting(found.documents, share))
    described = {hit.document: hit.score for hit in hits[:most]}
    documents = dict(shelf.described(described))
    return Topic(
        text=text,
        documents=tuple(documents.values()),
        scores=tuple(described[one] for one in documents),
        capped=len(hits) > most,
        library=shelf.index.sources,
        unknown=found.unknown,
        read_as=found.nearest,
        undecided=found.undecided,
    )


def _fitting(hits: Sequence[DocumentHit], share: float) -> Iterator[DocumentHit]:
    return (hit for hit in hits if hit.score >= share * hits[0].score)


def sources(
    shelf: Shelf,
    text: str,
    *,
    only: SearchFilter,
    order: Order = Order.RELEVANCE,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> SourceSearch:
    """A page of the sources that fit a text and pass the filters, with what the search may be narrowed to.

    page: from 1; one beyond the last is the last.
    """
    found = topic(shelf, text)
    passing = [
        (document, score)
        for document, score in zip(found.documents, found.scores, strict=True)
        if not failed(document.source, only)
    ]
    if order is not Order.RELEVANCE:
        passing.sort(key=lambda one: one[0].source.year, reverse=order is Order.NEWEST)
    here = max(1, min(page, -(-len(passing) // size)))
    shown = passing[(here - 1) * size : here * size]
    return SourceSearch(
        topic=found,
        only=only,
        order=order,
        facets=facets([document.source for document in found.documents], only),
        total=len(passing),
        page=here,
        size=size,
        sources=tuple(_shown(shelf, text, shown)),
    )


def failed(source: Source, only: SearchFilter) -> frozenset[str]:
    """Which filters a source does not pass, by the names of the facets.

    A type and a status are met exactly, a body by any of the names of those that issued the source, in
    whatever case. A source without a year is before every year.
    """
    names = {*publishers(source), *source.short.split("/"), source.body, source.short}
    met = {
        "type": only.type in ("", source.type.value),
        "status": only.status in ("", source.status.value),
        "body": not only.body or only.body.casefold() in {name.strip().casefold() for name in names},
        "years": only.year_from <= source.year <= (only.year_to or source.year),
        "population": only.population.casefold() in source.population.casefold(),
    }
    return frozenset(name for name, is_met in met.items() if not is_met)


def facets(sources: Sequence[Source], only: SearchFilter) -> tuple[Facet, ...]:
    """What these sources may be narrowed to, beside the filters there are."""
    failing = [(source, failed(source, only)) for source in sources]
    return tuple(
        _facet(name, [source for source, fails in failing if fails <= {name}], only) for name in _NAMES
    )


def _facet(name: str, sources: Iterable[Source], only: SearchFilter) -> Facet:
    counts = Counter(value for source in sources for value in _values(name, source))
    if name == "years":
        ranked = sorted(counts.items(), reverse=True)
    else:
        ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    chosen = _chosen(name, only)
    values = tuple(
        FacetValue(value=value, count=count, chosen=value.casefold() == chosen) for value, count in ranked
    )
    shown = values[:_MOST_VALUES] + tuple(value for value in values[_MOST_VALUES:] if value.chosen)
    return Facet(name=name, values=shown, more=len(values) - len(shown))


def _values(name: str, source: Source) -> tuple[str, ...]:
    if name == "type":
        return (source.type.value,)
    if name == "status":
        return (source.status.value,)
    return publishers(source) if name == "body" else _years(source.year)


def _years(year: int) -> tuple[str, ...]:
    """The years a year is counted with; none for a source without one."""
    first = year - year % _YEARS_TOGETHER
    return (f"{first}-{first + _YEARS_TOGETHER - 1}",) if year else ()


def _chosen(name: str, only: SearchFilter) -> str:
    years = f"{only.year_from}-{only.year_to}"
    return {"type": only.type, "status": only.status, "body": only.body, "years": years}[name].casefold()


def _shown(shelf: Shelf, text: str, found: Sequence[tuple[Document, float]]) -> Iterator[FoundSource]:
    """Each source with the places in it that fit best, their words marked."""
    ids = [document.source.id for document, _ in found]
    hits = inside(shelf.index, text, ids, each=_MOST_PLACES, encoder=shelf.encoder)
    places: dict[str, list[Evidence]] = {one: [] for one in ids}
    for evidence in shelf.library.evidence([(hit.document, hit.passage) for hit in hits]):
        places[evidence.document].append(evidence)
    marker = Marker(shelf.index, text)
    for document, score in found:
        source = document.source
        whole = shelf.text(source.id)
        yield FoundSource(
            document=document,
            score=score,
            title=stretches(source.title, 0, len(source.title), marked=marker.spans(source.title)),
            places=tuple(_place(each, whole, marker) for each in places[source.id]),
        )


def _place(evidence: Evidence, text: str, marker: Marker) -> FoundPlace:
    passage = evidence.passage
    marks = marker.spans(text, start=passage.start, end=passage.end)
    shown = window(marks, passage.start, passage.end, most=_MOST_SHOWN, text=text)
    return FoundPlace(
        n=passage.n,
        start=passage.start,
        end=passage.end,
        section=passage.section,
        over=_over(passage, text),
        stretches=stretches(text, shown.start, shown.end, marked=marks),
        cut_before=shown.start > passage.start,
        cut_after=shown.end < passage.end,
        recommendations=evidence.recommendations,
    )


def _over(passage: Passage, text: str) -> str:
    spans = (*passage.headings[-1:], *((passage.lead,) if passage.lead else ()))
    words = [" ".join(text[span.start : span.end].split()) for span in spans[-1:]]
    return words[0] if words and words[0] != passage.section else ""


def overview(shelf: Shelf) -> Overview:
    """What is in the library. Reads what is known of every source."""
    described = [document for _, document in shelf.described(shelf.library.ids())]
    counts = shelf.library.counts()
    return Overview(
        sources=len(described),
        passages=counts.passages,
        recommendations=counts.recommendations,
        facets=facets([document.source for document in described], SearchFilter()),
        newest=tuple(nlargest(_NEWEST, described, key=_released)),
    )


def _released(document: Document) -> tuple[str, str]:
    return (document.released or str(document.source.year or ""), document.source.id)
