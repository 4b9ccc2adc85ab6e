"""Whatever goes wrong in the API, as problem details (RFC 9457) with the headers that belong to it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from citewell.editorial.workflow import Stale
from citewell.errors import CitewellError, Conflict
from citewell.serving.problems import MEDIA_TYPE, Problem

# As FastAPI takes them, by status.
Responses = dict[int | str, dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultDocument:
    """What is wrong at one place of what was sent. pointer: into the body (RFC 6901), as a URI fragment."""

    detail: str
    pointer: str | None = None
    parameter: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemDocument(Problem):
    """A problem as the API tells it.

    errors: each fault of what was sent. fingerprint: of the answer that is given now. revision: the present
    one of a version.
    """

    errors: tuple[FaultDocument, ...] | None = None
    fingerprint: str | None = None
    revision: int | None = None


def problems(*statuses: int) -> Responses:
    """These problems in the document of a route. Those that any request may meet are told for all."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        }
        for status in statuses
    }


class MovedOn(Conflict):
    """An answer was given on what has changed since; asked again, it is another one."""

    code = "conflict.moved-on"

    def __init__(self, asked: str, now: str) -> None:
        super().__init__(
            f"what the answer {asked} rests on has changed since it was given",
            hint=f"asked again it is /answers/{now}",
        )
        self.fingerprint = now


def problem_response(
    problem: Problem, *, headers: Mapping[str, str] | None = None, **members: object
) -> Response:
    """A problem as a response. members: extensions of the problem (RFC 9457, section 3.2)."""
    # ASCII alone: nothing that was sent can make the answer to it fail.
    content = json.dumps({**asdict(problem), **members}, separators=(",", ":"))
    return Response(content, status_code=problem.status, media_type=MEDIA_TYPE, headers=headers)


def extensions_of(error: CitewellError) -> dict[str, object]:
    """What the problem of an error of ours tells besides: of a conflict, what is so now."""
    if isinstance(error, MovedOn):
        return {"fingerprint": error.fingerprint}
    return {"revision": error.version.revision} if isinstance(error, Stale) else {}


def faults_of(errors: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What FastAPI found wrong, place by place; what was sent is not said again."""
    return [_fault(error["loc"], error["msg"]) for error in errors]


def _fault(place: Sequence[str | int], message: str) -> dict[str, str]:
    where, *path = place
    if where == "body":
        pointer = "".join(f"/{_escaped(str(step))}" for step in path)
        return {"detail": message, "pointer": f"#{pointer}"}
    return {"detail": message, "parameter": "/".join(map(str, path))}


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
