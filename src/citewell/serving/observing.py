"""Every request as an operator may see it: what was reached and how it went, not what was said."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from citewell.serving.request_ids import request_id_of

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# As nginx writes it: whoever asked did not wait for the answer.
_LEFT = 499


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A request that was answered. route: its template, never the path; seconds: until the last byte."""

    request: str
    method: str
    route: str
    status: int
    seconds: float


class Observed:
    """Tells of every request when it is over."""

    def __init__(self, app: ASGIApp, *, tell: Callable[[Seen], None]) -> None:
        self._app = app
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = perf_counter(), _LEFT

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        finally:
            self._tell(
                Seen(
                    request=request_id_of(Request(scope)),
                    method=scope["method"] if scope["method"] in _METHODS else "other",
                    route=_route_of(scope),
                    status=status,
                    seconds=perf_counter() - began,
                )
            )


def _route_of(scope: Scope) -> str:
    """The template of the route that took a request; a mount's path, or "none"."""
    route = scope.get("route")
    template = getattr(route, "path", None)
    if template is None:
        template = scope.get("root_path") if scope.get("endpoint") else None
    return template or "none"
