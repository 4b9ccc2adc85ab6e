"""Saying plainly that there is no answer: why, what was searched, and what is nearest."""

from collections.abc import Iterable, Sequence

from citewell.answers.compose import UNMADE
from citewell.answers.wording import CAUTION, DISCLAIMER, worded
from citewell.model.answers import Answer, Audience, Question
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Exclusion


def reason_for(
    refusal: str, question: Question, catalogs: Sequence[Catalog], exclusions: Iterable[Exclusion]
) -> str:
    """One or two sentences on why there is no answer."""
    if refusal == "excluded":
        return " ".join(worded(e.wording, question.audience) for e in exclusions)
    packs = ", ".join(catalog.pack.title for catalog in catalogs)
    words = ", ".join(f"“{word}”" for word in question.unread or question.leftover)
    if not refusal and words:
        return f"Not covered: the packs searched ({packs}) say nothing that answers a question on {words}."
    return f"Not covered: no guideline pack answers this question. Searched: {packs}."


def abstention(question: Question, reason: str, catalogs: Sequence[Catalog]) -> Answer:
    """An answer without claims: the reason, and the topics the packs do cover."""
    patient = question.audience is Audience.PATIENT
    nearest = tuple(t.patient_title if patient else t.title for c in catalogs for t in c.pack.topics)
    questions = [q for c in catalogs for t in c.pack.topics for q in t.questions]
    status = catalogs[0].pack.status
    return Answer(
        question=question.text,
        audience=question.audience,
        topic="",
        title="No answer",
        status=status.value,
        caution=CAUTION[status],
        abstained=True,
        reason=reason,
        incomplete=(),
        bottom_line=(),
        sections=(),
        disagreements=(),
        references=(),
        understood=(),
        doubts=question.doubts,
        missing=(),
        disposition=None,
        follow_ups=tuple(questions[:3]),
        disclaimer=DISCLAIMER[question.audience],
        provenance=UNMADE,
        nearest=nearest[:5],
    )
