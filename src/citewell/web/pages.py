"""Every page, in the order of the navigation."""

from fastapi import APIRouter

from citewell.web import (
    about,
    account,
    answers,
    asking,
    audience,
    downloads,
    evidence,
    home,
    issuer,
    keeping,
    library,
    patient,
    sign_in,
)

pages = APIRouter(include_in_schema=False)
PARTS = (
    home,
    audience,
    asking,
    answers,
    evidence,
    downloads,
    keeping,
    library,
    patient,
    sign_in,
    issuer,
    account,
    about,
)
for part in PARTS:
    pages.include_router(part.pages)
