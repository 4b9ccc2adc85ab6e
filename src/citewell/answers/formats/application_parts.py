"""What one pack says of a patient, as the headed parts of a page."""

from collections.abc import Iterable, Iterator, Mapping

from citewell.answers.formats.marks import marks_of
from citewell.answers.formats.page import Block, Grid, Paragraph, Part, Point, Points
from citewell.answers.formats.parts import Extent, caution_notes, changes_part, claims_block
from citewell.answers.formats.words import Numbering, grade_note, heading, id_words, number_words
from citewell.model.answers import Audience, Claim, ScoreResult, Verdict
from citewell.model.applications import Application, HandedOver
from citewell.model.applications import Part as Applied

_GROUPS = ("applies", "unknown", "does not apply")
# Of the order alone, so that it cites nothing.
EMERGENCY_FIRST = "The emergency above comes first."
_OUTSIDE = {True: "Outside what is covered here", False: "Outside this pack"}


def part_sections(part: Applied, application: Application, *, extent: Extent) -> tuple[Part, ...]:
    """Whom the pack is not for, what would change where to go, each recommendation by its verdict, scores,
    and where another pack takes over.

    Of a pack that does not lead, the id of each ends in a stop and the pack's; of what does not apply or
    cannot be said yet, and in an emergency of what applies, it lists a few.
    """
    most = extent.beside if part is not application.leading else None
    found = [
        *_excluded(part, application),
        *changes_part(part.disposition, application.audience, most=extent.changes),
        *(each for group in _GROUPS for each in _group(group, part, application, most)),
        *_scores(part, application),
        *(_handed_over(each, application) for each in part.hand_overs),
    ]
    return tuple(found) if most is None else tuple(_of_pack(each, part.pack) for each in found)


def _of_pack(section: Part, pack: str) -> Part:
    return Part(id=f"{section.id}.{pack}", title=section.title, blocks=section.blocks, level=section.level)


def _excluded(part: Applied, application: Application) -> Iterator[Part]:
    if part.excluded:
        audience = application.audience
        title = (
            _OUTSIDE[audience is Audience.PATIENT] if application.others else heading("excluded", audience)
        )
        points = Points(points=tuple(Point(text=text) for text in part.excluded))
        yield Part(id="excluded", title=title, blocks=(points,))


def _group(group: str, part: Applied, application: Application, most: int | None) -> Iterator[Part]:
    verdicts = {verdict.statement: verdict for verdict in part.verdicts}
    asked = {fact.id: fact.label for fact in application.missing}
    found = [
        (claim, verdict)
        for claim in part.recommendations
        if (verdict := _verdict_of(claim, verdicts)).verdict == group
    ]
    if not found:
        return
    title = f"{heading(group, application.audience)} ({len(found)})"
    applies = group == _GROUPS[0]
    if group == "unknown":
        # What is not known to hold is named, nearest to settled first, and not told in full.
        found.sort(key=lambda one: len(one[1].missing))
    # In an emergency what another pack recommends is for later.
    in_short = most is not None and (not applies or application.is_emergency)
    told = found[:most] if in_short else found
    in_full = group != "unknown" and not in_short
    points = tuple((_recommendation if in_full else _in_short)(*each, asked, application) for each in told)
    blocks: list[Block] = [Points(points=points)] if points else []
    if applies and application.is_emergency:
        blocks.insert(0, Paragraph(text=EMERGENCY_FIRST, tone="caution"))
    if len(told) < len(found):
        blocks.append(Paragraph(text=f"{len(found) - len(told)} more in the JSON format.", tone="quiet"))
    yield Part(id=group.replace(" ", "-"), title=title, blocks=tuple(blocks))


def _verdict_of(claim: Claim, verdicts: Mapping[str, Verdict]) -> Verdict:
    found = verdicts.get(claim.recommendation or claim.id) or verdicts.get(claim.id)
    return found or Verdict(statement=claim.id, verdict=claim.applies or "unknown")


