"""Clinical scores and classifications, as a pack states them."""

from dataclasses import dataclass

from citewell.model.criteria import Criterion
from citewell.model.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreOption:
    id: str
    label: str
    points: float | None = None
    when: Criterion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreItem:
    """One row of a score; an unknown item leaves the total open unless `unknown_points` is given."""

    id: str
    label: str
    options: tuple[ScoreOption, ...]
    unknown_points: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBand:
    """A range of totals (inclusive) and what the score's authors say of it."""

    low: float
    high: float
    label: str
    wording: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A clinical score: a `sum` of item points with bands, or a `classification` of one item."""

    id: str
    title: str
    kind: str
    about: tuple[str, ...]
    populations: tuple[str, ...]
    use: Wording
    not_for: Wording
    items: tuple[ScoreItem, ...]
    bands: tuple[ScoreBand, ...]
    cites: tuple[str, ...]
    path: str = ""
    line: int = 0
