"""Cards beside draft orders: one for each order that something speaks against, one for what is not known.

What is recommended is not praised, and what no pack speaks of is not mentioned.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from citewell.engine.hook_asking import ask_before, hanging_on_orders
from citewell.engine.hook_conflicts import conflict_drafts
from citewell.engine.hook_debates import debates_on, in_favour, told_of
from citewell.engine.hook_objections import (
    Objection,
    Ordered,
    Weight,
    objections,
    warnings_of,
)
from citewell.engine.hook_reading import Chart
from citewell.engine.hook_writing import Draft, Told, first_that_fits, listed
from citewell.engine.pack_reading import part_of
from citewell.model.guidelines import Statement
from citewell.model.hooks import Indicator

# FHIR R4 (4.0.1), the data type `id`; a path of dots is none.
_RELATIVE = re.compile(r"[A-Z][A-Za-z]+/(?!\.{1,2}$)[A-Za-z0-9.-]{1,64}")


def order_drafts(chart: Chart, orders: Iterable[Ordered]) -> Iterator[Draft]:
    """What there is to say of draft orders for a patient whom the pack is certainly for."""
    if not chart.speaks or chart.applied.excluded:
        return
    found = {one: objections(one, chart) for one in orders}
    drafts = [_objecting(one, against, chart) for one, against in found.items() if against]
    # Whether a second contraindication holds, too, decides nothing any more.
    open_still = [one for one, against in found.items() if _weight(against) < Weight.RULES_OUT]
    warnings = _warnings(open_still, chart)
    drafts += ask_before(warnings, chart)
    yield from conflict_drafts(chart, hanging_on_orders(warnings, chart)) if drafts else ()
    yield from drafts


def _weight(found: Sequence[Objection]) -> Weight:
    return max((each.weight for each in found), default=Weight.REMARK)


def _warnings(ordered: Iterable[Ordered], chart: Chart) -> dict[str, list[Statement]]:
    """By what is ordered, as the pack calls it, the statements that may warn of it."""
    found: dict[str, list[Statement]] = {}
    for one in ordered:
        for statement, concept in warnings_of(one, chart):
            found.setdefault(chart.catalog.concepts[concept].label, []).append(statement)
    return found


def _objecting(one: Ordered, found: Sequence[Objection], chart: Chart) -> Draft:
    first, name = found[0], next(iter(one.order.names), "")
    differing = tuple(_differing(one, found, chart))
    return Draft(
        indicator=Indicator.WARNING if first.weight > Weight.REMARK else Indicator.INFO,
        summary=_summary(first, chart, differs=bool(differing)),
        label=first.source.short,
        place=(part_of(first.statement), first.statement.id),
        told=(*(each.told for each in found), *differing),
        quoted=name,
        removing=_address(one) if _may_go(found, differs=bool(differing)) else "",
    )


def _address(one: Ordered) -> str:
    """The order's relative reference, by which a client deletes it; "" for one that could lead elsewhere."""
    return one.order.reference if _RELATIVE.fullmatch(one.order.reference) else ""


def _differing(one: Ordered, found: Sequence[Objection], chart: Chart) -> Iterator[Told]:
    """What stands against those who advise against an order; a contraindication has no other side."""
    against = [each.statement for each in found if each.advises]
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
