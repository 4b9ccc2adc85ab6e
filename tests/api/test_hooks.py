"""CDS Hooks over HTTP: what a record system meets."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from citewell.config import Mode, Settings
from citewell.serving.access import Access, Rates
from citewell.serving.logs import JsonLines
from citewell.storage.hook_feedback import tallies_in
from hook_builders import INSTANCE, body
from hook_site import FEEDBACK, FRACTURE, PATIENT, SECRET, VIEW, outcome_of, server


@pytest.fixture(scope="module")
def here(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """On this machine, with nobody named."""
    with server(settings, tmp_path_factory.mktemp("here")) as client:
        yield client


@pytest.mark.parametrize("hook", ["patient-view", "order-select", "order-sign"])
def test_a_call_is_answered_with_cards(here: TestClient, hook: str) -> None:
    told = body(hook, prefetch={"patient": PATIENT, "item": FRACTURE})
    given = here.post(f"/cds-services/citewell-{hook}", json=told)
    assert given.status_code == 200
    # Nothing is ordered, so that there is nothing to say of an order.
    assert bool(given.json()["cards"]) is (hook == "patient-view")
    assert given.headers["cache-control"] == "no-store"


def test_the_same_call_is_answered_with_the_same_bytes(here: TestClient) -> None:
    told = body(prefetch={"patient": PATIENT, "item": FRACTURE})
    assert here.post(VIEW, json=told).content == here.post(VIEW, json=told).content


def test_what_is_needed_and_did_not_come_is_a_precondition(here: TestClient) -> None:
    assert outcome_of(here.post(VIEW, json=body()), 412).startswith("required")


def test_feedback_is_put_down_and_may_be_told_twice(settings: Settings, tmp_path: Path) -> None:
    with server(settings, tmp_path) as client:
        for _ in range(2):
            told = client.post(f"{VIEW}/feedback", json=FEEDBACK)
            assert (told.status_code, told.json()) == (200, {})
    [tally] = tallies_in(tmp_path / "home" / "hooks" / "feedback.db")
    assert (tally.service, tally.cards, tally.told) == ("citewell-patient-view", 1, 2)


def test_a_server_that_only_looks_up_offers_no_services(settings: Settings, tmp_path: Path) -> None:
    with server(settings, tmp_path, mode=Mode.REFERENCE) as client:
        assert client.get("/cds-services").json() == {"services": []}
        outcome_of(client.post(VIEW, json=body(prefetch={"patient": PATIENT})), 403)


def test_who_calls_too_often_waits(settings: Settings, tmp_path: Path) -> None:
    rates = Rates(asking="9/minute", signing_in="9/minute", hooks="2/minute", other="9/minute")
    with server(settings, tmp_path, access=Access(rates=rates)) as client:
        codes = [client.post(VIEW, json=body()).status_code for _ in range(3)]
        assert codes == [412, 412, 429]
        waits = client.post(VIEW, json=body())
        assert outcome_of(waits, 429).startswith("throttled")
        assert int(waits.headers["retry-after"]) > 0


def record() -> dict[str, Any]:
    """A patient with her name in every place where one can stand."""
    named = {"id": "p1", "name": [{"family": SECRET}], "identifier": [{"system": SECRET, "value": SECRET}]}
    codings = [coding | {"display": SECRET} for coding in FRACTURE["code"]["coding"]]
    fracture = FRACTURE | {
        "id": SECRET,
        "code": {"text": SECRET, "coding": [*codings, {"system": SECRET, "code": SECRET, "display": SECRET}]},
        "subject": {"reference": "Patient/p1", "display": SECRET},
        "note": [{"text": SECRET}],
        SECRET: SECRET,
    }
    return {"patient": PATIENT | named, SECRET: fracture, "conditions": {"resourceType": SECRET}}


def test_of_a_call_the_log_has_what_was_answered_and_nothing_of_the_patient(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    told = body(
        prefetch=record(), fhirServer=f"https://{SECRET}.example", fhirAuthorization={"access_token": SECRET}
    )
    told["context"] |= {"userId": f"Practitioner/{SECRET}", "encounterId": SECRET}
    fine = told | {"prefetch": {name: told["prefetch"][name] for name in ("patient", SECRET)}}
    comment = {"reason": {"code": SECRET, "system": SECRET, "display": SECRET}, "userComment": SECRET}
    feedback = {"feedback": [FEEDBACK["feedback"][0] | {"overrideReason": comment}]}
    wrong = {"feedback": [FEEDBACK["feedback"][0] | {"card": SECRET}]}
    with caplog.at_level(logging.INFO), server(settings, tmp_path) as client:
        answers = [client.post(VIEW, json=each) for each in (told, fine, {**told, "hookInstance": SECRET})]
        answers += [client.post(f"{VIEW}/feedback", json=each) for each in (feedback, wrong)]
        answers += [client.post(f"/cds-services/{SECRET}", json=fine), client.post(VIEW, content=SECRET)]
        figures = client.get("/metrics").text
    assert [each.status_code for each in answers] == [422, 200, 422, 200, 422, 404, 415]
    assert SECRET not in "".join(each.text for each in answers if each.status_code != 200)
    lines = [JsonLines().format(each) for each in caplog.records if each.name != "httpx"]
    [logged] = [json.loads(line) for line in lines if '"event":"hook"' in line]
    assert logged["instance"] == INSTANCE
    assert logged["service"] == "citewell-patient-view"
    assert logged["packs"]
    assert logged["cards"]
    assert all(card["at"].startswith("/packs/") for card in logged["cards"])
    assert 'citewell_cards_total{indicator="' in figures
    assert SECRET not in "".join(lines) + figures + "".join(capfd.readouterr())
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name == "feedback.db" for path in left)
    assert not [path for path in left if SECRET.encode() in path.read_bytes()]
