"""One application: the API, the pages, and what an operator asks for (`uvicorn --factory`)."""

import os
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from citewell.api import hooks
from citewell.api.description import document
from citewell.api.hook_outcomes import outcome_response
from citewell.api.problems import extensions_of, faults_of, problem_response
from citewell.api.routes import PREFIX, routes
from citewell.config import Settings, settings_from
from citewell.errors import CitewellError, InputError
from citewell.model.accounts import Person
from citewell.serving import operations
from citewell.serving.access import Access, Readers, access_in
from citewell.serving.headers import SecurityHeaders
from citewell.serving.heads import Heads
from citewell.serving.hook_origins import HookOrigins
from citewell.serving.hook_tokens import TokenRefused
from citewell.serving.hosts import KnownHosts
from citewell.serving.house import House
from citewell.serving.limits import RateLimits
from citewell.serving.logs import log_request, log_warning
from citewell.serving.metrics import Metrics
from citewell.serving.observing import Observed, Seen
from citewell.serving.origins import SameOrigin
from citewell.serving.orphans import end_with
from citewell.serving.paths import is_below
from citewell.serving.people import NotSignedIn, caller, visitor
from citewell.serving.problems import Problem, problem_of, problem_of_bug, problem_of_refusal
from citewell.serving.proxied import BehindTls
from citewell.serving.readers import ReadersOnly
from citewell.serving.refusing import Refusals
from citewell.serving.request_ids import RequestIds, request_id_of
from citewell.serving.uploads import MEBIBYTE, Uploads
from citewell.web.pages import pages
from citewell.web.rendering import STATIC, page
from citewell.web.sign_in import to_sign_in

# The folder that the processes of one server share while they run; `citewell serve` makes and removes it.
RUNTIME = "CITEWELL_RUNTIME"
_FILES = "/static/"
_LARGEST_FILE = 5 * MEBIBYTE
_TAKES_FILES = ("/patient", f"{PREFIX}/patients/read", f"{hooks.PREFIX}/")
# A form of a patient has some hundred facts, and one file.
_MOST_FIELDS = 300
_MOST_FILES = 1
_TELL_OF_A_PATIENT = ("/answers/", "/ask", hooks.PREFIX, "/patient")
# Where an account is needed to read, nobody needs one to sign in, nor a machine to look whether we are well;
# a call of a hook service brings a token of its own.
_OPEN_TO_ALL = (_FILES, "/sign-in", hooks.PREFIX, *operations.PATHS)
_INVALID = InputError("parts of what was sent are missing, or are not what they should be")
# What people send is for them alone: while it is read it stays in memory, never in a file of the system's.
MultiPartParser.spool_max_size = _LARGEST_FILE + MEBIBYTE


def create() -> FastAPI:
    """The application on the settings of the environment."""
    named = os.environ.get(RUNTIME)
    runtime = Path(named) if named else Path(tempfile.mkdtemp(prefix="citewell-"))
    return application(settings_from(), runtime=runtime, access=access_in(runtime))


