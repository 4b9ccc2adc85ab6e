"""How a request's body is read: JSON within limits, its numbers as they were typed, hostile text refused."""

import math
from collections.abc import Callable, Collection, Coroutine, Iterator
from typing import Any

from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from citewell.api.responses import JSON
from citewell.engine.requests import TypedNumber, decoded, json_object, text_only
from citewell.errors import InputError
from citewell.serving.problems import Refusal

# No body of the API has more than three.
MOST_LEVELS = 8
_TYPED = "facts"
_Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class ApiRoute(APIRoute):
    """A route whose input is looked at before anything else: its body is read by `read_body`.

    A parameter that is not known is refused: a filter that is misspelt must not be taken for none.
    """

    def get_route_handler(self) -> _Handler:
        """The handler of FastAPI, given a request that was read already."""
        handle = super().get_route_handler()
        has_body = self.body_field is not None
        known = frozenset(_parameters(self.dependant))

        async def read_and_handle(request: Request) -> Response:
            _check_parameters(request, known)
            return await handle(await read_body(request) if has_body else request)

        return read_and_handle


def _parameters(dependant: Dependant) -> Iterator[str]:
    """The names of the parameters that a handler takes, and all that it depends on."""
    yield from (field.alias for field in dependant.query_params)
    for each in dependant.dependencies:
        yield from _parameters(each)


def _check_parameters(request: Request, known: Collection[str]) -> None:
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        raise RequestValidationError(
            [{"loc": ("query", name), "msg": "There is no such parameter"} for name in unknown]
        )


def router(tag: str) -> APIRouter:
    """Routes of the API under one heading of its document."""
    return APIRouter(tags=[tag], route_class=ApiRoute)


class _Read(Request):
    """A request whose JSON was read."""

    read: dict[str, Any]

    async def json(self) -> Any:
        """The body as it was read."""
        return self.read


async def read_body(request: Request) -> Request:
    """The request with its JSON object read.

    Raises Refusal 415 for what is not sent as JSON, InputError for what is not one JSON object of plain text;
    that it is not too large is seen to while it comes (`serving.uploads`).
    """
    body = await body_sent_as(request, JSON)
    read = _Read(request.scope, _once(body))
    read.read = _values(json_object(decoded(body, "the body"), "the body"), "", MOST_LEVELS)
    return read


async def body_sent_as(request: Request, *media_types: str) -> bytes:
    """The body of a request. Raises Refusal 415 where it is sent as none of these kinds of JSON.

    media_types: without parameters; the last is the one that is asked for.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in media_types:
        hint = f"Content-Type: {media_types[-1]}"
        raise Refusal(415, "media-type", "The body is not sent as JSON.", hint=hint)
    return await request.body()


def _once(body: bytes) -> Callable[[], Coroutine[Any, Any, dict[str, Any]]]:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _values(value: Any, name: str, levels: int) -> Any:
    """The value with its numbers as numbers, but those of facts, which are kept as they were typed."""
    if levels == 0:
        raise InputError(f"the body is nested more than {MOST_LEVELS} levels deep")
    if isinstance(value, dict):
        typed = name == _TYPED
        return {
            text_only(key, "name of a member"): each if typed else _values(each, key, levels - 1)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_values(each, name, levels - 1) for each in value]
    if isinstance(value, TypedNumber):
        return _number(value)
    return text_only(value, name or "text") if isinstance(value, str) else value


def _number(typed: TypedNumber) -> int | float:
    try:
        return int(typed)
    except ValueError:
        pass
    number = float(typed)
    if not math.isfinite(number):
        raise InputError(f"{typed[:20]} is no number that JSON knows")
    return number
