"""Answers and applications as FHIR: what a page says becomes narratives, what is decided becomes elements.

The same answer gives the same bytes on the same day, under the same base and for the same subject.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from citewell.answers.formats.answer_page import answer_page
from citewell.answers.formats.narrative import narrative
from citewell.answers.formats.page import Banner, Block, Page, Paragraph
from citewell.answers.formats.parts import WHOLE
from citewell.answers.formats.words import cleaned
from citewell.interop.fhir.codings import DEFAULT_BASE, Json, base_of
from citewell.interop.fhir.compositions import Written, document
from citewell.interop.fhir.makings import Occasion, subject_of
from citewell.model.answers import Answer

# What a page offers to go on with, and says nothing of what was asked.
_OFFERED = frozenset({"follow-ups"})


def occasion_on(today: str, *, base: str = "", subject: str = "") -> Occasion:
    """The occasion of an ISO date. Raises InputError for a base or a subject that cannot be one.

    base, subject: "" for the base that can be nobody's, and for nobody.
    """
    return Occasion(on=today, base=base_of(base or DEFAULT_BASE), subject=subject_of(subject))


def answer_in_fhir(answer: Answer, occasion: Occasion) -> Json:
    """An answer as an R4 document Bundle that a Composition opens; an abstention says why there is none."""
    page = answer_page(_said_once(answer), this_year=occasion.year, extent=WHOLE)
    clean = cleaned(answer)
    parts = (*_opening(clean, page), *_parts(page), _closing(page))
    return document(clean, parts, title=page.title, occasion=occasion)


def _said_once(answer: Answer) -> Answer:
    """The answer without those claims of its bottom line that stand where it says where to go."""
    shown = answer.disposition
    if shown is None:
        return answer
    placed = {shown.claim.id, *(reason.claim.id for reason in shown.because)}
    kept = tuple(claim for claim in answer.bottom_line if claim.id not in placed)
    return replace(answer, bottom_line=kept)


def _opening(answer: Answer, page: Page) -> Iterator[Written]:
    """What was asked and how it was read, where the content stands, and where the patient should go."""
    banners = [block for block in page.opening if isinstance(block, Banner)]
    others = [block for block in page.opening if not isinstance(block, Banner)]
    yield _written("document.question", "Question", [Paragraph(text=answer.question), *others])
    if status := list(_status(page)):
        yield _written("document.status", "Status of this content", status)
    if banners:
        yield _written("document.disposition", "Where to go", banners)


def _status(page: Page) -> Iterator[Block]:
    told = page.review.told if page.review else ()
    yield from (Paragraph(text=text) for text in (page.status, page.caution, *told) if text)


def _parts(page: Page) -> Iterator[Written]:
    told = (part for part in page.parts if part.blocks and part.id not in _OFFERED)
    yield from (_written(part.id, part.title, part.blocks) for part in told)


def _closing(page: Page) -> Written:
    return _written(
        "document.disclaimer", "Disclaimer", [Paragraph(text=page.disclaimer), Paragraph(text=page.made_by)]
    )


def _written(part_id: str, title: str, blocks: Sequence[Block]) -> Written:
    return Written(id=part_id, title=title, xhtml=narrative(blocks))
