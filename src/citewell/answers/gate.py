"""What a pack says by itself, judged once: the gate need not judge the same words at every start.

The gate (`verify`) judges a claim by its words, citations and direction. For all that stands in a pack
these never change while the pack and the code do not, so the judgement can be kept beside the compiled pack.
Words made at answer time, such as a student's explained terms, are judged then.
"""

from collections.abc import Iterator
from dataclasses import replace

from citewell.answers.claims import plain_claim, score_claims
from citewell.answers.verify import fault_of, key_of
from citewell.model.answers import Audience, Claim
from citewell.model.catalog import Catalog


def passing(catalog: Catalog) -> tuple[str, ...]:
    """The keys of everything the pack says that passes the gate, for professionals and for patients."""
    said = (
        claim
        for audience in (Audience.CLINICIAN, Audience.PATIENT)
        for claim in everything_said(catalog, audience)
    )
    return tuple(sorted({key_of(claim) for claim in said if not fault_of(claim, catalog)}))


def everything_said(catalog: Catalog, audience: Audience) -> Iterator[Claim]:
    """Every wording of a pack as the claim it becomes."""
    pack = catalog.pack
    for statement in pack.statements:
        spoken = plain_claim(statement.id, statement.wording, statement.cites, catalog, audience)
        yield replace(spoken, direction=statement.direction)
        for caution in statement.never_when:
            yield plain_claim(f"{statement.id}:never", caution.wording, caution.cites, catalog, audience)
    for debate in pack.disagreements:
        yield plain_claim(debate.id, debate.default, debate.default_cites, catalog, audience)
        for side in debate.sides:
            yield plain_claim(f"{debate.id}:{side.body}", side.says, side.cites, catalog, audience)
    for disposition in pack.dispositions:
        yield plain_claim(disposition.id, disposition.wording, disposition.cites, catalog, audience)
        for reason in disposition.reasons:
            yield plain_claim(reason.id, reason.wording, reason.cites, catalog, audience)
    for score in pack.scores:
        yield from score_claims(score, catalog, audience)
    for rules in pack.safety:
        for caution in (*rules.contraindications, *rules.cautions):
            yield plain_claim(rules.id, caution.wording, caution.cites, catalog, audience)
