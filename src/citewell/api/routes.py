"""Every route of the API, in the order of its document."""

from fastapi import APIRouter

from citewell.api import asking

PREFIX = "/api/v1"

routes = APIRouter(prefix=PREFIX)
routes.include_router(asking.routes)
