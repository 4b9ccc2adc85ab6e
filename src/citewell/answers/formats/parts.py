"""Parts that an answer and an application share, from records to blocks of a page."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from citewell.answers.formats.marks import marks_of, over_quote
from citewell.answers.formats.page import (
    Banner,
    Block,
    Comparison,
    Pairs,
    Paragraph,
    Part,
    Point,
    Points,
    Stance,
)
from citewell.answers.formats.words import (
    Numbering,
    first_few,
    grade_note,
    heading,
    id_words,
    quote_note,
    verdict_note,
)
from citewell.model.answers import (
    Audience,
    Because,
    Claim,
    MissingFact,
    Provenance,
    ShownDisagreement,
    ShownDisposition,
    UnderstoodFact,
)
from citewell.model.conversation import ASSUMED
from citewell.model.origins import source_of

_COLUMNS = ("Body", "Stance", "Grade as printed", "What it says")
_COLUMNS_FOR_PATIENTS = ("Who", "View", "Their grade", "What they say")
# A page names the packs that made it as long as they are few; the JSON format names them all.
_MOST_PACKS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How many of a kind a page shows; of a longer list it says what it leaves out.

    disputes: more points of dispute are listed side by side without each body's sentence. beside: of a pack
    that does not lead, the recommendations of each verdict but "applies".
    """

    disputes: int = 3
    changes: int = 8
    missing: int = 8
    beside: int = 4


FOR_A_PAGE = Extent()
# For what is kept and not browsed.
WHOLE = Extent(disputes=sys.maxsize, changes=sys.maxsize, missing=sys.maxsize, beside=sys.maxsize)


def claim_point(claim: Claim, numbering: Numbering, audience: Audience) -> Point:
    """A claim with its numbers and, under it, the grade as printed and whether it applies."""
    if claim.quote is not None:
        return _quoted_point(claim, numbering, audience)
    said = (grade_note(claim, numbering), verdict_note(claim.applies, claim.because, audience))
    note = " · ".join(part for part in said if part)
    return Point(
        lead=claim.lead,
        text=claim.text,
        numbers=numbering.of(claim.citations),
        notes=(*((note,) if note else ()), *caution_notes(claim, numbering)),
        marks=marks_of(claim, numbering, audience),
    )


def caution_notes(claim: Claim, numbering: Numbering) -> tuple[str, ...]:
    """What drug safety says of this patient beside a claim, a line each, with the numbers that it cites."""
    return tuple(
        f"{caution.lead} {caution.text} " + "".join(f"[{n}]" for n in numbering.of(caution.citations))
        for caution in claim.cautions
    )


def _quoted_point(claim: Claim, numbering: Numbering, audience: Audience) -> Point:
    """A claim in its source's own words: what stands over it there, then who says so and how."""
    notes = (over_quote(claim), quote_note(claim))
    return Point(
        lead=claim.lead,
        text=f"“{claim.text}”",
        numbers=numbering.of(claim.citations),
        notes=tuple(note for note in notes if note),
        marks=marks_of(claim, numbering, audience),
    )


def claims_block(claims: Iterable[Claim], numbering: Numbering, audience: Audience) -> Points:
    """Claims as a list of points."""
    return Points(points=tuple(claim_point(claim, numbering, audience) for claim in claims))


def understood_blocks(
    facts: Sequence[UnderstoodFact], doubts: Sequence[str], audience: Audience
) -> tuple[Block, ...]:
    """What was read of the patient, what follows from it, and what may have been misread."""
    told = [fact for fact in facts if fact.origin not in {"derived", ASSUMED}]
    assumed = [fact for fact in facts if fact.origin == ASSUMED]
    derived = [fact for fact in facts if fact.origin == "derived"]
    blocks: list[Block] = [
        Pairs(title=heading(name, audience), rows=tuple((fact.label, _with_place(fact)) for fact in group))
        for name, group in (("understood", told), ("assumed", assumed), ("follows", derived))
        if group
    ]
    if doubts:
        lead = heading("doubts", audience)
        blocks.append(Points(points=tuple(Point(lead=lead, text=doubt) for doubt in doubts)))
    return tuple(blocks)


def _with_place(fact: UnderstoodFact) -> str:
    """The value of a fact; of one that a health record told, with the resource and its date."""
    source = source_of(fact.origin)
    return f"{fact.value} ({source})" if source else fact.value


def follow_up_blocks(read_as: str, changed: Sequence[str], audience: Audience) -> tuple[Block, ...]:
    """How a follow-up was read beside what was asked before, and what is different now."""
    blocks: list[Block] = []
    if read_as:
        blocks.append(Paragraph(text=f"{heading('read-as', audience)} {read_as}"))
    if changed:
        told = [change.partition(": ") for change in changed]
        blocks.append(Paragraph(text=f"{heading('changed', audience)}:"))
        blocks.append(Points(points=tuple(Point(lead=lead, text=text) for lead, _, text in told)))
    return tuple(blocks)


def banner(
    shown: ShownDisposition, facts: Sequence[UnderstoodFact], numbering: Numbering, audience: Audience
) -> Banner:
    """Where the patient should go, why, and what more urgent is still open."""
    labels = {fact.id: f"{fact.label}: {fact.value}" for fact in facts}
    titles = _titles(shown)
    still_open = ", ".join(titles[each] for each in shown.not_excluded)
    return Banner(
        severity=shown.severity,
        title=shown.title,
        text=claim_point(shown.claim, numbering, audience),
        because=tuple(_because(reason, labels, numbering, audience) for reason in shown.because),
        open=f"Provisional: not yet excluded: {still_open}." if shown.provisional and still_open else "",
    )


