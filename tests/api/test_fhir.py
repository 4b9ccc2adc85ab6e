"""FHIR from the API: an answer by its address, what applies to a patient for whoever accepts it."""

import pytest

from api_site import Api
from fhir_reading import the, words_of
from fhir_validators import by_emptiness, by_models

FHIR = "application/fhir+json"
PATIENT = {"sentence": "78 F, L1 wedge fracture yesterday, no leg weakness"}


@pytest.fixture(scope="module")
def given(api: Api) -> str:
    """The path of an answer that was given."""
    answer = api.post("/ask", {"question": "How much colchicine for a gout flare?"}).json()
    return f"/answers/{answer['provenance']['fingerprint']}/fhir"


def test_an_answer_is_a_document_that_need_not_be_sent_again(api: Api, given: str) -> None:
    first = api.get(given)
    assert (first.status_code, first.headers["content-type"]) == (200, FHIR)
    assert not [*by_models(first.json()), *by_emptiness(first.json())]
    assert "colchicine" in words_of(the(first.json(), "Composition"))
    again = api.get(given, if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


def test_another_base_is_another_document(api: Api, given: str) -> None:
    plain, based = api.get(given), api.get(f"{given}?base=https://fhir.example.org/r4")
    assert plain.headers["etag"] != based.headers["etag"]
    assert b"https://fhir.example.org/r4/NamingSystem/fingerprint" in based.content


def test_a_base_that_is_none_is_a_problem(api: Api, given: str) -> None:
    refused = api.get(f"{given}?base=javascript:alert(1)")
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    assert "alert" not in refused.text


def test_an_answer_never_given_is_not_found(api: Api) -> None:
    assert api.get(f"/answers/{'0' * 32}/fhir").status_code == 404


@pytest.mark.parametrize("accept", [FHIR, f"{FHIR}, application/json;q=0.5", f"text/html, {FHIR};q=0.9"])
def test_a_patient_is_answered_in_fhir_to_whoever_accepts_it(api: Api, accept: str) -> None:
    found = api.post("/apply", PATIENT | {"subject": "Patient/7"}, accept=accept)
    assert (found.status_code, found.headers["content-type"]) == (200, FHIR)
    assert not [*by_models(found.json()), *by_emptiness(found.json())]
    assert the(found.json(), "CarePlan")["subject"] == {"reference": "Patient/7"}


@pytest.mark.parametrize("accept", ["", "*/*", "application/json"])
def test_everybody_else_is_answered_as_before(api: Api, accept: str) -> None:
    found = api.post("/apply", PATIENT, accept=accept)
    assert found.headers["content-type"] == "application/json"
    assert found.json()["disposition"]["id"] == "conservative"


@pytest.mark.parametrize("accept", [FHIR, "application/json"])
def test_a_subject_that_is_none_is_a_problem_that_repeats_nothing(api: Api, accept: str) -> None:
    refused = api.post("/apply", PATIENT | {"subject": "Jane Doe, born 1980"}, accept=accept)
    assert refused.status_code == 422
    assert "Jane" not in refused.text
