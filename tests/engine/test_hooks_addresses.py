"""Where cards lead: to pages that the server has, at the very record."""

from urllib.parse import unquote, urlsplit

import pytest
from starlette.testclient import TestClient

from citewell.engine import Engine
from citewell.model.hooks import Hook
from hook_patients import FRACTURE, SITE, condition, drug, observation, procedure, told

KNOWN = (condition("I21.9", at="2026-06-01"), observation("33914-3", 24, "mL/min/{1.73_m2}", at="2026-11-10"))
ORDERS = (
    drug("romosozumab", called="a"),
    drug("denosumab", called="b"),
    drug("pethidine", called="c"),
    procedure("vertebroplasty", called="d"),
)


@pytest.mark.parametrize(
    ("hook", "known"),
    [
        (Hook.PATIENT_VIEW, ()),
        (Hook.PATIENT_VIEW, (condition("S34.3XXA", at="2026-11-18"),)),
        (Hook.ORDER_SIGN, KNOWN),
    ],
)
def test_every_address_of_a_card_is_a_page_with_what_it_names(
    engine: Engine, site: TestClient, hook: Hook, known: tuple[dict[str, object], ...]
) -> None:
    cards = told(engine, hook, [*FRACTURE, *known], ORDERS)
    addresses = [card["source"]["url"] for card in cards]
    addresses += [link["url"] for card in cards for link in card.get("links", ())]
    assert addresses
    for address in addresses:
        assert address.startswith(f"{SITE}/")
        page = site.get(address.removeprefix(SITE))
        assert page.status_code == 200
        record = unquote(urlsplit(address).fragment)
        assert not record or f'id="{record}"' in page.text
