"""What becomes of a version when somebody acts on it: the rules, as one function from records to records.

Every way to a status leads through `decided` and the table of `editorial.transitions`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from citewell.editorial.barring import concerns, known_by, was_in_force
from citewell.editorial.transitions import BY_ACTION, EDITABLE, FINAL, Transition, Whose
from citewell.errors import Conflict, Forbidden, InputError
from citewell.model.accounts import Person, Role, Scope
from citewell.model.reviews import (
    SYSTEM,
    Action,
    ConflictOfInterest,
    Content,
    Policy,
    Status,
    Subject,
    Version,
    Vote,
)
from citewell.text.moments import months_after

_SCOPES = {
    Action.SUBMIT: Scope.AUTHOR,
    Action.WITHDRAW: Scope.AUTHOR,
    Action.EDIT: Scope.AUTHOR,
    Action.DRAFT: Scope.AUTHOR,
}


class Stale(Conflict):
    """Somebody changed the version after the caller read it."""

    code = "conflict.stale"

    def __init__(self, version: Version, seen: int, changes: Iterable[str] = ()) -> None:
        super().__init__(
            f"{version.subject} version {version.n} is at revision {version.revision}, you read {seen}",
            hint=f"read it again: citewell review show {version.subject}",
        )
        self.version = version
        self.seen = seen
        self.changes = tuple(changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A version with all that decides on it: the votes of its present round, and the interests declared."""

    version: Version
    votes: tuple[Vote, ...]
    conflicts: tuple[ConflictOfInterest, ...]
    policy: Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody does. person: None for the desk itself. seen: the revision that was read."""

    action: Action
    at: str
    person: Person | None = None
    seen: int | None = None
    reason: str = ""

    @property
    def actor(self) -> str:
        """By which name it is recorded."""
        return self.person.name if self.person else SYSTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The version after an act. voted: the act is an approval, to be kept as a vote."""

    version: Version
    voted: bool = False


def decided(case: Case, act: Act) -> Decision:
    """What an act makes of a version.

    Raises Forbidden for who may not do it, Stale for a revision that is no longer the present one, Conflict
    for a status it does not lead out of, InputError for a reason that is missing.
    """
    transition = BY_ACTION[act.action]
    version = case.version
    if act.person:
        _check_person(transition, act.person, case, at=act.at)
    if act.seen is not None and act.seen != version.revision:
        raise Stale(version, act.seen)
    if version.status not in transition.sources:
        raise Conflict(_not_from(transition, version))
    if transition.reason and not act.reason.strip():
        raise InputError(f"a reason is required to {act.action.value}: give it with --reason")
    if act.action is Action.APPROVE:
        return _approved(case, act)
    return Decision(version=_moved(version, transition, act))


def begun(subject: Subject, content: Content, digest: str, before: Version | None, *, act: Act) -> Version:
    """A new version of a subject, as a draft of who begins it.

    before: the version before it; who contributed to it since the last approval has written part of this one.
    Raises Forbidden for who is no author.
    """
    person = _author(act)
    earlier = before.contributors if before and not before.approved else ()
    return Version(
        subject=subject,
        n=before.n + 1 if before else 1,
        status=Status.DRAFT,
        revision=1,
        round=0,
        content=digest,
        title=content.title,
        topics=content.topics,
        contributors=tuple(sorted({*earlier, person.name})),
        made=act.at,
        changed=act.at,
    )


def edited(version: Version, content: Content, digest: str, *, act: Act) -> Version:
    """A draft with other content. Raises as `decided`, and Conflict for what can no longer be edited."""
    person = _author(act)
    if act.seen != version.revision:
        raise Stale(version, act.seen or 0)
    if version.status not in EDITABLE or version.approved:
        raise Conflict(
            f"{version.subject} version {version.n} is {version.status.value}: its content is frozen",
            hint="begin a new version, or withdraw it while it is not approved",
        )
    return replace(
        version,
        revision=version.revision + 1,
        content=digest,
        title=content.title,
        topics=content.topics,
        contributors=tuple(sorted({*version.contributors, person.name})),
        changed=act.at,
    )


