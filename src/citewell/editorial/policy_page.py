"""The editorial policy in plain words, made from the rules in force: the one table and the numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from citewell.editorial.transitions import EDITABLE, TRANSITIONS, Transition, Whose
from citewell.model.accounts import SignInPolicy
from citewell.model.reviews import Action, Policy, Status, SubjectKind

_KINDS = {
    SubjectKind.PACK: "a guideline pack",
    SubjectKind.RECOMMENDATION: "a single recommendation",
    SubjectKind.ARTICLE: "an article",
}
_STATUSES = {
    Status.DRAFT: "being written; nobody has been asked to judge it",
    Status.SUBMITTED: "handed in; no reviewer has begun",
    Status.UNDER_REVIEW: "being read and voted on; also where an approval goes that has ended",
    Status.CHANGES_REQUESTED: "a reviewer wants something changed, and has said what and why",
    Status.APPROVED: "enough reviewers have signed that they approve exactly this text",
    Status.SUPERSEDED: "a newer version was approved; nothing more is done to this one",
    Status.RETIRED: "taken out by a chief editor, with the reason; nothing more is done to it",
}
_ACTS = {
    Action.SUBMIT: "Submit",
    Action.WITHDRAW: "Withdraw",
    Action.TAKE: "Begin the review",
    Action.APPROVE: "Approve",
    Action.REQUEST_CHANGES: "Request changes",
    Action.REOPEN: "Take an approval back",
    Action.RETIRE: "Retire",
    Action.EXPIRE: "Expire",
    Action.DEMOTE: "Demote",
    Action.SUPERSEDE: "Supersede",
}
_WHOSE = {Whose.OWN: "own work only", Whose.OTHERS: "never own work", Whose.ANYBODY: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page: running text, then a list of names and what is said of each."""

    id: str
    title: str
    text: str = ""
    points: tuple[tuple[str, str], ...] = ()


def policy_sections(policy: Policy, sign_in: SignInPolicy) -> tuple[Section, ...]:
    """The whole policy, part by part."""
    return (
        _reviewed(policy),
        _statuses(),
        _who(),
        _independence(),
        _conflicts(),
        _expiry(policy),
        _demotion(),
        _deadlines(policy),
        _audit(),
        _signing_in(sign_in),
    )


def _reviewed(policy: Policy) -> Section:
    points = tuple(
        (what.capitalize(), _approvals(policy.quorum_of(kind)) + " needed") for kind, what in _KINDS.items()
    )
    return Section(
        id="reviewed",
        title="What is reviewed",
        text="Content counts as approved when enough reviewers have approved exactly the same text. An "
        "article is an answer kept as a page, for clinicians, students and patients.",
        points=points,
    )


def _statuses() -> Section:
    return Section(
        id="statuses",
        title="Where content stands",
        text="Three stages lead to an approval: submitted, under review, approved.",
        points=tuple((status_name(status), words) for status, words in _STATUSES.items()),
    )


def _who() -> Section:
    return Section(
        id="who",
        title="Who may do what",
        text="This is the whole table: there is no other way from one status to another. A role counts as "
        f"it is at the moment of the act. Text can be edited only as {_listed(EDITABLE)}, by "
        "authors.",
        points=tuple((_ACTS[each.action], _told(each)) for each in TRANSITIONS),
    )


def _told(transition: Transition) -> str:
    by = " or ".join(f"{role.value.replace('-', ' ')}s" for role in transition.roles) or "the desk itself"
    came, goes = _listed(transition.sources), status_name(transition.target).lower()
    conditions = "".join(f"; {each}" for each in _conditions(transition))
    return f"by {by}, from {came} to {goes}{conditions}"


def _conditions(transition: Transition) -> Iterator[str]:
    if _WHOSE[transition.whose]:
        yield _WHOSE[transition.whose]
    if transition.vote:
        yield "no interest declared in it"
    if transition.reason:
        yield "with a reason"
    if transition.signed:
        yield "signed with one's own key"


