"""Where everything of a pathway's picture stands: boxes, lines and words, drawn by `_pathway.html.j2`.

One column, as wide as a phone; lengths are in units of the picture, whose letters are 14 high.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from citewell.model.cases import Truth
from citewell.model.pathways import Course, PathReason, PathStep, Pathway

WIDTH = 360
_EDGE = 4
_INSIDE = WIDTH - 2 * _EDGE
_PAD = 12
_LINE = 20
_SPINE = 36
_BRANCH = 220
_OUTCOME = 112
# So many letters fit between the margins, beside an answer, and into the box of a disposition.
_ACROSS, _BESIDE_AN_ANSWER, _IN_OUTCOME = 42, 31, 27
# Between one reason and the next, beyond the lines of one.
_GAP = 4
_ANSWERS = {Truth.TRUE: "yes", Truth.FALSE: "no", Truth.UNKNOWN: "not known"}
_COURSES = {
    Course.TAKEN: "the way ends here",
    Course.OPEN: "not excluded yet",
    Course.RULED_OUT: "ruled out",
    Course.NOT_REACHED: "not reached",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box; kind: what it stands for, as classes.

    x, y: of its upper left corner.
    """

    x: int
    y: int
    width: int
    height: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line through these points, with an arrow at its end."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One line of text. at: start or end, where x is."""

    x: int
    y: int
    text: str
    kind: str
    at: str = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A pathway as it is drawn. told: what it shows, in a sentence."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    words: tuple[Words, ...]
    told: str


def picture_of(pathway: Pathway) -> Picture:
    """The picture of a pathway; the same for the same pathway."""
    drawing = _Drawing()
    for n, step in enumerate(pathway.steps):
        if step.reasons:
            _question(drawing, step, n + 1)
        else:
            _remainder(drawing, step)
    return Picture(
        width=WIDTH,
        height=drawing.y + _EDGE,
        boxes=tuple(drawing.boxes),
        lines=tuple(drawing.lines),
        words=tuple(drawing.words),
        told=" ".join(_told(pathway)),
    )


def answer_words(truth: Truth | None) -> str:
    """A question's answer in a word; nothing without a patient."""
    return _ANSWERS[truth] if truth is not None else ""


def course_words(course: Course | None) -> str:
    """What became of a step in a few words; nothing without a patient."""
    return _COURSES[course] if course is not None else ""


class _Drawing:
    """What was drawn so far, down to y."""

    def __init__(self) -> None:
        self.y = _EDGE
        self.boxes: list[Box] = []
        self.lines: list[Line] = []
        self.words: list[Words] = []

    def write(self, x: int, y: int, text: str, kind: str, *, at: str = "start") -> None:
        self.words.append(Words(x=x, y=y, text=text, kind=kind, at=at))

    def way(self, path: str, *, taken: bool) -> None:
        self.lines.append(Line(path=path, kind="taken" if taken else "untaken"))


def _question(drawing: _Drawing, step: PathStep, n: int) -> None:
    """The box of a step's reasons, then the two ways out of it."""
    top = drawing.y
    y = top + _PAD + 14
    drawing.write(_EDGE + _PAD, y, f"{n}. Is any of these so?", "asked")
    for reason in step.reasons:
        y += _GAP
        for at, text in enumerate(_lines(reason)):
            y += _LINE
            answer = answer_words(reason.truth) if at == 0 else ""
            kind = "name yes" if reason.truth is Truth.TRUE else "name"
            drawing.write(_EDGE + _PAD, y, text, kind)
            if answer:
                drawing.write(WIDTH - _EDGE - _PAD, y, answer, f"answer {answer.split()[0]}", at="end")
    bottom = y + _PAD
    reached = "reached" if step.course is not Course.NOT_REACHED else "unreached"
    drawing.boxes.append(Box(x=_EDGE, y=top, width=_INSIDE, height=bottom - top, kind=f"question {reached}"))
    _ways_out(drawing, step, bottom)


def _lines(reason: PathReason) -> list[str]:
    width = _BESIDE_AN_ANSWER if reason.truth is not None else _ACROSS
    name = reason.name[:1].upper() + reason.name[1:].rstrip(".")
    return textwrap.wrap(name, width) or [name]


def _ways_out(drawing: _Drawing, step: PathStep, top: int) -> None:
    below = _outcome(drawing, step, top + 34, x=_OUTCOME, taken=step.course is Course.TAKEN)
    drawing.way(f"M{_BRANCH} {top} V{top + 32}", taken=step.course is Course.TAKEN)
    drawing.write(_BRANCH + 10, top + 22, "yes", "way")
    bottom = below + 22
    passed = step.course in (Course.RULED_OUT, Course.OPEN)
    drawing.way(f"M{_SPINE} {top} V{bottom - 2}", taken=passed)
    for at, text in enumerate(_onward(step)):
        drawing.write(_SPINE + 10, top + 22 + at * 17, text, "way")
    drawing.y = bottom


def _onward(step: PathStep) -> tuple[str, ...]:
    if step.course is Course.OPEN:
        return ("not", "known")
    return ("no",) if step.course is not None else ("no, or not", "known")


def _outcome(drawing: _Drawing, step: PathStep, top: int, *, x: int, taken: bool) -> int:
    """The box of a disposition; gives the height at which it ends."""
    y = top + 8
    for text in textwrap.wrap(step.title, _IN_OUTCOME) or [step.title]:
        y += _LINE - 2
        drawing.write(x + _PAD, y, text, "title")
    if step.course is not None:
        y += _LINE - 2
        drawing.write(x + _PAD, y, course_words(step.course), "course")
    height = y + 10 - top
    marks = ["outcome", step.severity, *(["here"] if taken else [])]
    drawing.boxes.append(Box(x=x, y=top, width=WIDTH - _EDGE - x, height=height, kind=" ".join(marks)))
    return top + height


def _remainder(drawing: _Drawing, step: PathStep) -> None:
    taken = step.course is Course.TAKEN
    drawing.y = _outcome(drawing, step, drawing.y, x=_EDGE, taken=taken)


def _told(pathway: Pathway) -> Iterator[str]:
    titles = [step.title for step in pathway.steps]
    yield f"Asked in this order: {', then '.join(titles)}." if titles else "Nothing is asked."
    for step in pathway.steps:
        if step.course is Course.TAKEN:
            yield f"For this patient the way ends at {step.title}."
    if pathway.open:
        yield f"Not excluded yet: {', '.join(step.title for step in pathway.open)}."
