"""Where readers need an account: nothing but the way in is shown to anybody else."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from citewell.serving.people import NotSignedIn


class ReadersOnly:
    """Lets through whoever is known, and everybody to where one becomes known."""

    def __init__(
        self, app: ASGIApp, *, known: Callable[[HTTPConnection], object], open_to_all: tuple[str, ...]
    ) -> None:
        """known: who a request is by, None for nobody. open_to_all: the beginnings of paths for everybody."""
        self._app = app
        self._known = known
        self._open_to_all = open_to_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it. Raises NotSignedIn."""
        guarded = scope["type"] == "http" and not scope["path"].startswith(self._open_to_all)
        if guarded and await run_in_threadpool(self._known, HTTPConnection(scope)) is None:
            raise NotSignedIn("this is for those who have an account here", hint="sign in")
        await self._app(scope, receive, send)
