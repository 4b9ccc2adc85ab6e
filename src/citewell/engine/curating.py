"""The editorial desk's use cases: content comes in, is discussed, voted on, approved, and falls back by
itself.

Each is one transaction: the rules decide (`editorial.workflow`), the new state and its sealed event are
written together. A refusal that matters to an auditor is an event, too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from citewell.editorial.audit import Signer
from citewell.editorial.contents import content_of, digest_of, document_of
from citewell.editorial.discussion import MOST_TEXT
from citewell.editorial.transitions import BY_ACTION
from citewell.editorial.workflow import Act, Case, Decision, begun, counted, decided, edited
from citewell.engine.casework import case_of
from citewell.engine.recording import accountable, recorded, settled, timely, told_when_stale
from citewell.engine.standing import keys_of
from citewell.engine.taking_over import close_taken_over, with_suggesters
from citewell.errors import Conflict, Forbidden, InputError
from citewell.model.accounts import Person
from citewell.model.reviews import (
    Action,
    AuditEvent,
    Comment,
    Content,
    Policy,
    Status,
    Subject,
    Task,
    TaskKind,
    Version,
    Vote,
)
from citewell.storage.register import Books, Register
from citewell.text.plain_text import checked_text

_DECISIONS = frozenset({Action.APPROVE, Action.REQUEST_CHANGES})
_SETTLED = frozenset({Status.APPROVED, Status.CHANGES_REQUESTED, Status.SUPERSEDED, Status.RETIRED})
_UNSETTLED = frozenset(Status) - {Status.SUPERSEDED, Status.RETIRED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A version with everything about it. approvals: whose count in this round; quorum: how many it takes."""

    version: Version
    content: Content
    approvals: tuple[str, ...]
    quorum: int
    comments: tuple[Comment, ...]
    tasks: tuple[Task, ...]
    events: tuple[AuditEvent, ...]


