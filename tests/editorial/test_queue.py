"""A queue: what waits for whom, why, and in which order."""

from dataclasses import replace

import pytest

from citewell.editorial.queue import Pending, Why, queue_of, whole_queue
from citewell.editorial.workflow import Case
from citewell.model.reviews import (
    Comment,
    ConflictOfInterest,
    Policy,
    Status,
    Subject,
    SubjectKind,
    Task,
    TaskKind,
    Version,
    Vote,
)
from citewell.text.moments import days_after
from editorial_builders import ADA, BEN, CLEO, DORA, START

POLICY = Policy(review_days=14, remind_days=60)
NOW = days_after(START, 3)
DUE = days_after(START, 14)


def version(status: Status, *, name: str = "splints", expires: str = "") -> Version:
    return Version(
        subject=Subject(SubjectKind.ARTICLE, name),
        n=1,
        status=status,
        revision=2,
        round=1,
        content="a" * 64,
        title="Splints",
        topics=("wrist",),
        contributors=("ada",),
        made=START,
        changed=START,
        expires=expires,
    )


def pending(
    found: Version,
    *,
    votes: tuple[Vote, ...] = (),
    conflicts: tuple[ConflictOfInterest, ...] = (),
    tasks: tuple[Task, ...] = (),
    remarks: tuple[Comment, ...] = (),
    since: str = START,
) -> Pending:
    case = Case(version=found, votes=votes, conflicts=conflicts, policy=POLICY)
    return Pending(case=case, since=since, tasks=tasks, remarks=remarks)


def vote(reviewer: str, found: Version) -> Vote:
    return Vote(
        subject=found.subject,
        version=1,
        round=1,
        reviewer=reviewer,
        content=found.content,
        at=START,
        event=1,
    )


def interest(person: str, *, ended: str = "") -> ConflictOfInterest:
    return ConflictOfInterest(id=1, person=person, topic="Wrist", statement="…", declared=START, ended=ended)


def task(kind: TaskKind, found: Version) -> Task:
    return Task(id=1, kind=kind, subject=found.subject, version=1, text="look again", opened=START)


def remark(author: str) -> Comment:
    return Comment(
        id=1,
        subject=Subject(SubjectKind.ARTICLE, "splints"),
        version=1,
        content="a" * 64,
        anchor="",
        field="",
        said="",
        author=author,
        at=START,
        text="Why?",
    )


SUBMITTED = version(Status.SUBMITTED)
REVIEWED = version(Status.UNDER_REVIEW)


@pytest.mark.parametrize(
    ("who", "each", "reasons"),
    [
        (BEN, pending(SUBMITTED), [(Why.VOTE, DUE)]),
        (BEN, pending(REVIEWED, votes=(vote("cleo", REVIEWED),)), [(Why.VOTE, DUE)]),
        (BEN, pending(REVIEWED, votes=(vote("ben", REVIEWED),)), []),
        (BEN, pending(REVIEWED, conflicts=(interest("ben"),)), []),
        (BEN, pending(REVIEWED, conflicts=(interest("ben", ended=START),)), [(Why.VOTE, DUE)]),
        (BEN, pending(REVIEWED, conflicts=(interest("cleo"),)), [(Why.VOTE, DUE)]),
        (BEN, pending(replace(REVIEWED, contributors=("ada", "ben"))), []),
        (ADA, pending(REVIEWED), []),
        (ADA, pending(version(Status.DRAFT)), [(Why.DRAFT, "")]),
        (BEN, pending(version(Status.DRAFT)), []),
        (ADA, pending(version(Status.CHANGES_REQUESTED)), [(Why.CHANGES, DUE)]),
        (BEN, pending(version(Status.CHANGES_REQUESTED)), []),
        (
            BEN,
            pending(REVIEWED, tasks=(task(TaskKind.SOURCE_FELL, REVIEWED),)),
            [(Why.TASK, START), (Why.VOTE, DUE)],
        ),
        (
            ADA,
            pending(REVIEWED, tasks=(task(TaskKind.EXPIRED, REVIEWED),)),
            [(Why.TASK, DUE)],
        ),
        (ADA, pending(REVIEWED, remarks=(remark("ben"), remark("ada"))), [(Why.REMARKS, "")]),
        (ADA, pending(REVIEWED, remarks=(remark("ada"),)), []),
        (CLEO, pending(REVIEWED, remarks=(remark("ben"),)), [(Why.VOTE, DUE)]),
        (ADA, pending(REVIEWED, since=days_after(START, -20)), [(Why.LATE, days_after(START, -6))]),
        (DORA, pending(REVIEWED, since=days_after(START, -20)), [(Why.VOTE, days_after(START, -6))]),
        (
            DORA,
            pending(REVIEWED, votes=(vote("dora", REVIEWED),), since=days_after(START, -20)),
            [(Why.LATE, days_after(START, -6))],
        ),
        (
            DORA,
            pending(version(Status.APPROVED, expires=days_after(NOW, 60))),
            [(Why.ENDING, days_after(NOW, 60))],
        ),
        (DORA, pending(version(Status.APPROVED, expires=days_after(NOW, 61))), []),
        (BEN, pending(version(Status.APPROVED, expires=days_after(NOW, 1))), []),
    ],
)
def test_what_waits_for_whom_and_until_when(
    who: object, each: Pending, reasons: list[tuple[Why, str]]
) -> None:
    found = queue_of(who.user, [each], now=NOW)  # type: ignore[attr-defined]
    assert [(reason.why, reason.due) for waiting in found for reason in waiting.reasons] == reasons


def test_what_is_late_stands_first_and_says_since_when() -> None:
    new = pending(version(Status.SUBMITTED, name="b"))
    late = pending(version(Status.SUBMITTED, name="c"), since=days_after(START, -30))
    fell = version(Status.UNDER_REVIEW, name="a")
    fallen = pending(fell, tasks=(task(TaskKind.SOURCE_FELL, fell),))
    found = queue_of(CLEO.user, [new, late, fallen], now=NOW)
    assert [waiting.version.subject.name for waiting in found] == ["c", "a", "b"]
    assert found[0].reasons[0].text == "waits for your vote, late: in review since 2026-10-22"
    assert [waiting.is_late(NOW) for waiting in found] == [True, True, False]


def test_the_same_queue_comes_in_the_same_order() -> None:
    each = [pending(version(Status.SUBMITTED, name=name)) for name in "cab"]
    assert queue_of(BEN.user, each, now=NOW) == queue_of(BEN.user, reversed(each), now=NOW)


def test_the_whole_queue_is_nobodys() -> None:
    each = [
        pending(version(Status.DRAFT, name="a")),
        pending(SUBMITTED),
        pending(version(Status.CHANGES_REQUESTED, name="b")),
        pending(version(Status.APPROVED, name="d", expires=days_after(NOW, 300))),
    ]
    assert [(w.version.subject.name, w.reasons[0].why) for w in whole_queue(each, now=NOW)] == [
        ("b", Why.CHANGES),
        ("splints", Why.REVIEW),
        ("a", Why.DRAFT),
    ]
