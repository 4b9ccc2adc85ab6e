"""The packs applied to one patient, as a page."""

from collections.abc import Mapping

from citewell.answers.formats.marks import marks_of
from citewell.answers.formats.page import Block, Grid, Page, Paragraph, Part, Point, Points
from citewell.answers.formats.parts import (
    FOR_A_PAGE,
    Extent,
    banner,
    changes_part,
    claims_block,
    made_by,
    missing_part,
    understood_blocks,
)
from citewell.answers.formats.reference_list import references_part
from citewell.answers.formats.review import stages_of
from citewell.answers.formats.words import (
    Numbering,
    cleaned,
    grade_note,
    heading,
    id_words,
    number_words,
    status_words,
)
from citewell.model.answers import Application, Audience, Claim, ScoreResult, Verdict

_TITLES = {Audience.PATIENT: "What the guidance says for the facts given"}
_GROUPS = ("applies", "unknown", "does not apply")
_CORRECT = "Something wrong? Correct it with --fact NAME=VALUE, or take it back with --forget NAME."


def application_page(application: Application, *, this_year: int, extent: Extent = FOR_A_PAGE) -> Page:
    """The page of an application; the year is what the sources' age is counted from."""
    application = cleaned(application)
    return Page(
        title=_TITLES.get(application.audience, "The guidance applied to this patient"),
        question="",
        status=status_words(application.status) if application.status else "",
        caution=application.caution,
        opening=_opening(application),
        parts=tuple(_parts(application, this_year, extent)),
        disclaimer=application.disclaimer,
        made_by=made_by(application.provenance),
        review=stages_of(application.review),
    )


def _opening(application: Application) -> tuple[Block, ...]:
    blocks = list(understood_blocks(application.understood, application.doubts, application.audience))
    if application.understood:
        blocks.append(Paragraph(text=_CORRECT, tone="quiet"))
    if application.disposition is not None:
        numbering = Numbering(application.references)
        shown = banner(application.disposition, application.understood, numbering, application.audience)
        blocks.append(shown)
    return tuple(blocks)


def _parts(application: Application, this_year: int, extent: Extent) -> list[Part]:
    audience, disposition = application.audience, application.disposition
    return [
        *_excluded(application),
        *missing_part(application.missing, disposition, audience, most=extent.missing),
        *changes_part(disposition, audience, most=extent.changes),
        *(part for group in _GROUPS for part in _group(group, application)),
        *_scores(application),
        *references_part(application.references, audience, this_year=this_year),
    ]


def _excluded(application: Application) -> list[Part]:
    if not application.excluded:
        return []
    points = Points(points=tuple(Point(text=text) for text in application.excluded))
    return [Part(id="excluded", title=heading("excluded", application.audience), blocks=(points,))]


def _group(group: str, application: Application) -> list[Part]:
    verdicts = {verdict.statement: verdict for verdict in application.verdicts}
    asked = {fact.id: fact.label for fact in application.missing}
    found = [
        (claim, verdict)
        for claim in application.recommendations
        if (verdict := _verdict_of(claim, verdicts)).verdict == group
    ]
    if not found:
        return []
    if group == "unknown":
        # What is not known to hold is named, nearest to settled first, and not told in full.
        found.sort(key=lambda one: len(one[1].missing))
        points = tuple(_in_short(claim, verdict, asked, application) for claim, verdict in found)
    else:
        points = tuple(_recommendation(claim, verdict, asked, application) for claim, verdict in found)
    title = f"{heading(group, application.audience)} ({len(points)})"
    return [Part(id=group.replace(" ", "-"), title=title, blocks=(Points(points=points),))]


def _verdict_of(claim: Claim, verdicts: Mapping[str, Verdict]) -> Verdict:
    found = verdicts.get(claim.recommendation or claim.id) or verdicts.get(claim.id)
    return found or Verdict(statement=claim.id, verdict=claim.applies or "unknown")


def _recommendation(
    claim: Claim, verdict: Verdict, asked: Mapping[str, str], application: Application
) -> Point:
    numbering = Numbering(application.references)
    notes = [grade_note(claim, numbering), _why(claim, verdict, asked), _caution(verdict, application)]
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
    if verdict.missing:
        return "Depends on: " + ", ".join(asked.get(fact, id_words(fact)) for fact in verdict.missing)
    return claim.because


def _caution(verdict: Verdict, application: Application) -> str:
    if verdict.caution is None:
        return ""
    patient = application.audience is Audience.PATIENT
    text = verdict.caution.patient if patient else verdict.caution.clinician
    numbers = Numbering(application.references).known(verdict.caution_cites)
    return f"Caution: {text} " + "".join(f"[{n}]" for n in numbers)


def _scores(application: Application) -> list[Part]:
    if not application.scores:
        return []
    head = Part(id="scores", title=heading("scores", application.audience), blocks=())
    return [head, *(_score(score, application) for score in application.scores)]


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
