"""The evidence behind a number, as its page shows it: words in their place, and what rests on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from citewell.answers.formats.marks import marks_of
from citewell.answers.formats.words import Numbering, clean
from citewell.model.answers import Answer, Audience, Claim, ShownDisagreement
from citewell.model.evidence import Evidence, EvidenceKind, Excerpt
from citewell.model.library import Span
from citewell.model.sources import Reading

_READ_IN = {
    Reading.PRIMARY: "the source itself",
    Reading.SECONDARY: "a publication about it",
    Reading.CLEARINGHOUSE: "its summary in the National Guideline Clearinghouse",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an excerpt. quoted: the answer quotes it; label: it is the grade as printed."""

    text: str
    quoted: bool
    label: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A sentence of the answer that rests on a piece of evidence. anchor: "" where it has one further up.

    grade: as printed, with the direction; tone: of its badge; meaning: the harmonised pair, "" for none.
    """

    anchor: str
    text: str
    grade: str = ""
    tone: str = "plain"
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A finding, or a quotation in its place (`segments`, `headings`). rows: what is known of it, by name."""

    quoted: bool
    text: str
    headings: tuple[str, ...]
    segments: tuple[Segment, ...]
    rows: tuple[tuple[str, str], ...]
    claims: tuple[Use, ...]


def pieces_of(found: Sequence[Evidence], answer: Answer) -> tuple[Piece, ...]:
    """The pieces in order; of a claim that rests on several, the first one has its anchor."""
    said = {use.anchor: use for use in _uses(answer)}
    seen: set[str] = set()
    pieces = []
    for evidence in found:
        uses = [said[claim] for claim in evidence.claims if claim in said]
        pieces.append(_piece(evidence, tuple(_anchored(use, seen) for use in uses), answer.audience))
        seen.update(evidence.claims)
    return tuple(pieces)


def _anchored(use: Use, seen: set[str]) -> Use:
    return replace(use, anchor="" if use.anchor in seen else f"for-{use.anchor}")


def _piece(evidence: Evidence, uses: tuple[Use, ...], audience: Audience) -> Piece:
    quoted = evidence.kind is EvidenceKind.QUOTATION
    return Piece(
        quoted=quoted,
        text=clean(evidence.text),
        headings=tuple(clean(heading) for heading in evidence.headings),
        segments=tuple(segments_of(evidence.excerpt)) if evidence.excerpt else (),
        rows=tuple((name, clean(words)) for name, words in _rows(evidence, uses, audience) if words),
        claims=uses,
    )


def segments_of(excerpt: Excerpt) -> Iterator[Segment]:
    """The excerpt cut where the quotation and the printed grade begin and end; nothing is left out."""
    spans = [excerpt.quoted, *([excerpt.label] if excerpt.label else [])]
    cuts = sorted({0, len(excerpt.text), *(end for span in spans for end in (span.start, span.end))})
    for start, end in pairwise(cuts):
        quoted, label = (_within(span, start, end) for span in (excerpt.quoted, excerpt.label))
        yield Segment(_laid_out(excerpt.text[start:end]), quoted, label)


def _within(span: Span | None, start: int, end: int) -> bool:
    return span is not None and span.start <= start and end <= span.end


def _laid_out(text: str) -> str:
    """Each block on its line, the cells of a table's row apart."""
    return "\n".join(clean(line.replace("\t", " | ")) for line in text.split("\n"))


def _rows(evidence: Evidence, uses: Sequence[Use], audience: Audience) -> Iterator[tuple[str, str]]:
    patient = audience is Audience.PATIENT
    yield "Their grade" if patient else "Grade as printed", evidence.label
    yield "Harmonised", next((use.meaning for use in uses if use.meaning), "")
    yield "Section", evidence.section
    finding = evidence.finding
    if finding is not None:
        yield "Who it is about" if patient else "Population", finding.population
        yield "Place", finding.locator
        yield "Read in", _READ_IN[finding.reading] + (f": {finding.via}" if finding.via else "")


def _uses(answer: Answer) -> Iterator[Use]:
    """Every sentence that cites something, by the id of its claim; the first where one is said twice."""
    numbering = Numbering(answer.references)
    claims = {claim.id: claim for claim in reversed(tuple(_claims(answer)))}
    yield from (_use(claim, numbering, answer.audience) for claim in claims.values())
    for disagreement in answer.disagreements:
        yield from _sides(disagreement)


def _claims(answer: Answer) -> Iterator[Claim]:
    shown = answer.disposition
    if shown is not None:
        yield shown.claim
        yield from (because.claim for because in shown.because)
    yield from answer.bottom_line
    yield from (claim for section in answer.sections for claim in section.claims)
    yield from (each.default for each in answer.disagreements if each.default)


def _use(claim: Claim, numbering: Numbering, audience: Audience) -> Use:
    marks = marks_of(claim, numbering, audience)
    pair = (marks.strength, f"certainty {marks.certainty}" if marks.certainty else "")
    return Use(
        anchor=claim.id,
        text=clean(claim.text),
        grade=" · ".join(word for word in (marks.printed, marks.direction) if word),
        tone=marks.tone,
        meaning=", ".join(word for word in pair if word),
    )


def _sides(disagreement: ShownDisagreement) -> Iterator[Use]:
    for k, side in enumerate(disagreement.sides, start=1):
        yield Use(anchor=f"{disagreement.id}:side-{k}", text=clean(side.text), grade=side.stance)
