"""Whatever goes wrong as problem details (RFC 9457): JSON for programs; the pages say the same in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from starlette.exceptions import HTTPException

from citewell.errors import CitewellError

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong. type: a stable URI reference; title: the kind; detail: this time; hint: the remedy."""

    type: str
    title: str
    status: int
    detail: str
    hint: str = ""
    request: str = ""


class Refusal(HTTPException):
    """A request that is not let through to what it asks for. code: stable, as those of `errors`."""

    def __init__(
        self, status: int, code: str, detail: str, *, hint: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, detail, headers)
        self.code = code
        self.hint = hint


_TITLES = {
    "input": "What was sent is refused",
    "not-found": "Nothing has that name",
    "conflict": "It has changed meanwhile",
    "forbidden": "This is not allowed",
    "integrity": "A promise of Citewell is broken",
    "unreadable": "The request cannot be read",
    "sign-in": "Sign in first",
    "method": "This address does not take that",
    "precondition": "What is needed was not sent",
    "slow": "The request did not come in time",
    "too-large": "What was sent is too large",
    "media-type": "What was sent is of a kind that is not taken",
    "host": "This server does not go by that name",
    "origin": "The request came from elsewhere",
    "too-many": "Too many requests",
    "bug": "This is a fault of Citewell",
    "unavailable": "Not at this moment",
}

# What the framework refuses by a number alone.
_BY_STATUS = {
    400: ("unreadable", "The request has parts that cannot be read."),
    401: ("sign-in", "This is for those who have signed in."),
    403: ("forbidden", "This is not allowed."),
    404: ("not-found", "There is nothing at this address."),
    405: ("method", "This address is not for that method."),
    413: ("too-large", "What was sent is larger than is taken here."),
    415: ("media-type", "What was sent is of a kind that is not taken here."),
}


def problem_of(error: CitewellError, *, request: str = "") -> Problem:
    """The problem that an error of ours is. request: the id of the request, by which the log is searched."""
    return Problem(
        type=f"/problems/{error.code}",
        title=_TITLES.get(error.code.partition(".")[0], "Citewell cannot go on"),
        status=error.status,
        detail=error.message,
        hint=error.hint,
        request=request,
    )


def problem_of_refusal(error: HTTPException, *, request: str = "") -> Problem:
    """The problem that a refusal is: ours, or one of the framework."""
    if isinstance(error, Refusal):
        code, detail, hint = error.code, error.detail, error.hint
    else:
        code, own = _BY_STATUS.get(error.status_code, ("unavailable", "This cannot be done."))
        # Without words of its own it says the name of the status, which tells a reader nothing.
        detail = own if error.detail == HTTPStatus(error.status_code).phrase else error.detail
        hint = ""
    return Problem(
        type=f"/problems/{code}",
        title=_TITLES[code],
        status=error.status_code,
        detail=detail,
        hint=hint,
        request=request,
    )


def problem_of_bug(*, request: str = "") -> Problem:
    """The problem that a fault of our own is: nothing of it is told but the id by which it is found."""
    return Problem(
        type="/problems/bug",
        title=_TITLES["bug"],
        status=500,
        detail="Something went wrong that is not your doing.",
        hint="The operator finds it in the log by the id of the request.",
        request=request,
    )
