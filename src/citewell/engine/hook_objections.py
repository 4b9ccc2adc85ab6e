"""What a pack has against an order, for one patient: what forbids it, rules it out or advises against it.

An order is looked at only where a pack says which orders a record warns of (`orders`), and only for patients
whom the record is certainly for. A criterion that is unknown is no objection.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from citewell.answers.claims import cautions_of, claim_of, plain_claim
from citewell.engine.hook_reading import Chart
from citewell.engine.hook_writing import READER, Told
from citewell.guidelines.logic import deciding, holds
from citewell.guidelines.verdicts import APPLIES
from citewell.model.answers import Claim
from citewell.model.cases import Truth
from citewell.model.criteria import Criterion
from citewell.model.guidelines import Statement
from citewell.model.hooks import DraftOrder
from citewell.model.mappings import CODE_SYSTEMS
from citewell.model.sources import Direction, Source
from citewell.questions.concepts import subjects_in
from citewell.questions.context import Context
from citewell.questions.lexicon import Lexicon
from citewell.questions.passage import Passage

_MOST_OTHERS = 3
_STRONG = "strong"
_FAVOURABLE = (Direction.FOR, Direction.OPTION)


class Weight(IntEnum):
    """How much an objection weighs.

    A remark advises against it without a strong grade, or rests on sources alone that no longer stand.
    FORBIDS is a `never_when` that holds, RULES_OUT another contraindication.
    """

    REMARK = 0
    STRONGLY_AGAINST = 1
    RULES_OUT = 2
    FORBIDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """A draft order as a pack understands it. concepts: the ids of what it names."""

    order: DraftOrder
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What speaks against an order. facts: of the record, that make it so. source: that it cites first."""

    statement: Statement
    told: Told
    facts: tuple[str, ...]
    source: Source
    weight: Weight

    @property
    def advises(self) -> bool:
        """Whether it advises against the order, rather than name a contraindication."""
        return self.statement.direction is Direction.AGAINST


def understood(order: DraftOrder, chart: Chart, lexicon: Lexicon) -> Ordered:
    """The order with the concepts that its names, or the printed names of its codes, mention."""
    names = (*order.names, *_printed(order, chart))
    found = (concept for name in names for concept in _mentioned(name, lexicon))
    known = (concept for concept in found if concept in chart.catalog.concepts)
    return Ordered(order=order, concepts=tuple(dict.fromkeys(known)))


def _printed(order: DraftOrder, chart: Chart) -> Iterator[str]:
    """What the pack's own mappings call a code of the order: a drug may come without its name."""
    ordered = set(order.codes)
    mappings = (mapping for fact in chart.catalog.pack.facts for mapping in fact.fhir)
    for code in (code for mapping in mappings for code in mapping.codes):
        if (CODE_SYSTEMS[code.system], code.code) in ordered:
            yield code.display


def _mentioned(name: str, lexicon: Lexicon) -> Iterator[str]:
    passage = Passage.of(name)
    context = Context(passage, is_case=False)
    return (mention.concept for mention in subjects_in(passage, lexicon=lexicon, context=context).mentions)


def warning_of(one: Ordered, chart: Chart) -> Iterator[Statement]:
    """The statements that may warn of what is ordered, in those whom they are made for."""
    here = set(chart.applied.in_population)
    for statement in chart.catalog.pack.statements:
        if here & set(statement.populations) and named_of(one, statement, chart):
            yield statement


def named_of(one: Ordered, statement: Statement, chart: Chart) -> str:
    """The label of the ordered concept of which a statement warns; "" where it warns of none."""
    covers = chart.catalog.covers
    named = (c for c in one.concepts if any(covers(wide, c) for wide in statement.orders))
    found = next(named, None)
    return chart.catalog.concepts[found].label if found else ""


def objections(one: Ordered, chart: Chart) -> tuple[Objection, ...]:
    """What speaks against an order, the weightiest first, each wording once."""
    found: dict[str, Objection] = {}
    for statement in warning_of(one, chart):
        for objection in (*_as_a_whole(statement, chart), *_by_cautions(statement, chart)):
            found.setdefault(objection.told.claim.text, objection)
    return tuple(sorted(found.values(), key=lambda each: -each.weight))


def _as_a_whole(statement: Statement, chart: Chart) -> Iterator[Objection]:
    verdict = chart.applied.verdicts.get(statement.id)
    speaks_against = statement.direction in (Direction.AGAINST, None)
    if speaks_against and verdict and verdict.verdict == APPLIES:
        parent = chart.catalog.statements.get(statement.parent)
        conditions = (statement.applies_when, parent.applies_when if parent else None)
        grade = chart.catalog.grades.get(statement.id)
        is_strong = grade is not None and grade.strength == _STRONG
        against = Weight.STRONGLY_AGAINST if is_strong else Weight.REMARK
        weight = Weight.RULES_OUT if statement.direction is None else against
        claim = claim_of(statement, chart.catalog, READER)
        yield _objection(statement, claim, [each for each in conditions if each], weight, chart)


def _by_cautions(statement: Statement, chart: Chart) -> Iterator[Objection]:
    """The contraindications of what is otherwise recommended; of what is not, they are exceptions."""
    if statement.direction is Direction.AGAINST:
        return
    claims = cautions_of(statement, chart.catalog, READER)
    for caution, claim in zip(statement.never_when, claims, strict=True):
        if holds(caution.when, chart.known) is Truth.TRUE:
            yield _objection(statement, claim, [caution.when], Weight.FORBIDS, chart)


def _objection(
    statement: Statement, claim: Claim, conditions: Iterable[Criterion], weight: Weight, chart: Chart
) -> Objection:
    leaves = (leaf for condition in conditions for leaf in deciding(condition, chart.known))
    facts = tuple(dict.fromkeys(leaf.fact for leaf in leaves if leaf.fact in chart.known.facts))
    sources = [chart.catalog.findings[citation][0] for citation in claim.citations]
    return Objection(
        statement=statement,
        told=Told(claim=claim, notes=chart.stated(facts)),
        facts=facts,
        source=sources[0],
        weight=Weight.REMARK if all(source.status.fallen for source in sources) else weight,
    )


def disputes(found: Iterable[Objection], chart: Chart) -> Iterator[Told]:
    """Where a body that advises against it is one side of a disagreement on the very thing ordered."""
    against = [each.statement for each in found if each.advises]
    for debate in chart.catalog.pack.disagreements:
        bodies = {side.source for side in debate.sides}
        if any(each.source in bodies and set(each.orders) & set(debate.about) for each in against):
            claim_id = f"{debate.id}:default"
            claim = plain_claim(claim_id, debate.default, debate.default_cites, chart.catalog, READER)
            stances = "; ".join(f"{side.body}: {side.stance}" for side in debate.sides)
            yield Told(claim=claim, lead="Guidance differs", notes=(stances,))


def in_favour(one: Ordered, found: Iterable[Objection], chart: Chart) -> Iterator[Told]:
    """What recommends or allows, for this patient, what others advise against."""
    if not any(each.advises for each in found):
        return
    fitting = (
        statement
        for statement in chart.catalog.recommendations
        if statement.direction in _FAVOURABLE
        and statement.about[0] in one.concepts
        and chart.applied.verdicts[statement.id].verdict == APPLIES
    )
    for statement, _ in zip(fitting, range(_MOST_OTHERS), strict=False):
        claim = claim_of(statement, chart.catalog, READER, chart.applied)
        yield Told(claim=claim, lead="On the other side")
