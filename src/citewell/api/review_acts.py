"""Acting at the review desk. Who may is decided by the engine, by the roles and scopes behind the token."""

from typing import Annotated

from fastapi import Path
from starlette.requests import Request as Call
from starlette.responses import Response

from citewell.api.problems import problems
from citewell.api.reading import router
from citewell.api.responses import json_response
from citewell.api.review_bodies import (
    ActBody,
    CloseBody,
    Closing,
    CommentBody,
    EndBody,
    InterestBody,
    SubmitBody,
)
from citewell.api.review_documents import CommentDocument, InterestDocument, VersionDocument
from citewell.api.review_telling import comment_document, interest_document, version_document
from citewell.api.reviewing import SubjectPath
from citewell.editorial.audit import Signer
from citewell.editorial.discussion import text_at
from citewell.editorial.subjects import subject_named
from citewell.engine import discussing
from citewell.engine.bringing import brought, newest_of, submitted
from citewell.engine.comparing import said_by
from citewell.engine.desk_reading import check_may_read, content_of_now
from citewell.engine.interests import declare, end_interest
from citewell.engine.offering import is_to_be_signed
from citewell.errors import InputError, NotFound
from citewell.model.accounts import Person
from citewell.model.reviews import Action, Comment, Content, Subject, SubjectKind
from citewell.serving.house import House, HouseOf
from citewell.serving.people import KnownCaller, origin_of

routes = router("review")
_REFUSED = problems(403, 404, 409)
NumberPath = Annotated[int, Path(ge=1, le=2**31 - 1, description="Its number.")]


@routes.post("/review/items", response_model=VersionDocument, responses=_REFUSED)
def submit(body: SubmitBody, who: KnownCaller, house: HouseOf) -> Response:
    """Hand content in for review, as it is now, or keep it as a draft.

    A pack or recommendation is taken from the files of the packs in use; an article from the answer to the
    question, or without one from its draft.
    """
    desk, subject = house.offices.desk, subject_named(body.subject)
    check_may_read(desk, who, to="hand content in")
    content = _content(house, subject, body)
    if not body.draft:
        after = submitted(desk, who, subject, content, seen=body.seen)
    elif content is not None:
        after = brought(desk, who, subject, content, seen=body.seen)
    else:
        raise InputError("a draft of an article is made of a question")
    return json_response(version_document(after))


@routes.post("/review/items/{subject:path}/acts", response_model=VersionDocument, responses=_REFUSED)
def act(subject: SubjectPath, body: ActBody, who: KnownCaller, call: Call, house: HouseOf) -> Response:
    """Decide on a version: take, withdraw, approve, request changes, reopen, retire.

    An approval is signed with the key that the password opens. A decision on a revision that is no longer the
    present one is refused (409), and the problem tells which is.
    """
    desk, about, action = house.offices.desk, subject_named(subject), Action(body.action.value)
    after = desk.act(
        who,
        action,
        about,
        seen=body.seen,
        n=body.version,
        reason=body.reason,
        sign=_signer(house, who, about, body, origin=origin_of(call)),
    )
    return json_response(version_document(after))


@routes.post(
    "/review/items/{subject:path}/comments",
    response_model=CommentDocument,
    responses=_REFUSED,
    status_code=201,
)
def comment(subject: SubjectPath, body: CommentBody, who: KnownCaller, house: HouseOf) -> Response:
    """Comment on a version, a part of it or a field; or suggest other words for a field."""
    desk, about = house.offices.desk, subject_named(subject)
    if body.suggested is None:
        made = discussing.comment(
            desk, who, about, body.text, anchor=body.anchor, field=body.field, n=body.version
        )
    else:
        check_may_read(desk, who, to="suggest other words")
        said = body.said
        if said is None:
            said = text_at(said_by(desk, about, body.version)[1], body.anchor, body.field)
        made = discussing.suggest(
            desk,
            who,
            about,
            body.suggested,
            anchor=body.anchor,
            field=body.field,
            said=said,
            text=body.text,
            n=body.version,
        )
    return json_response(comment_document(made), status=201)


@routes.post("/review/comments/{number}/close", response_model=CommentDocument, responses=_REFUSED)
def close_comment(number: NumberPath, body: CloseBody, who: KnownCaller, house: HouseOf) -> Response:
    """Close a comment as settled; a suggestion is accepted or declined by an author of the version.

    An accepted suggestion on an article becomes an edit of it; one on a pack is taken over in its files.
    """
    desk = house.offices.desk
    if body.as_ is Closing.RESOLVED:
        done = discussing.resolve(desk, who, number, reason=body.reason)
    elif body.as_ is Closing.DECLINED:
        done = discussing.decline(desk, who, number, reason=body.reason)
    else:
        done = _accepted(house, who, number, reason=body.reason)
    return json_response(comment_document(done))


@routes.post("/review/interests", response_model=InterestDocument, responses=_REFUSED, status_code=201)
def declare_interest(body: InterestBody, who: KnownCaller, house: HouseOf) -> Response:
    """Declare an interest in a topic: with it you do not vote on what is about the topic."""
    declared = declare(house.offices.desk, who, body.topic, body.statement)
    return json_response(interest_document(declared), status=201)


@routes.post("/review/interests/{number}/end", response_model=InterestDocument, responses=_REFUSED)
def close_interest(number: NumberPath, body: EndBody, who: KnownCaller, house: HouseOf) -> Response:
    """Put down that an interest of yours has ended, and why. Votes that it voided stay void."""
    ended = end_interest(house.offices.desk, who, number, reason=body.reason)
    return json_response(interest_document(ended))


def _content(house: House, subject: Subject, body: SubmitBody) -> Content | None:
    """What is handed in; None for the draft that is there."""
    if subject.kind is SubjectKind.ARTICLE and not body.question:
        if newest_of(house.offices.desk, subject) is None:
            raise NotFound(f"there is no draft of {subject}", hint="begin one with its question")
        return None
    with house.room.engine() as engine:
        return content_of_now(engine, subject, question=body.question)


def _signer(house: House, who: Person, subject: Subject, body: ActBody, *, origin: str) -> Signer | None:
    """What signs an approval that would be taken; of one that would not, the refusal needs no password."""
    offices = house.offices
    if body.action.value != Action.APPROVE.value:
        return None
    if not is_to_be_signed(offices.desk, who, subject, seen=body.seen, n=body.version):
        return None
    return offices.credentials.signer(who, body.password, origin=origin)


def _accepted(house: House, who: Person, number: int, *, reason: str) -> Comment:
    desk = house.offices.desk
    with desk.register.reading() as books:
        is_article = books.reviews.comment(number).subject.kind is SubjectKind.ARTICLE
    if not is_article:
        return discussing.accept(desk, who, number, reason=reason)
    with house.room.engine() as engine:
        return discussing.accept(desk, who, number, reason=reason, engine=engine)
