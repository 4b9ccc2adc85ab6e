"""Every page, in the order of the navigation."""

from fastapi import APIRouter

from citewell.web import (
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
)
for part in PARTS:
    pages.include_router(part.pages)
