"""What the engine gives: a question as understood, claims with citations, and the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from citewell.model.cases import NO_FACTS, CaseFacts, Value
from citewell.model.pico import NO_PICO, Pico
from citewell.model.references import Reference
from citewell.model.safety import SafetyNote
from citewell.model.sources import Direction
from citewell.model.standing import Standing
from citewell.model.wording import Wording


class Refusal(StrEnum):
    """Why there is no answer."""

    NOT_COVERED = "not covered"
    OUTSIDE_MEDICINE = "outside medicine"
    TOO_VAGUE = "too vague"
    TOO_NEW = "newer than the library"
    FALSE_PREMISE = "false premise"


class Effect(StrEnum):
    """What a study's sentence says became of an outcome."""

    INCREASED = "increased"
    DECREASED = "decreased"
    NO_DIFFERENCE = "no significant difference"


class Audience(StrEnum):
    CLINICIAN = "clinician"
    STUDENT = "student"
    PATIENT = "patient"


class Intent(StrEnum):
    """What a question wants; it may want several things."""

    OVERVIEW = "overview"
    SHOULD = "should"
    DOSE = "dose"
    TIMING = "timing"
    FOLLOW_UP = "follow-up"
    IMAGING = "imaging"
    DIAGNOSIS = "diagnosis"
    REFERRAL = "referral"
    RED_FLAGS = "red-flags"
    PROGNOSIS = "prognosis"
    RISK = "risk"
    PREVENTION = "prevention"
    HARM = "harm"
    CONTRAINDICATION = "contraindication"
    EVIDENCE = "evidence"
    COMPARISON = "comparison"
    GRADE = "grade"
    DEFINITION = "definition"
    ACTIVITY = "activity"
    AVAILABILITY = "availability"


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept read in the question, at [start, end) characters of its text."""

    concept: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Presumption:
    """What a question takes for granted: the stems of the words of the sentence that does, with the kinds of
    what they name; the bodies it names, as typed; whether it says that something is recommended.
    """

    words: frozenset[str]
    bodies: tuple[str, ...] = ()
    attributes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it was understood.

    covered: concepts that a part of a longer mention names, which may be another pack's ("cancer" in "breast
    cancer"). exclusions, topics: `pack:id`. unread: content words that stand nowhere in the packs.
    leftover: content words that no mention or fact covers, whether the packs know them or not. unclinical:
    TOO_VAGUE or OUTSIDE_MEDICINE where its words alone show that it is no question that can be answered.
    presumes: what it takes for granted, None where it asks openly.
    """

    text: str
    audience: Audience = Audience.CLINICIAN
    intents: tuple[Intent, ...] = ()
    mentions: tuple[Mention, ...] = ()
    covered: tuple[Mention, ...] = ()
    facts: CaseFacts = NO_FACTS
    doubts: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    leftover: tuple[str, ...] = ()
    pico: Pico = NO_PICO
    unclinical: Refusal | None = None
    presumes: Presumption | None = None

    @property
    def concepts(self) -> tuple[str, ...]:
        """The ids of the concepts mentioned, each once, in order of mention."""
        return tuple(dict.fromkeys(mention.concept for mention in self.mentions))


