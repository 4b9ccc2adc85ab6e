"""A server that only looks guidance up offers nothing of a patient's case, nor gives it to who insists."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from citewell.asgi import application
from citewell.config import Mode, Settings
from hook_site import FEEDBACK
from record_builders import bundle, condition, patient

QUESTION = "72F with an L2 compression fracture and an eGFR of 28: calcitonin?"
FACTS = {"facts": {"age": "72"}}


@pytest.fixture(scope="module")
def look_up(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = application(replace(settings, mode=Mode.REFERENCE), runtime=tmp_path_factory.mktemp("runtime"))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


def answer_to(client: TestClient, question: str) -> str:
    return str(client.post("/ask", data={"question": question}).headers["location"])


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/patient"), ("POST", "/patient"), ("POST", "/patient/application.json")],
)
def test_every_page_on_a_patient_is_refused(look_up: TestClient, method: str, path: str) -> None:
    refused = look_up.request(method, path, data={"words": QUESTION})
    assert refused.status_code == 403
    assert "takes no facts of a patient" in refused.text


def _contradictory() -> bytes:
    """A record that says two things: told what is wrong with it, one would see that it was read."""
    return bundle(patient(), condition("S32.010A"), condition("S32.020A"))


@pytest.mark.parametrize("path", ["/patient", "/patient/application.json", "/patient/application.fhir"])
def test_no_record_is_read(look_up: TestClient, path: str) -> None:
    files = {"file": ("record.json", _contradictory(), "application/json")}
    refused = look_up.post(path, data={"words": ""}, files=files)
    assert refused.status_code == 403
    assert "S32" not in refused.text
    assert "record says" not in refused.text


def test_nor_one_for_a_reader_who_is_a_patient(site: TestClient) -> None:
    files = {"file": ("record.json", _contradictory(), "application/json")}
    for path in ("/patient", "/patient/application.json"):
        refused = site.post(path, data={"words": "", "audience": "patient"}, files=files)
        assert refused.status_code == 403
        assert "record says" not in refused.text


@pytest.mark.parametrize(
    ("path", "body"),
    [("/api/v1/apply", {"sentence": QUESTION}), ("/api/v1/ask", {"question": "Brace?", **FACTS})],
)
def test_the_api_takes_no_facts(look_up: TestClient, path: str, body: dict[str, object]) -> None:
    refused = look_up.post(path, json=body)
    assert refused.status_code == 403
    assert "takes no facts of a patient" in refused.json()["detail"]


def test_no_services_are_offered_to_a_record_system(look_up: TestClient) -> None:
    assert look_up.get("/cds-services").json() == {"services": []}
    assert look_up.post("/cds-services/citewell-patient-view", json={}).status_code in {403, 404}


def test_nothing_is_taken_in_that_clinicians_say_of_cards(look_up: TestClient) -> None:
    assert look_up.post("/cds-services/citewell-patient-view/feedback", json=FEEDBACK).status_code == 403


def test_an_answer_offers_no_field_for_a_fact(look_up: TestClient) -> None:
    at = answer_to(look_up, QUESTION)
    shown = look_up.get(at).text
    assert "Not used: Age, eGFR" in shown
    assert f"{at}/facts" not in shown
    assert look_up.post(f"{at}/facts", data={"fact": "age", "value": "72"}).status_code == 403


def test_no_page_leads_to_the_form_of_a_patient(look_up: TestClient, site: TestClient) -> None:
    assert 'href="/patient"' not in look_up.get("/").text
    assert 'href="/patient"' in site.get("/").text
    assert "takes no facts of a patient" in look_up.get("/about").text


def test_a_patient_is_led_to_asking_instead(site: TestClient) -> None:
    site.cookies.set("audience", "patient")
    refused = site.get("/patient")
    assert refused.status_code == 403
    assert "for professionals only" in refused.text
    assert "ask a question" in refused.text
    assert 'href="/patient"' not in site.get("/").text
