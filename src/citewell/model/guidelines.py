"""A guideline pack in memory: what editors wrote, read and resolved, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from citewell.model.attributes import Attribute
from citewell.model.criteria import Criterion
from citewell.model.mappings import RecordMapping
from citewell.model.scores import Score
from citewell.model.sources import Direction, Source
from citewell.model.standing import Status
from citewell.model.wording import Wording
from citewell.model.worked import Case


class FactType(StrEnum):
    YES_NO = "yes-no"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value a choice fact may take; `terms` are the words that mean it in free text."""

    id: str
    label: str
    patient: str = ""
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """A value that follows from other facts when its criterion is true."""

    value: str
    when: Criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberPhrase:
    """A phrase that states a number in free text: "{n} weeks ago" with factor 7 for days.

    A phrase without {n} states the number `value` ("yesterday" is 1 day).
    """

    phrase: str
    factor: float = 1.0
    value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDefinition:
    """A case fact a pack asks for: its type, its limits, how to ask for it, how a FHIR record states it.

    attribute: the kind of patient data that it is, of those whose use decision support tells. hinted_by:
    another fact, whose number is near to this one's and does not give it.
    """

    id: str
    type: FactType
    label: str
    ask_clinician: str
    ask_patient: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    choices: tuple[Choice, ...] = ()
    terms: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()
    readings: tuple[NumberPhrase, ...] = ()
    derive: tuple[Derivation, ...] = ()
    changes: bool = False
    general: bool = False
    fhir: tuple[RecordMapping, ...] = ()
    attribute: Attribute | None = None
    hinted_by: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedValue:
    since: str
    value: float
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueDefinition:
    """A clinical number with its editions, oldest first (ISO dates)."""

    id: str
    label: str
    unit: str
    editions: tuple[DatedValue, ...]
    line: int = 0


class ConceptKind(StrEnum):
    CONDITION = "condition"
    INTERVENTION = "intervention"
    IMAGING = "imaging"
    TEST = "test"
    SYMPTOM = "symptom"
    OUTCOME = "outcome"
    SCORE = "score"
    STUDY = "study"
    BODY = "body"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A thing questions are about; `broader` concepts cover it ("calcitonin" is an analgesic).

    apart: what is said of this condition answers only questions that name it ("spinal infection").
    """

    id: str
    kind: ConceptKind
    label: str
    terms: tuple[str, ...]
    patient: str = ""
    broader: tuple[str, ...] = ()
    apart: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    id: str
    name: str
    patient: str
    when: Criterion
    terms: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """What the pack does not cover, with what it says instead."""

    id: str
    terms: tuple[str, ...]
    wording: Wording
    cites: tuple[str, ...] = ()
    when: Criterion | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """When a recommendation must not be followed, and why."""

    when: Criterion
    wording: Wording
    cites: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A cited statement; a recommendation when it has a `direction`.

    `grade` is the label as printed by `source`; `populations` are ids of the pack; `about` are
    concept ids; `aspects` say which questions it answers (see docs/reference/packs.md).
    `parent` is the recommendation a detail belongs to. `orders`: the concepts of which an order, in a
    record system, is what the statement warns of. `gives`: the drugs, each an alternative to the others, that
    the recommendation has the patient take.
    """

    id: str
    title: str
    populations: tuple[str, ...]
    about: tuple[str, ...]
    aspects: tuple[str, ...]
    wording: Wording
    cites: tuple[str, ...]
    source: str = ""
    direction: Direction | None = None
    grade: str = ""
    applies_when: Criterion | None = None
    never_when: tuple[Caution, ...] = ()
    orders: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    parent: str = ""
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One body's stance in a disagreement."""

    body: str
    source: str
    stance: str
    says: Wording
    cites: tuple[str, ...]
    population: str = ""
    grade: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A point on which bodies or studies differ: both sides, our default and why."""

    id: str
    title: str
    question: str
    about: tuple[str, ...]
    populations: tuple[str, ...]
    sides: tuple[Side, ...]
    default: Wording
    default_cites: tuple[str, ...]
    why: str
    aspects: tuple[str, ...] = ()
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionReason:
    id: str
    when: Criterion
    wording: Wording
    cites: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """Where the patient should go; the first in the pack's order with a true reason wins.

    `severity` is how loud it is shown: critical, warning or info. The last disposition of a
    pack has no reasons: it is what remains.
    """

    id: str
    title: str
    severity: str
    wording: Wording
    cites: tuple[str, ...]
    reasons: tuple[DispositionReason, ...] = ()
    line: int = 0

    @property
    def is_critical(self) -> bool:
        """Whether it is an emergency."""
        return self.severity == "critical"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSection:
    id: str
    title: str
    patient_title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MustMention:
    """What an answer may not leave out; `scope` is "overview" or "every"."""

    id: str
    what: str
    any_of: tuple[str, ...]
    scope: str = "overview"
    about: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A page of the pack: which questions it answers and in which order.

    disagreements: those shown on the page, in order.
    """

    id: str
    title: str
    patient_title: str
    populations: tuple[str, ...]
    questions: tuple[str, ...]
    terms: tuple[str, ...]
    bottom_line: tuple[str, ...]
    sections: tuple[TopicSection, ...]
    must_mention: tuple[MustMention, ...]
    disagreements: tuple[str, ...] = ()
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryEntry:
    term: str
    plain: str
    forms: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrugSafety:
    """When a drug, or a class of drugs, must not or may only carefully be given, whoever recommends it.

    id: the concept of the drug or class; what is said of a class holds for every drug in it.
    """

    id: str
    contraindications: tuple[Caution, ...] = ()
    cautions: tuple[Caution, ...] = ()
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Where another pack takes over: its id, and the topic of it that does.

    when: for which patients, about: for questions about which concepts, aspects: and asking what; it is shown
    where the first holds, or one of the others is asked for.
    """

    id: str
    to: str
    topic: str
    when: Criterion | None = None
    about: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A base that a pack rests on, in the version that it was written for.

    digest: of the base's files. records: the ids of what the pack takes of it, by kind ("facts").
    """

    id: str
    version: str
    digest: str = ""
    records: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelinePack:
    """Everything one pack says, with what it uses of the bases it imports.

    status: what the pack says of itself (draft, submitted or retired); the rest is the board's to say.
    emergencies: whether it is for emergencies, and told first where it and other packs find one.
    yields_to: the packs that go before it where a patient or a question is for both.
    developer, funding, released: who made it, who paid for that, since when it is out; "" where not stated.
    digest: the SHA-256 of its files, in order of path, and of its imports' digests, where it has imports.
    """

    id: str
    title: str
    version: str
    status: Status
    updated: str
    summary: str
    covers: tuple[str, ...]
    populations: tuple[Population, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    topics: tuple[Topic, ...] = ()
    concepts: tuple[Concept, ...] = ()
    sources: tuple[Source, ...] = ()
    facts: tuple[FactDefinition, ...] = ()
    criteria: Mapping[str, Criterion] = field(default_factory=dict)
    values: tuple[ValueDefinition, ...] = ()
    statements: tuple[Statement, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    scores: tuple[Score, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    cases: tuple[Case, ...] = ()
    safety: tuple[DrugSafety, ...] = ()
    hand_overs: tuple[HandOver, ...] = ()
    imports: tuple[Import, ...] = ()
    emergencies: bool = False
    yields_to: tuple[str, ...] = ()
    developer: str = ""
    funding: str = ""
    released: str = ""
    digest: str = ""
