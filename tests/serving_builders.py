"""One layer of the server by itself, around a small application, spoken to in-process."""

from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from citewell.serving.logs import log_request
from citewell.serving.observing import Observed
from citewell.serving.problems import Problem, problem_of_bug, problem_of_refusal
from citewell.serving.refusing import Refusals
from citewell.serving.request_ids import RequestIds, request_id_of

HOST = "http://127.0.0.1"


def behind(*layers: Middleware, base_url: str = HOST, **told: Any) -> TestClient:
    """A client of a small application behind these layers, with what the server has around them."""
    around = [
        Middleware(RequestIds),
        Middleware(Observed, tell=log_request),
        Middleware(Refusals, respond=in_words),
    ]
    routes = [
        Route("/", _hello, methods=["GET", "POST", "PUT", "DELETE"]),
        Route("/ask", _hello, methods=["GET", "POST"]),
        Route("/sign-in", _hello, methods=["GET", "POST"]),
        Route("/upload/{name:path}", _read, methods=["POST"]),
        Route("/fault/{name}", _fault),
    ]
    return TestClient(Starlette(routes=routes, middleware=[*around, *layers]), base_url=base_url, **told)


def in_words(request: Request, error: Exception) -> Response:
    """A problem in one line."""
    problem = _problem(request, error)
    headers = error.headers if isinstance(error, HTTPException) else None
    return PlainTextResponse(f"{problem.type} {problem.detail}", status_code=problem.status, headers=headers)


def _problem(request: Request, error: Exception) -> Problem:
    if isinstance(error, HTTPException):
        return problem_of_refusal(error)
    return problem_of_bug(request=request_id_of(request))


def _hello(_: Request) -> Response:
    return PlainTextResponse("hello")


async def _read(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


def _fault(request: Request) -> Response:
    raise KeyError(request.path_params["name"])
