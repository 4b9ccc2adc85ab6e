"""What a reader sees, before any format: parts and blocks, the same for every renderer."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is known of a claim, apart, for a format that shows each by itself; notes say the same in words.

    claim: its id. speaker: who says it. printed: the grade as printed; strength, certainty: the harmonised
    pair; tone: which of the badges shows it. verdict: whether it holds for the patient, in the reader's
    words; holds: the same as "applies", "does not apply" or "unknown"; why: what decides it.
    above: what stands over a quotation in its source; fallen: what has become of that source. "" is nothing.
    cautions: what drug safety says of this patient, each with the numbers that it cites.
    """

    claim: str
    speaker: str = ""
    printed: str = ""
    direction: str = ""
    strength: str = ""
    certainty: str = ""
    tone: str = "plain"
    verdict: str = ""
    holds: str = ""
    why: str = ""
    effect: str = ""
    above: str = ""
    fallen: str = ""
    quoted: bool = False
    cautions: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One statement: an optional bold lead-in, the text, the numbers it cites, and quiet notes under it."""

    text: str
    lead: str = ""
    numbers: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    marks: Marks | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text; `tone` is plain, quiet or caution."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Points as a list."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """What must be seen first; `severity` is critical, warning or info."""

    severity: str
    title: str
    text: Point
    because: tuple[Point, ...] = ()
    open: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """One body's row of a comparison. id: of the side, by which its evidence is found."""

    body: str
    stance: str
    grade: str
    text: str
    population: str
    numbers: tuple[int, ...]
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A point on which bodies differ: every side, then the default, if one is held.

    `compact` leaves out what each says.
    """

    title: str
    question: str
    columns: tuple[str, ...]
    rows: tuple[Stance, ...]
    default_label: str
    default: Point | None
    compact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Names with their values, under a short title."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A plain table."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the reference list; `links` are labels with an address, or an empty one.

    state: the status alone, remark: what is said of it. fallen: superseded, withdrawn or retracted.
    """

    n: int
    type: str
    short: str
    title: str
    age: str
    status: str
    published: str
    links: tuple[tuple[str, str], ...]
    state: str = ""
    remark: str = ""
    fallen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The reference list."""

    entries: tuple[Entry, ...]


Block: TypeAlias = Paragraph | Points | Banner | Comparison | Pairs | Grid | Entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A headed part. `level` is that of its heading; the page's title is level 1."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """The stages of a review, in order; `present` is the one it is at, "" for none. `told`: when, by whom."""

    names: tuple[str, ...]
    present: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A whole page. `opening` stands before the first heading, `review` under the status."""

    title: str
    question: str = ""
    status: str = ""
    caution: str = ""
    opening: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = ()
    disclaimer: str = ""
    made_by: str = ""
    review: Stages | None = None
