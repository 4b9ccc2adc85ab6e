"""An id for each request: in its response, in what it is told of a problem, and in the log."""

import re
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADER = "X-Request-ID"
# A UUID (RFC 9562) or its digits alone, as proxies make them. Nothing else is taken over, however tame it
# looks: the log repeats it, and a name or a record number of a patient looks tame, too.
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
_STATE = "request_id"


class RequestIds:
    """Gives every request its id, and every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = Headers(scope=scope).get(_HEADER, "").lower()
        given = said if _UUID.fullmatch(said) else str(uuid4())
        scope.setdefault("state", {})[_STATE] = given

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[_HEADER] = given
            await send(message)

        await self._app(scope, receive, send_with_id)


def request_id_of(connection: HTTPConnection) -> str:
    """The id of a request; "" where none was given."""
    return str(connection.scope.get("state", {}).get(_STATE, ""))
