"""Records as JSON responses, pages of long lists, and responses that need not be sent again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from citewell.api.problems import Responses

JSON = "application/json"
FHIR = "application/fhir+json"
UNCHANGED: Responses = {304: {"description": "It is as it was when `If-None-Match` was its `ETag`."}}
_Item = TypeVar("_Item")
# RFC 9110, 12.4.2.
_QUALITY = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?")


def json_response(record: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A record, or bytes of JSON, as a response."""
    content = record if isinstance(record, bytes) else msgspec.json.encode(record)
    return Response(content, status_code=status, media_type=JSON, headers=headers)


def tagged(request: Request, content: bytes | str, *, tag: str, media_type: str = JSON) -> Response:
    """What has this entity tag; a 304 without content for who has it already (RFC 9110, 13.1.2).

    tag: the same as long as the content is.
    """
    headers = {"ETag": f'"{tag}"', "Vary": "Accept"}
    if has_it(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


def has_it(request: Request, tag: str) -> bool:
    """Whether who asks has what has this tag, so that it need not even be made."""
    condition = request.headers.get("if-none-match", "")
    tags = [each.strip().removeprefix("W/") for each in condition.split(",")]
    return f'"{tag}"' in tags or tags == ["*"]


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list, from 1, and how many items it has."""

    page: int
    limit: int


def _paging(
    page: Annotated[int, Query(ge=1, le=10_000, description="Which page, from 1.")] = 1,
    limit: Annotated[int, Query(ge=1, le=100, description="How many items a page has.")] = 20,
) -> Paging:
    return Paging(page, limit)


Paged = Annotated[Paging, Depends(_paging)]


def page_of(items: Sequence[_Item], paging: Paging) -> tuple[_Item, ...]:
    """The items of a page; none behind the last."""
    first = (paging.page - 1) * paging.limit
    return tuple(items[first : first + paging.limit])


def links(request: Request, paging: Paging, *, total: int) -> dict[str, str]:
    """The Link header to the pages beside this one (RFC 8288); relative, so that no host is repeated."""
    last = max(1, -(-total // paging.limit))
    pages = {"first": 1, "prev": paging.page - 1, "next": paging.page + 1, "last": last}
    there = {rel: n for rel, n in pages.items() if 1 <= n <= last}
    return {"Link": ", ".join(f'<{_address(request, n)}>; rel="{rel}"' for rel, n in there.items())}


def _address(request: Request, page: int) -> str:
    url = request.url.include_query_params(page=page)
    return f"{url.path}?{url.query}"


def preferred(accept: str, offered: Sequence[str]) -> str:
    """Of the media types offered the one that is wanted most (RFC 9110, 12.5.1); the first, where none is."""
    wanted = dict(_weights(accept))
    weight = {
        each: wanted.get(each, wanted.get(f"{each.partition('/')[0]}/*", wanted.get("*/*", 0.0)))
        for each in offered
    }
    return max(offered, key=lambda each: weight[each])


def _weights(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        media_type, *parameters = (each.strip().lower() for each in part.split(";"))
        quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        yield media_type, float(quality) if _QUALITY.fullmatch(quality) else 0.0