class UncitedClaim(ValueError):
    """A claim was built without a citation: a fault in the program, never in the input."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Text that stands in the source's plain text at [start, end), character for character."""

    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Context:
    """Words that stand over a quote in its source, and their span: a heading, a list's or a column's head."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of an answer, with at least one citation (`source#finding`); `title` names it in a list.

    `as_printed` is the body's own label; `strength` and `certainty` are our harmonised pair
    (see grading/). `applies` is the verdict for the patient when facts are known. A claim of the library has
    a `quote`, which its text equals, and no `pack`; `context` is what stands over the quote in its source.
    `cautions` are what the safety of the drugs given says of this patient, each cited by itself.
    """

    id: str
    text: str
    citations: tuple[str, ...]
    pack: str = ""
    recommendation: str | None = None
    direction: Direction | None = None
    strength: str | None = None
    certainty: str | None = None
    as_printed: str | None = None
    applies: str | None = None
    because: str = ""
    quote: Quote | None = None
    lead: str = ""
    title: str = ""
    context: tuple[Context, ...] = ()
    effect: Effect | None = None
    cautions: tuple["Claim", ...] = ()

    def __post_init__(self) -> None:
        if not self.citations:
            raise UncitedClaim(f"the claim {self.id!r} cites nothing: {self.text!r}")

    @property
    def cited(self) -> tuple[str, ...]:
        """All that it cites, its cautions included, in the order in which they are read."""
        return (*self.citations, *(one for caution in self.cautions for one in caution.citations))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    id: str
    title: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSide:
    body: str
    year: int
    stance: str
    text: str
    citations: tuple[str, ...]
    grade: str = ""
    population: str = ""
    quote: Quote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDisagreement:
    """Both sides as the reader sees them; `default` is what the pack answers, None where none is held."""

    id: str
    title: str
    question: str
    sides: tuple[ShownSide, ...]
    default: Claim | None

    @property
    def pack(self) -> str:
        """The pack that holds the disagreement; empty for one found in the library."""
        return self.default.pack if self.default else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstoodFact:
    """A fact as it is shown back, so that it can be corrected.

    value: in words (`78 years`, `Sacrum`). given: as a fact is given (`78`, `sacral`).
    """

    id: str
    label: str
    value: str
    given: str
    origin: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFact:
    """A fact worth asking for; `decides` are the ids of what hangs on it, most urgent first."""

    id: str
    label: str
    ask: str
    decides: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """A reason of a disposition that holds: its claim and the facts that made it true.

    grounds: the facts told of the patient from which those follow.
    """

    claim: Claim
    facts: tuple[str, ...]
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The smallest set of facts that would lead to another disposition."""

    facts: tuple[tuple[str, str], ...]
    text: str
    to: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDisposition:
    """Where the patient should go. `provisional`: a more urgent one is not yet excluded."""

    id: str
    title: str
    severity: str
    claim: Claim
    because: tuple[Because, ...]
    provisional: bool
    not_excluded: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreResult:
    """A score for one patient: the total or, with items unknown, the range it can take."""

    id: str
    title: str
    label: str
    low: float | None
    high: float | None
    claims: tuple[Claim, ...]
    items: tuple[tuple[str, str, float | None], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One recommendation for one patient.

    verdict: "applies", "does not apply" or "unknown". failed: the criteria that are false, in
    words. missing: the facts that would settle it. caution: of its `never_when`, the one that holds. notes:
    what the safety of the drugs that it gives says of this patient. not_excluded: the facts by which their
    contraindications, now unknown, would be excluded.
    """

    statement: str
    verdict: str
    failed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    caution: Wording | None = None
    caution_cites: tuple[str, ...] = ()
    notes: tuple[SafetyNote, ...] = ()
    not_excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """Where another pack takes over: its topic, under the title that the reader sees.

    section: the id of the section that shows its bottom line. question: one that opens the whole topic.
    """

    pack: str
    topic: str
    section: str
    title: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What made the answer, so that it can be made again."""

    engine: str
    packs: tuple[tuple[str, str, str], ...]
    index: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer. With `abstained` nothing answers, and `reason` says why.

    refusal: of an abstention, its kind. The only claims of an abstention are those that contradict what the
    question takes for granted. choices: questions to choose from where the one asked is too vague, or a
    misspelt word in it may name several drugs. after: the fingerprint of the answer that this one follows up;
    read_as: how its question was read beside what was asked before; changed: what differs, in words. pico:
    the question as understood. review: what the editorial board says of it, None where it says nothing.
    hand_overs: where other packs take over.
    """

    question: str
    audience: Audience
    topic: str
    title: str
    status: str
    caution: str
    abstained: bool
    reason: str
    incomplete: tuple[str, ...]
    bottom_line: tuple[Claim, ...]
    sections: tuple[Section, ...]
    disagreements: tuple[ShownDisagreement, ...]
    references: tuple[Reference, ...]
    understood: tuple[UnderstoodFact, ...]
    doubts: tuple[str, ...]
    missing: tuple[MissingFact, ...]
    disposition: ShownDisposition | None
    follow_ups: tuple[str, ...]
    disclaimer: str
    provenance: Provenance
    nearest: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    refusal: Refusal | None = None
    choices: tuple[str, ...] = ()
    after: str = ""
    read_as: str = ""
    changed: tuple[str, ...] = ()
    pico: Pico = NO_PICO
    review: Standing | None = None
    hand_overs: tuple[TakenOver, ...] = ()


FactValues = Mapping[str, Value]