def counted(case: Case) -> tuple[str, ...]:
    """Whose approvals count: of this round and content, by others than its writers, barred by no interest.

    An interest bars what was voted before it ended, whether it was declared before the vote or after.
    """
    version = case.version
    return tuple(
        sorted(
            {
                vote.reviewer
                for vote in case.votes
                if vote.round == version.round
                and vote.content == version.content
                and vote.reviewer not in version.contributors
                and not any(_voids(conflict, vote, version) for conflict in case.conflicts)
            }
        )
    )


def _voids(conflict: ConflictOfInterest, vote: Vote, version: Version) -> bool:
    return was_in_force(conflict, vote.reviewer, at=vote.at) and concerns(conflict, version)


def is_high_risk(version: Version, policy: Policy) -> bool:
    """Whether the version is about a topic that the policy names as one of high risk."""
    named = {known_by(topic) for topic in policy.high_risk}
    return any(known_by(topic) in named for topic in version.topics)


def _approved(case: Case, act: Act) -> Decision:
    version, name = case.version, act.actor
    votes = counted(case)
    if any(vote.reviewer == name and vote.round == version.round for vote in case.votes):
        # An approval that a declared interest voided is not given a second time in its round.
        raise Conflict(f"you have approved {version.subject} version {version.n} in this round already")
    if len(votes) + 1 < case.policy.quorum_of(version.subject.kind):
        return Decision(version=replace(version, changed=act.at), voted=True)
    months = case.policy.high_risk_months if is_high_risk(version, case.policy) else case.policy.months
    approved = _moved(version, BY_ACTION[Action.APPROVE], act)
    return Decision(
        version=replace(approved, approved=act.at, expires=months_after(act.at, months)), voted=True
    )


def _moved(version: Version, transition: Transition, act: Act) -> Version:
    """The version in its new status. Each submission begins a round of votes, and each falling back."""
    # To take a version up changes nothing that a reader of it decides on.
    reads_the_same = act.action is Action.TAKE
    return replace(
        version,
        status=transition.target,
        revision=version.revision if reads_the_same else version.revision + 1,
        round=version.round + 1 if transition.new_round else version.round,
        changed=act.at,
    )


def _check_person(transition: Transition, person: Person, case: Case, *, at: str) -> None:
    version, verb = case.version, transition.action.value
    if not transition.roles:
        raise Forbidden(f"{verb}: the desk does this by itself")
    _check_rights(person, transition.roles, verb)
    own = person.name in version.contributors
    if transition.whose is Whose.OWN and not own:
        raise Forbidden(f"{verb}: {version.subject} version {version.n} is not your work")
    if transition.whose is Whose.OTHERS and own:
        raise Forbidden(f"{verb}: {version.subject} version {version.n} is your own work")
    mine = [c for c in case.conflicts if was_in_force(c, person.name, at=at) and concerns(c, version)]
    if transition.vote and mine:
        raise Forbidden(f"{verb}: you declared a conflict of interest in {mine[0].topic!r}")


def _author(act: Act) -> Person:
    if act.person is None:
        raise Forbidden("content is written by people")
    _check_rights(act.person, (Role.AUTHOR,), act.action.value)
    return act.person


def _check_rights(person: Person, roles: tuple[Role, ...], verb: str) -> None:
    """The role and the scope for an act. Raises Forbidden naming the one that lacks."""
    if not person.user.roles & set(roles):
        raise Forbidden(f"{verb} is for the role {' or '.join(role.value for role in roles)}")
    scope = _SCOPES.get(Action(verb), Scope.REVIEW)
    if scope not in person.scopes:
        raise Forbidden(f"{verb} needs a credential with the scope {scope.value}")


def _not_from(transition: Transition, version: Version) -> str:
    verb, status = transition.action.value, _in_words(version.status)
    if version.status in FINAL:
        return f"{version.subject} version {version.n} is {status}: nothing more is done to it"
    froms = " or ".join(_in_words(source) for source in transition.sources)
    return f"{version.subject} version {version.n} is {status}; to {verb} it must be {froms}"


def _in_words(status: Status) -> str:
    return status.value.replace("-", " ")
