"""What a pack has against an order, for one patient: what forbids it, rules it out or advises against it.

An order is looked at only where a pack says which orders a record warns of (`orders`), for patients whom the
record is certainly for; and where it is of a drug of whose safety the pack knows, whoever recommends that
drug. A criterion that is unknown is no objection.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from citewell.answers.claims import cautions_of, claim_of, plain_claim
from citewell.engine.hook_reading import Chart
from citewell.engine.hook_writing import READER, Told
from citewell.guidelines.logic import deciding, holds
from citewell.guidelines.safety import notes_on
from citewell.guidelines.verdicts import APPLIES
from citewell.model.answers import Claim
from citewell.model.cases import Assertion, Truth
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion
from citewell.model.guidelines import Statement
from citewell.model.hooks import DraftOrder
from citewell.model.mappings import CODE_SYSTEMS
from citewell.model.safety import JudgedNote
from citewell.model.sources import Direction, Source
from citewell.questions.concepts import subjects_in
from citewell.questions.context import Context
from citewell.questions.lexicon import Lexicon
from citewell.questions.lists import Place
from citewell.questions.passage import Passage

_NOT_ASKED_FOR = frozenset({Assertion.NEGATED, Assertion.PAST, Assertion.OTHER_PERSON})
# What an order says right before what it ends or rules out: "Hold ibuprofen", "Avoid NSAIDs".
_CALLED_OFF = re.compile(
    r"(?<!not )\b(?:avoid|discontinue|hold|stop|withhold|do not (?:give|start|use))(?: all| any| the)? $",
    re.IGNORECASE,
)


class Weight(IntEnum):
    """How much an objection weighs.

    A remark advises against it without a strong grade, or rests on sources alone that no longer stand. CARE
    is a caution of the drug that is true. FORBIDS is a contraindication of the drug, or a `never_when` that
    holds, RULES_OUT another contraindication.
    """

    REMARK = 0
    CARE = 1
    STRONGLY_AGAINST = 2
    RULES_OUT = 3
    FORBIDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """A draft order as a pack understands it. warned: by statement that may warn of it, of which concept.

    drugs: of the concepts, those of whose safety the pack knows.
    """

    order: DraftOrder
    concepts: tuple[str, ...]
    warned: tuple[tuple[Statement, str], ...]
    drugs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What speaks against an order.

    statement: the one that makes it; None where the safety of the drug does. ordered: what is ordered, as the
    pack calls it. facts: of the record, that make it so. source: the one that is cited first.
    """

    statement: Statement | None
    ordered: str
    told: Told
    facts: tuple[str, ...]
    source: Source
    weight: Weight

    @property
    def advises(self) -> bool:
        """Whether it advises against the order, rather than name a contraindication."""
        return self.statement is not None and self.statement.direction is Direction.AGAINST


def understood(orders: Iterable[DraftOrder], catalog: Catalog, lexicon: Lexicon) -> tuple[Ordered, ...]:
    """The orders of which the pack may warn, by the concepts that their names and codes mention."""
    warning = [statement for statement in catalog.pack.statements if statement.orders]
    printed = _printed(catalog)
    # A drug is often ordered several times, and hostile hands let thousands of orders refer to one.
    mentioned = cache(lambda name: tuple(_mentioned(name, lexicon)))
    found = (_understood(order, warning, printed, catalog, mentioned) for order in orders)
    return tuple(one for one in found if one.warned or one.drugs)


def _understood(
    order: DraftOrder,
    warning: Iterable[Statement],
    printed: Mapping[tuple[str, str], str],
    catalog: Catalog,
    mentioned: Callable[[str], tuple[str, ...]],
) -> Ordered:
    names = (*order.names, *(printed[code] for code in order.codes if code in printed))
    found = (concept for name in names for concept in mentioned(name))
    concepts = tuple(dict.fromkeys(concept for concept in found if concept in catalog.concepts))
    named = ((statement, _named(statement, concepts, catalog)) for statement in warning)
    return Ordered(
        order=order,
        concepts=concepts,
        warned=tuple(each for each in named if each[1]),
        drugs=tuple(concept for concept in concepts if notes_on(concept, catalog)),
    )


def _printed(catalog: Catalog) -> dict[tuple[str, str], str]:
    """What the pack's own mappings call a code: a drug may be ordered without its name."""
    mappings = (mapping for fact in catalog.pack.facts for mapping in fact.fhir)
    codes = (code for mapping in mappings for code in mapping.codes)
    return {(CODE_SYSTEMS[code.system], code.code): code.display for code in codes}


