"""What went wrong, as a FHIR OperationOutcome (HL7 FHIR R4 4.0.1), as plain values ready for JSON."""

from typing import Any

# HL7 FHIR R4, value set issue-type, by the status of HTTP that says the same.
_ISSUES = {
    400: "structure",
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    408: "timeout",
    409: "conflict",
    412: "required",
    413: "too-long",
    415: "not-supported",
    421: "not-found",
    422: "invalid",
    429: "throttled",
    503: "transient",
}


def operation_outcome(*, status: int, title: str, detail: str) -> dict[str, Any]:
    """One issue: its kind by the status of HTTP, title for people, detail as diagnostics."""
    issue = {
        "severity": "fatal" if status >= 500 else "error",
        "code": _ISSUES.get(status, "exception" if status >= 500 else "processing"),
        "details": {"text": title},
        "diagnostics": detail,
    }
    return {"resourceType": "OperationOutcome", "issue": [issue]}
