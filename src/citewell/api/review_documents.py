"""Content under review, as the API tells it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDocument:
    """A version of a subject and where it stands. revision: what a decision names as seen. Times are UTC."""

    subject: str
    version: int
    title: str
    status: str
    revision: int
    round: int
    contributors: tuple[str, ...]
    topics: tuple[str, ...]
    content: str
    made: str
    changed: str
    approved: str | None
    expires: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionListDocument:
    """A page of versions, by subject and number."""

    total: int
    page: int
    limit: int
    versions: tuple[VersionDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonDocument:
    """Why a version stands in a queue."""

    why: str
    text: str
    due: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDocument:
    """A version in a queue. approvals: whose count; quorum: how many it takes."""

    version: VersionDocument
    approvals: tuple[str, ...]
    quorum: int
    due: str | None
    late: bool
    reasons: tuple[ReasonDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueDocument:
    """A page of a queue, the most urgent first."""

    total: int
    page: int
    limit: int
    waiting: tuple[WaitingDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDocument:
    """A part of content, by its anchor; fields: what it says, by name."""

    anchor: str
    title: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSourceDocument:
    """A source that content rests on, as it was when the content was made."""

    id: str
    origin: str
    title: str
    status: str
    digest: str
    doi: str
    pmid: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentDocument:
    """A comment, or with `suggested` another text for a field. said: how the field read."""

    id: int
    subject: str
    version: int
    anchor: str
    field: str
    said: str
    text: str
    suggested: str | None
    author: str
    at: str
    state: str
    closed_by: str | None
    closed_at: str | None
    closed_because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDocument:
    """Something to be done about a version."""

    id: int
    kind: str
    text: str
    opened: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDocument:
    """An event of the audit trail. detail: what it keeps besides. hash: seals it with the one before."""

    n: int
    at: str
    actor: str
    action: str
    subject: str
    version: int
    status: str
    revision: int
    round: int
    content: str
    reason: str
    detail: dict[str, object]
    previous: str
    signature: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventListDocument:
    """Events in order. next: after which number the following ones come, None behind the last."""

    events: tuple[EventDocument, ...]
    next: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierDocument:
    """A version with everything about it."""

    version: VersionDocument
    approvals: tuple[str, ...]
    quorum: int
    parts: tuple[PartDocument, ...]
    sources: tuple[CitedSourceDocument, ...]
    made_of: dict[str, str]
    comments: tuple[CommentDocument, ...]
    tasks: tuple[TaskDocument, ...]
    history: tuple[EventDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChangeDocument:
    """A field that reads otherwise. weighs: why it must not be overlooked ("grade", "number", "negation")."""

    name: str
    before: str | None
    after: str | None
    weighs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOfDocument:
    """A part or source that was added, removed or changed. id: its anchor, or `origin/id` of a source."""

    id: str
    title: str
    change: str
    fields: tuple[FieldChangeDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceDocument:
    """What differs between two texts of a subject."""

    subject: str
    before: str
    after: str
    summary: str
    about: tuple[FieldChangeDocument, ...]
    parts: tuple[ChangeOfDocument, ...]
    sources: tuple[ChangeOfDocument, ...]
    made_of: tuple[FieldChangeDocument, ...]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestDocument:
    """A declared interest."""

    id: int
    person: str
    topic: str
    statement: str
    declared: str
    ended: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestListDocument:
    """Declared interests, ended ones too."""

    interests: tuple[InterestDocument, ...]
