"""What waits for a person: each version with why it stands in their queue and when that is due.

Pure: what is open comes in as records, the time as an argument. Sorted by urgency: what is late first, then
by when it is due, then by what it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from citewell.editorial.barring import bars
from citewell.editorial.transitions import BY_ACTION
from citewell.editorial.workflow import Case, counted
from citewell.model.accounts import Role, User
from citewell.model.reviews import Action, Comment, Status, Task, TaskKind, Version
from citewell.text.moments import days_after

_IN_REVIEW = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW})
_AT_ONCE = frozenset({TaskKind.SOURCE_FELL, TaskKind.SOURCE_CHANGED})
_NEVER = "9999"


class Why(StrEnum):
    """Why a version stands in a queue; of two that are due at one time, the first here goes first."""

    TASK = "task"
    VOTE = "vote"
    CHANGES = "changes-requested"
    LATE = "late"
    ENDING = "approval-ends"
    REMARKS = "remarks"
    REVIEW = "in-review"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A version that is not closed. since: when its present round began; tasks, remarks: the open ones."""

    case: Case
    since: str
    tasks: tuple[Task, ...] = ()
    remarks: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a version waits, in words. due: a time, "" where there is none."""

    why: Why
    text: str
    due: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A version in a queue. reasons: at least one, the most urgent first. approvals: whose count already."""

    version: Version
    reasons: tuple[Reason, ...]
    approvals: tuple[str, ...]
    quorum: int

    @property
    def due(self) -> str:
        """When the most urgent is due, "" when nothing is."""
        return self.reasons[0].due

    def is_late(self, now: str) -> bool:
        """Whether its time has passed."""
        return bool(self.due) and self.due < now


def queue_of(user: User, pending: Iterable[Pending], *, now: str) -> tuple[Waiting, ...]:
    """What waits for one person."""
    return _sorted(((each, tuple(_for(user, each, now))) for each in pending), now)


def whole_queue(pending: Iterable[Pending], *, now: str) -> tuple[Waiting, ...]:
    """Everything that is open on the desk, whomever it waits for."""
    return _sorted(((each, tuple(_for_all(each, now))) for each in pending), now)


def may_vote(user: User, case: Case) -> bool:
    """Whether a vote of this person would count: by role, not on their own work, barred by no interest."""
    return (
        bool(user.roles & set(BY_ACTION[Action.APPROVE].roles))
        and user.name not in case.version.contributors
        and not any(each.person == user.name and bars(each, case.version) for each in case.conflicts)
    )


def _for(user: User, pending: Pending, now: str) -> Iterator[Reason]:
    version = pending.case.version
    votes, own = may_vote(user, pending.case), user.name in version.contributors
    leads = Role.CHIEF_EDITOR in user.roles
    if votes or own or leads:
        yield from (_task(pending, task) for task in pending.tasks)
    to_vote = votes and version.status in _IN_REVIEW and not _has_voted(user, pending.case)
    if to_vote:
        yield Reason(why=Why.VOTE, text=f"waits for your vote{_late(pending, now)}", due=_due(pending))
    if own:
        yield from _own(version, pending)
    if leads or own:
        yield from _late_reviews(pending, now, told=to_vote)
        yield from _ending(pending, now)


def _for_all(pending: Pending, now: str) -> Iterator[Reason]:
    version = pending.case.version
    yield from (_task(pending, task) for task in pending.tasks)
    if version.status in _IN_REVIEW:
        yield Reason(why=Why.REVIEW, text=f"waits for votes{_late(pending, now)}", due=_due(pending))
    elif version.status is Status.DRAFT:
        yield Reason(why=Why.DRAFT, text=f"a draft of {', '.join(version.contributors)}")
    elif version.status is Status.CHANGES_REQUESTED:
        yield _changes(version, pending, ", ".join(version.contributors))
    yield from _ending(pending, now)


def _own(version: Version, pending: Pending) -> Iterator[Reason]:
    if version.status is Status.DRAFT:
        yield Reason(why=Why.DRAFT, text="your draft, not submitted yet")
    elif version.status is Status.CHANGES_REQUESTED:
        yield _changes(version, pending, "you")
    others = sum(remark.author not in version.contributors for remark in pending.remarks)
    if others and version.status is not Status.APPROVED:
        yield Reason(why=Why.REMARKS, text=f"{others} open comment{'s' * (others > 1)} on your work")


def _changes(version: Version, pending: Pending, whom: str) -> Reason:
    due = days_after(version.changed, pending.case.policy.review_days)
    return Reason(why=Why.CHANGES, text=f"changes were requested of {whom}", due=due)


def _task(pending: Pending, task: Task) -> Reason:
    """A source that fell is due at once; the rest as soon as a review."""
    days = 0 if task.kind in _AT_ONCE else pending.case.policy.review_days
    return Reason(why=Why.TASK, text=task.text, due=days_after(task.opened, days))


def _late_reviews(pending: Pending, now: str, *, told: bool) -> Iterator[Reason]:
    if pending.case.version.status in _IN_REVIEW and _due(pending) < now and not told:
        yield Reason(why=Why.LATE, text=f"waits for votes{_late(pending, now)}", due=_due(pending))


def _ending(pending: Pending, now: str) -> Iterator[Reason]:
    version = pending.case.version
    soon = days_after(now, pending.case.policy.remind_days)
    if version.status is Status.APPROVED and version.expires <= soon:
        yield Reason(why=Why.ENDING, text=f"the approval ends on {version.expires[:10]}", due=version.expires)


def _due(pending: Pending) -> str:
    return days_after(pending.since, pending.case.policy.review_days)


def _late(pending: Pending, now: str) -> str:
    return f", late: in review since {pending.since[:10]}" if _due(pending) < now else ""


def _has_voted(user: User, case: Case) -> bool:
    return any(vote.reviewer == user.name and vote.round == case.version.round for vote in case.votes)


def _sorted(found: Iterable[tuple[Pending, tuple[Reason, ...]]], now: str) -> tuple[Waiting, ...]:
    waiting = (_waiting(pending, reasons) for pending, reasons in found if reasons)
    return tuple(sorted(waiting, key=lambda each: (not each.is_late(now), *_key(each))))


def _waiting(pending: Pending, reasons: Iterable[Reason]) -> Waiting:
    case = pending.case
    return Waiting(
        version=case.version,
        reasons=tuple(sorted(reasons, key=_urgency)),
        approvals=counted(case),
        quorum=case.policy.quorum_of(case.version.subject.kind),
    )


def _urgency(reason: Reason) -> tuple[str, int]:
    return reason.due or _NEVER, list(Why).index(reason.why)


def _key(waiting: Waiting) -> tuple[str, int, str, int]:
    return (*_urgency(waiting.reasons[0]), str(waiting.version.subject), waiting.version.n)
