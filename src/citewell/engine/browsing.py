"""Looking into the library: what is in it, a search, and recorded answers whose sources have moved on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace

import msgspec

from citewell.config import Settings
from citewell.engine.shelf import Shelf
from citewell.errors import NotFound
from citewell.model.library import (
    Document,
    DocumentHit,
    FoundRecommendation,
    Passage,
    PassageHit,
    SearchFilter,
    SearchResult,
)
from citewell.model.shelves import LibraryCounts
from citewell.model.sources import Source
from citewell.retrieval.explaining import explained
from citewell.retrieval.search import search
from citewell.storage.ledger import Ledger
from citewell.storage.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryStats:
    """What is in the library; types and statuses count its sources.

    conditions, interventions, abbreviations: how many the library has learnt from what was ingested.
    vectors: how many units have a vector of their meaning, and encoder: made by which; None where none have.
    """

    counts: LibraryCounts
    fingerprint: str
    years: tuple[int, int] | None
    types: Mapping[str, int]
    statuses: Mapping[str, int]
    bodies: int
    conditions: int
    interventions: int
    abbreviations: int
    vectors: int | None
    encoder: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPassage:
    """A passage that a search found, with its words, its source and the recommendations it stands in."""

    hit: PassageHit
    source: Source
    passage: Passage
    text: str
    recommendations: tuple[FoundRecommendation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found: passages and documents, best first, and the words that stand nowhere.

    total: how many passages there are to be shown; a search looks no further than for two hundred.
    """

    passages: tuple[FoundPassage, ...]
    documents: tuple[tuple[Document, DocumentHit], ...]
    unknown: tuple[str, ...]
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A recorded answer that rests on a source which is no longer as it was."""

    fingerprint: str
    question: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How many recorded answers quote the library, which are flagged, and of how many it is not known.

    protected: the answers of which no text was kept, and so no sources.
    """

    quoting: int
    protected: int
    flags: tuple[Flag, ...]


def opened(settings: Settings) -> Shelf:
    """The library with its index. Raises NotFound when nothing was ingested, IntegrityError as Shelf.open."""
    shelf = Shelf.open(settings)
    if shelf is None:
        library_of(settings).close()
        raise NotFound("the library has no index yet", hint="citewell library reindex builds it")
    return shelf


def library_of(settings: Settings) -> Library:
    """The library alone, for what needs no index. Raises NotFound when nothing was ingested."""
    library = Library.at(settings.library)
    if library is None:
        raise NotFound("there is no library yet", hint="citewell ingest PATH makes one")
    return library


def stats(shelf: Shelf) -> LibraryStats:
    """Counts over the live library."""
    sources = [shelf.library.description(one).source for one in shelf.library.ids()]
    years = sorted(source.year for source in sources if source.year)
    about = shelf.index.about_vectors
    return LibraryStats(
        counts=shelf.library.counts(),
        fingerprint=shelf.index.fingerprint,
        years=(years[0], years[-1]) if years else None,
        types=_counted(source.type.value for source in sources),
        statuses=_counted(source.status.value for source in sources),
        bodies=len({source.body for source in sources if source.body}),
        conditions=len(shelf.index.topics.conditions),
        interventions=len(shelf.index.topics.interventions),
        abbreviations=len(shelf.index.vocabulary.abbreviations),
        vectors=about.count if about else None,
        encoder=about.encoder if about else None,
    )


def listed(library: Library, only: SearchFilter) -> Iterator[Document]:
    """What is known of each source that passes the filter, in the order of ids."""
    return narrowed((library.description(document_id) for document_id in library.ids()), only)


def narrowed(documents: Iterable[Document], only: SearchFilter) -> Iterator[Document]:
    """Those of the documents whose source passes the filter."""
    return (document for document in documents if _passes(document.source, only))


def found(
    shelf: Shelf, query: str, *, only: SearchFilter, limit: int, skip: int = 0, explain: bool = False
) -> Found:
    """The passages and documents that fit a query best; with `explain`, the words' shares taken apart.

    skip: how many of the best are left out, as of a page before.
    """
    with shelf.library.snapshot():
        result = search(shelf.index, query, only=only, encoder=shelf.encoder)
        page = slice(skip, skip + limit)
        shown = replace(result, passages=result.passages[page], documents=result.documents[page])
        shown = explained(shelf.index, query, shown) if explain else shown
        return replace(_found(shelf, shown), total=len(result.passages))


def _found(shelf: Shelf, result: SearchResult) -> Found:
    by_place = {(hit.document, hit.passage): hit for hit in result.passages}
    evidence = shelf.library.evidence(tuple(by_place))
    return Found(
        passages=tuple(
            FoundPassage(
                hit=by_place[each.document, each.passage.n],
                source=shelf.library.description(each.document).source,
                passage=each.passage,
                text=shelf.text(each.document)[each.passage.start : each.passage.end],
                recommendations=each.recommendations,
            )
            for each in evidence
        ),
        documents=tuple(
            (described, hit) for hit in result.documents for _, described in shelf.described([hit.document])
        ),
        unknown=result.unknown,
    )


def checked(settings: Settings) -> Checked:
    """How the recorded answers stand to the library: whose sources fell, changed or are gone."""
    with closing(library_of(settings)) as library:
        quoting, protected, flags = 0, 0, []
        for entry in Ledger(settings.ledger).entries():
            if entry.protected:
                protected += 1
                continue
            answer = msgspec.json.decode(entry.document)
            cited = [reference for reference in answer["references"] if reference.get("digest")]
            quoting += bool(cited)
            flags += [
                Flag(
                    fingerprint=entry.fingerprint,
                    question=entry.question,
                    source=reference["id"],
                    reason=reason,
                )
                for reference in cited
                if (reason := _moved(reference, library))
            ]
        return Checked(quoting=quoting, protected=protected, flags=tuple(flags))


def _moved(reference: Mapping[str, str], library: Library) -> str:
    """What has become of a source since it was quoted; empty when nothing has."""
    try:
        now = library.description(reference["id"])
    except NotFound:
        return "removed from the library"
    if now.source.status.fallen and now.source.status.value != reference["status"]:
        return now.source.status.value
    return "" if now.digest == reference["digest"] else "changed: a newer version was ingested"


def _passes(source: Source, only: SearchFilter) -> bool:
    wanted = (
        (only.body, f"{source.body} {source.short}"),
        (only.type, source.type.value),
        (only.status, source.status.value),
        (only.population, source.population),
    )
    in_years = (only.year_from or 0) <= source.year <= (only.year_to or source.year)
    return in_years and all(part.casefold() in whole.casefold() for part, whole in wanted)


def _counted(words: Iterator[str]) -> dict[str, int]:
    return dict(Counter(words).most_common())
