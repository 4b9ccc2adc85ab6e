"""Services and cards as the JSON of CDS Hooks 2.0: nothing empty, nothing the specification does not know."""

from citewell.interop.hook_cards import card_document, discovery, response
from citewell.model.hooks import (
    Card,
    CardLink,
    Coding,
    Hook,
    HookService,
    Indicator,
    Suggestion,
)

BARE = Card(uuid="u", summary="Rest.", indicator=Indicator.INFO, source_label="Guide 2020")
FULL = Card(
    uuid="u",
    summary="Stop rest.",
    indicator=Indicator.WARNING,
    source_label="Guide 2020",
    source_url="https://guidance.example/packs/small",
    detail="Because.",
    suggestions=(
        Suggestion(
            label="Remove",
            uuid="s",
            actions=({"type": "delete", "description": "Remove", "resourceId": "ServiceRequest/1"},),
        ),
    ),
    override_reasons=(Coding(code="c", system="urn:uuid:x", display="Done already"),),
    links=(CardLink(label="More", url="https://guidance.example/patient"),),
)


def test_a_card_has_what_it_says_and_nothing_empty() -> None:
    assert card_document(BARE) == {
        "uuid": "u",
        "summary": "Rest.",
        "indicator": "info",
        "source": {"label": "Guide 2020"},
    }


def test_a_card_with_everything_has_every_member_of_the_specification() -> None:
    assert card_document(FULL) == {
        "uuid": "u",
        "summary": "Stop rest.",
        "detail": "Because.",
        "indicator": "warning",
        "source": {"label": "Guide 2020", "url": "https://guidance.example/packs/small"},
        "suggestions": [
            {
                "label": "Remove",
                "uuid": "s",
                "actions": [{"type": "delete", "description": "Remove", "resourceId": "ServiceRequest/1"}],
            }
        ],
        "selectionBehavior": "at-most-one",
        "overrideReasons": [{"code": "c", "system": "urn:uuid:x", "display": "Done already"}],
        "links": [{"label": "More", "url": "https://guidance.example/patient", "type": "absolute"}],
    }


def test_nothing_to_say_is_an_empty_list() -> None:
    assert (response(()), discovery(())) == ({"cards": []}, {"services": []})


def test_a_service_tells_its_hook_and_what_it_wants() -> None:
    service = HookService(
        id="a",
        hook=Hook.ORDER_SIGN,
        title="",
        description="d",
        prefetch={"patient": "Patient/{{context.patientId}}"},
    )
    assert discovery([service]) == {
        "services": [
            {
                "hook": "order-sign",
                "id": "a",
                "description": "d",
                "prefetch": {"patient": "Patient/{{context.patientId}}"},
            }
        ]
    }
