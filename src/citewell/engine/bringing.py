"""Content brought to the desk as it is now: a new version, or a draft put right; then submitted."""

from citewell.editorial.contents import digest_of
from citewell.editorial.transitions import EDITABLE, FINAL
from citewell.engine.curating import EditorialDesk
from citewell.errors import Conflict, InputError, NotFound
from citewell.model.accounts import Person
from citewell.model.reviews import Action, Content, Subject, Version


def brought(
    desk: EditorialDesk, who: Person, subject: Subject, content: Content, *, seen: int | None = None
) -> Version:
    """The draft that says this: a new version, the draft there is, or that draft with other content.

    seen: the revision that was read; needed where the draft holds what somebody else wrote. Raises Conflict
    for a version that is being reviewed, and as `EditorialDesk.draft` and `edit`.
    """
    newest = newest_of(desk, subject)
    same = newest is not None and newest.content == digest_of(content)
    if newest and same and newest.status in EDITABLE:
        return newest
    if newest is None or newest.status in FINAL or newest.approved:
        return desk.draft(who, subject, content)
    if newest.status not in EDITABLE:
        raise Conflict(
            f"{subject} version {newest.n} is {newest.status.value}" + (" and says the same" if same else ""),
            hint=f"its author can take it back first: citewell review withdraw {subject}",
        )
    if seen is None and newest.contributors != (who.name,):
        raise InputError(
            f"version {newest.n} holds what {', '.join(newest.contributors)} wrote, and says something else",
            hint=f"compare: citewell review diff {subject} --files, then add --seen {newest.revision}",
        )
    return desk.edit(who, subject, content, seen=newest.revision if seen is None else seen, n=newest.n)


def submitted(
    desk: EditorialDesk, who: Person, subject: Subject, content: Content | None, *, seen: int | None = None
) -> Version:
    """Bring content, then submit it; without content, submit the draft there is. Raises as `brought`."""
    draft = newest_of(desk, subject) if content is None else brought(desk, who, subject, content, seen=seen)
    if draft is None:
        raise NotFound(f"there is no draft of {subject}", hint="begin one with --question")
    read = seen if content is None and seen is not None else draft.revision
    return desk.act(who, Action.SUBMIT, subject, seen=read, n=draft.n)


def newest_of(desk: EditorialDesk, subject: Subject) -> Version | None:
    """The newest version of a subject, None where there is none."""
    with desk.register.reading() as books:
        return books.reviews.newest(subject)
