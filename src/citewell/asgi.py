"""One application: the API, the pages, and what an operator asks for (`uvicorn --factory`)."""

import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from citewell import __version__
from citewell.api.routes import PREFIX, routes
from citewell.config import Settings, settings_from
from citewell.errors import CitewellError
from citewell.serving.house import House
from citewell.serving.problems import MEDIA_TYPE, problem_of
from citewell.web.pages import pages
from citewell.web.rendering import STATIC, page

# The folder that the processes of one server share while they run; `citewell serve` makes and removes it.
RUNTIME = "CITEWELL_RUNTIME"


def create() -> FastAPI:
    """The application on the settings of the environment."""
    named = os.environ.get(RUNTIME)
    runtime = Path(named) if named else Path(tempfile.mkdtemp(prefix="citewell-"))
    return application(settings_from(), runtime=runtime)


def application(
    settings: Settings, *, runtime: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> FastAPI:
    """The application on these settings. runtime, clock: as of `House.open`."""

    @asynccontextmanager
    async def open_house(app: FastAPI) -> AsyncIterator[None]:
        app.state.house = House.open(settings, runtime=runtime, clock=clock, warn=_warn)
        yield

    app = FastAPI(
        title="Citewell",
        version=__version__,
        summary="Clinical answers, every sentence cited.",
        lifespan=open_house,
        openapi_url=f"{PREFIX}/openapi.json",
        # Their pages fetch scripts from the network.
        docs_url=None,
        redoc_url=None,
    )
    app.include_router(routes)
    app.include_router(pages)
    app.mount("/static", StaticFiles(directory=STATIC))
    app.add_exception_handler(CitewellError, _told)
    return app


def _warn(message: str) -> None:
    sys.stderr.write(f"citewell: {message}\n")


async def _told(request: Request, error: Exception) -> Response:
    """An error of ours: as problem details for programs, as a page for people."""
    if not isinstance(error, CitewellError):
        raise error
    problem = problem_of(error)
    if request.url.path.startswith(PREFIX):
        from msgspec import to_builtins

        return JSONResponse(to_builtins(problem), status_code=problem.status, media_type=MEDIA_TYPE)
    return page(request, "problem.html.j2", status=problem.status, problem=problem)
