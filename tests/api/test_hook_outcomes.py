"""What an OperationOutcome says to whoever made the call: sentences, one after the other."""

import json

import pytest

from citewell.api.hook_outcomes import outcome_response
from citewell.serving.problems import Problem


@pytest.mark.parametrize(
    ("detail", "hint", "told"),
    [
        ("the call brought no Patient", "send it", "The call brought no Patient. Send it. (request 7)"),
        ("Nothing is there.", "", "Nothing is there. (request 7)"),
        (
            "the token has ended",
            "is the clock right?",
            "The token has ended. Is the clock right? (request 7)",
        ),
    ],
)
def test_detail_and_hint_are_sentences(detail: str, hint: str, told: str) -> None:
    problem = Problem(type="input", title="Refused", status=422, detail=detail, hint=hint, request="7")
    [issue] = json.loads(outcome_response(problem).body)["issue"]
    assert issue["diagnostics"] == told
