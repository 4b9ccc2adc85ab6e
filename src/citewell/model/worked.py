"""Worked cases: what an editor expects of a pack, for a patient, a sentence or a question."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a worked case must give; an empty field is not checked.

    not_excluded: by recommendation, facts by which a contraindication of its drugs would be excluded.
    cautions: by recommendation, the drugs and classes of whose safety something is told of this patient, all
    of them.
    """

    disposition: str = ""
    provisional: bool | None = None
    verdicts: Mapping[str, str] = field(default_factory=dict)
    not_excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cautions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scores: Mapping[str, str] = field(default_factory=dict)
    missing_first: str = ""
    excluded: str = ""
    abstained: bool | None = None
    understood: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[str, ...] = ()
    not_claims: tuple[str, ...] = ()
    disagreements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A worked case: facts, or a sentence to be understood, or a question; and what must follow."""

    name: str
    facts: Mapping[str, str] = field(default_factory=dict)
    says: str = ""
    question: str = ""
    expect: Expectation = Expectation()
    path: str = ""
    line: int = 0
