"""Pages that need not be sent again: an entity tag, and a 304 for who has it already (RFC 9110, 13.1.2)."""

import hashlib
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from citewell.serving.people import visitor
from citewell.web.rendering import look


def unless_had(request: Request, make: Callable[[], Response], *, rests_on: tuple[object, ...]) -> Response:
    """The page, or a 304 without it. rests_on: all that it shows, beside the templates, in a few words.

    What a signed-in person sees is kept nowhere, and so never had.
    """
    if visitor(request):
        return make()
    tag = f'W/"{hashlib.sha256(repr((look(), rests_on)).encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Cookie"}
    if tag in [each.strip() for each in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    response = make()
    response.headers.update(headers)
    return response
