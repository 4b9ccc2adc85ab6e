"""Every page, in the order of the navigation."""

from fastapi import APIRouter

from citewell.web import (
    about,
    account,
    answers,
    api_page,
    articles,
    asking,
    audience,
    desk,
    desk_acts,
    desk_audit,
    desk_comments,
    desk_drafts,
    desk_item,
    desk_policy,
    downloads,
    evidence,
    home,
    issuer,
    keeping,
    library,
    library_source,
    pack_attributes,
    pack_downloads,
    packs,
    patient,
    sign_in,
    strengths,
    timeline,
    users,
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
    timeline,
    strengths,
    library_source,
    patient,
    # Before the parts of a pack, whose names it is not among.
    pack_attributes,
    packs,
    pack_downloads,
    sign_in,
    issuer,
    account,
    about,
    api_page,
    users,
    articles,
    desk_policy,
    desk,
    desk_drafts,
    desk_audit,
    desk_acts,
    desk_comments,
    # Its address holds those of the desk's other pages.
    desk_item,
)
for part in PARTS:
    pages.include_router(part.pages)
