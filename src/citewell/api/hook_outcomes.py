"""Whatever goes wrong with a hook service, as a FHIR OperationOutcome, with the headers that belong to it."""

import json
from collections.abc import Mapping

from starlette.responses import Response

from citewell.api.responses import JSON
from citewell.interop.outcomes import operation_outcome
from citewell.serving.problems import Problem


def outcome_response(problem: Problem, *, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as a response. Its media type is that of all that CDS Hooks exchanges, `application/json`."""
    outcome = operation_outcome(status=problem.status, title=problem.title, detail=_detail(problem))
    # ASCII alone: nothing that was sent can make the answer to it fail.
    return Response(
        json.dumps(outcome, separators=(",", ":")),
        status_code=problem.status,
        media_type=JSON,
        headers=headers,
    )


def _detail(problem: Problem) -> str:
    told = " ".join(_sentence(part) for part in (problem.detail, problem.hint) if part)
    return f"{told} (request {problem.request})" if problem.request else told


def _sentence(part: str) -> str:
    """As it stands between others."""
    return f"{part[0].upper()}{part[1:]}{'' if part.endswith(('.', '?')) else '.'}"
