"""Pack records → claims: one wording for the reader, the citations, the grade, the verdict."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from citewell.answers.wording import CAUTIONED, HINTED, LEADS, NOT_HERE, WITH_CARE, voice, worded
from citewell.model.answers import Audience, Claim, Verdict
from citewell.model.applied import Applied
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Statement
from citewell.model.safety import SafetyNote
from citewell.model.scores import Score, ScoreItem
from citewell.model.sources import Direction
from citewell.model.wording import Wording

_MOST_NOT_EXCLUDED = 5


def claim_of(
    statement: Statement, catalog: Catalog, audience: Audience, applied: Applied | None = None
) -> Claim:
    """A statement as a claim; with `applied` it carries the verdict for the patient."""
    grade = catalog.grades.get(statement.id)
    verdict = applied.verdicts.get(statement.id) if applied else None
    return Claim(
        id=statement.id,
        text=worded(statement.wording, audience),
        citations=statement.cites,
        pack=catalog.pack.id,
        recommendation=statement.id if statement.direction is not None else statement.parent or None,
        direction=statement.direction,
        strength=grade.strength if grade else None,
        certainty=grade.certainty if grade else None,
        as_printed=grade.as_printed if grade else None,
        applies=verdict.verdict if verdict else None,
        because=because(verdict, catalog, audience) if verdict else "",
        title=statement.title,
        cautions=tuple(_untold(statement, verdict, catalog, audience)) if verdict else (),
    )


def note_claim(note: SafetyNote, catalog: Catalog, audience: Audience, *, lead: str = "") -> Claim:
    """What the safety of a drug says, as a claim that is named after the drug."""
    claim = plain_claim(note.id, note.caution.wording, note.caution.cites, catalog, audience)
    return replace(claim, title=catalog.concepts[note.drug].label, lead=lead)


def lead_of(note: SafetyNote, audience: Audience) -> str:
    """What comes before a note that is true of a patient: that the drug is ruled out, or asks for care."""
    return (NOT_HERE if note.forbids else CAUTIONED)[voice(audience)]


def hint_lead(hinted: Iterable[str], catalog: Catalog, audience: Audience) -> str:
    """What comes before a note of which a number that is known is only near to the one that decides."""
    names = ", ".join(catalog.facts[fact].label for fact in hinted)
    hints = ", ".join(dict.fromkeys(catalog.facts[catalog.facts[fact].hinted_by].label for fact in hinted))
    return HINTED[voice(audience)].format(wanted=names[:1].lower() + names[1:], known=hints)


def _untold(statement: Statement, verdict: Verdict, catalog: Catalog, audience: Audience) -> Iterator[Claim]:
    """What drug safety says of a patient, less the cautions that the statement itself is about."""
    for note in verdict.notes:
        if note.forbids or not set(note.caution.cites) <= set(statement.cites):
            yield note_claim(note, catalog, audience, lead=lead_of(note, audience))


def because(verdict: Verdict, catalog: Catalog, audience: Audience) -> str:
    """A verdict's reason in a few words: what is needed, or what is not known or not excluded."""
    if verdict.caution is not None:
        return worded(verdict.caution, audience)
    if verdict.failed:
        return "needs " + "; ".join(verdict.failed)
    if verdict.missing:
        return "not known: " + _labels(verdict.missing, catalog)
    if verdict.not_excluded:
        first = "check first" if audience is Audience.PATIENT else "contraindications not excluded"
        return f"{first}: " + _first_of(verdict.not_excluded, catalog)
    return ""


def _first_of(not_excluded: tuple[str, ...], catalog: Catalog) -> str:
    """The first of what nobody excluded, and how much more there is: a list of ten is not read."""
    rest = len(not_excluded) - _MOST_NOT_EXCLUDED
    return _labels(not_excluded[:_MOST_NOT_EXCLUDED], catalog) + (f" and {rest} more" if rest > 0 else "")


def _labels(facts: Iterable[str], catalog: Catalog) -> str:
    return ", ".join(catalog.facts[fact].label for fact in facts)


def with_lead(claim: Claim, audience: Audience) -> Claim:
    """The claim with the direct answer in front: `No: …`; nothing for a claim without direction."""
    if claim.direction is None:
        return claim
    refused = claim.applies == "does not apply"
    careful = bool(claim.cautions) and claim.direction in (Direction.FOR, Direction.OPTION)
    words = NOT_HERE if refused else WITH_CARE if careful else LEADS[claim.direction]
    return replace(claim, lead=words[voice(audience)])


def plain_claim(
    claim_id: str, wording: Wording, cites: Iterable[str], catalog: Catalog, audience: Audience
) -> Claim:
    """A cited wording that is no statement of its own: a caution, a disposition, a default."""
    return Claim(id=claim_id, text=worded(wording, audience), citations=tuple(cites), pack=catalog.pack.id)


def cautions_of(statement: Statement, catalog: Catalog, audience: Audience) -> tuple[Claim, ...]:
    """What forbids a recommendation, as claims."""
    return tuple(
        plain_claim(f"{statement.id}:caution-{n}", caution.wording, caution.cites, catalog, audience)
        for n, caution in enumerate(statement.never_when, start=1)
    )


def score_claims(score: Score, catalog: Catalog, audience: Audience) -> tuple[Claim, ...]:
    """What a score is for, what it must not be used for, its items, and how its totals are read."""
    spoken = [("use", score.use), ("not-for", score.not_for)]
    spoken += [(f"band-{n}", band.wording) for n, band in enumerate(score.bands, start=1)]
    told = [
        plain_claim(f"{score.id}:{name}", wording, score.cites, catalog, audience) for name, wording in spoken
    ]
    if audience is Audience.PATIENT:
        return tuple(told)
    items = [
        Claim(id=f"{score.id}:{item.id}", text=_item_text(item), citations=score.cites, pack=catalog.pack.id)
        for item in score.items
    ]
    return (*told[:2], *items, *told[2:])


def _item_text(item: ScoreItem) -> str:
    options = "; ".join(
        option.label if option.points is None else f"{option.label}: {option.points:g}"
        for option in item.options
    )
    return f"{item.label}: {options}."
