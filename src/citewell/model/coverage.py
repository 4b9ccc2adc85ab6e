"""What a pack's worked cases try of it, and what nothing tries."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A must-mention item of a topic; cases: those which expect a claim that carries it."""

    id: str
    what: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAge:
    """A source that a topic rests on. age: whole years from that of its publication to the day asked for."""

    id: str
    short: str
    year: int
    age: int
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCoverage:
    """One topic: what stands on its page, and which cases try it.

    recommendations: their ids by direction. asked: the cases whose question names the topic. expected: those
    which expect something of what stands on its page.
    """

    id: str
    title: str
    recommendations: Mapping[str, tuple[str, ...]]
    statements: tuple[str, ...]
    disagreements: tuple[str, ...]
    asked: tuple[str, ...]
    expected: tuple[str, ...]
    must_mention: tuple[Proof, ...]
    sources: tuple[SourceAge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A thing that nothing tries, or not in every way. lacks: what no case does; "" where none tries it."""

    id: str
    lacks: str = ""
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Untested:
    """Of one kind of thing, how many there are and which of them nothing tries. kind: in plain words."""

    kind: str
    total: int
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the cases of one pack try of it, on an ISO date. sources: all that it has."""

    pack: str
    title: str
    version: str
    on: str
    cases: int
    topics: tuple[TopicCoverage, ...]
    sources: tuple[SourceAge, ...]
    untested: tuple[Untested, ...]
