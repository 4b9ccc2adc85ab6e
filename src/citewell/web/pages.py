"""Every page, in the order of the navigation."""

from fastapi import APIRouter

from citewell.web import account, answers, home, issuer, sign_in

pages = APIRouter(include_in_schema=False)
for part in (home, answers, sign_in, issuer, account):
    pages.include_router(part.pages)
