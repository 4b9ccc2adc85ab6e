"""Comments and suggested edits: who may make and close them, where they stand, what takes a suggestion over.

Whoever wrote a text cannot approve it. A suggestion makes its writer a contributor of the version that says
what was suggested, whatever became of the suggestion; one that was accepted, of the version in which its
field reads otherwise than before.
"""

from collections.abc import Iterable
from difflib import get_close_matches

from citewell.editorial.transitions import FINAL
from citewell.errors import Conflict, Forbidden, InputError
from citewell.model.accounts import Person, Role, Scope
from citewell.model.reviews import Comment, Content, Part, Version
from citewell.text.canonical import digest_of_json

OPEN, RESOLVED, ACCEPTED, DECLINED = "open", "resolved", "accepted", "declined"
MOST_TEXT = 10_000
_SPEAKERS = frozenset({Role.REVIEWER, Role.CHIEF_EDITOR})


def check_may_comment(person: Person | None, version: Version) -> None:
    """Refuse who is neither on the board nor a writer of the version, and what is past discussion.

    Raises Forbidden, Conflict.
    """
    if person is None or not (_is_on_board(person) or _writes(person, version)):
        raise Forbidden(
            "comments are for reviewers, chief editors and the authors of the version, "
            "with a credential of the scope review or author"
        )
    if version.status in FINAL:
        raise Conflict(
            f"{version.subject} version {version.n} is {version.status.value}: nothing more is said"
        )


def check_may_close(person: Person | None, comment: Comment, version: Version, *, state: str) -> None:
    """Refuse who may not close a comment so: authors answer suggestions, who wrote a comment may resolve it.

    Raises Forbidden; Conflict for a comment that is closed; InputError for a remark that suggests nothing.
    """
    suggests = comment.suggested is not None
    if comment.state != OPEN:
        raise Conflict(f"comment {comment.id} was {comment.state} by {comment.closed_by} already")
    if state in (ACCEPTED, DECLINED) and not suggests:
        raise InputError(f"comment {comment.id} suggests nothing: resolve it")
    taken_back = suggests and state == RESOLVED
    if person and state == RESOLVED and comment.author == person.name:
        return
    if person is None or taken_back or not _writes(person, version):
        who = "its writer" if taken_back else "an author of the version"
        raise Forbidden(f"comment {comment.id} is {state} by {who}")


def text_at(content: Content, anchor: str, field: str) -> str:
    """How a field of a part reads; "" for a part as a whole, or the version.

    Raises InputError for what the content does not have, naming what is near.
    """
    if not anchor:
        if field:
            raise InputError(f"{field!r} is a field of which part? name it with --at")
        return ""
    part = part_at(content, anchor)
    fields = {"title": part.title, **dict(part.fields)}
    if field and field not in fields:
        raise InputError(f"{anchor} has no field {field!r}", hint=f"its fields are {', '.join(fields)}")
    return fields[field] if field else ""


def part_at(content: Content, anchor: str) -> Part:
    """The part of this anchor. Raises InputError."""
    parts = {part.anchor: part for part in content.parts}
    if anchor not in parts:
        near = get_close_matches(anchor, parts, n=3)
        raise InputError(
            f"there is no part {anchor!r}",
            hint=f"did you mean {' or '.join(near)}?"
            if near
            else "citewell review show SUBJECT --contents lists them",
        )
    return parts[anchor]


def reads_as(one: str, other: str) -> bool:
    """Whether two texts are the same words, whatever the space between them."""
    return one.split() == other.split()


def digest_of_comment(comment: Comment) -> str:
    """SHA-256 over all that was said when a comment was made, and where: what its event keeps."""
    return digest_of_json(
        [
            comment.id,
            str(comment.subject),
            comment.version,
            comment.content,
            comment.anchor,
            comment.field,
            comment.said,
            comment.author,
            comment.at,
            comment.text,
            comment.suggested,
        ]
    )


def taken_over(comments: Iterable[Comment], now: Content, before: Content | None) -> tuple[Comment, ...]:
    """The suggestions that content takes over. before: what was approved last; its words are no news."""
    reads, read = _fields(now), _fields(before)
    return tuple(
        comment
        for comment in comments
        if comment.suggested is not None
        and (comment.anchor, comment.field) in reads
        and _is_taken_over(
            comment, reads[comment.anchor, comment.field], read.get((comment.anchor, comment.field))
        )
    )


def _is_taken_over(comment: Comment, reads: str, read: str | None) -> bool:
    if read is not None and reads_as(reads, read):
        return False
    if reads_as(reads, comment.suggested or ""):
        return True
    return comment.state == ACCEPTED and not reads_as(reads, comment.said)


def _fields(content: Content | None) -> dict[tuple[str, str], str]:
    parts = content.parts if content else ()
    return {
        (part.anchor, name): text for part in parts for name, text in (("title", part.title), *part.fields)
    }


def _is_on_board(person: Person) -> bool:
    return bool(person.user.roles & _SPEAKERS) and Scope.REVIEW in person.scopes


def _writes(person: Person, version: Version) -> bool:
    is_author = Role.AUTHOR in person.user.roles and Scope.AUTHOR in person.scopes
    return is_author and person.name in version.contributors
