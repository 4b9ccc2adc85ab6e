"""Forms that only a page of ours can have made: a token bound to the browser's session, in every form.

The HMAC-based token of the OWASP Cross-Site Request Forgery Prevention Cheat Sheet. Each page has another one
of the same session, so that nothing is learnt from the size of a compressed page (BREACH).
"""

import hashlib
import hmac
import secrets
from typing import Annotated

from fastapi import Form
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from citewell.errors import Forbidden
from citewell.serving.people import cookie_name, session_of, set_cookie

_ENTRY = "citewell-entry"
_NONCE_BYTES = 16


def token_for(secret: str) -> str:
    """A token of a form for whoever holds this secret, "" for nobody."""
    return _token(secret, secrets.token_hex(_NONCE_BYTES)) if secret else ""


def is_token(token: str, secret: str) -> bool:
    """Whether a form's token was made for this secret; takes as long for any other."""
    nonce = token.partition(".")[0]
    return bool(secret) and hmac.compare_digest(_bytes(token), _bytes(_token(secret, nonce)))


def checked_form(request: Request, csrf: Annotated[str, Form()] = "") -> None:
    """Refuse a form that was not made for the session it comes with: for FastAPI's `Depends`."""
    _check(csrf, session_of(request))


def checked_entry(request: Request, csrf: Annotated[str, Form()] = "") -> None:
    """Refuse a form to sign in by that was not made for this browser (login CSRF): for `Depends`."""
    _check(csrf, entry_of(request))


def entry_of(connection: HTTPConnection) -> str:
    """The secret of a browser that has no session yet, "" where it was given none."""
    return connection.cookies.get(cookie_name(_ENTRY, connection), "")


def new_entry() -> str:
    """A secret for a browser that has no session yet."""
    return secrets.token_hex(_NONCE_BYTES)


def keep_entry(response: Response, connection: HTTPConnection, secret: str) -> None:
    """Give the browser that secret."""
    set_cookie(response, connection, _ENTRY, secret)


def _check(token: str, secret: str) -> None:
    if not is_token(token, secret):
        raise Forbidden(
            "the form is not one of this session: nothing was done",
            hint="load the page again, and send the form from there",
        )


def _token(secret: str, nonce: str) -> str:
    made = hmac.new(_bytes(secret), b"form " + _bytes(nonce), hashlib.sha256)
    return f"{nonce}.{made.hexdigest()}"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