def _recommendation(
    claim: Claim, verdict: Verdict, asked: Mapping[str, str], application: Application
) -> Point:
    numbering = Numbering(application.references)
    notes = [grade_note(claim, numbering), _why(claim, verdict, asked), _caution(verdict, application)]
    notes += caution_notes(claim, numbering)
    return Point(
        lead=claim.lead,
        text=claim.text,
        numbers=numbering.of(claim.citations),
        notes=tuple(note for note in notes if note),
        marks=marks_of(claim, numbering, application.audience),
    )


def _in_short(claim: Claim, verdict: Verdict, asked: Mapping[str, str], application: Application) -> Point:
    numbering = Numbering(application.references)
    name = claim.title or claim.text
    speaker = numbering.reference(claim.citations[0]).short
    return Point(
        text=name if speaker.partition(" ")[0] in name else f"{name} ({speaker})",
        numbers=numbering.of(claim.citations),
        notes=(_why(claim, verdict, asked),),
        marks=marks_of(claim, numbering, application.audience),
    )


def _why(claim: Claim, verdict: Verdict, asked: Mapping[str, str]) -> str:
    if verdict.failed:
        return "Failed: " + "; ".join(verdict.failed)
    if not verdict.missing:
        return claim.because
    why = "Depends on: " + _names(verdict.missing, asked)
    return f"{why}; not excluded: {_names(verdict.not_excluded, asked)}" if verdict.not_excluded else why


def _names(facts: Iterable[str], asked: Mapping[str, str]) -> str:
    return ", ".join(asked.get(fact, id_words(fact)) for fact in facts)


def _caution(verdict: Verdict, application: Application) -> str:
    if verdict.caution is None:
        return ""
    patient = application.audience is Audience.PATIENT
    text = verdict.caution.patient if patient else verdict.caution.clinician
    numbers = Numbering(application.references).known(verdict.caution_cites)
    return f"Caution: {text} " + "".join(f"[{n}]" for n in numbers)


def _scores(part: Applied, application: Application) -> Iterator[Part]:
    if part.scores:
        yield Part(id="scores", title=heading("scores", application.audience), blocks=())
        yield from (_score(score, application) for score in part.scores)


def _score(score: ScoreResult, application: Application) -> Part:
    claims = claims_block(score.claims, Numbering(application.references), application.audience)
    blocks: list[Block] = [Paragraph(text=_total(score))]
    if score.items:
        rows = tuple((label, chosen or "–", number_words(points)) for label, chosen, points in score.items)
        blocks.append(
            Grid(caption=f"Items of {score.title}", columns=("Item", "Finding", "Points"), rows=rows)
        )
    if score.missing:
        asked = {fact.id: fact.label for fact in application.missing}
        labels = ", ".join(asked.get(fact, id_words(fact)) for fact in score.missing)
        blocks.append(Paragraph(text=f"Open until known: {labels}.", tone="quiet"))
    if claims.points:
        blocks.append(claims)
    return Part(id=f"score-{score.id}", title=score.title, blocks=tuple(blocks), level=3)


def _total(score: ScoreResult) -> str:
    return f"Result: {score.label}" if score.label else "Not settled by the facts known."


def _handed_over(handed: HandedOver, application: Application) -> Part:
    claims = claims_block(handed.claims, Numbering(application.references), application.audience)
    block = claims if claims.points else Paragraph(text="It has a part of its own on this page.")
    title = handed_over_title(handed, application.audience)
    return Part(id=f"hand-over-{handed.pack}-{handed.topic}", title=title, blocks=(block,))


def handed_over_title(handed: HandedOver, audience: Audience) -> str:
    """Where another pack takes over, as a heading."""
    if audience is Audience.PATIENT:
        return f"More under: {handed.title}"
    return f"Treated under {handed.pack_title}: {handed.title}"
