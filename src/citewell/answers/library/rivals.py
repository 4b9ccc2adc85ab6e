"""Where guidelines of the library differ on one point: they point opposite ways, or give another number.

Found by words alone, so only what is plain. It looks through all that was gathered, and through what others
say of the same as the best of it; but one of the sides is of a guideline that is quoted. Which side is right
is not judged: each is quoted, with its body, its year, its grade and whom it was written for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from citewell.answers.formats.words import shortened
from citewell.answers.library.choosing import Choice
from citewell.answers.library.circumstances import circumstances, is_beside
from citewell.answers.library.measures import Role, adjoin, ages
from citewell.answers.library.points import Point, points_of
from citewell.answers.library.quoting import fate, name_of, quote_of
from citewell.answers.library.rivalry import Difference, difference
from citewell.answers.library.subject import subject_of
from citewell.model.answers import Answer, ShownDisagreement, ShownSide
from citewell.model.pico import NO_PICO, Pico
from citewell.model.shelves import Gathered, Quotation
from citewell.model.sources import Direction, Source

_MOST = 2
# What fits worse is not on the point that was asked about.
_MOST_DOCUMENTS = 6
_MOST_OF_EACH = 10
_MOST_SIDES = 4
_LONGEST_POPULATION = 100
_STANCES = {
    Direction.FOR: "for",
    Direction.OPTION: "an option",
    Direction.AGAINST: "against",
    Direction.NO_RECOMMENDATION: "evidence insufficient",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """A point and, where a number is what differs, that number as it is written."""

    point: Point
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dispute:
    """What some points differ on, in a word ("" for their direction), with one side for each body."""

    on: str
    sides: tuple[_Side, ...]

    def holds(self, point: Point) -> bool:
        """Whether the point's very quotation is one of the sides."""
        return any(side.point.quotation == point.quotation for side in self.sides)

    def has_body_of(self, point: Point) -> bool:
        """Whether the body that makes the point has a side."""
        return any(_one_body(side.point.document.source, point.document.source) for side in self.sides)


def rivals_in(
    choice: Choice, gathered: Gathered, asked: str, pico: Pico = NO_PICO
) -> tuple[ShownDisagreement, ...]:
    """The points on which guidelines differ that were gathered for a question, the best fitting first.

    choice: what is quoted; each dispute has a side of a guideline in it. asked: the question. pico: what was
    read in it, which has the proper names of what is asked about.
    """
    quoted = {guideline.document.source.id for guideline in choice.guidelines}
    points = [
        point
        for quotation in (*_best_of_each(choice, gathered.quotations), *gathered.facing)
        for point in points_of(quotation, gathered.documents[quotation.document])
    ]
    found: list[_Dispute] = []
    wanted = subject_of(" ".join((asked, *(read for _, read in gathered.read_as), *_named(pico))))
    answered = subject_of(" ".join(guideline.quotations[0].text for guideline in choice.guidelines))
    for one, other in _pairs(points, quoted):
        differs = difference(one, other, wanted, answered)
        if differs is not None and _is_to_the_point(differs, (one, other), points, asked):
            _enter(found, differs, one, other)
    return tuple(_shown(dispute, asked) for dispute in found[:_MOST])


def _named(pico: Pico) -> Iterator[str]:
    return (phrase.id for phrase in (*pico.interventions, *pico.comparators, *pico.conditions))


def is_new(shown: ShownDisagreement, answer: Answer) -> bool:
    """Whether none of an answer's disagreements is between two of its bodies already."""
    bodies = {side.body for side in shown.sides}
    return not any(len(bodies & {side.body for side in one.sides}) > 1 for one in answer.disagreements)


