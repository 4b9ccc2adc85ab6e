"""What stands behind a citation number, as the API tells it."""

from collections.abc import Iterable
from dataclasses import dataclass

from citewell.model.evidence import Evidence, Excerpt


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptDocument:
    """Where a quotation stands.

    text: the source's own, from the block before the quotation to the block behind it. quoted and label:
    where in it the quotation and its grade stand, as [start, end) in characters. at: where it begins in the
    source's plain text.
    """

    text: str
    quoted: tuple[int, int]
    label: tuple[int, int] | None
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceDocument:
    """A finding of a pack, in its author's words, or a quotation: the source's own words.

    citation: as claims have it in `evidence`. claims: the ids of those that rest on it. label: the grade as
    printed. locator, reading, via, population: of a finding, where and how it was read and of whom it speaks.
    section, headings, excerpt: of a quotation, where it stands.
    """

    kind: str
    citation: str
    claims: tuple[str, ...]
    text: str
    label: str | None
    locator: str
    reading: str | None
    via: str
    population: str
    section: str
    headings: tuple[str, ...]
    excerpt: ExcerptDocument | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceListDocument:
    """All that one reference of an answer stands for.

    status, status_note, notices: of the source as it stands today; age: in years, None where its year is not
    known. url: where it can be read.
    """

    fingerprint: str
    n: int
    source: str
    type: str
    title: str
    body: str
    year: int
    age: int | None
    url: str | None
    status: str
    status_note: str
    notices: tuple[str, ...]
    evidence: tuple[EvidenceDocument, ...]


def evidence_document(fingerprint: str, found: Iterable[Evidence], *, this_year: int) -> EvidenceListDocument:
    """The evidence of one reference, of which there is at least one piece."""
    pieces = tuple(found)
    source, n = pieces[0].source, pieces[0].reference.n
    return EvidenceListDocument(
        fingerprint=fingerprint,
        n=n,
        source=source.id,
        type=source.type.value,
        title=source.title,
        body=source.body,
        year=source.year,
        age=max(this_year - source.year, 0) if source.year else None,
        url=source.url or None,
        status=source.status.value,
        status_note=source.status_note,
        notices=tuple(notice.words for notice in pieces[0].notices),
        evidence=tuple(_evidence(each) for each in pieces),
    )


def _evidence(piece: Evidence) -> EvidenceDocument:
    finding = piece.finding
    return EvidenceDocument(
        kind=piece.kind.value,
        citation=piece.citation,
        claims=piece.claims,
        text=piece.text,
        label=piece.label or None,
        locator=finding.locator if finding else "",
        reading=finding.reading.value if finding else None,
        via=finding.via if finding else "",
        population=finding.population if finding else "",
        section=piece.section,
        headings=piece.headings,
        excerpt=_excerpt(piece.excerpt) if piece.excerpt else None,
    )


def _excerpt(excerpt: Excerpt) -> ExcerptDocument:
    label = excerpt.label
    return ExcerptDocument(
        text=excerpt.text,
        quoted=(excerpt.quoted.start, excerpt.quoted.end),
        label=(label.start, label.end) if label else None,
        at=excerpt.at,
    )
