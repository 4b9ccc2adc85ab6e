"""Whoever calls: the account behind a token, and what it may be used for."""

from dataclasses import dataclass

from starlette.responses import Response

from citewell.api.problems import problems
from citewell.api.reading import router
from citewell.api.responses import json_response
from citewell.serving.people import KnownCaller

routes = router("people")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDocument:
    """An account, what it may do, and what the token it came with may be used for."""

    name: str
    display: str
    roles: tuple[str, ...]
    scopes: tuple[str, ...]


@routes.get("/me", response_model=PersonDocument, responses=problems(404))
def me(who: KnownCaller) -> Response:
    """Tell whom the token stands for."""
    return json_response(
        PersonDocument(
            name=who.name,
            display=who.user.display,
            roles=tuple(sorted(who.user.roles)),
            scopes=tuple(sorted(who.scopes)),
        )
    )
