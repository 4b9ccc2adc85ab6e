"""How much may be sent, and for how long: counted while it comes, whatever was announced."""

import asyncio
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from citewell.serving.problems import Refusal

MEBIBYTE = 1 << 20


class Uploads:
    """Lets through bodies that are not too large, not too slow, and not compressed."""

    def __init__(
        self, app: ASGIApp, *, most: int = MEBIBYTE, larger: Mapping[str, int], seconds: float = 60
    ) -> None:
        """most: in bytes; larger: the paths that take more, with those below where one ends in a stroke.

        seconds: for the whole of a body.
        """
        self._app = app
        self._most = most
        self._larger = larger
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it. Raises Refusal, in the handler where it reads the body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._most_at(scope["path"])
        _check_announced(Headers(scope=scope), most)
        await self._app(scope, _Counted(receive, most, self._seconds), send)

    def _most_at(self, path: str) -> int:
        below = (
            most for start, most in self._larger.items() if start.endswith("/") and path.startswith(start)
        )
        return self._larger.get(path) or next(below, self._most)


class _Counted:
    """A request's body, counted and timed until it is whole; what is received after it is not."""

    def __init__(self, receive: Receive, most: int, seconds: float) -> None:
        self._receive = receive
        self._left = most
        self._most = most
        self._deadline = asyncio.get_running_loop().time() + seconds
        self._whole = False

    async def __call__(self) -> Message:
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            raise Refusal(408, "slow", "The body did not come whole in time.") from None
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _too_large(self._most)
        self._whole = not message.get("more_body", False)
        return message


def _check_announced(headers: Headers, most: int) -> None:
    if headers.get("content-encoding", "identity").lower() != "identity":
        # A few bytes could become gigabytes.
        raise Refusal(415, "media-type", "A compressed body is not taken.", hint="Send it as it is.")
    announced = headers.get("content-length", "0")
    if not (announced.isascii() and announced.isdigit()):
        raise Refusal(400, "unreadable", "The length of the body is no number.")
    if len(announced) > len(str(most)) + 1 or int(announced) > most:
        raise _too_large(most)


def _too_large(most: int) -> Refusal:
    return Refusal(413, "too-large", f"At most {most // MEBIBYTE} MiB can be sent to this address.")
