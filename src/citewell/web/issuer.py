"""Signing in at an organisation's issuer of identities (OpenID Connect), from a browser and back to it.

What was asked is kept in a cookie of the browser that asked, for ten minutes: whoever brings an answer to a
question of another browser is not let in.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from citewell.errors import Forbidden, not_installed
from citewell.serving.house import House, HouseOf
from citewell.serving.people import cookie_name, forget_cookie, origin_of, set_cookie
from citewell.serving.problems import Refusal
from citewell.web.sign_in import own_path, signed_in_as

if TYPE_CHECKING:
    from citewell.accounts.oidc import Asked
    from citewell.engine.vouching import Vouching

pages = APIRouter()
_ASKED = "citewell-asked"
_SECONDS = 600
_NAMES = ("redirect", "state", "nonce", "verifier")


@pages.get("/sign-in/issuer")
def ask_issuer(
    request: Request, house: HouseOf, goes_to: Annotated[str, Query(alias="next")] = ""
) -> Response:
    """To the issuer, with a question that only its answer fits."""
    with _vouching(house) as vouching:
        asked = vouching.ask(str(request.url_for("answer_of_issuer")))
    response = RedirectResponse(asked.url, status_code=303)
    told = {name: getattr(asked, name) for name in _NAMES} | {"next": own_path(goes_to)}
    kept = urlsafe_b64encode(json.dumps(told).encode()).decode()
    set_cookie(response, request, _ASKED, kept, seconds=_SECONDS)
    return response


@pages.get("/sign-in/issued")
def answer_of_issuer(request: Request, house: HouseOf) -> Response:
    """Back from the issuer: into a session, when its answer is to what this browser asked."""
    with _vouching(house) as vouching:
        asked, goes_to = _asked(request)
        secret = vouching.sign_in(asked, request.url.query, origin=origin_of(request))
    response = signed_in_as(request, house, secret, goes_to=goes_to)
    forget_cookie(response, request, _ASKED)
    return response


def _asked(request: Request) -> "tuple[Asked, str]":
    """What this browser asked, and where it goes from there. Raises Forbidden where it asked nothing."""
    from citewell.accounts.oidc import Asked

    try:
        told = json.loads(urlsafe_b64decode(request.cookies[cookie_name(_ASKED, request)]))
        return Asked(url="", **{name: str(told[name]) for name in _NAMES}), str(told["next"])
    except (ValueError, TypeError, LookupError):
        raise Forbidden(
            "this browser asked no issuer, or too long ago: nobody was signed in", hint="sign in again"
        ) from None


@contextmanager
def _vouching(house: House) -> "Iterator[Vouching]":
    """The issuer of the settings. Raises as `Vouching`; Refusal while it is out of reach."""
    try:
        import httpx

        from citewell.engine.vouching import Vouching
    except ModuleNotFoundError as error:
        raise not_installed("signing in by OpenID Connect", error.name, extra="oidc") from None
    try:
        with httpx.Client() as web:
            yield Vouching(house.offices.entrance, house.settings, web)
    except OSError:
        raise Refusal(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "unavailable",
            "The issuer of identities is out of reach: nobody was signed in.",
            hint="try again in a moment",
        ) from None
