"""Saying plainly that there is no answer: why, what was searched, and what is nearest."""

from collections.abc import Iterable, Sequence
from itertools import islice, zip_longest

from citewell.answers.compose import UNMADE
from citewell.answers.wording import CAUTION, DISCLAIMER, worded
from citewell.model.answers import Answer, Audience, Question, Refusal
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Exclusion, Topic

_MOST_CHOICES = 3
_MOST_NEAREST = 5
_MOST_SEARCHED = 6
_UNCLINICAL = {
    Refusal.OUTSIDE_MEDICINE: (
        "This is no clinical question as far as it can be read, and only those are answered.",
        "This does not look like a question about health, and only those are answered.",
    ),
    Refusal.TOO_VAGUE: (
        "The question does not say what it is about: name the condition, and the treatment or test.",
        "The question does not say enough: please name the illness, and the treatment or test you mean.",
    ),
}


def reason_for(
    refusal: str, question: Question, catalogs: Sequence[Catalog], exclusions: Iterable[Exclusion]
) -> str:
    """One or two sentences on why there is no answer."""
    if question.unclinical and refusal != "excluded":
        return unclinical(question.unclinical, question.audience)
    if refusal == "excluded":
        return " ".join(worded(e.wording, question.audience) for e in exclusions)
    packs = _searched(catalogs)
    words = ", ".join(f"“{word}”" for word in question.unread or question.leftover)
    if not refusal and words:
        return f"Not covered: the packs searched ({packs}) say nothing that answers a question on {words}."
    return f"Not covered: no guideline pack answers this question. Searched: {packs}."


def _searched(catalogs: Sequence[Catalog]) -> str:
    """The packs searched; of many, the first and how many more."""
    titles = [catalog.pack.title for catalog in catalogs]
    rest = len(titles) - _MOST_SEARCHED
    named = ", ".join(titles[:_MOST_SEARCHED])
    return f"{named} and {rest} more" if rest > 0 else named


def unclinical(refusal: Refusal, audience: Audience) -> str:
    """Why a question is none that can be answered, whatever was searched, in the reader's words."""
    professional, patient = _UNCLINICAL[refusal]
    return patient if audience is Audience.PATIENT else professional


def abstention(question: Question, reason: str, catalogs: Sequence[Catalog]) -> Answer:
    """An answer without claims: the reason, its kind, and what the packs do cover, to choose from where the
    question says too little.
    """
    vague = question.unclinical is Refusal.TOO_VAGUE
    patient = question.audience is Audience.PATIENT
    topics = _one_of_each(catalogs)
    nearest = tuple(t.patient_title if patient else t.title for t in topics)
    questions = [q for t in topics for q in t.questions[:1]]
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
        follow_ups=() if vague else tuple(questions[:_MOST_CHOICES]),
        choices=tuple(questions[:_MOST_CHOICES]) if vague else (),
        refusal=question.unclinical or Refusal.NOT_COVERED,
        disclaimer=DISCLAIMER[question.audience],
        provenance=UNMADE,
        nearest=nearest,
    )


def _one_of_each(catalogs: Sequence[Catalog]) -> tuple[Topic, ...]:
    """The first topic of every pack, then the second of every pack, as many as are shown."""
    rows = zip_longest(*(catalog.pack.topics for catalog in catalogs))
    in_turn = (topic for row in rows for topic in row if topic is not None)
    return tuple(islice(in_turn, _MOST_NEAREST))
