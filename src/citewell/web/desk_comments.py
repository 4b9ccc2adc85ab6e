"""What people say of a version: comments at their place, suggested edits, and how each is closed."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from citewell.editorial.discussion import ACCEPTED, DECLINED, text_at
from citewell.editorial.subjects import subject_named
from citewell.engine import discussing
from citewell.engine.comparing import as_read, said_by
from citewell.model.accounts import Person
from citewell.model.reviews import Comment, Subject, SubjectKind
from citewell.serving.house import House, HouseOf
from citewell.serving.people import SignedIn
from citewell.web.desk_acts import Number, answered
from citewell.web.desk_view import CHECKED, Refused, Text

pages = APIRouter()


@pages.post("/review/comments", dependencies=CHECKED)
def speak(
    request: Request,
    house: HouseOf,
    who: SignedIn,
    subject: Text,
    n: Number,
    seen: Number,
    anchor: Text = "",
    field: Text = "",
    text: Text = "",
    suggested: Text = "",
) -> Response:
    """Comment on a version, a part or a field of it; with other words for a field, suggest them."""
    about = subject_named(subject)
    typed = {"anchor": anchor, "field": field, "text": text, "suggested": suggested}
    refused = Refused(form=f"speak-{anchor}", typed=typed)

    def said() -> None:
        if suggested.strip():
            _suggest(house, who, about, n=n, seen=seen, typed=typed)
        else:
            discussing.comment(house.offices.desk, who, about, text, anchor=anchor, field=field, n=n)

    show = "text" if anchor else "discussion"
    return answered(request, house, who, about, n, refused, said, name="comment", show=show)


@pages.post("/review/comments/{number}", dependencies=CHECKED)
def close(
    request: Request, house: HouseOf, who: SignedIn, number: int, how: Text = "", reason: Text = ""
) -> Response:
    """Accept, decline or resolve it."""
    desk = house.offices.desk
    found = discussing.comment_of(desk, number)
    refused = Refused(form=f"comment-{number}", typed={"reason": reason})

    def closed() -> None:
        if how == ACCEPTED:
            _accept(house, who, found, reason)
        elif how == DECLINED:
            discussing.decline(desk, who, number, reason=reason)
        else:
            discussing.resolve(desk, who, number, reason=reason)

    return answered(
        request, house, who, found.subject, found.version, refused, closed, name="closed", show="discussion"
    )


def _suggest(
    house: House, who: Person, subject: Subject, *, n: int, seen: int, typed: dict[str, str]
) -> None:
    """Suggest other words for a field as it was read at the revision `seen`."""
    desk = house.offices.desk
    version, _ = said_by(desk, subject, n)
    read = text_at(as_read(desk, version, seen), typed["anchor"], typed["field"])
    discussing.suggest(
        desk,
        who,
        subject,
        typed["suggested"],
        anchor=typed["anchor"],
        field=typed["field"],
        said=read,
        text=typed["text"],
        n=n,
    )


def _accept(house: House, who: Person, found: Comment, reason: str) -> None:
    """Take a suggestion; on an article it becomes an edit, made by the engine that answers."""
    desk = house.offices.desk
    if found.subject.kind is not SubjectKind.ARTICLE:
        discussing.accept(desk, who, found.id, reason=reason)
        return
    with house.room.engine() as engine:
        discussing.accept(desk, who, found.id, reason=reason, engine=engine)
