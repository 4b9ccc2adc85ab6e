"""A document's records ↔ compact bytes, in the order in which the library's tables hold them."""

import hashlib
from dataclasses import dataclass, replace

import msgspec

from citewell.model.library import BlockKind, Document, FoundRecommendation, Notice, Passage, Span
from citewell.model.sources import Direction

# Ids that a register outside gives; a document with such an id is a version of one already known by it.
REGISTERED = ("ngc-", "pmid-", "doi-", "pmc")
_Pair = tuple[int, int]
_PassageRow = tuple[int, int, BlockKind, str, tuple[_Pair, ...], _Pair | None, tuple[_Pair, ...]]
_RecommendationRow = tuple[int, int, str, _Pair | None, str, str | None, str | None, Direction | None]
_ENCODER = msgspec.msgpack.Encoder()
_DOCUMENT = msgspec.msgpack.Decoder(Document)
_PASSAGE = msgspec.msgpack.Decoder(_PassageRow)
_RECOMMENDATION = msgspec.msgpack.Decoder(_RecommendationRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A document ready to be written: its record and the rows of its passages and recommendations.

    contents: a digest of all of it, so that the same document, read the same way, is known again.
    """

    id: str
    contents: str
    origin: str
    pmid: str
    doi: str
    record: bytes
    text: str
    passages: tuple[tuple[int, bytes], ...]
    recommendations: tuple[tuple[int, int, int, bytes], ...]
    notices: tuple[Notice, ...]

    @property
    def registered(self) -> bool:
        """Whether the id comes from a register, so that the same id means the same work."""
        return self.id.startswith(REGISTERED)

    def renamed(self, document_id: str) -> "Packed":
        """The same document under another id."""
        document = _DOCUMENT.decode(self.record)
        record = replace(document, source=replace(document.source, id=document_id))
        return replace(self, id=document_id, record=_ENCODER.encode(record))


def packed(document: Document) -> Packed:
    """The document ready to be written. A worker does this, so that the one writer has little to do."""
    source = document.source
    record = _ENCODER.encode(replace(document, text="", passages=(), recommendations=()))
    passages = tuple((p.n, _ENCODER.encode(_passage_row(p))) for p in document.passages)
    recommendations = tuple(
        (r.n, *r.passages, _ENCODER.encode(_recommendation_row(r))) for r in document.recommendations
    )
    contents = _ENCODER.encode((record, document.text, passages, recommendations))
    return Packed(
        id=source.id,
        contents=hashlib.sha256(contents).hexdigest(),
        origin=source.origin,
        pmid=source.pmid,
        doi=source.doi.casefold(),
        record=record,
        text=document.text,
        passages=passages,
        recommendations=recommendations,
        notices=document.notices,
    )


def document_from(
    record: bytes,
    *,
    text: str,
    passages: tuple[Passage, ...],
    recommendations: tuple[FoundRecommendation, ...],
) -> Document:
    """The document of a stored record."""
    document = _DOCUMENT.decode(record)
    return replace(document, text=text, passages=passages, recommendations=recommendations)


def passage_from(n: int, record: bytes) -> Passage:
    """The passage of a stored row."""
    start, end, kind, section, headings, lead, columns = _PASSAGE.decode(record)
    return Passage(
        n=n,
        start=start,
        end=end,
        kind=kind,
        section=section,
        headings=tuple(Span(*pair) for pair in headings),
        lead=Span(*lead) if lead else None,
        columns=tuple(Span(*pair) for pair in columns),
    )


def recommendation_from(n: int, first: int, last: int, record: bytes) -> FoundRecommendation:
    """The recommendation of a stored row."""
    start, end, label, label_span, system, strength, certainty, direction = _RECOMMENDATION.decode(record)
    return FoundRecommendation(
        n=n,
        start=start,
        end=end,
        passages=(first, last),
        label=label,
        label_span=Span(*label_span) if label_span else None,
        system=system,
        strength=strength,
        certainty=certainty,
        direction=direction,
    )


def _passage_row(passage: Passage) -> _PassageRow:
    return (
        passage.start,
        passage.end,
        passage.kind,
        passage.section,
        tuple(_pair(span) for span in passage.headings),
        _pair(passage.lead) if passage.lead else None,
        tuple(_pair(span) for span in passage.columns),
    )


def _recommendation_row(found: FoundRecommendation) -> _RecommendationRow:
    return (
        found.start,
        found.end,
        found.label,
        _pair(found.label_span) if found.label_span else None,
        found.system,
        found.strength,
        found.certainty,
        found.direction,
    )


def _pair(span: Span) -> _Pair:
    return (span.start, span.end)
