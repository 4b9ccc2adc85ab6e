"""Behind a proxy that ends TLS, the reader's way here is https, whatever the last step is."""

from starlette.types import ASGIApp, Receive, Scope, Send


class BehindTls:
    """Takes every request for one over https: cookies are marked so even if a proxy does not say it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] == "http":
            scope["scheme"] = "https"
        await self._app(scope, receive, send)
