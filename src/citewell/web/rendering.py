"""A template and what it is given, as a response; every text is escaped."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse

from citewell.answers.formats.html import templates_in
from citewell.engine.modes import supports_patients
from citewell.model.accounts import Person
from citewell.model.answers import Audience
from citewell.serving.csrf import token_for
from citewell.serving.house import house_of
from citewell.serving.people import session_of, visitor
from citewell.web.reference_links import REFERENCE_GROUPS

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
AUDIENCE_COOKIE = "audience"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Whoever looks at a page, as every template knows them. here: the path of the page.

    person: who is signed in, None for nobody. csrf: a token for the forms of their session, "" without one.
    patients: whether guidance is applied to a patient for them here.
    """

    audience: Audience
    here: str
    person: Person | None = None
    csrf: str = ""
    patients: bool = True


def visit_of(request: Request) -> Visit:
    """The visit that a request is part of."""
    person = visitor(request)
    audience = audience_of(request)
    return Visit(
        audience=audience,
        here=request.url.path,
        person=person,
        csrf=token_for(session_of(request)) if person else "",
        patients=supports_patients(house_of(request).settings.mode, audience),
    )


def audience_of(request: Request) -> Audience:
    """Whom the reader said to be; a clinician, where nothing that is known was said."""
    said = request.cookies.get(AUDIENCE_COOKIE, "")
    return Audience(said) if said in set(Audience) else Audience.CLINICIAN


def page(request: Request, name: str, /, *, status: int = 200, **given: object) -> HTMLResponse:
    """A page of this template."""
    html = _environment().get_template(name).render({"visit": visit_of(request), **given})
    response = HTMLResponse(html, status_code=status)
    if visitor(request):
        # What a signed-in person sees is kept nowhere: neither by a proxy nor for the next one at the screen.
        response.headers["Cache-Control"] = "private, no-store"
    return response


def fragment(name: str, /, **given: object) -> str:
    """A part of a page that is the same for everybody, to be put into one: it knows nothing of the visit."""
    return _environment().get_template(name).render(given)


@cache
def look() -> str:
    """What all pages are made with, as one word: it changes with any template and any file of `static/`."""
    files = sorted((*(_HERE / "templates").iterdir(), *STATIC.iterdir()))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files if file.is_file())).hexdigest()[:12]


@cache
def _environment() -> Environment:
    environment = templates_in(_HERE / "templates")
    environment.globals["asset"] = _asset
    environment.globals["audiences"] = tuple(Audience)
    environment.globals["reference_groups"] = REFERENCE_GROUPS
    return environment


@cache
def _asset(name: str) -> str:
    """The address of a file of `static/`: it changes with the file, so that it may be kept for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{digest}"
