"""What changes something has to come from a page of ours: the first defence against forged requests.

The rule is Filippo Valsorda's (Go's `http.CrossOriginProtection`): a browser says in `Sec-Fetch-Site`, and
where it is too old or the way too open for that in `Origin`, from where a request comes. What says neither is
no browser, and brings no one's cookies along without knowing them.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from citewell.serving.paths import is_below
from citewell.serving.problems import Refusal

# RFC 9110, 9.2.1.
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# "none": the person did it, not a page.
_OURS = frozenset({"same-origin", "none"})


class SameOrigin:
    """Lets through what only reads, and what does not come from a page of somebody else's."""

    def __init__(self, app: ASGIApp, *, shared: str = "", origins: Collection[str] = ()) -> None:
        """shared: the path before all that pages of these origins may call, too: nothing there goes by what a
        browser brings along by itself.
        """
        self._app = app
        self._shared = shared
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it. Raises Refusal."""
        if scope["type"] == "http" and scope["method"] not in _SAFE and self._is_foreign(scope):
            raise _refused(named=self._is_shared(scope))
        await self._app(scope, receive, send)

    def _is_foreign(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        may_call = self._is_shared(scope) and headers.get("origin") in self._origins
        return _is_foreign(headers) and not may_call

    def _is_shared(self, scope: Scope) -> bool:
        return bool(self._shared) and is_below(scope["path"], self._shared)


def _refused(*, named: bool) -> Refusal:
    """named: whether pages whose origins are named may do it."""
    if named:
        return Refusal(
            403,
            "origin",
            "A page sent this whose origin is not named here.",
            hint="The operator names origins: CITEWELL_HOOKS_ORIGINS.",
        )
    return Refusal(
        403,
        "origin",
        "A page of another site sent this, or one that hides where it comes from.",
        hint="Open the page here and send it again.",
    )


def _is_foreign(headers: Headers) -> bool:
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in _OURS
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
