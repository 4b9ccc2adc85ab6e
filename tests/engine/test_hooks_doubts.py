"""What a record half says stands on the card where it bears: beside a question, and beside a statement."""

from typing import Any

import pytest

from citewell.engine import Engine
from citewell.model.hooks import Hook
from hook_patients import FRACTURE, TODAY, condition, drug, told

REFUTED = {"verificationStatus": {"coding": [{"code": "refuted"}]}}
PROVISIONAL = {"verificationStatus": {"coding": [{"code": "provisional"}]}}
WARFARIN = {
    "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "855332"}],
}


@pytest.fixture(scope="module")
def engine(engine: Engine) -> Engine:
    """One pack: what several say of a patient together is told in test_hooks_packs.py."""
    return Engine([engine.catalogs["vertebral-fracture"]], today=TODAY)


def view(engine: Engine, *resources: dict[str, Any]) -> list[dict[str, Any]]:
    return told(engine, Hook.PATIENT_VIEW, list(resources))


def test_a_doubt_is_told_though_its_question_is_not_among_the_first(engine: Engine) -> None:
    (asking, _) = view(engine, *FRACTURE, condition("C79.51", **PROVISIONAL))
    assert "more in the form." in asking["detail"]
    assert "Past or current cancer: not used: 1 Condition (provisional)." in asking["detail"]
    assert "Is there a history of cancer?" not in asking["detail"]


def test_what_may_speak_against_a_fact_stands_beside_it(engine: Engine) -> None:
    (sent_on, *_) = view(engine, *FRACTURE, condition("C50.911"), condition("C79.51", **REFUTED))
    stated = sent_on["detail"].index("On record: Past or current cancer: yes")
    assert "Past or current cancer: not used: 1 Condition (refuted)." in sent_on["detail"][stated:]


def test_what_is_not_taken_after_all_stands_beside_the_warning(engine: Engine) -> None:
    prescribed = drug("", called="w1", status="active", medicationCodeableConcept=WARFARIN)
    not_taken = {**prescribed, "resourceType": "MedicationStatement", "id": "w2", "status": "not-taken"}
    (warning, *_) = told(engine, Hook.ORDER_SIGN, [*FRACTURE, prescribed, not_taken], [drug("naproxen")])
    assert "On record: Warfarin: yes (MedicationRequest/w1)" in warning["detail"]
    assert "Warfarin: not used: 1 MedicationStatement (not-taken)." in warning["detail"]
