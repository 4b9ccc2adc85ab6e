"""Decision support inside a record system: the services offered, and the cards that answer a call.

HL7 CDS Hooks 2.0. Cards are for health professionals, in their words alone. Each sentence of clinical content
is a pack's and cited; where no pack is certainly for the patient there are no cards.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from citewell.answers.formats.words import one_line
from citewell.engine.hook_objections import Ordered, understood
from citewell.engine.hook_orders import order_drafts
from citewell.engine.hook_reading import Chart, charts_of
from citewell.engine.hook_view import view_drafts
from citewell.engine.hook_writing import Draft, Frame, card_of, in_a_sentence
from citewell.engine.prefetch import prefetch_of
from citewell.errors import PreconditionFailed
from citewell.interop.draft_orders import draft_orders
from citewell.interop.reading.patients import has_died
from citewell.interop.records import read_resources
from citewell.model.hooks import Card, DraftOrder, Hook, HookCall, HookService, Indicator

if TYPE_CHECKING:
    from citewell.engine.answering import Engine

# Who is shown more than a handful reads none of them: remarks are left out first, warnings never.
_MOST_CARDS = 5
_URGENCY = (Indicator.CRITICAL, Indicator.WARNING, Indicator.INFO)
_VIEWED = """says where the guidance sends the patient and why, asks for what is not on record and would
decide it, and names what is recommended"""
_ORDERED = """says what the guidance advises against or rules out among the {orders}, and asks for what is not
on record and would decide it"""
_SPOKEN = {
    Hook.PATIENT_VIEW: ("Guidance on the patient", _VIEWED),
    Hook.ORDER_SELECT: ("Guidance on the selected orders", _ORDERED.format(orders="orders just selected")),
    Hook.ORDER_SIGN: ("Guidance on the orders to be signed", _ORDERED.format(orders="draft orders")),
}
_USAGE = (
    "For health professionals. Evidence with its grade as printed and its sources; it supplements clinical "
    "judgement. Each card says where its content stands with its reviewers."
)


def services(engine: "Engine") -> tuple[HookService, ...]:
    """A service for each hook at which a pack has something to say, with what it wants of the record.

    Without a pack there is none, and none for orders where no pack warns of any.
    """
    prefetch = prefetch_of(engine.definitions.values(), today=engine.today)
    packs = " or ".join(in_a_sentence(catalog.pack.title) for catalog in engine.catalogs.values())
    return tuple(
        HookService(
            id=f"citewell-{hook.value}",
            hook=hook,
            title=f"Citewell: {title}",
            description=one_line(f"For patients with {packs}: {does}. Silent about all others."),
            prefetch=prefetch,
            usage=_USAGE,
        )
        for hook, (title, does) in _SPOKEN.items()
        if _has_ground(hook, engine)
    )


def _has_ground(hook: Hook, engine: "Engine") -> bool:
    packs = [catalog.pack for catalog in engine.catalogs.values()]
    if hook is Hook.PATIENT_VIEW:
        return bool(packs)
    return any(pack.safety or any(each.orders for each in pack.statements) for pack in packs)


def cards(engine: "Engine", call: HookCall, *, site: str) -> tuple[Card, ...]:
    """The cards of a call, the most urgent first; none where there is nothing to say.

    site: our own address, for links; "" for none. The same call gives the same bytes. Raises
    PreconditionFailed without the patient's own resource.
    """
    patient = _patient_of(call)
    ordered = {pack: understood(_orders(call), c, engine.lexicon) for pack, c in engine.catalogs.items()}
    # Most orders are of nothing that a pack speaks of: then the record need not be read.
    has_ground = call.hook is Hook.PATIENT_VIEW or any(ordered.values())
    if not has_ground or has_died(patient):
        return ()
    known = engine.definitions
    reading = read_resources(call.resources, definitions=known, today=engine.today, patient=call.patient)
    charts = charts_of(engine, reading, what_if=call.hook is Hook.PATIENT_VIEW)
    year = int(engine.today[:4])
    frame = Frame(catalogs=engine.catalogs, instance=call.instance, site=site.rstrip("/"), year=year)
    drafts = _drafts(charts, call, ordered)
    # Of orders of the same a remark is made once.
    found = {card.uuid: card for card in (card_of(draft, chart, frame) for draft, chart in drafts)}
    return _most_urgent(found.values())


def _patient_of(call: HookCall) -> Mapping[str, Any]:
    """The patient of the call; of several, by the id that the call names: a mother is no newborn."""
    found = [resource for resource in call.resources if resource.get("resourceType") == "Patient"]
    if not found:
        raise PreconditionFailed(
            "the call brought no Patient, without whom no guidance can be applied",
            hint="send what the prefetch template `patient` asks for",
        )
    return next((patient for patient in found if patient.get("id") == call.patient), found[0])


def _drafts(
    charts: Sequence[Chart], call: HookCall, ordered: Mapping[str, tuple[Ordered, ...]]
) -> Iterator[tuple[Draft, Chart]]:
    if call.hook is Hook.PATIENT_VIEW:
        return view_drafts(charts, withheld=call.withheld)
    return order_drafts(charts, ordered)


def _orders(call: HookCall) -> tuple[DraftOrder, ...]:
    """The orders a call is about: those just selected, or all that are to be signed."""
    orders = draft_orders(call.orders, record=call.resources)
    if call.hook is not Hook.ORDER_SELECT:
        return orders
    selected = frozenset("/".join(each.split("/")[-2:]) for each in call.selected)
    return tuple(order for order in orders if order.reference in selected)


def _most_urgent(found: Iterable[Card]) -> tuple[Card, ...]:
    ordered = sorted(found, key=lambda card: _URGENCY.index(card.indicator))
    urgent = sum(card.indicator is not Indicator.INFO for card in ordered)
    return tuple(ordered[: max(_MOST_CARDS, urgent)])
