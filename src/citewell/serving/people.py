"""Who a request is by: a browser's session cookie, or the bearer token of a program (RFC 6750).

The API takes bearer tokens alone, so that no page of another site can act through a browser's cookies there.
"""

from typing import Annotated, ClassVar

from fastapi import Depends
from starlette.requests import HTTPConnection
from starlette.responses import Response

from citewell.errors import CitewellError, Forbidden
from citewell.model.accounts import Person
from citewell.serving.house import house_of

_NAME = "citewell-session"
_UNKNOWN = "unknown"


class NotSignedIn(Forbidden):
    """Nobody is known here whom this could be allowed to; the remedy is to sign in."""

    code = "forbidden.not-signed-in"
    status: ClassVar[int] = 401


def visitor(connection: HTTPConnection) -> Person | None:
    """Who is signed in in this browser; None for nobody, and for a session that has ended."""
    if not hasattr(connection.state, "visitor"):
        connection.state.visitor = _visitor(connection)
    found: Person | None = connection.state.visitor
    return found


def signed_in(connection: HTTPConnection) -> Person:
    """Who is signed in in this browser, for what nobody else may see. Raises NotSignedIn; NotFound where
    there are no accounts.
    """
    person = visitor(connection)
    if person is None:
        # Where there are no accounts, the page that says how to begin helps more than one to sign in at.
        _ = house_of(connection).offices
        raise NotSignedIn("you are not signed in", hint="sign in")
    return person


def caller(connection: HTTPConnection) -> Person | None:
    """Whom the bearer token of a request stands for; None without one. Raises NotSignedIn for a wrong one."""
    scheme, _, credential = connection.headers.get("authorization", "").partition(" ")
    if not scheme:
        return None
    if scheme.lower() != "bearer":
        raise NotSignedIn(
            "the authorization is of a kind that is not known here", hint="Authorization: Bearer TOKEN"
        )
    try:
        return house_of(connection).offices.entrance.who(credential)
    except Forbidden as error:
        raise NotSignedIn(error.message, hint=error.hint) from None


def known_caller(connection: HTTPConnection) -> Person:
    """Whom the bearer token of a request stands for. Raises NotSignedIn without a token that holds."""
    person = caller(connection)
    if person is None:
        raise NotSignedIn(
            "this needs a token of somebody with an account",
            hint="Authorization: Bearer TOKEN, made by citewell user token make",
        )
    return person


def origin_of(connection: HTTPConnection) -> str:
    """From where somebody acts, for the limit on attempts and the audit."""
    return f"web:{connection.client.host if connection.client else _UNKNOWN}"


def session_of(connection: HTTPConnection) -> str:
    """The secret of the browser's session, "" without one; whether it holds is not looked at."""
    return connection.cookies.get(cookie_name(_NAME, connection), "")


def keep_session(response: Response, connection: HTTPConnection, secret: str) -> None:
    """Give the browser this session, in the place of any before it."""
    set_cookie(response, connection, _NAME, secret)


def forget_session(response: Response, connection: HTTPConnection) -> None:
    """Take the browser's session away."""
    forget_cookie(response, connection, _NAME)


def set_cookie(
    response: Response, connection: HTTPConnection, name: str, value: str, *, seconds: int | None = None
) -> None:
    """Give the browser a secret that no script reads and no other site's form sends.

    seconds: for how long; None for until the browser is closed.
    """
    response.set_cookie(
        cookie_name(name, connection),
        value,
        max_age=seconds,
        path="/",
        secure=_is_secure(connection),
        httponly=True,
        samesite="lax",
    )


def forget_cookie(response: Response, connection: HTTPConnection, name: str) -> None:
    """Take what `set_cookie` gave away again."""
    response.delete_cookie(
        cookie_name(name, connection), path="/", secure=_is_secure(connection), httponly=True, samesite="lax"
    )


def cookie_name(name: str, connection: HTTPConnection) -> str:
    """How a cookie is called: over TLS so that only this very host can set it (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{name}" if _is_secure(connection) else name


def _is_secure(connection: HTTPConnection) -> bool:
    return connection.url.scheme in {"https", "wss"}


def _visitor(connection: HTTPConnection) -> Person | None:
    secret = session_of(connection)
    if not secret:
        return None
    try:
        return house_of(connection).offices.entrance.who(secret)
    except (CitewellError, OSError):
        # What can be read by anybody is shown while the register is out of reach, too.
        return None


Visitor = Annotated[Person | None, Depends(visitor)]
SignedIn = Annotated[Person, Depends(signed_in)]
Caller = Annotated[Person | None, Depends(caller)]
KnownCaller = Annotated[Person, Depends(known_caller)]
