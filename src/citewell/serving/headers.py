"""What every response tells the browser to refuse, and how long it may be kept."""

from urllib.parse import parse_qsl

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Nothing is told to others. Not `no-referrer`: browsers then call the origin of our own forms "null"
    # (Fetch, "append a request Origin header"), by which we could not tell them from anybody's.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_HTTPS_FOR_A_YEAR = "max-age=31536000"
_FOR_EVER = "public, max-age=31536000, immutable"
# No cache keeps it, the browser of a machine that several people use neither.
_NEVER = "no-store"


class SecurityHeaders:
    """Gives every response, errors and files too, the headers by which a browser protects its reader.

    A handler may say itself how long its response may be kept; nothing else.
    """

    def __init__(self, app: ASGIApp, *, static: str, private: tuple[str, ...] = ()) -> None:
        """static: the path before that of every file whose address changes with it. private: the paths before
        those of pages that may tell of a patient, which are never kept, whatever a handler says.
        """
        self._app = app
        self._static = static
        self._private = private

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_ALWAYS)
                if scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = _HTTPS_FOR_A_YEAR
                if scope["path"].startswith(self._private):
                    headers["Cache-Control"] = _NEVER
                headers.setdefault("Cache-Control", self._kept(scope, message["status"]))
            await send(message)

        await self._app(scope, receive, send_protected)

    def _kept(self, scope: Scope, status: int) -> str:
        if not scope["path"].startswith(self._static) or status not in {200, 304}:
            return _NEVER
        return _FOR_EVER if parse_qsl(scope["query_string"], keep_blank_values=True) else "no-cache"
