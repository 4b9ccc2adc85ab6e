"""The edge of the server: what is refused on the way, and what goes wrong in us, is told in one voice."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from citewell.errors import CitewellError
from citewell.serving.logs import log_bug
from citewell.serving.problems import problem_of_bug
from citewell.serving.request_ids import request_id_of


class Refusals:
    """Answers what is raised inside it, and cannot fail itself."""

    def __init__(self, app: ASGIApp, *, respond: Callable[[Request, Exception], Response]) -> None:
        """respond: makes a response of what was raised; it is called in a thread."""
        self._app = app
        self._respond = respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_noting(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except Exception as error:  # noqa: BLE001  the last net: nobody is shown what it was
            request = Request(scope)
            if not isinstance(error, CitewellError | HTTPException):
                log_bug(error, request=request_id_of(request))
            if started:
                # What was begun cannot be taken back: the connection ends, so that it is not taken for whole.
                raise _BrokenOff from None
            response = await self._response(request, error)
            await response(scope, receive, send)

    async def _response(self, request: Request, error: Exception) -> Response:
        try:
            return await run_in_threadpool(self._respond, request, error)
        except Exception as worse:  # noqa: BLE001  the page that tells of a fault may have one, too
            request_id = request_id_of(request)
            log_bug(worse, request=request_id)
            problem = problem_of_bug(request=request_id)
            return PlainTextResponse(f"{problem.title}: {request_id}\n", status_code=problem.status)


class _BrokenOff(Exception):
    """A response that stops before its end; it says nothing of why, since servers log what is raised."""
