"""The public JSON contract: the records of an answer, in the order in which the contract lists them.

`docs/reference/answer.md` explains each field; `citewell schema answer` prints the JSON Schema. Fields are
only ever added, never renamed or removed, within one major version.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuoteDocument:
    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ContextDocument:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CautionDocument:
    """What the safety of a drug says of this patient; drug: what the pack calls it, or its class."""

    id: str
    drug: str
    text: str
    citations: tuple[int, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimDocument:
    """One sentence or two, with the numbers of its references and the findings they stand in.

    pack: the pack that says it, "" for a quotation of the library.
    """

    id: str
    title: str
    text: str
    quote: QuoteDocument | None
    citations: tuple[int, ...]
    recommendation: str | None
    direction: str | None
    strength: str | None
    certainty: str | None
    as_printed: str | None
    applies: str | None
    because: str
    evidence: tuple[str, ...]
    context: tuple[ContextDocument, ...]
    lead: str
    effect: str | None
    cautions: tuple[CautionDocument, ...]
    pack: str


@dataclass(frozen=True, slots=True)
class SectionDocument:
    id: str
    title: str
    claims: tuple[ClaimDocument, ...]


@dataclass(frozen=True, slots=True)
class SideDocument:
    body: str
    year: int
    stance: str
    grade: str | None
    population: str
    text: str
    citations: tuple[int, ...]
    quote: QuoteDocument | None


@dataclass(frozen=True, slots=True)
class DisagreementDocument:
    id: str
    title: str
    question: str
    sides: tuple[SideDocument, ...]
    default: ClaimDocument | None


@dataclass(frozen=True, slots=True)
class FindingDocument:
    """What the source says, in the pack author's words, and where and how it was read."""

    id: str
    text: str
    locator: str
    reading: str
    via: str


@dataclass(frozen=True, slots=True)
class ReferenceDocument:
    n: int
    id: str
    origin: str | None
    type: str
    title: str
    body: str
    short: str
    year: int
    doi: str | None
    pmid: str | None
    url: str | None
    status: str
    status_note: str
    authors: str
    container: str
    volume: str
    issue: str
    page: str
    released: str | None
    digest: str | None
    findings: tuple[FindingDocument, ...]


