"""A template and what it is given, as a response; every text is escaped."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse

from citewell.answers.formats.html import templates_in
from citewell.model.answers import Audience

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
AUDIENCE_COOKIE = "audience"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Whoever looks at a page, as every template knows them. here: the path of the page."""

    audience: Audience
    here: str


def visit_of(request: Request) -> Visit:
    """The visit that a request is part of."""
    return Visit(audience=audience_of(request), here=request.url.path)


def audience_of(request: Request) -> Audience:
    """Whom the reader said to be; a clinician, where nothing that is known was said."""
    said = request.cookies.get(AUDIENCE_COOKIE, "")
    return Audience(said) if said in set(Audience) else Audience.CLINICIAN


def page(request: Request, name: str, *, status: int = 200, **given: object) -> HTMLResponse:
    """A page of this template."""
    html = _environment().get_template(name).render({"visit": visit_of(request), **given})
    return HTMLResponse(html, status_code=status)


@cache
def _environment() -> Environment:
    environment = templates_in(_HERE / "templates")
    environment.globals["asset"] = _asset
    environment.globals["audiences"] = tuple(Audience)
    return environment


@cache
def _asset(name: str) -> str:
    """The address of a file of `static/`: it changes with the file, so that it may be kept for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{digest}"
