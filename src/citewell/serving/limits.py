"""How often one may come: counted for each address and each credential, in the memory of one process."""

import hashlib
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from math import ceil

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from citewell.errors import InputError
from citewell.serving.access import Rates
from citewell.serving.problems import Refusal

_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_SIGNING_IN = ("/sign-in",)
_ASKED_BY_LINK = "/ask"
_HOOKS = "/cds-services"
# What one subscriber is given (RFC 6177).
_NETWORK_BITS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class _Left:
    """What is left of a limit. resets: in how many seconds there is more."""

    name: str
    limit: RateLimitItem
    remaining: int
    resets: int


class RateLimits:
    """Lets through who does not come too often, and tells everybody what is left.

    The window slides: so many in the last minute, whenever one looks, the minute before counted by its share
    (`limits`, sliding window counter), which needs two numbers for each who comes. Told as in the draft
    "RateLimit header fields for HTTP" of the IETF (draft-ietf-httpapi-ratelimit-headers-10).
    """

    def __init__(self, app: ASGIApp, *, rates: Rates, exempt: tuple[str, ...]) -> None:
        """exempt: the paths before what is never counted."""
        self._app = app
        self._limits = {
            "asking": rate_of(rates.asking),
            "signing-in": rate_of(rates.signing_in),
            "hooks": rate_of(rates.hooks),
            "other": rate_of(rates.other),
        }
        self._exempt = exempt
        self._windows = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it. Raises Refusal."""
        if scope["type"] != "http" or scope["path"].startswith(self._exempt):
            await self._app(scope, receive, send)
            return
        left = await self._counted(scope)

        async def send_with_limits(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_told(left))
            await send(message)

        await self._app(scope, receive, send_with_limits)

    async def _counted(self, scope: Scope) -> _Left:
        name = _kind_of(scope)
        limit = self._limits[name]
        lefts = []
        for who in _who(scope, name):
            let = await self._windows.hit(limit, name, who)
            stats = await self._windows.get_window_stats(limit, name, who)
            resets = max(1, ceil(stats.reset_time - time.time()))
            left = _Left(name=name, limit=limit, remaining=max(0, int(stats.remaining)), resets=resets)
            if not let:
                raise _too_many(left)
            lefts.append(left)
        return min(lefts, key=lambda left: left.remaining)


def rate_of(text: str) -> RateLimitItem:
    """A rate, from words such as "60/minute". Raises InputError."""
    try:
        return parse(text)
    except ValueError:
        raise InputError(
            f"{text[:40]!r} is no rate", hint='a rate is a number and a time: "60/minute", "1000 per hour"'
        ) from None


def _kind_of(scope: Scope) -> str:
    path = scope["path"]
    if path.startswith(_HOOKS):
        return "hooks"
    if scope["method"] in _READS:
        return "asking" if path == _ASKED_BY_LINK else "other"
    return "signing-in" if path.startswith(_SIGNING_IN) else "asking"


def _who(scope: Scope, kind: str) -> tuple[str, ...]:
    """Who is counted: the address, and the credential where there is one; it is not kept itself.

    Not that of a hook's call: each brings another token.
    """
    address = _subscriber(scope["client"][0] if scope["client"] else "")
    if kind == "hooks":
        return (address,)
    headers = Headers(scope=scope)
    credential = headers.get("authorization") or _session_in(headers.get("cookie", ""))
    if not credential:
        return (address,)
    return address, hashlib.sha256(credential.encode("latin-1", "replace")).hexdigest()


def _session_in(cookies: str) -> str:
    return next((part for part in cookies.split("; ") if "citewell-session=" in part), "")


def _subscriber(address: str) -> str:
    """The address by which one who comes is told from others; of IPv6, where each has many, the network."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(int(known) >> (known.max_prefixlen - _NETWORK_BITS))


def _told(left: _Left) -> dict[str, str]:
    window = left.limit.get_expiry()
    return {
        "RateLimit-Policy": f'"{left.name}";q={left.limit.amount};w={window}',
        "RateLimit": f'"{left.name}";r={left.remaining};t={left.resets}',
    }


def _too_many(left: _Left) -> Refusal:
    return Refusal(
        429,
        "too-many",
        f"More than {left.limit.amount} requests in {left.limit.get_expiry()} seconds are not taken here.",
        hint=f"Try again in {left.resets} seconds.",
        headers={"Retry-After": str(left.resets), **_told(left)},
    )
