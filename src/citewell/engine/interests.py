"""Declared interests: a person says in which topic they have one, and votes on it no more.

A declaration voids the approvals they gave in a round that is not over (`workflow.counted`); where the
version is approved already, a task is opened for the board. That an interest has ended makes nothing of it
undone: what was voted while it lasted does not count again.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

from citewell.accounts.rights import check_scope
from citewell.editorial.barring import bars, known_by
from citewell.editorial.history import INTEREST_DECLARED, INTEREST_ENDED
from citewell.engine.account_books import about, accountable
from citewell.engine.curating import EditorialDesk
from citewell.engine.presence import present
from citewell.engine.recording import recorded, timely
from citewell.errors import Conflict, Forbidden, InputError, NotFound
from citewell.model.accounts import Person, Scope
from citewell.model.reviews import ConflictOfInterest, Status, Task, TaskKind, Version
from citewell.storage.register import Books

DECLARE = "declare an interest"
END = "end an interest"
_LONGEST_TOPIC = 200
_LONGEST_STATEMENT = 2_000
_VOTED_ON = frozenset({Status.UNDER_REVIEW, Status.APPROVED})


def declare(desk: EditorialDesk, who: Person, topic: str, statement: str) -> ConflictOfInterest:
    """Put down that a person has an interest in a topic.

    topic: one of a version's topics, the name of a subject or the whole of it (`pack:x`). Raises Forbidden,
    InputError for what says nothing or too much, Conflict for an interest that is declared already.
    """
    topic = _line(topic, "topic", longest=_LONGEST_TOPIC)
    statement = _line(statement, "statement", longest=_LONGEST_STATEMENT)
    with _accountable(desk, who, DECLARE), desk.register.writing() as books:
        check_scope(who, Scope.REVIEW, to=DECLARE)
        present(books, who)
        at = timely(books, desk.now())
        _check_is_new(books.reviews.conflicts(person=who.name), topic)
        declared = books.reviews.add_conflict(
            ConflictOfInterest(id=0, person=who.name, topic=topic, statement=statement, declared=at)
        )
        voided = tuple(_voted_on(books, declared))
        recorded(
            books,
            at=at,
            actor=who.name,
            action=INTEREST_DECLARED,
            about=about(who.name),
            reason=statement,
            detail=_told(declared) | {"voids": [f"{v.subject} version {v.n}" for v in voided]},
        )
        _open_tasks(books, declared, voided)
        return declared


def end_interest(desk: EditorialDesk, who: Person, number: int, *, reason: str) -> ConflictOfInterest:
    """Put down that an interest of one's own has ended, and why.

    Raises NotFound, Forbidden for another's, Conflict for one that had ended, InputError without a reason.
    """
    reason = _line(reason, "reason", longest=_LONGEST_STATEMENT)
    with _accountable(desk, who, END), desk.register.writing() as books:
        check_scope(who, Scope.REVIEW, to=END)
        present(books, who)
        found = _own(books, who, number)
        at = timely(books, desk.now())
        books.reviews.end_conflict(number, at=at)
        detail, whom = _told(found), about(who.name)
        recorded(
            books, at=at, actor=who.name, action=INTEREST_ENDED, about=whom, reason=reason, detail=detail
        )
        return replace(found, ended=at)


def interests(desk: EditorialDesk, who: Person, *, of_all: bool) -> tuple[ConflictOfInterest, ...]:
    """One's own declared interests, or those of everybody, ended ones too. Raises Forbidden."""
    check_scope(who, Scope.READ, to="see declared interests")
    with desk.register.reading() as books:
        present(books, who)
        return books.reviews.conflicts(person=None if of_all else who.name)


def topics(desk: EditorialDesk) -> frozenset[str]:
    """All that an interest can be in by now: the topics of every version, and the subjects themselves."""
    with desk.register.reading() as books:
        versions = books.reviews.versions()
    return frozenset(
        topic for each in versions for topic in (*each.topics, str(each.subject), each.subject.name)
    )


def _line(text: str, what: str, *, longest: int) -> str:
    line = " ".join(text.split())
    if not line:
        raise InputError(f"the {what} says nothing: give it in words")
    if len(line) > longest:
        raise InputError(f"the {what} has {len(line):,} characters: at most {longest:,} are kept")
    if any(not c.isprintable() for c in line):
        raise InputError(f"the {what} holds a control character: type it again")
    return line


def _own(books: Books, who: Person, number: int) -> ConflictOfInterest:
    for each in books.reviews.conflicts():
        if each.id == number and each.person == who.name:
            return each
        if each.id == number:
            raise Forbidden(f"the interest {number} is {each.person}'s: only they can end it")
    raise NotFound(f"there is no declared interest {number}", hint="see citewell review conflict list --all")


def _check_is_new(own: Iterable[ConflictOfInterest], topic: str) -> None:
    for each in own:
        if not each.ended and known_by(each.topic) == known_by(topic):
            raise Conflict(f"you declared an interest in {topic!r} already, as number {each.id}")


def _voted_on(books: Books, declared: ConflictOfInterest) -> Iterator[Version]:
    """The versions about the topic that the person approved in their present round."""
    for version in books.reviews.versions(statuses=_VOTED_ON):
        if bars(declared, version) and any(
            v.reviewer == declared.person for v in books.reviews.votes(version)
        ):
            yield version


def _open_tasks(books: Books, declared: ConflictOfInterest, voided: Iterable[Version]) -> None:
    for version in voided:
        if version.status is Status.APPROVED:
            text = f"{declared.person}, who approved it, declared an interest in {declared.topic}"
            books.reviews.add_task(
                Task(
                    id=0,
                    kind=TaskKind.CONFLICT_DECLARED,
                    subject=version.subject,
                    version=version.n,
                    text=text,
                    opened=declared.declared,
                )
            )


def _told(interest: ConflictOfInterest) -> dict[str, object]:
    return {"interest": interest.id, "topic": interest.topic}


def _accountable(desk: EditorialDesk, who: Person, to: str) -> AbstractContextManager[None]:
    """Who tried what they may not do is put down."""
    return accountable(desk.register, who, who.name, to=to, now=desk.now)
