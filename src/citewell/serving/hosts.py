"""A request has to call the server by a name of its own: so no other name can be made to lead here.

Against DNS rebinding, where a page of `evil.example` makes that name resolve to 127.0.0.1, and against what
is made of a foreign Host: links, cached pages.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from citewell.serving.problems import Refusal


class KnownHosts:
    """Lets through what is addressed to one of these names."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it. Raises Refusal."""
        if scope["type"] == "http" and _host_of(Headers(scope=scope)) not in self._hosts:
            raise Refusal(
                421,
                "host",
                "The request is addressed to a name that is not this server's.",
                hint="The operator names it: citewell serve --allowed-host NAME",
            )
        await self._app(scope, receive, send)


def _host_of(headers: Headers) -> str | None:
    """The name in the one Host that is allowed (RFC 9112, 3.2), without a port; None where it has no form."""
    said = headers.getlist("host")
    if len(said) != 1:
        return None
    try:
        return urlsplit(f"//{said[0]}").hostname
    except ValueError:
        return None
