"""What is said about content under review: comments at their place, suggested edits, and how each was closed.

Each is one transaction with its event; the event keeps the digest of what was said, so that a row that is
changed later is noticed. To accept a suggestion on an article edits it; one on a pack is taken over in its
files, and the version that says so closes it (`engine.taking_over`).
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from citewell.editorial.contents import content_of
from citewell.editorial.differences import difference, summary
from citewell.editorial.discussion import (
    ACCEPTED,
    DECLINED,
    MOST_TEXT,
    RESOLVED,
    check_may_close,
    check_may_comment,
    digest_of_comment,
    part_at,
    reads_as,
    text_at,
)
from citewell.editorial.transitions import EDITABLE
from citewell.editorial.workflow import Act
from citewell.engine.article_edits import edit_of
from citewell.engine.curating import EditorialDesk
from citewell.engine.recording import accountable, recorded, settled
from citewell.engine.taking_over import close
from citewell.errors import Conflict, InputError
from citewell.model.accounts import Person
from citewell.model.reviews import Action, Comment, Content, Status, Subject, SubjectKind, Version
from citewell.storage.register import Books
from citewell.text.plain_text import checked_line, checked_text

if TYPE_CHECKING:
    from citewell.engine.answering import Engine


def comment(
    desk: EditorialDesk,
    who: Person,
    subject: Subject,
    text: str,
    *,
    anchor: str = "",
    field: str = "",
    n: int | None = None,
) -> Comment:
    """Say something about a version, a part of it, or a field; n: which version, by default the newest.

    A reviewer's first words on a submitted version begin its review. Raises Forbidden, NotFound, Conflict for
    what is past discussion, InputError for text that is refused and for a place that is not there.
    """
    text = checked_text(text, "comment", most=MOST_TEXT)
    act = Act(action=Action.COMMENT, at=desk.now(), person=who)
    with accountable(desk.register, act, subject), desk.register.writing() as books:
        act = settled(books, act, who)
        version, content = _discussed(desk, books, books.reviews.version(subject, n), act)
        said = text_at(content, anchor, field)
        remark = _remark(version, act, anchor=anchor, field=field, said=said, text=text)
        return _put_down(books, version, remark)


def suggest(
    desk: EditorialDesk,
    who: Person,
    subject: Subject,
    suggested: str,
    *,
    anchor: str,
    field: str,
    said: str,
    text: str = "",
    n: int | None = None,
) -> Comment:
    """Suggest another text for a field that was read as `said`; text: why.

    Of an article only the wordings of its claims can be edited, and no quotation. Raises as `comment`;
    Conflict where the field reads otherwise now.
    """
    suggested = checked_text(suggested, "suggestion", most=MOST_TEXT)
    text = checked_text(text, "comment", most=MOST_TEXT) if text else ""
    act = Act(action=Action.SUGGEST, at=desk.now(), person=who)
    with accountable(desk.register, act, subject), desk.register.writing() as books:
        act = settled(books, act, who)
        version, content = _discussed(desk, books, books.reviews.version(subject, n), act)
        now = _editable_text(subject, content, anchor, field, suggested)
        if not reads_as(now, said):
            raise Conflict(
                f"{field} of {anchor} reads otherwise now",
                hint=f"read it again: citewell review show {subject}",
            )
        if reads_as(now, suggested):
            raise InputError(f"{field} of {anchor} reads so already")
        remark = _remark(version, act, anchor=anchor, field=field, said=now, text=text)
        return _put_down(books, version, replace(remark, suggested=suggested))


def resolve(desk: EditorialDesk, who: Person, number: int, *, reason: str = "") -> Comment:
    """Close a comment as done with: by its writer, or an author of the version; raises as `decline`."""
    reason = checked_text(reason, "reason", most=MOST_TEXT) if reason else ""
    return _closed(desk, who, number, state=RESOLVED, reason=reason)


def decline(desk: EditorialDesk, who: Person, number: int, *, reason: str) -> Comment:
    """Close a suggestion as not taken, by an author of the version, who says why.

    Raises NotFound, Forbidden, Conflict for one that is closed, InputError for what suggests nothing.
    """
    reason = checked_text(reason, "reason", most=MOST_TEXT)
    return _closed(desk, who, number, state=DECLINED, reason=reason)


def accept(
    desk: EditorialDesk, who: Person, number: int, *, reason: str = "", engine: "Engine | None" = None
) -> Comment:
    """Take a suggestion, as an author of the version; on an article that is a draft it becomes an edit.

    engine: makes the article with the edit, and judges it as every answer. The suggestion's writer becomes a
    contributor of the version that says it. Raises as `decline`; Conflict for an article that is frozen or
    that would change otherwise, too; InputError for what the gate refuses.
    """
    reason = checked_text(reason, "reason", most=MOST_TEXT) if reason else ""
    with desk.register.reading() as books:
        found = books.reviews.comment(number)
        version = books.reviews.version(found.subject, found.version)
        content = content_of(books.reviews.content(version.content))
    if found.subject.kind is not SubjectKind.ARTICLE:
        return _closed(desk, who, number, state=ACCEPTED, reason=reason)
    _check_acceptable(desk, who, found, version)
    if engine is None:
        raise InputError("to edit an article takes the packs it was made of")
    edited = _article_with(found, content, engine)
    because = reason or f"the suggestion of {found.author}, comment {number}"
    desk.edit(who, found.subject, edited, seen=version.revision, n=version.n, reason=because)
    with desk.register.reading() as books:
        return books.reviews.comment(number)


def comment_of(desk: EditorialDesk, number: int) -> Comment:
    """The comment of this number. Raises NotFound."""
    with desk.register.reading() as books:
        return books.reviews.comment(number)


def _discussed(desk: EditorialDesk, books: Books, version: Version, act: Act) -> tuple[Version, Content]:
    """The version that is spoken of, under review once a reviewer has spoken, and what it says."""
    check_may_comment(act.person, version)
    if version.status is Status.SUBMITTED:
        version = desk.take_up(books, version, act)
    return version, content_of(books.reviews.content(version.content))


def _remark(version: Version, act: Act, *, anchor: str, field: str, said: str, text: str) -> Comment:
    return Comment(
        id=0,
        subject=version.subject,
        version=version.n,
        content=version.content,
        anchor=anchor,
        field=field,
        said=said,
        author=act.actor,
        at=act.at,
        text=text,
    )


def _put_down(books: Books, version: Version, remark: Comment) -> Comment:
    made = books.reviews.add_comment(remark)
    action = Action.COMMENT if made.suggested is None else Action.SUGGEST
    detail = {"comment": made.id, "digest": digest_of_comment(made)}
    recorded(books, at=made.at, actor=made.author, action=action.value, about=version, detail=detail)
    return made


def _closed(desk: EditorialDesk, who: Person, number: int, *, state: str, reason: str) -> Comment:
    act = Act(action=Action.RESOLVE, at=desk.now(), person=who)
    with accountable(desk.register, act, comment_of(desk, number).subject), desk.register.writing() as books:
        act = settled(books, act, who)
        found = books.reviews.comment(number)
        check_may_close(act.person, found, books.reviews.version(found.subject, found.version), state=state)
        return close(books, found, state=state, at=act.at, actor=act.actor, reason=reason)


def _check_acceptable(desk: EditorialDesk, who: Person, found: Comment, version: Version) -> None:
    """Whether an edit of the article may be made at all, before the work of making it."""
    act = Act(action=Action.RESOLVE, at=desk.now(), person=who)
    with accountable(desk.register, act, found.subject):
        with desk.register.reading() as books:
            act = settled(books, act, who)
        check_may_close(act.person, found, version, state=ACCEPTED)
    if version.status not in EDITABLE or version.approved:
        raise Conflict(
            f"{version.subject} version {version.n} is {version.status.value}: its content is frozen",
            hint="withdraw it first, or begin a new version",
        )


def _article_with(found: Comment, content: Content, engine: "Engine") -> Content:
    """The article with a suggestion as its edit, and nothing else changed.

    Raises Conflict where the packs or the library say something else by now, so that no change comes unseen.
    """
    from citewell.engine.articles import remade, with_edit

    wording = checked_line(found.suggested or "", "suggestion", most=MOST_TEXT)
    others = difference(content, remade(engine, content))
    if others.parts or others.sources:
        raise Conflict(
            f"made again, the article would change elsewhere, too: {summary(others)}",
            hint="make it again and read it first: citewell review submit --question",
        )
    return with_edit(engine, content, edit_of(found.anchor, found.field, wording))


def _editable_text(subject: Subject, content: Content, anchor: str, field: str, suggested: str) -> str:
    """How the field reads that an edit is suggested for. Raises InputError for what is not to be edited."""
    if not field:
        raise InputError("a suggestion is for one field: name it with --field")
    now = text_at(content, anchor, field)
    if subject.kind is SubjectKind.ARTICLE:
        edit_of(anchor, field, suggested)
        if "quotation" in dict(part_at(content, anchor).fields):
            raise InputError(f"{anchor} is a quotation: its words are the source's, and are not edited")
    return now
