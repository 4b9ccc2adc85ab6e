"""Every route of the API, in the order of its document."""

from fastapi import APIRouter
from fastapi.routing import APIRoute

from citewell.api import (
    applying,
    articles,
    asking,
    exports,
    library,
    pack_attributes,
    packs,
    people,
    records,
    references,
    review_acts,
    reviewing,
)

PREFIX = "/api/v1"


def _operation(route: APIRoute) -> str:
    return route.name


routes = APIRouter(prefix=PREFIX, generate_unique_id_function=_operation)
for part in (
    asking,
    applying,
    records,
    packs,
    exports,
    pack_attributes,
    articles,
    library,
    references,
    reviewing,
    review_acts,
    people,
):
    routes.include_router(part.routes)