def _mentioned(name: str, lexicon: Lexicon) -> Iterator[str]:
    """The concepts that a name asks for: not those of "without contrast" and "stop naproxen"."""
    passage = Passage.of(name)
    context = Context(passage, is_case=False)
    for one in subjects_in(passage, lexicon=lexicon, context=context).found:
        is_asked_for = context.judge(Place(one.first, one.last), value=True).assertion not in _NOT_ASKED_FOR
        if is_asked_for and not _CALLED_OFF.search(name[: passage.words[one.first].start]):
            yield one.entry.id


def _named(statement: Statement, concepts: Iterable[str], catalog: Catalog) -> str:
    """The first of the concepts of which the statement warns, a narrower one included; "" for none."""
    named = (c for c in concepts if any(catalog.covers(wide, c) for wide in statement.orders))
    return next(named, "")


def warnings_of(one: Ordered, chart: Chart) -> Iterator[tuple[Statement, str]]:
    """The statements that may warn of an order, in those whom they are made for, each with the concept."""
    here = set(chart.applied.in_population)
    return ((statement, concept) for statement, concept in one.warned if here & set(statement.populations))


def objections(one: Ordered, chart: Chart) -> tuple[Objection, ...]:
    """What speaks against an order, the weightiest first, each wording once.

    Of a chart that is not of its pack's patient, what the safety of the drug says, whoever it is. A caution
    of the drug that rests on the findings of a recommendation against it is that recommendation.
    """
    warned = tuple(warnings_of(one, chart)) if chart.is_addressed else ()
    said = (
        *(found for statement, concept in warned for found in _as_a_whole(statement, concept, chart)),
        *(found for statement, concept in warned for found in _by_cautions(statement, concept, chart)),
    )
    cited = {each.told.claim.citations for each in said}
    of_drug = (found for drug in one.drugs for found in _by_safety(drug, chart))
    new = (each for each in of_drug if each.weight > Weight.CARE or each.told.claim.citations not in cited)
    found: dict[str, Objection] = {}
    for objection in (*said, *new):
        found.setdefault(objection.told.claim.text, objection)
    return tuple(sorted(found.values(), key=lambda each: -each.weight))


def judged_of(drug: str, chart: Chart) -> tuple[JudgedNote, ...]:
    """What is said of the safety of a drug and of the classes above it, for this patient, its own first."""
    judged = {one.note.id: one for notes in chart.applied.safety.values() for one in notes}
    return tuple(judged[note.id] for note in notes_on(drug, chart.catalog) if note.id in judged)


def _by_safety(drug: str, chart: Chart) -> Iterator[Objection]:
    """The contraindications of a drug that are true, and its cautions."""
    for one in judged_of(drug, chart):
        if one.truth is Truth.TRUE:
            caution = one.note.caution
            claim = plain_claim(one.note.id, caution.wording, caution.cites, chart.catalog, READER)
            weight = Weight.FORBIDS if one.note.forbids else Weight.CARE
            yield _objection(None, drug, claim, [caution.when], weight, chart)


def _as_a_whole(statement: Statement, concept: str, chart: Chart) -> Iterator[Objection]:
    verdict = chart.applied.verdicts.get(statement.id)
    speaks_against = statement.direction in (Direction.AGAINST, None)
    if speaks_against and verdict and verdict.verdict == APPLIES:
        parent = chart.catalog.statements.get(statement.parent)
        conditions = (statement.applies_when, parent.applies_when if parent else None)
        against = Weight.STRONGLY_AGAINST if chart.is_strong(statement) else Weight.REMARK
        weight = Weight.RULES_OUT if statement.direction is None else against
        claim = claim_of(statement, chart.catalog, READER)
        held = [each for each in conditions if each]
        yield _objection(statement, concept, claim, held, weight, chart)


def _by_cautions(statement: Statement, concept: str, chart: Chart) -> Iterator[Objection]:
    """The contraindications of what is otherwise recommended; of what is not, they are exceptions."""
    if statement.direction is Direction.AGAINST:
        return
    claims = cautions_of(statement, chart.catalog, READER)
    for caution, claim in zip(statement.never_when, claims, strict=True):
        if holds(caution.when, chart.known) is Truth.TRUE:
            yield _objection(statement, concept, claim, [caution.when], Weight.FORBIDS, chart)


def _objection(
    statement: Statement | None,
    concept: str,
    claim: Claim,
    held: Iterable[Criterion],
    weight: Weight,
    chart: Chart,
) -> Objection:
    leaves = (leaf for condition in held for leaf in deciding(condition, chart.known))
    facts = tuple(dict.fromkeys(leaf.fact for leaf in leaves if leaf.fact in chart.known.facts))
    sources = [chart.catalog.findings[citation][0] for citation in claim.citations]
    return Objection(
        statement=statement,
        ordered=chart.catalog.concepts[concept].label,
        told=Told(claim=claim, notes=chart.stated(facts)),
        facts=facts,
        source=sources[0],
        weight=Weight.REMARK if all(source.status.fallen for source in sources) else weight,
    )
