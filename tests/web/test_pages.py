"""Every page that stands alone is shown."""

import pytest
from starlette.testclient import TestClient


@pytest.mark.parametrize("path", ["/"])
def test_a_page_is_shown(site: TestClient, path: str) -> None:
    shown = site.get(path)
    assert shown.status_code == 200
    assert "<main" in shown.text


def test_a_question_leads_to_its_answer(site: TestClient) -> None:
    asked = site.post("/ask", data={"question": "What is the treatment for an L2 compression fracture?"})
    assert asked.status_code == 303
    assert "compression fracture" in site.get(asked.headers["location"]).text
