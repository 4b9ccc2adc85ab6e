"""The front page: one question box."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from citewell.web.rendering import page

pages = APIRouter()


@pages.get("/")
def home(request: Request) -> Response:
    """The question box, examples and topics."""
    return page(request, "home.html.j2")