@dataclass(frozen=True, slots=True)
class UnderstoodDocument:
    id: str
    label: str
    value: str
    text: str
    origin: str
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class MissingDocument:
    id: str
    label: str
    ask: str
    decides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactsDocument:
    understood: tuple[UnderstoodDocument, ...]
    missing: tuple[MissingDocument, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BecauseDocument:
    text: str
    citations: tuple[int, ...]
    facts: tuple[str, ...]
    pack: str


@dataclass(frozen=True, slots=True)
class ChangeDocument:
    facts: dict[str, str]
    text: str
    to: str
    title: str


@dataclass(frozen=True, slots=True)
class DispositionDocument:
    id: str
    title: str
    severity: str
    text: str
    citations: tuple[int, ...]
    because: tuple[BecauseDocument, ...]
    provisional: bool
    not_excluded: tuple[str, ...]
    would_change: tuple[ChangeDocument, ...]
    pack: str


@dataclass(frozen=True, slots=True)
class PhraseDocument:
    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PopulationDocument:
    age: tuple[float, float] | None
    sex: str
    groups: tuple[str, ...]
    phrases: tuple[PhraseDocument, ...]


@dataclass(frozen=True, slots=True)
class PicoDocument:
    population: PopulationDocument
    conditions: tuple[PhraseDocument, ...]
    negated: tuple[PhraseDocument, ...]
    interventions: tuple[PhraseDocument, ...]
    comparators: tuple[PhraseDocument, ...]
    outcomes: tuple[PhraseDocument, ...]
    body_parts: tuple[PhraseDocument, ...]
    levels: tuple[PhraseDocument, ...]
    settings: tuple[PhraseDocument, ...]
    times: tuple[PhraseDocument, ...]
    current: tuple[PhraseDocument, ...]


@dataclass(frozen=True, slots=True)
class PackDocument:
    id: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class ProvenanceDocument:
    engine: str
    packs: tuple[PackDocument, ...]
    index: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ReviewDocument:
    """What the editorial board says of what is shown."""

    subject: str
    version: int
    status: str
    since: str
    updated: str
    by: tuple[str, ...]
    expires: str | None


@dataclass(frozen=True, slots=True)
class TakenOverDocument:
    """Where another pack takes over: its topic, the section with it in short, a question that opens it."""

    pack: str
    topic: str
    section: str
    title: str
    question: str


@dataclass(frozen=True, slots=True)
class AnswerDocument:
    """One answer; see docs/reference/answer.md."""

    question: str
    audience: str
    topic: str
    title: str
    status: str
    caution: str
    abstained: bool
    reason: str
    incomplete: tuple[str, ...]
    bottom_line: tuple[ClaimDocument, ...]
    sections: tuple[SectionDocument, ...]
    disagreements: tuple[DisagreementDocument, ...]
    references: tuple[ReferenceDocument, ...]
    facts: FactsDocument
    disposition: DispositionDocument | None
    follow_ups: tuple[str, ...]
    nearest: tuple[str, ...]
    terms: dict[str, str]
    disclaimer: str
    provenance: ProvenanceDocument
    refusal: str | None
    choices: tuple[str, ...]
    after: str | None
    read_as: str
    changed: tuple[str, ...]
    pico: PicoDocument
    review: ReviewDocument | None
    hand_overs: tuple[TakenOverDocument, ...]


@dataclass(frozen=True, slots=True)
class ScoreItemDocument:
    label: str
    value: str
    points: float | None


@dataclass(frozen=True, slots=True)
class ScoreDocument:
    id: str
    title: str
    label: str
    low: float | None
    high: float | None
    items: tuple[ScoreItemDocument, ...]
    claims: tuple[ClaimDocument, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecommendationDocument:
    """A recommendation with its verdict, the criteria that failed and the facts that are missing.

    not_excluded: the facts by which contraindications of its drugs, now unknown, would be excluded.
    """

    claim: ClaimDocument
    verdict: str
    failed: tuple[str, ...]
    missing: tuple[str, ...]
    not_excluded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandedOverDocument:
    """Where another pack takes over; claims: what its page says in short, none where it has a part."""

    pack: str
    pack_title: str
    topic: str
    title: str
    question: str
    claims: tuple[ClaimDocument, ...]


@dataclass(frozen=True, slots=True)
class PartDocument:
    """What a further pack says of the patient; missing: by fact, the ids of what hangs on it in this pack."""

    pack: str
    title: str
    status: str
    caution: str
    excluded: tuple[str, ...]
    disposition: DispositionDocument | None
    recommendations: tuple[RecommendationDocument, ...]
    scores: tuple[ScoreDocument, ...]
    missing: dict[str, tuple[str, ...]]
    hand_overs: tuple[HandedOverDocument, ...]
    review: ReviewDocument | None


@dataclass(frozen=True, slots=True)
class ApplicationDocument:
    """The packs applied to one patient; see docs/reference/answer.md.

    What stands beside `others` is of the pack that leads; facts and references are of all.
    """

    audience: str
    pack: str
    title: str
    status: str
    caution: str
    facts: FactsDocument
    excluded: tuple[str, ...]
    disposition: DispositionDocument | None
    recommendations: tuple[RecommendationDocument, ...]
    scores: tuple[ScoreDocument, ...]
    missing: dict[str, tuple[str, ...]]
    hand_overs: tuple[HandedOverDocument, ...]
    others: tuple[PartDocument, ...]
    references: tuple[ReferenceDocument, ...]
    disclaimer: str
    provenance: ProvenanceDocument
    review: ReviewDocument | None
