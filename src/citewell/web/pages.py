"""Every page, in the order of the navigation."""

from fastapi import APIRouter

from citewell.web import answers, home

pages = APIRouter(include_in_schema=False)
for part in (home, answers):
    pages.include_router(part.pages)
