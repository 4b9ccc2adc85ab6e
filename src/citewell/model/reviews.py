"""What an editorial board works with: subjects and their versions, votes, comments, tasks, audit events.

A *subject* is what is reviewed (a pack, one recommendation of it, an article). Its *versions* are numbered
from 1; what a version says (`Content`) is frozen once it is submitted. Times are UTC, as ISO 8601 text that
ends in Z, so that they sort as they follow.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from citewell.model.standing import Status as Status  # noqa: PLC0414  the desk's word, too

SYSTEM = "system"  # The actor of what happens by itself: expiry, supersession, a cited source that fell.


class SubjectKind(StrEnum):
    PACK = "pack"
    RECOMMENDATION = "recommendation"
    ARTICLE = "article"


class Action(StrEnum):
    """What can be done to a version; the first ten change its status, and stand in `editorial.workflow`."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    TAKE = "take"
    APPROVE = "approve"
    REQUEST_CHANGES = "request-changes"
    REOPEN = "reopen"
    RETIRE = "retire"
    EXPIRE = "expire"
    DEMOTE = "demote"
    SUPERSEDE = "supersede"
    DRAFT = "draft"
    EDIT = "edit"
    COMMENT = "comment"
    SUGGEST = "suggest"
    RESOLVE = "resolve"


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What is reviewed, as `kind:name`; a recommendation's name is `pack-id/statement-id`."""

    kind: SubjectKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """A source that content rests on, as it was when the content was made.

    id: within its pack, or of the library's document. origin: the pack's id, or "library". status: of the
    source, as `model.sources` has it. digest: SHA-256 of what is known of it and was quoted; another digest
    is a change. notices: what was published about it since, in words.
    """

    id: str
    origin: str
    title: str
    status: str
    digest: str
    doi: str = ""
    pmid: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of content that a comment can be anchored to: a claim, a criterion's rule, a disagreement.

    anchor: its name, unique in the content and the same from version to version
    (`statement:acr-conservative`). fields: what it says, as (name, text), in an order that stays: wording
    for each reader, criteria, grade, cites.
    """

    anchor: str
    title: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a version says, as plain text in parts. Its digest is SHA-256 over its canonical JSON.

    topics: what it is about, by which conflicts of interest and high risk are matched. made_of: from what
    it was made, as (name, value): the pack's version and digest, the question of an article, the engine.
    documents: of an article its answers as JSON text, by audience.
    """

    title: str
    topics: tuple[str, ...]
    parts: tuple[Part, ...]
    sources: tuple[CitedSource, ...] = ()
    made_of: tuple[tuple[str, str], ...] = ()
    documents: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a subject and where it stands.

    content: the digest of what it says. revision: counts each change of status or content; who decides
    names the one that was read. round: counts the reviews it went through; votes are of one round.
    contributors: who wrote any of what is not yet approved; they cannot approve it. made, changed,
    approved, expires: times, "" for none.
    """

    subject: Subject
    n: int
    status: Status
    revision: int
    round: int
    content: str
    title: str
    topics: tuple[str, ...]
    contributors: tuple[str, ...]
    made: str
    changed: str
    approved: str = ""
    expires: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A reviewer's approval of a version's content in one round; event: the number of its audit event."""

    subject: Subject
    version: int
    round: int
    reviewer: str
    content: str
    at: str
    event: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A remark on a part of a version, or with `suggested` another text for one of its fields.

    field and text: which field, and as it read; "" for the part as a whole, anchor "" for the whole version.
    state: "open", "resolved", "accepted" or "declined" (the last two of suggestions); closed_because: the
    reason given when it was closed.
    """

    id: int
    subject: Subject
    version: int
    content: str
    anchor: str
    field: str
    said: str
    author: str
    at: str
    text: str = ""
    suggested: str | None = None
    state: str = "open"
    closed_by: str = ""
    closed_at: str = ""
    closed_because: str = ""


class TaskKind(StrEnum):
    SOURCE_FELL = "source-fell"
    SOURCE_CHANGED = "source-changed"
    EXPIRED = "expired"
    CONFLICT_DECLARED = "conflict-declared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to be done about a version, opened by what happened; closed with the next decision on it."""

    id: int
    kind: TaskKind
    subject: Subject
    version: int
    text: str
    opened: str
    closed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictOfInterest:
    """A declared interest of a person in a topic; it bars their vote on what is about the topic."""

    id: int
    person: str
    topic: str
    statement: str
    declared: str
    ended: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """One sealed event. `hash` is over all else in canonical JSON, `previous` is the hash of the event
    before.

    n: from 1, without gaps. subject: what it is about as text (`pack:x`, `user:ada`). status, revision,
    round and content: of the version after the event. detail: canonical JSON. signature: Ed25519 in hex
    over the event without signature and hash, "" where nobody signs.
    """

    n: int
    at: str
    actor: str
    action: str
    subject: str = ""
    version: int = 0
    status: str = ""
    revision: int = 0
    round: int = 0
    content: str = ""
    reason: str = ""
    detail: str = "{}"
    previous: str = ""
    signature: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of the chain: how many events there are, and the hash of the last."""

    n: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The board's rules in numbers. digest: of the file they were read from.

    quorum: approvals needed, by kind. months: how long an approval holds; high_risk_months: on the topics
    named in high_risk. remind_days: how long before an approval ends it is due. review_days: after which a
    review is late.
    """

    quorum: dict[str, int] = field(default_factory=dict)
    months: int = 24
    high_risk_months: int = 12
    high_risk: tuple[str, ...] = ()
    remind_days: int = 60
    review_days: int = 14
    digest: str = ""

    def quorum_of(self, kind: SubjectKind) -> int:
        """How many approvals a kind needs: two, unless the policy says otherwise."""
        return self.quorum.get(kind.value, 2)


Detail = dict[str, Any]
