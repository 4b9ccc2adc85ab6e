"""A pack applied to one patient: verdicts, disposition, what is missing, what would change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from citewell.model.answers import Verdict
from citewell.model.cases import CaseFacts, Value
from citewell.model.guidelines import Disposition, DispositionReason, Exclusion, GuidelinePack
from citewell.model.safety import JudgedNote
from citewell.model.scores import Score, ScoreBand, ScoreItem, ScoreOption


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A given fact that the other facts rule out."""

    fact: str
    given: str
    derived: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldReason:
    """A reason that is true, with the facts that made it so. grounds: of them, or under them, those told."""

    reason: DispositionReason
    facts: tuple[str, ...]
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One thing supposed of the patient: the fact, a value that serves as example, and the condition."""

    fact: str
    value: Value
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A smallest set of assumptions under which the disposition becomes another one."""

    assumptions: tuple[Assumption, ...]
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposed:
    """The disposition that holds. `not_excluded`: more urgent ones that unknown facts leave open."""

    disposition: Disposition
    because: tuple[HeldReason, ...]
    not_excluded: tuple[str, ...]
    flips: tuple[Flip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An unknown fact, and what it decides: ids of dispositions first, then of recommendations."""

    fact: str
    decides: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredItem:
    item: ScoreItem
    option: ScoreOption | None
    points: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A score for one patient; `low` and `high` differ while items are unknown."""

    score: Score
    items: tuple[ScoredItem, ...]
    low: float | None
    high: float | None
    bands: tuple[ScoreBand, ...]
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the total, or the class, is settled."""
        return not self.missing or (self.low is not None and self.low == self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What one pack says of one patient. `facts` include what follows from the given ones.

    `in_force`: the edition date of each dated number used, as (value id, ISO date). `safety`: what drug
    safety comes to, by the drug or class that it is said of.
    """

    pack: GuidelinePack
    facts: CaseFacts
    contradictions: tuple[Contradiction, ...]
    in_population: tuple[str, ...]
    out_of_population: tuple[str, ...]
    excluded: tuple[Exclusion, ...]
    verdicts: Mapping[str, Verdict]
    disposition: Disposed | None
    missing: tuple[Missing, ...]
    scores: tuple[Scored, ...]
    in_force: tuple[tuple[str, str], ...]
    safety: Mapping[str, tuple[JudgedNote, ...]] = field(default_factory=dict)
