"""A version on the desk: where it stands, what it says and said, what is said of it, what one may do."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from citewell.answers.formats.review import stages_of
from citewell.editorial.barring import bars
from citewell.editorial.choosing import Wanted, chosen
from citewell.editorial.differences import Difference, difference, summary
from citewell.editorial.discussion import OPEN
from citewell.editorial.policy_page import status_name
from citewell.editorial.telling import told
from citewell.engine import desk_reading
from citewell.engine.comparing import before, said_by, versions_of
from citewell.engine.curating import Dossier
from citewell.engine.dossiers import checklist, standing_of
from citewell.engine.interests import interests
from citewell.engine.offering import Offer, offered
from citewell.model.accounts import Person
from citewell.model.reviews import Status, Subject, SubjectKind, Version
from citewell.serving.house import House, HouseOf
from citewell.serving.people import SignedIn
from citewell.web.desk_view import (
    NOTHING_REFUSED,
    Refused,
    address_of,
    changed_parts,
    paged,
    remark,
    shown_fields,
    subject_at,
    threads,
)
from citewell.web.rendering import page

pages = APIRouter()
_EACH = 20
_SHOWN = ("changes", "text", "discussion", "history")
_DONE = {
    "draft": "A draft was begun. Read it, and hand it in.",
    "submit": "Handed in. The reviewers find it in their queues.",
    "withdraw": "Taken back: it is a draft again.",
    "take": "The review has begun.",
    "approve": "Your approval is signed and counted.",
    "request-changes": "The authors are asked for changes.",
    "reopen": "The approval was taken back: it is under review again.",
    "retire": "Retired. Nothing more is done to it.",
    "comment": "Your comment stands.",
    "edit": "The wording was changed.",
    "closed": "The comment is closed.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Which side of a version is looked at, and which of its parts."""

    n: int | None = None
    show: str = ""
    earlier: int | None = None
    wanted: Wanted = Wanted()  # noqa: RUF009  it is frozen
    page: int = 1
    done: str = ""


def look(
    version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
    show: str = "",
    earlier: Annotated[int | None, Query(alias="from", ge=1, le=1_000_000)] = None,
    q: str = "",
    part: str = "",
    only: str = "",
    shown: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    done: str = "",
) -> Look:
    """The look that an address asks for."""
    wanted = Wanted(
        anchor=f"{part}*" if part.isalpha() else "",
        words=q,
        commented=only == "commented",
        changed=only == "changed",
    )
    return Look(
        n=version,
        show=show if show in _SHOWN else "",
        earlier=earlier,
        wanted=wanted,
        page=shown,
        done=_DONE.get(done, ""),
    )


@pages.get("/review/{kind}/{name:path}")
def item(
    request: Request, house: HouseOf, who: SignedIn, kind: str, name: str, at: Annotated[Look, Depends(look)]
) -> Response:
    """The version, by default the newest."""
    return item_page(request, house, who, subject_at(kind, name), at)


def item_page(
    request: Request,
    house: House,
    who: Person,
    subject: Subject,
    at: Look,
    *,
    refused: Refused = NOTHING_REFUSED,
) -> Response:
    """The page of a version, with the form that was refused as it was typed. Raises NotFound."""
    desk = house.offices.desk
    offer = offered(desk, who, subject, at.n)
    dossier = desk_reading.dossier(desk, who, subject, at.n)
    version = dossier.version
    earlier = said_by(desk, subject, at.earlier) if at.earlier else before(desk, version)
    found = difference(earlier[1], dossier.content) if earlier else None
    at = replace(at, show=at.show or ("changes" if found is not None else "text"))
    return page(
        request,
        "desk_item.html.j2",
        status=refused.status,
        dossier=dossier,
        version=version,
        subject=subject,
        at=at,
        offer=offer,
        review=stages_of(standing_of(dossier)),
        status_name=status_name(version.status),
        checks=checklist(dossier) if version.status in _OPEN else (),
        versions=versions_of(desk, subject),
        interests=_bearing(house, who, version),
        tasks=tuple(each for each in dossier.tasks if each.version == version.n),
        remarks=sum(each.state == OPEN for each in dossier.comments),
        earlier=earlier[0] if earlier else None,
        summary=summary(found) if found is not None else "",
        refused=refused,
        address_of=address_of,
        is_article=subject.kind is SubjectKind.ARTICLE,
        **_side(dossier, at, found, offer),
    )


_OPEN = frozenset(Status) - {Status.SUPERSEDED, Status.RETIRED}


def _side(dossier: Dossier, at: Look, found: Difference | None, offer: Offer) -> dict[str, Any]:
    """What the side that is looked at shows."""
    if at.show == "changes":
        return _changes(at, found)
    if at.show == "text":
        return _text(dossier, at, found, offer)
    if at.show == "discussion":
        return {"threads": threads(dossier.comments, offer)}
    return {"told": [(event, told(event)) for event in reversed(dossier.events)]}


def _changes(at: Look, found: Difference | None) -> dict[str, Any]:
    parts = changed_parts(found) if found is not None else ()
    there, previous, following = paged(len(parts), at.page, _EACH)
    return {"changes": parts[there], "number": len(parts), "before": previous, "after": following}


def _text(dossier: Dossier, at: Look, found: Difference | None, offer: Offer) -> dict[str, Any]:
    parts = dossier.content.parts
    changed = {part.anchor for part in found.parts} if found is not None else {p.anchor for p in parts}
    commented = {each.anchor for each in dossier.comments if each.state == OPEN}
    there = chosen(parts, at.wanted, commented=commented, changed=changed)
    where, previous, following = paged(len(there), at.page, _EACH)
    return {
        "parts": [(part, tuple(shown_fields(part.fields))) for part in there[where]],
        "number": len(there),
        "before": previous,
        "after": following,
        "kinds": Counter(part.anchor.partition(":")[0] for part in parts),
        "changed": changed if found is not None else frozenset(),
        "said": {
            part.anchor: [remark(each, offer) for each in dossier.comments if each.anchor == part.anchor]
            for part in there[where]
        },
    }


def _bearing(house: House, who: Person, version: Version) -> tuple[Any, ...]:
    """The declared interests that bar somebody's vote on the version."""
    declared = interests(house.offices.desk, who, of_all=True)
    return tuple(each for each in declared if bars(each, version))
