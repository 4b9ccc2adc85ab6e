"""What is known of a claim, each thing by itself: for pages that show a badge where others print a line."""

from citewell.answers.formats.page import Marks
from citewell.answers.formats.words import Numbering, decided_by, direction_word, shortened, verdict_word
from citewell.model.answers import Audience, Claim
from citewell.model.sources import Direction

_LONGEST_CONTEXT = 160
_TONES = {
    Direction.AGAINST: "against",
    Direction.OPTION: "option",
    Direction.NO_RECOMMENDATION: "plain",
}
_STRENGTHS = {"strong": "strong", "mandatory": "strong", "conditional": "conditional", "weak": "conditional"}


def over_quote(claim: Claim) -> str:
    """What stands over a quotation in its source, outermost first."""
    return " › ".join(shortened(context.text, _LONGEST_CONTEXT) for context in claim.context)


def marks_of(claim: Claim, numbering: Numbering, audience: Audience) -> Marks:
    """What is known of a claim, in the reader's words; a patient is not told our scale beside the body's."""
    quoted = claim.quote is not None
    graded = claim.direction is not None or bool(claim.as_printed)
    harmonised = bool(claim.as_printed) and audience is not Audience.PATIENT
    speaker = claim.title if quoted else numbering.reference(claim.citations[0]).short
    return Marks(
        claim=claim.id,
        speaker=speaker if quoted or graded else "",
        printed=claim.as_printed or "",
        direction=direction_word(claim.direction, audience),
        strength=claim.strength or "" if harmonised else "",
        certainty=claim.certainty or "" if harmonised else "",
        tone=_tone(claim),
        verdict=verdict_word(claim.applies or "", audience),
        holds=claim.applies or "",
        why="" if quoted else decided_by(claim.applies or "", claim.because),
        effect=claim.effect.value if claim.effect else "",
        above=over_quote(claim) if quoted else "",
        fallen=claim.because if quoted else "",
        quoted=quoted,
        cautions=tuple((f"{c.lead} {c.text}".strip(), numbering.of(c.citations)) for c in claim.cautions),
    )


def _tone(claim: Claim) -> str:
    if claim.direction in _TONES:
        return _TONES[claim.direction]
    return _STRENGTHS.get(claim.strength or "", "plain")
