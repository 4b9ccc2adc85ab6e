"""What a draft order asks for: by name, by code, in the order or where it refers to; or nothing."""

from typing import Any

import pytest

from citewell.interop.draft_orders import draft_orders
from citewell.model.hooks import DraftOrder

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"


def order(kind: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": kind, "id": "1", "status": "draft", **more}


@pytest.mark.parametrize(
    ("resource", "names", "codes"),
    [
        (order("ServiceRequest", code={"text": "MRI  of the\nspine"}), ("MRI of the spine",), ()),
        (
            order(
                "MedicationRequest",
                medicationCodeableConcept={
                    "coding": [{"system": RXNORM, "code": "7804", "display": "oxycodone"}],
                    "text": "oxycodone 5 mg",
                },
            ),
            ("oxycodone 5 mg", "oxycodone"),
            ((RXNORM, "7804"),),
        ),
        (order("DeviceRequest", codeCodeableConcept={"text": "TLSO brace"}), ("TLSO brace",), ()),
        (order("SupplyRequest", itemCodeableConcept={"text": "Brace"}), ("Brace",), ()),
        (
            order(
                "MedicationRequest",
                contained=[{"resourceType": "Medication", "id": "m", "code": {"text": "salve"}}],
                medicationReference={"reference": "#m", "display": "Salve 1%"},
            ),
            ("salve", "Salve 1%"),
            (),
        ),
        (
            order(
                "DeviceRequest",
                contained=[{"resourceType": "Device", "id": "d", "type": {"text": "corset"}}],
                codeReference={"reference": "#d"},
            ),
            ("corset",),
            (),
        ),
        (order("ServiceRequest", code={"text": "x" * 999}), ("x" * 200,), ()),
    ],
)
def test_an_order_is_read(resource: dict[str, Any], names: tuple[str, ...], codes: tuple[Any, ...]) -> None:
    reference = f"{resource['resourceType']}/1"
    assert draft_orders([resource]) == (DraftOrder(reference=reference, names=names, codes=codes),)


@pytest.mark.parametrize(
    "resource",
    [
        order("ServiceRequest"),
        order("ServiceRequest", code={"text": "MRI"}, doNotPerform=True),
        order("ServiceRequest", code={"text": "MRI"}) | {"status": "revoked"},
        order("Condition", code={"text": "MRI"}),
        order("ServiceRequest", code="MRI"),
        order("ServiceRequest", code={"text": 7, "coding": "MRI"}),
        order("ServiceRequest", code={"coding": [{"system": RXNORM}, {"code": "7"}, 7, None]}),
        order("MedicationRequest", medicationReference={"reference": "#m"}, contained={"id": "m"}),
        {"resourceType": ["ServiceRequest"], "code": {"text": "MRI"}},
        {},
    ],
)
def test_what_asks_for_nothing_is_passed_over(resource: dict[str, Any]) -> None:
    assert draft_orders([resource]) == ()


def test_an_order_without_an_id_has_no_reference() -> None:
    (found,) = draft_orders([{"resourceType": "ServiceRequest", "code": {"text": "MRI"}}])
    assert found.reference == ""
