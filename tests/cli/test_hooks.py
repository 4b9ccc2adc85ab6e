"""`citewell hooks`: a record system's view, without a record system."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from citewell.cli.hook_pages import cards_page
from citewell.cli.terminal import page_text
from citewell.engine.hook_writing import OVERRIDE_REASONS
from citewell.model.hooks import Card, CardFeedback, CardLink, Indicator, Outcome
from citewell.storage.hook_feedback import HookFeedback, put_feedback
from hook_builders import body, bundle

Typed = Callable[..., tuple[int, str, str]]
VIEW = "citewell-patient-view"
NOW = "2026-11-21T09:00:00.000000Z"
DAY = (date.today() - timedelta(days=20)).isoformat()
PATIENT = {"resourceType": "Patient", "id": "p1", "birthDate": "1948-02-01", "gender": "female"}
FRACTURE = {
    "resourceType": "Condition",
    "id": "c1",
    "clinicalStatus": {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]
    },
    "code": {
        "coding": [
            {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code} for code in ("M80.08XA", "S32.020A")
        ]
    },
    "subject": {"reference": "Patient/p1"},
    "onsetDateTime": DAY,
}


@pytest.fixture
def file(tmp_path: Path) -> Callable[[Any], str]:
    def written(told: Any) -> str:
        path = tmp_path / "told.json"
        path.write_text(told if isinstance(told, str) else json.dumps(told))
        return str(path)

    return written


def test_the_services_are_listed(typed: Typed) -> None:
    status, listed, _ = typed("hooks", "list", "--no-pager")
    assert status == 0
    assert "citewell-order-sign · order-sign" in listed
    assert "patient: Patient/{{context.patientId}}" in listed
    services = json.loads(typed("hooks", "list", "--format", "json")[1])["services"]
    assert [each["hook"] for each in services] == ["patient-view", "order-select", "order-sign"]


def test_a_call_and_the_bundle_of_its_patient_lead_to_the_same_cards(
    typed: Typed, file: Callable[[Any], str]
) -> None:
    told = body(prefetch={"patient": PATIENT, "conditions": bundle(FRACTURE)})
    status, shown, _ = typed("hooks", "call", VIEW, file(told), "--no-pager")
    assert status == 0
    assert "Citewell: Osteoporotic vertebral and sacral fracture" in shown
    assert max(map(len, shown.splitlines())) <= 80
    of_bundle = typed("hooks", "call", VIEW, file(bundle(PATIENT, FRACTURE)), "--no-pager")[1]
    assert of_bundle.splitlines()[0] == shown.splitlines()[0]
    cards = json.loads(
        typed("hooks", "call", VIEW, file(told), "--format", "json", "--site", "https://x.example")[1]
    )
    assert cards["cards"][0]["source"]["url"].startswith("https://x.example/")


def test_a_bundle_may_come_from_stdin(run: Callable[..., Any]) -> None:
    told = json.dumps(bundle(PATIENT, FRACTURE)).encode()
    done = run("hooks", "call", VIEW, "-", "--format", "json", stdin=told)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["cards"]
    applied = run("apply", "--bundle", "-", "--format", "json", stdin=told)
    assert b"record: Condition/c1" in applied.stdout, applied.stderr


@pytest.mark.parametrize("site", ["x.example", "/packs", "ftp://x.example", "https://"])
def test_cards_lead_to_no_address_that_is_none(typed: Typed, file: Callable[[Any], str], site: str) -> None:
    told = file(bundle(PATIENT, FRACTURE))
    status, shown, said = typed("hooks", "call", VIEW, told, "--site", site)
    assert (status, shown) == (2, "")
    assert "--site is no address" in said


def test_drafts_of_a_bundle_are_its_draft_orders(typed: Typed, file: Callable[[Any], str]) -> None:
    order = {
        "resourceType": "MedicationRequest",
        "id": "m1",
        "status": "draft",
        "intent": "order",
        "medicationCodeableConcept": {"text": "calcitonin"},
        "subject": {"reference": "Patient/p1"},
    }
    for hook in ("order-select", "order-sign"):
        status, shown, said = typed(
            "hooks", "call", f"citewell-{hook}", file(bundle(PATIENT, FRACTURE, order))
        )
        assert (status, said) == (0, "")
        assert "card" in shown.lower()


@pytest.mark.parametrize(
    ("service", "told", "status", "wrong"),
    [
        ("nothing", {}, 3, "no hook service"),
        (VIEW, "{", 2, "not JSON"),
        (VIEW, [], 2, "no JSON object"),
        (VIEW, {}, 2, "hook has to be patient-view"),
        (VIEW, bundle(), 2, "0 patients"),
        (VIEW, {"resourceType": "Bundle", "entry": 3}, 2, "0 patients"),
        (VIEW, bundle(PATIENT, {**PATIENT, "id": "p2"}), 2, "2 patients"),
        (VIEW, bundle({**PATIENT, "id": 7}), 2, "patientId"),
        (VIEW, body(), 2, "brought no Patient"),
        (VIEW, "[" * 200_000, 2, "nested too deeply"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(
    typed: Typed, file: Callable[[Any], str], service: str, told: Any, status: int, wrong: str
) -> None:
    left, shown, said = typed("hooks", "call", service, file(told))
    assert (left, shown) == (status, "")
    assert wrong in said
    assert "Traceback" not in said


def test_a_missing_file_is_told(typed: Typed) -> None:
    assert typed("hooks", "call", VIEW, "missing.json")[0] == 3


def test_what_became_of_cards_is_counted(typed: Typed, tmp_path: Path) -> None:
    assert typed("hooks", "feedback")[1] == "Nothing was told of any card yet\n"
    kept = HookFeedback(tmp_path / "home" / "hooks" / "feedback.db", reasons=OVERRIDE_REASONS)
    told = [
        CardFeedback(card=f"c{n}", outcome=Outcome.OVERRIDDEN, at="", reason=OVERRIDE_REASONS[0])
        for n in range(3)
    ]
    kept.record(told, service=VIEW, issuer="", received=NOW)
    kept.close()
    status, shown, _ = typed("hooks", "feedback")
    assert status == 0
    assert f"overridden ({OVERRIDE_REASONS[0].display}): 3 cards, last on 2026-11-21" in shown
    [tally] = json.loads(typed("hooks", "feedback", "--format", "json")[1])
    assert (tally["reason"], tally["cards"], tally["told"]) == (OVERRIDE_REASONS[0].code, 3, 3)


def test_what_a_backup_says_of_cards_commands_no_terminal(typed: Typed, tmp_path: Path) -> None:
    line = [NOW, "bones\x1b]0;evil\x07", "", "c", "accepted", NOW, "[]", "", "\x1b[2J", ""]
    put_feedback([json.dumps(line).encode()], tmp_path / "home" / "hooks" / "feedback.db")
    status, shown, _ = typed("hooks", "feedback")
    assert status == 0
    assert "\x1b" not in shown


def test_where_only_guidance_is_looked_up_there_are_no_services(
    run: Callable[..., Any], file: Callable[[Any], str]
) -> None:
    only = {"CITEWELL_MODE": "reference"}
    assert b"No CDS Hooks services" in run("hooks", "list", env=only).stdout
    refused = run("hooks", "call", VIEW, file(body(prefetch={"patient": PATIENT})), env=only)
    assert refused.returncode == 5


def test_markdown_is_shown_as_its_reader_sees_it() -> None:
    detail = (
        "A \\*dose\\* of **5 < 7** mg\\. \\[1\\]\n\n"
        "- First\\. \\[2\\]  \n  *note*\n- Second\n\n### References\n\n"
        "1. A title\\. [doi](<https://doi.org/10.1/x>)\n2. Another"
    )
    card = Card(
        uuid="u",
        summary="S",
        indicator=Indicator.WARNING,
        source_label="L",
        detail=detail,
        links=(CardLink(label="Form", url="https://x.example"),),
    )
    shown = page_text(cards_page((card,)), width=80, colour=False)
    assert "A *dose* of 5 < 7 mg. [1]" in shown
    assert "  • First. [2]\n    note\n  • Second" in shown
    assert "References\n  • [1] A title. doi https://doi.org/10.1/x\n  • [2] Another" in shown
    assert "Form: https://x.example" in shown


def test_a_server_does_not_begin_with_a_file_of_issuers_that_cannot_be_used(run: Callable[..., Any]) -> None:
    refused = run("serve", "--port", "0", env={"CITEWELL_HOOKS_ISSUERS": "missing.json"})
    assert refused.returncode == 2
    assert refused.stderr.decode().startswith("citewell: missing.json cannot be read")
    assert refused.stdout == b""