def _best_of_each(choice: Choice, quotations: Iterable[Quotation]) -> Iterator[Quotation]:
    """Of each of the best documents, the recommendations that are quoted, then those that fit best."""
    quoted = {(one.document, one.start) for each in choice.guidelines for one in each.quotations}
    by_document: dict[str, list[Quotation]] = {}
    for quotation in sorted(quotations, key=lambda one: (-one.score, one.document, one.start)):
        if quotation.found is not None:
            by_document.setdefault(quotation.document, []).append(quotation)
    for own in islice(by_document.values(), _MOST_DOCUMENTS):
        yield from sorted(own, key=lambda one: (one.document, one.start) not in quoted)[:_MOST_OF_EACH]


def _pairs(points: Sequence[Point], quoted: set[str]) -> list[tuple[Point, Point]]:
    """Two points of two bodies, one of them of a guideline that is quoted; what fits best stands first."""
    told = [(point, point.document.source, point.document.source.id in quoted) for point in points]
    pairs = [
        (one, other)
        for (one, source, is_quoted), (other, another, is_quoted_too) in combinations(told, 2)
        if (is_quoted or is_quoted_too) and source is not another and not _one_body(source, another)
    ]
    return sorted(pairs, key=lambda pair: -(pair[0].quotation.score + pair[1].quotation.score))


def _one_body(one: Source, other: Source) -> bool:
    return one.body == other.body or (bool(one.short) and one.short == other.short)


def _is_to_the_point(
    differs: Difference, pair: tuple[Point, Point], points: Sequence[Point], asked: str
) -> bool:
    """Whether both are about whom the question is about, and neither is for one age group of several."""
    if any(is_beside(circumstances(asked), point.whom) for point in pair):
        return False
    return differs.on != Role.AGE.value or not any(_one_of_several(point, points) for point in pair)


def _one_of_several(point: Point, points: Sequence[Point]) -> bool:
    """Whether its guideline says something else for the ages next to those it speaks of."""
    others = (other for other in points if other.document is point.document and other is not point)
    return any(adjoin(own, age) for other in others for age in ages(other.text) for own in ages(point.text))


def _enter(found: list[_Dispute], differs: Difference, one: Point, other: Point) -> None:
    """Add a pair to the dispute that has one of its points, or as a dispute of its own."""
    sides = tuple(
        _Side(point=point, number=number)
        for point, number in zip((one, other), differs.numbers or ("", ""), strict=True)
    )
    for at, dispute in enumerate(found):
        if dispute.on == differs.on and (dispute.holds(one) or dispute.holds(other)):
            new = tuple(side for side in sides if not dispute.has_body_of(side.point))
            found[at] = _Dispute(on=dispute.on, sides=(dispute.sides + new)[:_MOST_SIDES])
            return
    if not any(dispute.has_body_of(one) and dispute.has_body_of(other) for dispute in found):
        found.append(_Dispute(on=differs.on, sides=sides))


def _shown(dispute: _Dispute, asked: str) -> ShownDisagreement:
    names = list(dict.fromkeys(name_of(side.point.document.source) for side in dispute.sides))
    told = f"{', '.join(names[:-1])} and {names[-1]}"
    how = f"give different numbers ({dispute.on})" if dispute.on else "point different ways"
    places = (f"{side.point.quotation.document}:{side.point.quotation.start}" for side in dispute.sides)
    return ShownDisagreement(
        id=f"library:{':'.join(places)}",
        title=f"{told} {how}",
        question=asked,
        sides=tuple(map(_side, dispute.sides)),
        default=None,
    )


def _side(side: _Side) -> ShownSide:
    quotation, source = side.point.quotation, side.point.document.source
    stance = side.number or _STANCES.get(side.point.direction or Direction.FOR, "")
    fallen = fate(source)
    return ShownSide(
        body=source.short or source.body,
        year=source.year,
        stance=f"{stance}; {fallen}" if fallen else stance,
        text=quotation.text,
        citations=(f"{source.id}#{quotation.passage}",),
        grade=quotation.found.label if quotation.found else "",
        population=shortened(" ".join(source.population.split()), _LONGEST_POPULATION),
        quote=quote_of(quotation),
    )
