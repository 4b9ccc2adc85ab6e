"""What a question asks about: whom, what is done, against what, for what end; where in the body; where; when.

PICO after Richardson et al. (The well-built clinical question, ACP J Club 1995). Every phrase keeps its place
in the question, so that what was understood can be shown and corrected.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the question at [start, end) characters, and what they name: an id of `vocabulary/`, or the
    words themselves in small letters where no file knows them."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Whom a question is about, as far as it says.

    age: the least and the greatest age in years that fit what is said, None where nothing is. sex: "female",
    "male" or "" (unknown). groups: what else is said of them ("pregnant", "breastfeeding"); a group that is
    denied is no member. phrases: where it was read.
    """

    age: tuple[float, float] | None = None
    sex: str = ""
    groups: frozenset[str] = frozenset()
    phrases: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pico:
    """What a question asks about; an empty field says that nothing was read, not that there is nothing.

    interventions: what is asked about being done (drugs, drug classes, procedures, tests). comparators: what
    it is weighed against ("watchful waiting" and "nothing", too). current: what is told to be done or taken
    already. conditions: what the patient has, or may have. negated: conditions that are denied. outcomes:
    what it is for, conditions that are to be prevented, too. body_parts: with "left", "right" or "both" where
    that stands beside them. levels: of the spine, two for "L4/5". settings: where care is given. times: the
    time course and deadlines, as ISO 8601 writes durations ("P3W", "P2W/P3W", "gestation P13W"), or in their
    own words ("on monday", "for months").
    """

    population: Population = field(default_factory=Population)
    conditions: tuple[Phrase, ...] = ()
    negated: tuple[Phrase, ...] = ()
    interventions: tuple[Phrase, ...] = ()
    comparators: tuple[Phrase, ...] = ()
    outcomes: tuple[Phrase, ...] = ()
    body_parts: tuple[Phrase, ...] = ()
    levels: tuple[Phrase, ...] = ()
    settings: tuple[Phrase, ...] = ()
    times: tuple[Phrase, ...] = ()
    current: tuple[Phrase, ...] = ()


NO_PICO = Pico()
