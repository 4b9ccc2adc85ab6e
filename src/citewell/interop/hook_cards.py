"""Services and cards → the JSON of CDS Hooks 2.0: no null, no empty value, as the specification has it."""

from collections.abc import Iterable
from typing import Any

from citewell.interop.fhir.codings import filled
from citewell.model.hooks import Card, Coding, HookService, Suggestion

# A card's suggestions are ways out of one thing: none of ours goes together with another.
_SELECTION = "at-most-one"


def discovery(services: Iterable[HookService]) -> dict[str, Any]:
    """What GET /cds-services answers."""
    return {"services": [_service(service) for service in services]}


def response(cards: Iterable[Card]) -> dict[str, Any]:
    """What a call answers: an empty list where there is nothing to say."""
    return {"cards": [card_document(card) for card in cards]}


def _service(service: HookService) -> dict[str, Any]:
    return filled(
        hook=service.hook.value,
        id=service.id,
        title=service.title,
        description=service.description,
        prefetch=dict(service.prefetch),
        usageRequirements=service.usage,
    )


def card_document(card: Card) -> dict[str, Any]:
    """One card. What it leaves open is left out."""
    return filled(
        uuid=card.uuid,
        summary=card.summary,
        detail=card.detail,
        indicator=card.indicator.value,
        source=filled(label=card.source_label, url=card.source_url),
        suggestions=[_suggestion(each) for each in card.suggestions],
        selectionBehavior=_SELECTION if card.suggestions else "",
        overrideReasons=[_coding(each) for each in card.override_reasons],
        links=[{"label": link.label, "url": link.url, "type": "absolute"} for link in card.links],
    )


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    actions = [dict(action) for action in suggestion.actions]
    return filled(label=suggestion.label, uuid=suggestion.uuid, actions=actions)


def _coding(coding: Coding) -> dict[str, Any]:
    return {"code": coding.code, "system": coding.system, "display": coding.display}
