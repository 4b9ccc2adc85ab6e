"""The API's reference tells every operation and every record, with its examples."""

import re
from html import escape

from starlette.testclient import TestClient

from citewell.api.description import document, operations


def test_every_operation_and_record_is_told(site: TestClient) -> None:
    shown = site.get("/api").text
    for path in document()["paths"]:
        assert f"<code>{path}</code>" in shown
    for operation in operations(document()):
        assert f'id="operation-{operation["operationId"]}"' in shown
    for name in document()["components"]["schemas"]:
        assert f'<h3 id="{name}">' in shown


def test_every_link_of_the_reference_leads_somewhere(site: TestClient) -> None:
    shown = site.get("/api").text
    for link in {part.partition('"')[0] for part in shown.split('href="#')[1:]} - {"main"}:
        assert f'id="{link}"' in shown, link


def test_every_place_of_the_reference_has_a_name_of_its_own(site: TestClient) -> None:
    ids = re.findall(r'\bid="([^"]+)"', site.get("/api").text)
    assert len(ids) == len(set(ids))


def test_examples_are_escaped(site: TestClient) -> None:
    assert escape('"question": "How much colchicine for a gout flare?"', quote=True) in site.get(
        "/api"
    ).text.replace("&#34;", "&quot;")
