"""An answer as a page."""

from dataclasses import replace

from citewell.answers.formats.page import Block, Page, Paragraph, Part
from citewell.answers.formats.parts import (
    FOR_A_PAGE,
    Extent,
    banner,
    changes_part,
    claims_block,
    disagreements_part,
    follow_up_blocks,
    lines_part,
    made_by,
    missing_part,
    understood_blocks,
)
from citewell.answers.formats.reference_list import references_part
from citewell.answers.formats.review import stages_of
from citewell.answers.formats.words import Numbering, cleaned, heading, shortened, status_words
from citewell.model.answers import Answer, Audience, Claim, Section, TakenOver


def answer_page(answer: Answer, *, this_year: int, extent: Extent = FOR_A_PAGE) -> Page:
    """The page of an answer; the year is what the sources' age is counted from."""
    answer = cleaned(_laid_out(answer))
    return Page(
        title=answer.title or "No answer",
        question=shortened(answer.question),
        status=status_words(answer.status) if answer.status else "",
        caution=answer.caution,
        opening=_opening(answer),
        parts=tuple(
            _abstention(answer, this_year) if answer.abstained else _parts(answer, this_year, extent)
        ),
        disclaimer=answer.disclaimer,
        made_by=made_by(answer.provenance),
        review=stages_of(answer.review),
    )


def _laid_out(answer: Answer) -> Answer:
    """The answer with signs for the layout of what is quoted: where a table's cell ends, or a list's line."""
    sections = (replace(s, claims=tuple(_signed(claim) for claim in s.claims)) for s in answer.sections)
    return replace(
        answer,
        bottom_line=tuple(_signed(claim) for claim in answer.bottom_line),
        sections=tuple(sections),
    )


def _signed(claim: Claim) -> Claim:
    if claim.quote is None:
        return claim
    rows = (" | ".join(cell for cell in line.split("\t") if cell) for line in claim.text.split("\n"))
    return replace(claim, text=" • ".join(rows))


def _opening(answer: Answer) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if answer.abstained:
        blocks.append(Paragraph(text=answer.reason))
    blocks += follow_up_blocks(answer.read_as, answer.changed, answer.audience)
    blocks += understood_blocks(answer.understood, answer.doubts, answer.audience)
    if answer.disposition is not None:
        numbering = Numbering(answer.references)
        blocks.append(banner(answer.disposition, answer.understood, numbering, answer.audience))
    return tuple(blocks)


def _abstention(answer: Answer, this_year: int) -> list[Part]:
    made = answer.provenance
    audience = answer.audience
    searched = [f"{pack} {version}" for pack, version, _ in made.packs]
    searched += [f"the library, index {made.index}"] if made.index != "none" else []
    return [
        *lines_part("choices", answer.choices, audience),
        *(part for section in answer.sections for part in _section(section, answer)),
        *lines_part("nearest", answer.nearest, audience),
        *lines_part("searched", searched, audience),
        *lines_part("follow-ups", answer.follow_ups, audience),
        *references_part(answer.references, audience, this_year=this_year),
    ]


def _parts(answer: Answer, this_year: int, extent: Extent) -> list[Part]:
    numbering = Numbering(answer.references)
    audience = answer.audience
    taken = {each.section for each in answer.hand_overs}
    return [
        *_section(
            Section(id="bottom-line", title=heading("bottom-line", audience), claims=answer.bottom_line),
            answer,
        ),
        *(
            part
            for section in answer.sections
            if section.id not in taken
            for part in _section(section, answer)
        ),
        *disagreements_part(answer.disagreements, numbering, audience, most_in_full=extent.disputes),
        *(_handed_over(each, answer) for each in answer.hand_overs),
        *lines_part("incomplete", answer.incomplete, audience),
        *missing_part(answer.missing, answer.disposition, audience, most=extent.missing),
        *changes_part(answer.disposition, audience, most=extent.changes),
        *lines_part("follow-ups", answer.follow_ups, audience),
        *lines_part("terms", [f"{term}: {plain}" for term, plain in answer.terms], audience),
        *references_part(answer.references, audience, this_year=this_year),
    ]


def _section(section: Section, answer: Answer) -> list[Part]:
    if not section.claims:
        return []
    block = claims_block(section.claims, Numbering(answer.references), answer.audience)
    return [Part(id=section.id, title=section.title, blocks=(block,))]


def _handed_over(taken: TakenOver, answer: Answer) -> Part:
    """What another pack takes over, in short, and how to ask for the rest."""
    shown = next((section for section in answer.sections if section.id == taken.section), None)
    claims = shown.claims if shown else ()
    said = (claims_block(claims, Numbering(answer.references), answer.audience),) if claims else ()
    return Part(id=taken.section, title=taken.title, blocks=(*said, *opening_of(taken, answer.audience)))


def opening_of(taken: TakenOver, audience: Audience) -> tuple[Paragraph, ...]:
    """The question that opens the topic of another pack, as a line; none where its editors gave none."""
    lead = heading("whole-topic", audience)
    return (Paragraph(text=f"{lead}: {taken.question}", tone="quiet"),) if taken.question else ()
