"""Where guidance differs: no card tells one side alone of what a pack shows both sides of."""

from collections.abc import Iterable, Iterator

from citewell.answers.claims import claim_of, plain_claim
from citewell.engine.hook_reading import Chart
from citewell.engine.hook_writing import READER, Told
from citewell.guidelines.verdicts import APPLIES
from citewell.model.guidelines import Disagreement, Statement
from citewell.model.sources import Direction

_MOST_OTHERS = 3
_FAVOURABLE = (Direction.FOR, Direction.OPTION)


def debates_on(statement: Statement, chart: Chart) -> tuple[Disagreement, ...]:
    """The disagreements in which a statement is a side: on what it speaks of, citing what a side cites.

    What it speaks of are the orders that it warns of, else what it is foremost about.
    """
    concepts, cited = set(statement.orders or statement.about[:1]), set(statement.cites)
    return tuple(
        debate
        for debate in chart.catalog.pack.disagreements
        if concepts & set(debate.about) and any(cited & set(side.cites) for side in debate.sides)
    )


def told_of(debates: Iterable[Disagreement], chart: Chart) -> Iterator[Told]:
    """Each disagreement once: who takes which stand, and what the pack goes by."""
    for debate in dict.fromkeys(debates):
        claim_id = f"{debate.id}:default"
        claim = plain_claim(claim_id, debate.default, debate.default_cites, chart.catalog, READER)
        stances = "; ".join(f"{side.body}: {side.stance}" for side in debate.sides)
        yield Told(claim=claim, lead="Guidance differs", notes=(stances,))


def in_favour(concepts: Iterable[str], chart: Chart) -> Iterator[Told]:
    """What recommends or allows one of these for this patient: the other side of what advises against it."""
    wanted = frozenset(concepts)
    fitting = (
        statement
        for statement in chart.catalog.recommendations
        if statement.direction in _FAVOURABLE
        and statement.about[0] in wanted
        and chart.is_in_force(statement)
        and chart.applied.verdicts[statement.id].verdict == APPLIES
    )
    for statement, _ in zip(fitting, range(_MOST_OTHERS), strict=False):
        claim = claim_of(statement, chart.catalog, READER, chart.applied)
        yield Told(claim=claim, lead="On the other side")
