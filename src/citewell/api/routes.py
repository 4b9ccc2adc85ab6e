"""Every route of the API, in the order of its document."""

from fastapi import APIRouter

from citewell.api import applying, articles, asking, library, packs, people, review_acts, reviewing

PREFIX = "/api/v1"

routes = APIRouter(prefix=PREFIX)
for part in (asking, applying, packs, articles, library, reviewing, review_acts, people):
    routes.include_router(part.routes)