class EditorialDesk:
    """A register at work under a policy. Made once; safe to share between threads."""

    def __init__(self, register: Register, *, policy: Policy, now: Callable[[], str]) -> None:
        """now: gives the present time as the register keeps times (`text.moments`)."""
        self.register = register
        self.policy = policy
        self.now = now

    def draft(self, who: Person, subject: Subject, content: Content) -> Version:
        """Begin a version of a subject. Raises Forbidden; InputError when the newest says the very same."""
        act = Act(action=Action.DRAFT, at=self.now(), person=who)
        with accountable(self.register, act, subject), self.register.writing() as books:
            act = settled(books, act, who)
            before = books.reviews.newest(subject)
            digest = digest_of(content)
            if before and before.content == digest and before.status in _UNSETTLED:
                raise InputError(
                    f"{subject} says the same as version {before.n}, which is {before.status.value}"
                )
            version = with_suggesters(books, begun(subject, content, digest, before, act=act), content)
            books.reviews.keep_content(digest, document_of(content), keys=keys_of(content))
            books.reviews.add_version(version)
            detail = _written_by(version)
            recorded(books, at=act.at, actor=who.name, action=act.action.value, about=version, detail=detail)
            close_taken_over(books, version, content, at=act.at, actor=who.name)
            return version

    def edit(
        self,
        who: Person,
        subject: Subject,
        content: Content,
        *,
        seen: int,
        n: int | None = None,
        reason: str = "",
    ) -> Version:
        """Put other content into a draft that was read at revision `seen`. Raises as `workflow.edited`."""
        act = Act(action=Action.EDIT, at=self.now(), person=who, seen=seen, reason=_checked(reason))
        with accountable(self.register, act, subject), self.register.writing() as books:
            act = settled(books, act, who)
            before = books.reviews.version(subject, n)
            with told_when_stale(books, before):
                after = with_suggesters(books, edited(before, content, digest_of(content), act=act), content)
            books.reviews.keep_content(after.content, document_of(content), keys=keys_of(content))
            books.reviews.change_version(before, after)
            recorded(
                books,
                at=act.at,
                actor=who.name,
                action=act.action.value,
                about=after,
                reason=act.reason,
                detail=_written_by(after),
            )
            close_taken_over(books, after, content, at=act.at, actor=who.name)
            return after

    def act(
        self,
        who: Person,
        action: Action,
        subject: Subject,
        *,
        seen: int,
        n: int | None = None,
        reason: str = "",
        sign: Signer | None = None,
    ) -> Version:
        """Submit, withdraw, take, approve, request changes, reopen or retire; the version after it.

        seen: the revision that was read. n: which version, by default the newest. sign: signs an approval. A
        submitted version comes under review with the first decision on it. Raises as `workflow.decided`.
        """
        act = Act(action=action, at=self.now(), person=who, seen=seen, reason=_checked(reason))
        with accountable(self.register, act, subject), self.register.writing() as books:
            act = settled(books, act, who)
            version = self._expired(books, books.reviews.version(subject, n), act.at)
            with told_when_stale(books, version):
                if action in _DECISIONS and version.status is Status.SUBMITTED:
                    version = self.take_up(books, version, act)
                return self._done(books, version, act, sign=sign)

    def take_up(self, books: Books, version: Version, act: Act) -> Version:
        """The version, under review when it was submitted and who acts may decide on it."""
        try:
            return self._done(books, version, replace(act, action=Action.TAKE, reason=""))
        except (Forbidden, Conflict):
            return version

    def demote(
        self, version: Version, kind: TaskKind, reason: str, *, detail: Mapping[str, object] | None = None
    ) -> Version:
        """An approved version falls back under review, for this reason, and a task tells of it.

        detail: what its event keeps besides. Raises Conflict where it is not approved.
        """
        with self.register.writing() as books:
            present = books.reviews.version(version.subject, version.n)
            act = Act(action=Action.DEMOTE, at=timely(books, self.now()), reason=reason)
            return self._fallen(books, present, act, kind, detail=detail)

    def expire(self) -> tuple[Version, ...]:
        """Let the approvals that have ended fall back under review; which they were."""
        at = self.now()
        with self.register.reading() as books:
            due = [v for v in books.reviews.versions(statuses={Status.APPROVED}) if v.expires <= at]
        if not due:
            return ()
        with self.register.writing() as books:
            at = timely(books, at)
            return tuple(
                self._expired(books, books.reviews.version(version.subject, version.n), at) for version in due
            )

    def dossier(self, subject: Subject, n: int | None = None) -> Dossier:
        """A version, by default the newest, with all that was said and done. Raises NotFound."""
        self.expire()
        with self.register.reading() as books:
            version = books.reviews.version(subject, n)
            return Dossier(
                version=version,
                content=content_of(books.reviews.content(version.content)),
                approvals=counted(self._case(books, version)),
                quorum=self.policy.quorum_of(subject.kind),
                comments=books.reviews.comments(subject, version.n),
                tasks=books.reviews.tasks(subject=subject),
                events=books.chain.about(str(subject), version.n),
            )

    def _done(
        self,
        books: Books,
        version: Version,
        act: Act,
        *,
        sign: Signer | None = None,
        detail: Mapping[str, object] | None = None,
    ) -> Version:
        """What the rules make of an act, written down with its event."""
        case = self._case(books, version)
        decision = decided(case, act)
        after = decision.version
        signed = BY_ACTION[act.action].signed
        if signed and sign is None:
            raise Forbidden(f"{act.action.value} is signed: it needs your signing key")
        event = recorded(
            books,
            at=act.at,
            actor=act.actor,
            action=act.action.value,
            about=after,
            reason=act.reason,
            detail={**self._grounds(case, act, decision), **(detail or {})},
            sign=sign if signed else None,
        )
        books.reviews.change_version(version, after)
        if decision.voted:
            books.reviews.add_vote(_vote(after, version, event))
        if after.status in _SETTLED:
            books.reviews.close_tasks(after, at=act.at)
        if after.status is Status.APPROVED and version.status is not Status.APPROVED:
            self._supersede_others(books, after, act.at)
        return after

    def _grounds(self, case: Case, act: Act, decision: Decision) -> dict[str, object]:
        """By which rules and votes an approval was decided, for whoever asks later."""
        if not decision.voted:
            return {}
        return {
            "approvals": [*counted(case), act.actor],
            "quorum": self.policy.quorum_of(case.version.subject.kind),
            "policy": self.policy.digest,
            "expires": decision.version.expires,
        }

    def _supersede_others(self, books: Books, approved: Version, at: str) -> None:
        reason = f"version {approved.n} was approved"
        for version in books.reviews.versions(subject=approved.subject, statuses=_UNSETTLED):
            if version.n < approved.n:
                self._done(books, version, Act(action=Action.SUPERSEDE, at=at, reason=reason))

    def _expired(self, books: Books, version: Version, at: str) -> Version:
        """The version, fallen back under review when its approval has ended."""
        if version.status is not Status.APPROVED or version.expires > at:
            return version
        reason = f"the approval of {version.approved[:10]} ended on {version.expires[:10]}"
        act = Act(action=Action.EXPIRE, at=at, reason=reason)
        return self._fallen(books, version, act, TaskKind.EXPIRED)

    def _fallen(
        self,
        books: Books,
        version: Version,
        act: Act,
        kind: TaskKind,
        *,
        detail: Mapping[str, object] | None = None,
    ) -> Version:
        after = self._done(books, version, act, detail=detail)
        books.reviews.add_task(
            Task(id=0, kind=kind, subject=version.subject, version=version.n, text=act.reason, opened=act.at)
        )
        return after

    def _case(self, books: Books, version: Version) -> Case:
        return case_of(books, version, policy=self.policy)


def _checked(reason: str) -> str:
    """A reason as it is kept for good; "" for none. Raises InputError for what could show otherwise."""
    return checked_text(reason, "reason", most=MOST_TEXT) if reason.strip() else ""


def _written_by(version: Version) -> dict[str, object]:
    """Who wrote what is not yet approved, as an event tells it: they cannot approve it."""
    return {"contributors": list(version.contributors)}


def _vote(after: Version, before: Version, event: AuditEvent) -> Vote:
    return Vote(
        subject=after.subject,
        version=after.n,
        round=before.round,
        reviewer=event.actor,
        content=before.content,
        at=event.at,
        event=event.n,
    )
