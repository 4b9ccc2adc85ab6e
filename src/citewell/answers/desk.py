"""What a page of an answer is composed with: the pack, the patient's verdicts, the reader."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from citewell.answers.claims import claim_of, plain_claim
from citewell.answers.select import Selection
from citewell.answers.wording import worded
from citewell.model.answers import Audience, Claim, Section, ShownDisagreement, ShownSide
from citewell.model.applied import Applied
from citewell.model.cases import CaseFacts
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Disagreement, Statement

DOES_NOT_APPLY = "does not apply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the two shapes of an answer have in common before it is worded and verified."""

    topic: str
    title: str
    bottom_line: tuple[Claim, ...]
    sections: tuple[Section, ...]
    disagreements: tuple[ShownDisagreement, ...]
    incomplete: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page is composed with: the pack, the patient's verdicts, the reader."""

    catalog: Catalog
    applied: Applied
    audience: Audience

    def claims(self, statements: Iterable[Statement]) -> tuple[Claim, ...]:
        """The statements as claims, with verdicts; without a patient only what is ruled out is said."""
        claims = (claim_of(s, self.catalog, self.audience, self.applied) for s in statements)
        if speaks_of_a_patient(self.applied.facts, self.catalog):
            return tuple(claims)
        return tuple(
            c if c.applies == DOES_NOT_APPLY else replace(c, applies=None, because="") for c in claims
        )


def speaks_of_a_patient(facts: CaseFacts, catalog: Catalog) -> bool:
    """Whether the facts given speak of somebody, and not only of a kind of case."""
    return any(
        fact.origin != "derived" and not catalog.facts[fact.id].general
        for fact in facts
        if fact.id in catalog.facts
    )


def statements_of(ids: Iterable[str], catalog: Catalog) -> Iterator[Statement]:
    """The statements of these ids, in order; an id of something else gives nothing."""
    return (catalog.statements[one] for one in ids if one in catalog.statements)


def default_claim(disagreement: Disagreement, desk: Desk) -> Claim:
    """What the pack answers where bodies disagree."""
    return plain_claim(
        f"disagreement:{disagreement.id}",
        disagreement.default,
        disagreement.default_cites,
        desk.catalog,
        desk.audience,
    )


def shown(disagreement: Disagreement, desk: Desk) -> ShownDisagreement:
    """A disagreement with every side, in the reader's words."""
    return ShownDisagreement(
        id=disagreement.id,
        title=disagreement.title,
        question=disagreement.question,
        sides=tuple(
            ShownSide(
                body=side.body,
                year=desk.catalog.sources[side.source].year,
                stance=side.stance,
                text=worded(side.says, desk.audience),
                citations=side.cites,
                grade=side.grade,
                population=side.population,
            )
            for side in disagreement.sides
        ),
        default=default_claim(disagreement, desk),
    )


def silences(selection: Selection) -> tuple[str, ...]:
    """What was asked and the pack does not say."""
    return (
        *(f"The sources of this pack give no {what}." for what in selection.lacking),
        *(f"Nothing in this pack speaks of “{word}”." for word in selection.unspoken),
    )
