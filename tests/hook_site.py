"""A server with the hook services, in-process, and what is sent to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fhir.resources.R4B.operationoutcome import OperationOutcome
from starlette.testclient import TestClient

from citewell.asgi import application
from citewell.config import Settings
from citewell.serving.access import Access
from hook_builders import AT, token

SITE = "https://citewell.example.org"
VIEW = "/cds-services/citewell-patient-view"
EHR = "https://ehr.example.org"
SECRET = "MRN4711Mustermann"
NOW = datetime.fromtimestamp(AT, UTC)
PATIENT = {"resourceType": "Patient", "id": "p1", "birthDate": "1948-02-01", "gender": "female"}
_CODES = ("M80.08XA", "S32.020A")
FRACTURE: dict[str, Any] = {
    "resourceType": "Condition",
    "id": "c1",
    "clinicalStatus": {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]
    },
    "onsetDateTime": "2026-11-01",
    "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code} for code in _CODES]},
    "subject": {"reference": "Patient/p1"},
}
CARD = "1a2b3c4d-0000-4000-8000-000000000001"
FEEDBACK = {"feedback": [{"card": CARD, "outcome": "overridden", "outcomeTimestamp": "2026-11-21T09:00:00Z"}]}


@contextmanager
def server(
    settings: Settings,
    folder: Path,
    *,
    access: Access | None = None,
    runtime: str = "runtime",
    **changed: Any,
) -> Iterator[TestClient]:
    """A server on the home in a folder; runtime: the name of the folder of one run of it."""
    own = replace(settings, home=folder / "home", **changed)
    own.home.mkdir(exist_ok=True)
    # Compiled once for all.
    settings.cache.mkdir(exist_ok=True)
    cache = own.home / "cache"
    if not cache.exists():
        cache.symlink_to(settings.cache)
    (folder / runtime).mkdir(exist_ok=True)
    app = application(own, runtime=folder / runtime, access=access, clock=lambda: NOW)
    told: dict[str, Any] = {"client": ("127.0.0.1", 1), "raise_server_exceptions": False}
    with TestClient(app, base_url="http://127.0.0.1", **told) as client:
        yield client


def outcome_of(response: Any, status: int) -> str:
    """What a refusal says; it is an OperationOutcome of FHIR."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    [issue] = OperationOutcome.model_validate(response.json()).issue
    assert issue.severity == "error"
    return f"{issue.code} {issue.details.text} {issue.diagnostics}"


def bearer(path: str, **changed: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(SITE + path, **changed)}"}
