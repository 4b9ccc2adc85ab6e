"""What is said of a sentence of research text: what it is there for, how well it answers, its direction."""

from dataclasses import dataclass
from enum import StrEnum

from citewell.model.answers import Effect


class Role(StrEnum):
    """What a sentence is there for in a structured abstract (Dernoncourt and Lee, PubMed 200k RCT, 2017)."""

    BACKGROUND = "background"
    OBJECTIVE = "objective"
    METHODS = "methods"
    RESULTS = "results"
    CONCLUSIONS = "conclusions"


ROLES = tuple(Role)
REPORTING = (Role.RESULTS, Role.CONCLUSIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A sentence as evidence for a question.

    index: its number among the sentences given. score: how well it answers; only its order among the
    sentences of one call has a meaning. effect: what it says became of the outcome asked about, None where
    it does not say. named: which shares of the question's words for the intervention and for the outcome it
    names, under an abbreviation, too.
    """

    index: int
    score: float
    role: Role
    effect: Effect | None
    named: tuple[float, float] = (0.0, 0.0)
