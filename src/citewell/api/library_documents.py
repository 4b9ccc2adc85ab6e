"""The library as the API tells it."""

from dataclasses import dataclass

from citewell.engine.browsing import FoundPassage, LibraryStats
from citewell.model.library import Document, FoundRecommendation, Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryDocument:
    """How much is in the library. types and statuses count its sources; fingerprint: of the index."""

    sources: int
    passages: int
    recommendations: int
    notices: int
    bodies: int
    years: tuple[int, int] | None
    types: dict[str, int]
    statuses: dict[str, int]
    conditions: int
    interventions: int
    abbreviations: int
    vectors: int | None
    encoder: str | None
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLineDocument:
    """A source of the library. age: in years, None where its year is not known."""

    id: str
    type: str
    title: str
    body: str
    short: str
    year: int
    age: int | None
    released: str | None
    status: str
    status_note: str
    doi: str | None
    pmid: str | None
    url: str | None
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceListDocument:
    """A page of the sources that pass the filters, in the order of ids; total: on all pages."""

    total: int
    page: int
    limit: int
    sources: tuple[SourceLineDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageHitDocument:
    """A passage that was found. start, end: in characters of the source's plain text. grades: as printed."""

    source: SourceLineDocument
    passage: int
    section: str
    start: int
    end: int
    text: str
    score: float
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """A page of what a search found, best first. unknown: words that stand nowhere in the library."""

    query: str
    total: int
    page: int
    limit: int
    unknown: tuple[str, ...]
    passages: tuple[PassageHitDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRecommendationDocument:
    """A recommendation of a source. label: the grade as printed, None where none is; label_at: where."""

    n: int
    text: str
    start: int
    end: int
    label: str | None
    label_at: tuple[int, int] | None
    system: str | None
    strength: str | None
    certainty: str | None
    direction: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageDocument:
    """A quotable piece of a source, by its ordinal; headings are what stands over it, outermost first."""

    n: int
    section: str
    headings: tuple[str, ...]
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """A source with its recommendations and passages. notices: what was published about it since.

    digest: SHA-256 of the bytes it was read from. Spans count characters of its plain text.
    """

    source: SourceLineDocument
    authors: str
    container: str
    licence: str
    digest: str
    conditions: tuple[str, ...]
    interventions: tuple[str, ...]
    categories: tuple[str, ...]
    notices: tuple[str, ...]
    recommendations: tuple[FoundRecommendationDocument, ...]
    passages: tuple[PassageDocument, ...]


def library_document(stats: LibraryStats) -> LibraryDocument:
    """The counts of a library."""
    return LibraryDocument(
        sources=stats.counts.sources,
        passages=stats.counts.passages,
        recommendations=stats.counts.recommendations,
        notices=stats.counts.notices,
        bodies=stats.bodies,
        years=stats.years,
        types=dict(stats.types),
        statuses=dict(stats.statuses),
        conditions=stats.conditions,
        interventions=stats.interventions,
        abbreviations=stats.abbreviations,
        vectors=stats.vectors,
        encoder=stats.encoder,
        fingerprint=stats.fingerprint,
    )


def line_document(document: Document, *, this_year: int) -> SourceLineDocument:
    """What is known of a source, in short."""
    source = document.source
    return SourceLineDocument(
        id=source.id,
        type=source.type.value,
        title=source.title,
        body=source.body,
        short=source.short,
        year=source.year,
        age=max(this_year - source.year, 0) if source.year else None,
        released=document.released or None,
        status=source.status.value,
        status_note=source.status_note,
        doi=source.doi or None,
        pmid=source.pmid or None,
        url=source.url or None,
        origin=source.origin,
    )


def hit_document(found: FoundPassage, source: SourceLineDocument) -> PassageHitDocument:
    """A passage that a search found."""
    return PassageHitDocument(
        source=source,
        passage=found.passage.n,
        section=found.passage.section,
        start=found.passage.start,
        end=found.passage.end,
        text=found.text,
        score=found.hit.score,
        grades=tuple(each.label for each in found.recommendations if each.label),
    )


def source_document(document: Document, notices: tuple[Notice, ...], *, this_year: int) -> SourceDocument:
    """A source, whole."""
    text = document.text
    return SourceDocument(
        source=line_document(document, this_year=this_year),
        authors=document.source.authors,
        container=document.source.container,
        licence=document.licence,
        digest=document.digest,
        conditions=document.conditions,
        interventions=document.interventions,
        categories=document.categories,
        notices=tuple(each.words for each in notices),
        recommendations=tuple(_recommendation(each, text) for each in document.recommendations),
        passages=tuple(
            PassageDocument(
                n=each.n,
                section=each.section,
                headings=tuple(text[span.start : span.end] for span in each.headings),
                start=each.start,
                end=each.end,
                text=text[each.start : each.end],
            )
            for each in document.passages
        ),
    )


def _recommendation(found: FoundRecommendation, text: str) -> FoundRecommendationDocument:
    at = found.label_span
    return FoundRecommendationDocument(
        n=found.n,
        text=text[found.start : found.end],
        start=found.start,
        end=found.end,
        label=found.label or None,
        label_at=(at.start, at.end) if at else None,
        system=found.system or None,
        strength=found.strength,
        certainty=found.certainty,
        direction=found.direction.value if found.direction else None,
    )