def _independence() -> Section:
    return Section(
        id="independence",
        title="Independence",
        text="Nobody approves their own work. Whoever wrote any of what is not yet approved is a "
        "contributor, also of the versions that follow until one is approved, and also by a "
        "suggestion that was taken over. Nobody's approval counts twice. An approval is for one text, "
        "in one round: when the text is submitted again, or an approval has ended, the votes begin "
        "anew.",
    )


def _conflicts() -> Section:
    return Section(
        id="conflicts",
        title="Conflicts of interest",
        text="Members declare their interests by topic. Somebody with an interest in what a version is "
        "about neither begins its review, nor approves it, nor asks for changes; they may comment. An "
        "interest that is declared after an approval was given voids it. Where the version is "
        "approved already, the board is given a task to look at it again. That an interest has ended "
        "does not bring back a vote.",
    )


def _expiry(policy: Policy) -> Section:
    risky = ", ".join(topic.replace("-", " ") for topic in policy.high_risk)
    high = (
        f" On topics of high risk it ends after {policy.high_risk_months} months: {risky}." if risky else ""
    )
    return Section(
        id="expiry",
        title="How long an approval holds",
        text=f"An approval ends after {policy.months} months, and the content is under review again by "
        f"itself: nobody has to remember it.{high}",
    )


def _demotion() -> Section:
    return Section(
        id="demotion",
        title="What takes an approval away",
        text="Approved content falls back under review, and a task says why, as soon as one of these is "
        "known.",
        points=(
            ("A source it cites fell", "retracted, withdrawn, or superseded by a newer edition"),
            ("A source it cites changed", "what was quoted reads otherwise now"),
            ("Time", "the approval has ended"),
            (
                "The text changed",
                "an approval is of one text: a pack that was edited since is not the one that was approved",
            ),
        ),
    )


def _deadlines(policy: Policy) -> Section:
    return Section(
        id="deadlines",
        title="Deadlines",
        text=f"A review is due within {policy.review_days} days, and so is an answer to requested changes. "
        f"The end of an approval is announced {policy.remind_days} days ahead. What is late stands "
        "first in everybody's queue.",
    )


def _audit() -> Section:
    return Section(
        id="audit",
        title="How it can be proved",
        text="Every act is an event: who, what, when, why, and the digest of the text. Each event is "
        "sealed with the hash of the one before, so that a change, a gap or another order shows. "
        "Approvals are signed with the reviewer's own key, which only their password opens. Events "
        "are never changed or deleted; acts that were refused are events, too. An auditor checks all "
        "of it, and the state of the desk against it, with citewell review audit --verify. A chain "
        "that was written anew from its beginning shows only against a head that was kept elsewhere, "
        "which is why heads are anchored.",
    )


def _signing_in(sign_in: SignInPolicy) -> Section:
    return Section(
        id="signing-in",
        title="Signing in",
        points=(
            ("Passwords", f"at least {sign_in.password_length} characters; there is no default password"),
            (
                "Failures",
                _failures(sign_in),
            ),
            (
                "Sessions",
                f"end after {sign_in.session_hours} hours, or {sign_in.idle_minutes} minutes without use",
            ),
            ("Tokens for programs", f"hold {sign_in.token_days} days at most, for named uses"),
        ),
    )


def _failures(sign_in: SignInPolicy) -> str:
    return (
        f"{sign_in.attempts} within {sign_in.window_minutes} minutes lock an account for "
        f"{sign_in.lock_minutes} minutes, twice as long each further time, up to "
        f"{sign_in.longest_lock_hours} hours; {sign_in.origin_attempts} from one origin hold it back"
    )


def status_name(status: Status) -> str:
    """A status as a name: "Under review"."""
    return status.value.replace("-", " ").capitalize()


def _listed(statuses: Iterable[Status]) -> str:
    *others, last = (status_name(status).lower() for status in statuses)
    return f"{', '.join(others)} or {last}" if others else last


def _approvals(count: int) -> str:
    return "one approval" if count == 1 else f"{count} approvals"