def _because(reason: Because, labels: dict[str, str], numbering: Numbering, audience: Audience) -> Point:
    facts = "; ".join(labels.get(fact, fact) for fact in reason.facts)
    return Point(
        lead="Because",
        text=reason.claim.text,
        numbers=numbering.of(reason.claim.citations),
        notes=(facts,) if facts else (),
        marks=marks_of(reason.claim, numbering, audience),
    )


def changes_part(
    shown: ShownDisposition | None, audience: Audience, *, most: int = FOR_A_PAGE.changes
) -> list[Part]:
    """The smallest sets of facts that would lead somewhere else, by where they would lead."""
    if shown is None or not shown.changes:
        return []
    titles = dict.fromkeys(change.title for change in shown.changes)
    ways = {title: [c.text for c in shown.changes if c.title == title] for title in titles}
    points = tuple(_ways(title, found, most) for title, found in ways.items())
    return [Part(id="changes", title=heading("changes", audience), blocks=(Points(points=points),))]


def _ways(title: str, ways: Sequence[str], most: int) -> Point:
    more = len(ways) - most
    told = (*ways[:most], *((f"{more} more in the JSON format",) if more > 0 else ()))
    return Point(
        lead=title, text="when one of these holds" if len(ways) > 1 else "when this holds", notes=told
    )


def missing_part(
    missing: Sequence[MissingFact],
    disposition: ShownDisposition | None,
    audience: Audience,
    *,
    most: int = FOR_A_PAGE.missing,
) -> list[Part]:
    """The questions most worth asking, most useful first, each with what it decides."""
    if not missing:
        return []
    shown = missing[:most]
    points = tuple(Point(text=fact.ask, notes=_decides(fact, disposition, audience)) for fact in shown)
    blocks = (Points(points=points), *_more(len(missing) - len(shown)))
    return [Part(id="missing", title=heading("missing", audience), blocks=blocks)]


def _more(count: int) -> tuple[Block, ...]:
    return (Paragraph(text=f"{count} more in the JSON format.", tone="quiet"),) if count > 0 else ()


def _decides(fact: MissingFact, disposition: ShownDisposition | None, audience: Audience) -> tuple[str, ...]:
    """The fact's name, to give it by, and what hangs on it."""
    if audience is Audience.PATIENT:
        return ()
    decided = hanging_on(fact, disposition)
    return (f"{fact.id} · decides: {decided}" if decided else fact.id,)


def hanging_on(fact: MissingFact, disposition: ShownDisposition | None) -> str:
    """What hangs on a fact that is not known: where to go first, then how much else."""
    if disposition is None:
        first = id_words(fact.decides[0]) if fact.decides else ""
        return first_few([f"{first[:1].upper()}{first[1:]}", *fact.decides[1:]], most=1) if first else ""
    titles = _titles(disposition)
    others = sum(1 for each in fact.decides if each not in titles)
    decided = [titles[each] for each in fact.decides if each in titles]
    decided += [f"{others} recommendation{'' if others == 1 else 's'}"] if others else []
    return ", ".join(decided)


def _titles(shown: ShownDisposition) -> dict[str, str]:
    """What each disposition that the page knows of is called."""
    spelled = {each: id_words(each) for each in shown.not_excluded}
    return spelled | {change.to: change.title for change in shown.changes} | {shown.id: shown.title}


def lines_part(part_id: str, lines: Sequence[str], audience: Audience) -> list[Part]:
    """A headed list of plain lines, or nothing."""
    if not lines:
        return []
    points = Points(points=tuple(Point(text=line) for line in lines))
    return [Part(id=part_id, title=heading(part_id, audience), blocks=(points,))]


def disagreements_part(
    shown: Sequence[ShownDisagreement],
    numbering: Numbering,
    audience: Audience,
    *,
    most_in_full: int = FOR_A_PAGE.disputes,
) -> list[Part]:
    """Every side of every point; many points are shown without each side's sentence."""
    if not shown:
        return []
    compact = len(shown) > most_in_full
    blocks = tuple(_comparison(each, numbering, audience, compact=compact) for each in shown)
    return [Part(id="disagreements", title=heading("disagreements", audience), blocks=blocks)]


def _comparison(
    shown: ShownDisagreement, numbering: Numbering, audience: Audience, *, compact: bool
) -> Comparison:
    columns = _COLUMNS_FOR_PATIENTS if audience is Audience.PATIENT else _COLUMNS
    rows = tuple(
        Stance(
            body=side.body if str(side.year) in side.body else f"{side.body} {side.year}",
            stance=side.stance,
            grade=side.grade,
            text="" if compact else side.text,
            population=side.population,
            numbers=numbering.of(side.citations),
            id=f"{shown.id}:side-{k}",
        )
        for k, side in enumerate(shown.sides, start=1)
    )
    return Comparison(
        title=shown.title,
        question=shown.question,
        columns=columns[:3] if compact else columns,
        rows=rows,
        default_label=heading("default", audience),
        default=claim_point(shown.default, numbering, audience) if shown.default else None,
        compact=compact,
    )


def made_by(provenance: Provenance) -> str:
    """The line that lets an answer be made again."""
    packs = first_few([f"{pack} {version}" for pack, version, _ in provenance.packs], most=_MOST_PACKS)
    library = f" · library {provenance.index}" if provenance.index != "none" else ""
    return (
        f"citewell {provenance.engine} · {packs or 'no pack'}{library} · fingerprint {provenance.fingerprint}"
    )
