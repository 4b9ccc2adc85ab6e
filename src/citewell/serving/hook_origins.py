"""Which pages of others may call the hook services from a browser (Fetch, "CORS protocol").

No cookie counts there, so that a page can do no more than any program: what it needs is a token.
"""

from collections.abc import Collection

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from citewell.serving.paths import is_below

# In seconds: for how long a browser need not ask again.
_HOLDS = 600


class HookOrigins:
    """Lets pages of these origins read what stands below a path; of no other path."""

    def __init__(self, app: ASGIApp, *, below: str, origins: Collection[str]) -> None:
        self._app = app
        self._below = below
        self._shared = CORSMiddleware(
            app,
            allow_origins=tuple(origins),
            allow_methods=("GET", "POST"),
            allow_headers=("authorization", "content-type"),
            # A page of the internet may call this machine where the operator named it.
            allow_private_network=True,
            max_age=_HOLDS,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        shared = scope["type"] == "http" and is_below(scope["path"], self._below)
        await (self._shared if shared else self._app)(scope, receive, send)
