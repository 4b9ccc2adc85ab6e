"""Cards beside draft orders: one for each order that something speaks against, one for what is not known.

What is recommended is not praised, and what no pack speaks of is not mentioned. What one pack has said of an
order another does not say again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from citewell.engine.hook_asking import (
    Hanging,
    ask_before,
    hanging_on,
    hanging_on_orders,
    hanging_on_safety,
)
from citewell.engine.hook_conflicts import conflict_drafts, conflicts_told
from citewell.engine.hook_debates import debates_on, in_favour, told_of
from citewell.engine.hook_objections import (
    Objection,
    Ordered,
    Weight,
    judged_of,
    objections,
    warnings_of,
)
from citewell.engine.hook_reading import Chart
from citewell.engine.hook_writing import Draft, Told, first_that_fits, listed
from citewell.engine.pack_reading import part_of
from citewell.model.hooks import Indicator

# FHIR R4 (4.0.1), the data type `id`; a path of dots is none.
_RELATIVE = re.compile(r"[A-Z][A-Za-z]+/(?!\.{1,2}$)[A-Za-z0-9.-]{1,64}")


@dataclass(frozen=True, slots=True)
class _Said:
    """What cards of other packs say.

    wordings, cited: of an order, by its reference, in which words and by which findings. asked, conflicts:
    the facts asked for, and those of which contradictions were told. ruled_out: the orders that a
    contraindication forbids.
    """

    wordings: set[tuple[str, str]] = field(default_factory=set)
    cited: set[tuple[str, ...]] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    conflicts: set[str] = field(default_factory=set)
    ruled_out: set[str] = field(default_factory=set)


def order_drafts(
    charts: Sequence[Chart], ordered: Mapping[str, Iterable[Ordered]]
) -> Iterator[tuple[Draft, Chart]]:
    """What there is to say of draft orders for a patient whom a pack is certainly for, with whose word it is.

    ordered: by pack, the orders as it understands them. The safety of a drug is told by any pack that knows
    of it, for a patient of any.
    """
    if not any(chart.is_addressed for chart in charts):
        return
    said = _Said()
    # Those whose patient it is come first: their word is nearer.
    for chart in sorted(charts, key=lambda one: not one.is_addressed):
        for draft in _drafts(chart, ordered.get(chart.catalog.pack.id, ()), said):
            yield draft, chart


def _drafts(chart: Chart, orders: Iterable[Ordered], said: _Said) -> Iterator[Draft]:
    found = {one: _new(one, objections(one, chart), said) for one in orders}
    drafts = [_objecting(one, against, chart) for one, against in found.items() if against]
    # Whether a second contraindication holds, too, decides nothing any more.
    said.ruled_out.update(_key(one) for one, against in found.items() if _weight(against) >= Weight.RULES_OUT)
    open_still = [one for one in found if _key(one) not in said.ruled_out]
    warnings = _warnings(open_still, chart)
    drafts += ask_before(warnings, chart, asked=said.asked)
    hanging = hanging_on_orders(warnings)
    said.asked.update(hanging)
    told = conflicts_told(chart, hanging) if drafts else {}
    yield from conflict_drafts(chart, {f: words for f, words in told.items() if f not in said.conflicts})
    said.conflicts.update(told)
    yield from drafts


def _new(one: Ordered, found: Iterable[Objection], said: _Said) -> tuple[Objection, ...]:
    """The objections to an order that no other pack made in these words, or by the same findings."""
    key = _key(one)
    new = tuple(
        each
        for each in found
        if (key, each.told.claim.text) not in said.wordings
        and (each.weight > Weight.CARE or (key, *each.told.claim.citations) not in said.cited)
    )
    said.wordings.update((key, each.told.claim.text) for each in new)
    said.cited.update((key, *each.told.claim.citations) for each in new)
    return new


def _key(one: Ordered) -> str:
    """By what an order is known among those of a call."""
    return one.order.reference or "; ".join(one.order.names)


def _weight(found: Sequence[Objection]) -> Weight:
    return max((each.weight for each in found), default=Weight.REMARK)


def _warnings(ordered: Iterable[Ordered], chart: Chart) -> dict[str, list[Hanging]]:
    """By what is ordered, as the pack calls it, what may speak against it."""
    found: dict[str, list[Hanging]] = {}
    for one in ordered:
        for drug in one.drugs:
            name = chart.catalog.concepts[drug].label
            found.setdefault(name, []).extend(hanging_on_safety(name, judged_of(drug, chart)))
        for statement, concept in warnings_of(one, chart) if chart.is_addressed else ():
            name = chart.catalog.concepts[concept].label
            found.setdefault(name, []).append(hanging_on(statement, chart))
    return found


def _objecting(one: Ordered, found: Sequence[Objection], chart: Chart) -> Draft:
    first, name = found[0], next(iter(one.order.names), "")
    differing = tuple(_differing(one, found, chart))
    return Draft(
        indicator=Indicator.WARNING if first.weight > Weight.REMARK else Indicator.INFO,
        summary=_summary(first, chart, differs=bool(differing)),
        label=first.source.short,
        place=_place(first),
        told=(*(each.told for each in found), *differing),
        quoted=name,
        removing=_address(one) if _may_go(found, differs=bool(differing)) else "",
    )


def _place(objection: Objection) -> tuple[str, str]:
    """Where it stands in the pack; of the safety of a drug the source, which any pack that has it shows."""
    if objection.statement is None:
        return "sources", objection.source.id
    return part_of(objection.statement), objection.statement.id


def _address(one: Ordered) -> str:
    """The order's relative reference, by which a client deletes it; "" for one that could lead elsewhere."""
    return one.order.reference if _RELATIVE.fullmatch(one.order.reference) else ""


def _differing(one: Ordered, found: Sequence[Objection], chart: Chart) -> Iterator[Told]:
    """What stands against those who advise against an order; a contraindication has no other side."""
    against = [each.statement for each in found if each.advises and each.statement]
    if against:
        yield from told_of((debate for each in against for debate in debates_on(each, chart)), chart)
        yield from in_favour(one.concepts, chart)


def _may_go(found: Sequence[Objection], *, differs: bool) -> bool:
    """Whether to offer to take the order out: where it is forbidden, or strongly advised against by all."""
    weights = {each.weight for each in found}
    return Weight.FORBIDS in weights or (Weight.STRONGLY_AGAINST in weights and not differs)


def _summary(first: Objection, chart: Chart, *, differs: bool) -> str:
    status = f", since {first.source.status.value}" if first.source.status.fallen else ""
    label, by = first.ordered, f"{first.source.short}{status}"
    if not first.advises:
        return listed(f"{label}: caution ({by}) –", [chart.valued(fact) for fact in first.facts])
    printed = first.told.claim.as_printed
    differ = "; guidance differs" if differs else ""
    graded = [f"{label}: against ({by}: {printed}){differ}"] if printed else []
    return first_that_fits(*graded, f"{label}: against ({by}){differ}", label)
