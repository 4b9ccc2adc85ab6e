"""Signing in and out in a browser: by name and password, or at an organisation's issuer of identities."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from citewell.errors import Forbidden
from citewell.serving.csrf import checked_entry, checked_form, entry_of, keep_entry, new_entry, token_for
from citewell.serving.house import House, HouseOf
from citewell.serving.people import forget_session, keep_session, origin_of, session_of
from citewell.web.rendering import page

pages = APIRouter()
_AFTERWARDS = "/review"


def to_sign_in(request: Request) -> Response:
    """To the page where one signs in, and from there back to this one."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?{urlencode({'next': here})}", status_code=303)


def own_path(text: str) -> str:
    """Where to go after signing in: a path of this server, else the desk; never another site (CWE-601)."""
    plain = text.isascii() and text.isprintable() and "\\" not in text
    return text if plain and text.startswith("/") and not text.startswith("//") else _AFTERWARDS


def signed_in_as(request: Request, house: House, secret: str, *, goes_to: str) -> Response:
    """Into the session of this secret; the one that the browser had before ends."""
    end_session(request, house)
    response = RedirectResponse(own_path(goes_to), status_code=303)
    keep_session(response, request, secret)
    return response


def end_session(request: Request, house: House) -> None:
    """End the session that the browser has, if it has one that holds."""
    try:
        house.offices.entrance.sign_out(session_of(request))
    except Forbidden:
        return


@pages.get("/sign-in")
def sign_in_page(
    request: Request, house: HouseOf, goes_to: Annotated[str, Query(alias="next")] = ""
) -> Response:
    """Name and password."""
    return _form(request, house, goes_to=goes_to)


@pages.post("/sign-in", dependencies=[Depends(checked_entry)])
def sign_in(
    request: Request,
    house: HouseOf,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    goes_to: Annotated[str, Form(alias="next")] = "",
) -> Response:
    """Begin a session; a wrong name or password comes back to the form."""
    try:
        secret = house.offices.entrance.sign_in(name.strip(), password, origin=origin_of(request))
    except Forbidden as error:
        return _form(request, house, goes_to=goes_to, name=name, refusal=error)
    return signed_in_as(request, house, secret, goes_to=goes_to)


@pages.post("/sign-out", dependencies=[Depends(checked_form)])
def sign_out(request: Request, house: HouseOf) -> Response:
    """End the session."""
    end_session(request, house)
    response = RedirectResponse("/", status_code=303)
    forget_session(response, request)
    return response


def _form(
    request: Request, house: House, *, goes_to: str, name: str = "", refusal: Forbidden | None = None
) -> Response:
    """The form, for a browser that is known by a secret of its own from now on."""
    _ = house.offices
    entry = entry_of(request) or new_entry()
    response = page(
        request,
        "sign_in.html.j2",
        status=refusal.status if refusal else 200,
        token=token_for(entry),
        goes_to=own_path(goes_to),
        name=name,
        refusal=refusal,
        issuer=house.settings.oidc_issuer,
    )
    response.headers["Cache-Control"] = "no-store"
    keep_entry(response, request, entry)
    return response
