"""Packs applied to one patient: a part for each pack that speaks, the most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass

from citewell.model.answers import (
    Audience,
    Claim,
    MissingFact,
    Provenance,
    ScoreResult,
    ShownDisposition,
    UnderstoodFact,
    Verdict,
)
from citewell.model.references import Reference
from citewell.model.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """Where another pack takes over: its id and its topic, with what both are called.

    question: by which the topic is asked for. claims: what that page says in short; none where that pack has
    a part of its own.
    """

    pack: str
    topic: str
    pack_title: str
    title: str
    question: str
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one pack says of a patient, less what a part before it says already.

    pack: its id; title: what it is called. excluded: why it is not, or not known to be, for this patient.
    missing: the facts to ask for, with what each decides in this pack. review: as of an answer.
    """

    pack: str
    title: str
    excluded: tuple[str, ...]
    disposition: ShownDisposition | None
    recommendations: tuple[Claim, ...]
    verdicts: tuple[Verdict, ...]
    missing: tuple[MissingFact, ...]
    scores: tuple[ScoreResult, ...]
    hand_overs: tuple[HandedOver, ...]
    status: str
    caution: str
    review: Standing | None = None

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All that it claims, in the order in which it is read; cautions of verdicts aside."""
        shown = self.disposition
        return (
            *((shown.claim, *(because.claim for because in shown.because)) if shown else ()),
            *self.recommendations,
            *(claim for score in self.scores for claim in score.claims),
            *(claim for handed in self.hand_overs for claim in handed.claims),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The packs applied to one patient. parts: at least one, that of the pack that leads first.

    missing: the facts to ask for, each once, those first on which the most urgent hangs; `decides` are ids of
    every pack in `parts`, in whose `missing` they stand apart.
    """

    audience: Audience
    understood: tuple[UnderstoodFact, ...]
    doubts: tuple[str, ...]
    parts: tuple[Part, ...]
    missing: tuple[MissingFact, ...]
    references: tuple[Reference, ...]
    disclaimer: str
    provenance: Provenance

    @property
    def leading(self) -> Part:
        """What the pack says that leads."""
        return self.parts[0]

    @property
    def others(self) -> Sequence[Part]:
        """What the further packs say."""
        return self.parts[1:]

    @property
    def is_emergency(self) -> bool:
        """Whether the facts show that the patient is to be sent somewhere at once."""
        shown = self.disposition
        return shown is not None and bool(shown.because) and shown.severity == "critical"

    @property
    def disposition(self) -> ShownDisposition | None:
        """Where the patient should go, by the pack that leads."""
        return self.leading.disposition