def application(
    settings: Settings,
    *,
    runtime: Path,
    access: Access | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> FastAPI:
    """The application on these settings. runtime, clock: as of `House.open`. access: without it, as on
    loopback.
    """
    access = access or Access()
    metrics = Metrics()

    @asynccontextmanager
    async def open_house(app: FastAPI) -> AsyncIterator[None]:
        app.state.access, app.state.metrics = access, metrics
        app.state.house = _opened(settings, runtime, clock, metrics)
        if access.parent:
            end_with(access.parent)
        yield

    app = _Application(
        lifespan=open_house,
        openapi_url=f"{PREFIX}/openapi.json",
        # Their pages fetch scripts from the network.
        docs_url=None,
        redoc_url=None,
        # They are made of the Host that was sent.
        redirect_slashes=False,
        middleware=_layers(settings, access, metrics),
        form_limits={"max_fields": _MOST_FIELDS, "max_files": _MOST_FILES, "max_part_size": MEBIBYTE},
    )
    for part in (routes, hooks.routes, pages, operations.routes):
        app.include_router(part)
    app.mount(_FILES, StaticFiles(directory=STATIC))
    for refused in (CitewellError, HTTPException, RequestValidationError):
        app.add_exception_handler(refused, respond_to)
    return app


class _Application(FastAPI):
    """Described by what the API tells of itself."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document of the API; the pages are no part of it."""
        return document()


def _layers(settings: Settings, access: Access, metrics: Metrics) -> list[Middleware]:
    """What a request goes through, from the outside in; the order matters."""

    def tell(seen: Seen) -> None:
        log_request(seen)
        metrics.note_request(seen)

    return [
        *([Middleware(BehindTls)] if access.proxied else []),
        # The id is there before anything can be told of the request.
        Middleware(RequestIds),
        # All that comes is seen and leaves with the headers, also what the layers below refuse.
        Middleware(Observed, tell=tell),
        Middleware(SecurityHeaders, static=_FILES, private=_TELL_OF_A_PATIENT),
        # Also what is refused below may be read by the pages that may call.
        Middleware(HookOrigins, below=hooks.PREFIX, origins=settings.hooks.origins),
        Middleware(Refusals, respond=respond_to),
        # What is not meant for us is nobody's use of a limit.
        Middleware(KnownHosts, hosts=access.hosts),
        # Before anything that costs: reading a body, looking for an account.
        Middleware(RateLimits, rates=access.rates, exempt=(_FILES, *operations.PATHS)),
        Middleware(SameOrigin, shared=hooks.PREFIX, origins=settings.hooks.origins),
        *([_readers()] if access.readers is Readers.ACCOUNTS else []),
        Middleware(Uploads, larger=dict.fromkeys(_TAKES_FILES, _LARGEST_FILE)),
        Middleware(Heads),
        Middleware(GZipMiddleware, minimum_size=1024, compresslevel=4),
    ]


def _readers() -> Middleware:
    def known(connection: HTTPConnection) -> Person | None:
        return caller(connection) if _is_of_the_api(connection) else visitor(connection)

    return Middleware(ReadersOnly, known=known, open_to_all=_OPEN_TO_ALL)


def _opened(settings: Settings, runtime: Path, clock: Callable[[], datetime], metrics: Metrics) -> House:
    began = perf_counter()
    try:
        house = House.open(settings, runtime=runtime, clock=clock, warn=log_warning, note=metrics.note_answer)
    except (CitewellError, OSError) as error:
        log_warning(f"the engine cannot be opened: {error}")
        raise
    metrics.note_opening(perf_counter() - began)
    return house


def respond_to(request: Request, error: Exception) -> Response:
    """What went wrong: as problem details for programs, as an OperationOutcome for record systems, as a page
    for people.
    """
    if _is_of_the_api(request):
        return _problem_details(request, error)
    if is_below(request.url.path, hooks.PREFIX):
        return outcome_response(_problem(request, error), headers=_headers_of(error))
    if isinstance(error, NotSignedIn) and request.method in {"GET", "HEAD"}:
        return to_sign_in(request)
    problem = _problem(request, error)
    response = page(request, "problem.html.j2", status=problem.status, problem=problem)
    response.headers.update(_headers_of(error))
    return response


def _problem_details(request: Request, error: Exception) -> Response:
    members: dict[str, object] = {}
    if isinstance(error, RequestValidationError):
        members["errors"] = faults_of(error.errors())
    if isinstance(error, CitewellError):
        members.update(extensions_of(error))
    return problem_response(_problem(request, error), headers=_headers_of(error), **members)


def _problem(request: Request, error: Exception) -> Problem:
    request_id = request_id_of(request)
    match error:
        case CitewellError():
            return problem_of(error, request=request_id)
        case RequestValidationError():
            return problem_of(_INVALID, request=request_id)
        case HTTPException():
            return problem_of_refusal(error, request=request_id)
        case _:
            return problem_of_bug(request=request_id)


def _headers_of(error: Exception) -> dict[str, str]:
    if isinstance(error, NotSignedIn | TokenRefused):
        return {"WWW-Authenticate": "Bearer"}
    return dict(error.headers or {}) if isinstance(error, HTTPException) else {}


def _is_of_the_api(connection: HTTPConnection) -> bool:
    return connection.url.path.startswith(f"{PREFIX}/")
