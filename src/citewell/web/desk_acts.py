"""What people do with a version: the acts that change its status, an article worded otherwise."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from citewell.editorial.subjects import subject_named
from citewell.editorial.transitions import BY_ACTION
from citewell.editorial.workflow import Stale
from citewell.engine.article_edits import CLAIM, Edit, edit_of
from citewell.engine.articles import with_edit
from citewell.engine.comparing import said_by
from citewell.engine.offering import check_may_edit, is_to_be_signed
from citewell.errors import CitewellError, Conflict, Forbidden, InputError, NotFound
from citewell.model.accounts import Person
from citewell.model.reviews import Action, Subject
from citewell.serving.house import House, HouseOf
from citewell.serving.people import SignedIn, origin_of
from citewell.web.desk_item import Look, item_page
from citewell.web.desk_stale import stale_page
from citewell.web.desk_view import CHECKED, Refused, Text, address_of

pages = APIRouter()
Number = Annotated[int, Form(ge=1, le=1_000_000_000)]
_ACTS = {
    each.value: each
    for each in (
        Action.SUBMIT,
        Action.WITHDRAW,
        Action.TAKE,
        Action.APPROVE,
        Action.REQUEST_CHANGES,
        Action.REOPEN,
        Action.RETIRE,
    )
}
_REFUSALS = (InputError, Forbidden, Conflict)


@pages.post("/review/acts/{act}", dependencies=CHECKED)
def do(
    request: Request,
    house: HouseOf,
    who: SignedIn,
    act: str,
    subject: Text,
    n: Number,
    seen: Number,
    reason: Text = "",
    password: Text = "",
) -> Response:
    """Do it, as the version was read at the revision `seen`."""
    if act not in _ACTS:
        raise NotFound("there is no such act")
    about = subject_named(subject)
    refused = Refused(form=act, typed={"reason": reason})

    def done() -> None:
        _do(request, house, who, _ACTS[act], about, n=n, seen=seen, reason=reason, password=password)

    return answered(request, house, who, about, n, refused, done)


@pages.post("/review/edits", dependencies=CHECKED)
def edit(
    request: Request,
    house: HouseOf,
    who: SignedIn,
    subject: Text,
    n: Number,
    seen: Number,
    anchor: Text,
    field: Text = "",
    wording: Text = "",
    reason: Text = "",
) -> Response:
    """Word a claim of an article otherwise for a reader, through the gate; for none, leave it out."""
    about, desk = subject_named(subject), house.offices.desk
    typed = {"anchor": anchor, "field": field, "wording": wording, "reason": reason}
    refused = Refused(form=f"edit-{anchor}", typed=typed)

    def done() -> None:
        check_may_edit(desk, who, about, seen=seen, n=n)
        wanted = edit_of(anchor, field, wording) if field else Edit(claim=anchor.removeprefix(CLAIM))
        said = said_by(desk, about, n)[1]
        with house.room.engine() as engine:
            content = with_edit(engine, said, wanted)
        desk.edit(who, about, content, seen=seen, n=n, reason=reason)

    return answered(request, house, who, about, n, refused, done, name="edit", show="text")


def answered(
    request: Request,
    house: House,
    who: Person,
    subject: Subject,
    n: int,
    refused: Refused,
    act: Callable[[], None],
    *,
    name: str = "",
    show: str = "",
) -> Response:
    """Do it, then back to the version; a refusal comes back to the form with what was typed in it."""
    try:
        act()
    except Stale as stale:
        return stale_page(request, house, who, stale, refused)
    except _REFUSALS as error:
        at = Look(n=n, show=show)
        return item_page(request, house, who, subject, at, refused=_told(refused, error))
    there = address_of(subject, n, show=show, done=name or refused.form)
    return RedirectResponse(there, status_code=303)


def _told(refused: Refused, error: CitewellError) -> Refused:
    return Refused(form=refused.form, error=error, typed=refused.typed)


def _do(
    request: Request,
    house: House,
    who: Person,
    action: Action,
    subject: Subject,
    *,
    n: int,
    seen: int,
    reason: str,
    password: str,
) -> None:
    """The act; an approval is signed with the key that the password opens, if it would be taken at all."""
    if BY_ACTION[action].reason and not reason.strip():
        raise InputError("a reason is required: it is kept with the decision")
    offices = house.offices
    signs = action is Action.APPROVE and is_to_be_signed(offices.desk, who, subject, seen=seen, n=n)
    sign = offices.credentials.signer(who, password, origin=origin_of(request)) if signs else None
    offices.desk.act(who, action, subject, seen=seen, n=n, reason=reason, sign=sign)
