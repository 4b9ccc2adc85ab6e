"""When content says what somebody suggested: they have written part of it, and the suggestion is closed."""

from dataclasses import replace

from citewell.editorial.contents import content_of
from citewell.editorial.discussion import ACCEPTED, OPEN, digest_of_comment, taken_over
from citewell.engine.recording import recorded
from citewell.model.reviews import Action, Comment, Content, Subject, SubjectKind, Version
from citewell.storage.register import Books


def with_suggesters(books: Books, version: Version, content: Content) -> Version:
    """The version, contributed to by everybody whose suggestion its content takes over."""
    writers = {comment.author for comment in _taken_over(books, version, content)}
    return replace(version, contributors=tuple(sorted({*version.contributors, *writers})))


def close_taken_over(books: Books, version: Version, content: Content, *, at: str, actor: str) -> None:
    """Close the open suggestions that a version's content takes over, each with its event."""
    for comment in _taken_over(books, version, content):
        if comment.state == OPEN and comment.subject == version.subject:
            reason = f"taken over in version {version.n}"
            close(books, comment, state=ACCEPTED, at=at, actor=actor, reason=reason)


def close(books: Books, comment: Comment, *, state: str, at: str, actor: str, reason: str) -> Comment:
    """The comment as it was closed, written down with its event. Raises Conflict when it is not open."""
    closed = replace(comment, state=state, closed_by=actor, closed_at=at, closed_because=reason)
    books.reviews.close_comment(closed)
    recorded(
        books,
        at=at,
        actor=actor,
        action=Action.RESOLVE.value,
        about=books.reviews.version(comment.subject, comment.version),
        reason=reason,
        detail={"comment": comment.id, "digest": digest_of_comment(comment), "state": state},
    )
    return closed


def _taken_over(books: Books, version: Version, content: Content) -> tuple[Comment, ...]:
    subjects = _of_one_text(books, version.subject)
    made = [c for subject in subjects for c in books.reviews.comments(subject) if c.suggested is not None]
    if not made:
        return ()
    earlier = [each for each in books.reviews.versions(subject=version.subject) if each.approved]
    last = max((each for each in earlier if each.n < version.n), key=lambda each: each.n, default=None)
    return taken_over(made, content, content_of(books.reviews.content(last.content)) if last else None)


def _of_one_text(books: Books, subject: Subject) -> tuple[Subject, ...]:
    """The subjects whose text is in the same files: a pack and its recommendations. An article is alone."""
    if subject.kind is SubjectKind.ARTICLE:
        return (subject,)
    pack = _pack_of(subject)
    found = {version.subject for version in books.reviews.versions()}
    return tuple(sorted(each for each in found | {subject} if _pack_of(each) == pack))


def _pack_of(subject: Subject) -> str:
    return "" if subject.kind is SubjectKind.ARTICLE else subject.name.partition("/")[0]
