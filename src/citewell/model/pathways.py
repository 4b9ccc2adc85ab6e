"""The way of a patient through a pack's dispositions, as a picture of it is drawn from."""

from dataclasses import dataclass
from enum import StrEnum

from citewell.model.cases import Truth


class Course(StrEnum):
    """What became of a step for one patient."""

    TAKEN = "taken"
    RULED_OUT = "ruled out"
    OPEN = "not excluded"
    NOT_REACHED = "not reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class PathReason:
    """One reason of a step, as a question.

    name: in a few words. asks: its criterion in words. text: what the pack says where it is true; cites: what
    that rests on. truth: for the patient, None without one. decided_by: the ids of the facts that settled
    it. missing: the ids of those that still could.
    """

    id: str
    name: str
    asks: str
    text: str
    cites: tuple[str, ...]
    truth: Truth | None = None
    decided_by: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """One disposition, in its place of the precedence; that without reasons is what remains.

    truth: whether any of its reasons is true. course: what became of it. Both are None without a patient.
    """

    id: str
    title: str
    severity: str
    text: str
    cites: tuple[str, ...]
    reasons: tuple[PathReason, ...]
    truth: Truth | None = None
    course: Course | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PathEdge:
    """From a step's question to where an answer leads: to its own disposition, or to the next question.

    start, end: ids of steps; an edge that ends where it starts leads to the disposition. answers: what is
    answered on this way. taken: whether the patient's way leads along it.
    """

    start: str
    end: str
    answers: tuple[Truth, ...]
    taken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """A pack's dispositions, most urgent first. stops: the step where the patient's way ends, "" for none."""

    pack: str
    title: str
    steps: tuple[PathStep, ...]
    edges: tuple[PathEdge, ...]
    stops: str = ""

    @property
    def open(self) -> tuple[PathStep, ...]:
        """The steps before the end of the way that unknown facts leave open."""
        return tuple(step for step in self.steps if step.course is Course.OPEN)
