"""Where two guidelines of the library differ on the same point: they point opposite ways.

Found by words alone, so only what is plain: both speak of what was asked and largely in the same words. What
is shown are both quotes side by side; which of them is right is not judged.
"""

from collections.abc import Iterator
from itertools import combinations

from citewell.answers.library.choosing import Choice, Guideline
from citewell.answers.library.quoting import fate, name_of, quote_of
from citewell.answers.library.subject import subject_of
from citewell.model.answers import ShownDisagreement, ShownSide
from citewell.model.shelves import Quotation
from citewell.model.sources import Direction

_MOST = 2
# The share of their content words that two recommendations on one point have in common, at least.
_ALIKE = 0.4
_LEAST_SHARED = 3
_LEAST_ASKED = 2
_FOR = frozenset({Direction.FOR, Direction.OPTION})
_STANCES = {
    Direction.FOR: "for",
    Direction.OPTION: "an option",
    Direction.AGAINST: "against",
    Direction.NO_RECOMMENDATION: "no recommendation",
}
_Side = tuple[Guideline, Quotation]


def rivals_in(choice: Choice, asked: str) -> tuple[ShownDisagreement, ...]:
    """The pairs of guidelines that point opposite ways on what was asked, plainest first."""
    sides = [(guideline, q) for guideline in choice.guidelines for q in guideline.quotations]
    subject = subject_of(asked)
    pairs = [pair for pair in combinations(sides, 2) if _opposed(*pair, subject)]
    shown = [_shown(first, second, asked) for first, second in _one_for_each_body(pairs)]
    return tuple(shown[:_MOST])


def _opposed(first: _Side, second: _Side, subject: frozenset[str]) -> bool:
    if first[0].document.source.body == second[0].document.source.body:
        return False
    directions = {_direction(first[1]), _direction(second[1])}
    if Direction.AGAINST not in directions or not directions & _FOR:
        return False
    one, other = (subject_of(side[1].text) for side in (first, second))
    shared = one & other
    return (
        # What the question names stands in both or in neither: "not antivirals" and "steroids" are no rivals.
        one & subject == other & subject
        and len(shared & subject) >= _LEAST_ASKED
        and len(shared) >= max(_LEAST_SHARED, _ALIKE * min(len(one), len(other)))
    )


def _direction(quotation: Quotation) -> Direction | None:
    return quotation.found.direction if quotation.found else None


def _one_for_each_body(pairs: list[tuple[_Side, _Side]]) -> Iterator[tuple[_Side, _Side]]:
    """Each two bodies once: the pair that fits the question best comes first."""
    seen: set[frozenset[str]] = set()
    for first, second in sorted(pairs, key=lambda pair: -(pair[0][1].score + pair[1][1].score)):
        bodies = frozenset({first[0].document.source.body, second[0].document.source.body})
        if bodies not in seen:
            seen.add(bodies)
            yield first, second


def _shown(first: _Side, second: _Side, asked: str) -> ShownDisagreement:
    names = [name_of(side[0].document.source) for side in (first, second)]
    return ShownDisagreement(
        id=f"library:{first[1].document}:{first[1].start}:{second[1].document}:{second[1].start}",
        title=f"{names[0]} and {names[1]} point different ways",
        question=asked,
        sides=(_side(first), _side(second)),
        default=None,
    )


def _side(side: _Side) -> ShownSide:
    guideline, quotation = side
    source = guideline.document.source
    direction = _direction(quotation)
    stance = _STANCES[direction] if direction else ""
    fallen = fate(source)
    return ShownSide(
        body=source.short or source.body,
        year=source.year,
        stance=f"{stance}; {fallen}" if fallen else stance,
        text=quotation.text,
        citations=(f"{source.id}#{quotation.passage}",),
        grade=quotation.found.label if quotation.found else "",
        quote=quote_of(quotation),
    )
