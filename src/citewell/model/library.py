"""What the library is made of: ingested documents, their quotable passages, the recommendations in them.

Every span is [start, end) in characters of the document's plain text, which never changes once it is stored.
"""

from dataclasses import dataclass
from enum import StrEnum

from citewell.model.sources import Direction, Source


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


class BlockKind(StrEnum):
    """What a stretch of a document's text is in its layout."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One line of layout in a document's plain text.

    level: of a heading, 0 for a section of the document, 1 and more below it; of an item, the depth of its
    list from 0. columns: of a row, the column heads over its cells, in order, as far as the table has any.
    lead: of a row, the line over it that says what it is about (an ACR variant).
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    columns: tuple[Span, ...] = ()
    lead: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A quotable piece: a paragraph, a list item or a table row.

    n: its ordinal in the document. section: the name of the section it stands in ("Contraindications").
    headings: the headings over it below the section, outermost first. lead: the words that introduce the
    list it belongs to ("Offer aspirin to people with:"), or the line over a table row. columns: the column
    heads of a row.
    """

    n: int
    start: int
    end: int
    kind: BlockKind
    section: str = ""
    headings: tuple[Span, ...] = ()
    lead: Span | None = None
    columns: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRecommendation:
    """A recommendation found in a guideline's text, whole: with its list where a list completes it.

    passages: the ordinals of the first and the last passage it stands in. label: the grade as printed
    ("1|+++O", "[2006, amended 2014]"), empty where none is printed; label_span: where it stands. system: the
    id of the grading system that the label was understood by; strength and certainty: what that system
    makes of it (see grading/), None where nothing is known.
    """

    n: int
    start: int
    end: int
    passages: tuple[int, int]
    label: str = ""
    label_span: Span | None = None
    system: str = ""
    strength: str | None = None
    certainty: str | None = None
    direction: Direction | None = None


class NoticeKind(StrEnum):
    """What has been published about a source since."""

    RETRACTED = "retracted"
    CONCERN = "expression of concern"
    CORRECTED = "corrected"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A published notice about a source, known by its PMID or DOI; `text` is the notice's own citation."""

    kind: NoticeKind
    pmid: str = ""
    doi: str = ""
    date: str = ""
    text: str = ""

    @property
    def words(self) -> str:
        """What happened, when, and where it was published."""
        return " ".join(part for part in (self.kind.value, self.date, self.text) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An ingested source: what is known of it, its whole plain text and what was found in the text.

    source.id is unique in the library; source.origin names the file, and the member of its archive
    ("ngc-2018.tar.xz/ngc-2018/ngc-10149.xml"). digest: SHA-256 of the bytes it was read from. released: the
    date of release as ISO 8601, as far as printed ("2014-06"). conditions, interventions, categories: the
    source's own lists. licence: its copyright or licence line. notices: what it says has become of itself
    or of other sources.
    """

    source: Source
    digest: str
    text: str
    passages: tuple[Passage, ...]
    recommendations: tuple[FoundRecommendation, ...] = ()
    released: str = ""
    conditions: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    licence: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilter:
    """What a search is limited to; an empty field limits nothing. Years are inclusive."""

    body: str = ""
    year_from: int = 0
    year_to: int = 0
    type: str = ""
    status: str = ""
    population: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageHit:
    """A passage that a search found; `shares` says what its score is made of, for --explain.

    nearness: how near it is to the question in meaning; 0 where it has no vector, or no encoder is used.
    """

    document: str
    passage: int
    score: float
    shares: tuple[tuple[str, float], ...] = ()
    nearness: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentHit:
    """A document that a search found; `shares` and `nearness` as in PassageHit."""

    document: str
    score: float
    shares: tuple[tuple[str, float], ...] = ()
    nearness: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What was found, best first; ties stand in the order of ids.

    unknown: words of the query, as typed, that stand nowhere in the library. nearest: words that were read as
    something else, with what it was: misspelt words, and abbreviations of several meanings. undecided: words
    that may be one of several drugs, with these; they were searched as none. nearness: how near the nearest
    document is in meaning, None in a search by words alone.
    """

    documents: tuple[DocumentHit, ...]
    passages: tuple[PassageHit, ...]
    unknown: tuple[str, ...] = ()
    nearest: tuple[tuple[str, str], ...] = ()
    undecided: tuple[tuple[str, tuple[str, ...]], ...] = ()
    nearness: float | None = None
