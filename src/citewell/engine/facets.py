"""A search of the library that can be narrowed: the sources that fit, and how many each filter would leave.

The filters narrow what fits, and never change what does: a count is what a reader sees who follows it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest

from citewell.engine.marking import Marker, stretches, window
from citewell.engine.shelf import Shelf
from citewell.engine.topics import publishers, topic
from citewell.model.library import Document, Passage, SearchFilter
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

PAGE_SIZE = 10
_MOST_PLACES = 2
_MOST_SHOWN = 340
_MOST_VALUES = 10
_YEARS_TOGETHER = 5
_NEWEST = 8
_SHORTEST_ISSUER = 3
_NAMES = ("type", "status", "body", "years")


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
    left = passing(found, only=only, order=order)
    issuer = _issuer(text, found.documents)
    here = max(1, min(page, -(-len(left) // size)))
    shown = left[(here - 1) * size : here * size]
    return SourceSearch(
        topic=found,
        only=only,
        order=order,
        facets=facets([document.source for document in found.documents], only),
        total=len(left),
        page=here,
        size=size,
        sources=tuple(_shown(shelf, text, shown)),
        issuer=issuer,
        rest=" ".join(word for word in text.split() if word != issuer) if issuer else "",
    )


def passing(
    found: Topic, *, only: SearchFilter, order: Order = Order.RELEVANCE
) -> Sequence[tuple[Document, float]]:
    """The sources on a topic that pass the filters, with their scores, in this order."""
    left = [
        (document, score)
        for document, score in zip(found.documents, found.scores, strict=True)
        if not failed(document.source, only)
    ]
    if order is not Order.RELEVANCE:
        left.sort(key=lambda one: one[0].source.year, reverse=order is Order.NEWEST)
    return left


def _issuer(text: str, documents: Iterable[Document]) -> str:
    """The word of a text that names a body which issued what was found, beside others; "" for none."""
    words = text.split()
    shorts = {short.strip() for document in documents for short in document.source.short.split("/")}
    named = [word for word in words if word in shorts and word.isupper() and len(word) >= _SHORTEST_ISSUER]
    return named[0] if named and len(words) > 1 else ""


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
