"""Whatever goes wrong as problem details (RFC 9457): JSON for programs; the pages say the same in words."""

from dataclasses import dataclass

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


_TITLES = {
    "input": "What was sent is refused",
    "not-found": "Nothing has that name",
    "conflict": "It has changed meanwhile",
    "forbidden": "This is not allowed",
    "integrity": "A promise of Citewell is broken",
}


def problem_of(error: CitewellError, *, request: str = "") -> Problem:
    """The problem that an error of ours is. request: the id of the request, by which the log is searched."""
    return Problem(
        type=f"/problems/{error.code}",
        title=_TITLES.get(error.code, "Citewell cannot go on"),
        status=error.status,
        detail=error.message,
        hint=error.hint,
        request=request,
    )
