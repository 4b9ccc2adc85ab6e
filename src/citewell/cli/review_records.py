"""What `citewell review` prints for programs; the fields are told in docs/reference/commands.md."""

from typing import Any

from citewell.editorial.differences import Difference, FieldChange
from citewell.editorial.queue import Waiting
from citewell.editorial.workflow import Stale
from citewell.engine.curating import Dossier
from citewell.model.reviews import AuditEvent, Comment, ConflictOfInterest, Task, Version


def version_record(version: Version, approvals: tuple[str, ...], quorum: int) -> dict[str, Any]:
    """Where a version stands, with its votes."""
    return version_line(version) | {"approvals": list(approvals), "quorum": quorum}


def version_line(version: Version) -> dict[str, Any]:
    """Where a version stands."""
    return {
        "subject": str(version.subject),
        "version": version.n,
        "title": version.title,
        "status": version.status.value,
        "revision": version.revision,
        "round": version.round,
        "contributors": list(version.contributors),
        "topics": list(version.topics),
        "content": version.content,
        "made": version.made,
        "changed": version.changed,
        "approved": version.approved or None,
        "expires": version.expires or None,
    }


def dossier_record(dossier: Dossier, *, contents: bool = False) -> dict[str, Any]:
    """A version with everything about it. contents: of its parts the names and titles alone."""
    content = dossier.content
    return version_record(dossier.version, dossier.approvals, dossier.quorum) | {
        "parts": [
            {"anchor": part.anchor, "title": part.title} | ({} if contents else {"fields": dict(part.fields)})
            for part in content.parts
        ],
        "sources": list(content.sources),
        "made_of": dict(content.made_of),
        "comments": [comment_record(each) for each in dossier.comments],
        "tasks": [task_record(each) for each in dossier.tasks],
        "history": [event_record(each) for each in dossier.events],
    }


def comment_record(comment: Comment) -> dict[str, Any]:
    """A comment or suggestion."""
    return {
        "id": comment.id,
        "anchor": comment.anchor,
        "field": comment.field,
        "text": comment.text,
        "said": comment.said,
        "suggested": comment.suggested,
        "author": comment.author,
        "at": comment.at,
        "state": comment.state,
        "closed_by": comment.closed_by or None,
        "closed_at": comment.closed_at or None,
        "closed_because": comment.closed_because or None,
    }


def task_record(task: Task) -> dict[str, Any]:
    """An open task."""
    return {"id": task.id, "kind": task.kind.value, "text": task.text, "opened": task.opened}


def event_record(event: AuditEvent) -> dict[str, Any]:
    """An event of a version's history; the whole of it is in `citewell review audit`."""
    names = ("n", "at", "actor", "action", "status", "revision", "round", "reason")
    return {name: getattr(event, name) for name in names}


def queue_record(waiting: Waiting, *, now: str) -> dict[str, Any]:
    """A version in a queue, with why it stands there."""
    return version_record(waiting.version, waiting.approvals, waiting.quorum) | {
        "due": waiting.due or None,
        "late": waiting.is_late(now),
        "reasons": [
            {"why": reason.why.value, "text": reason.text, "due": reason.due or None}
            for reason in waiting.reasons
        ],
    }


def interest_record(interest: ConflictOfInterest) -> dict[str, Any]:
    """A declared interest."""
    return {
        "id": interest.id,
        "person": interest.person,
        "topic": interest.topic,
        "statement": interest.statement,
        "declared": interest.declared,
        "ended": interest.ended or None,
    }


def difference_record(found: Difference) -> dict[str, Any]:
    """What differs, part by part and field by field."""
    return {
        "about": [_field(each) for each in found.about],
        "parts": [
            {
                "anchor": part.anchor,
                "title": part.title,
                "change": part.change.value,
                "fields": [_field(each) for each in part.fields],
            }
            for part in found.parts
        ],
        "sources": [
            {
                "origin": source.source.origin,
                "id": source.source.id,
                "title": source.source.title,
                "change": source.change.value,
                "fields": [_field(each) for each in source.fields],
            }
            for source in found.sources
        ],
        "made_of": [_field(each) for each in found.made_of],
        "documents": [each.name for each in found.documents],
        "order": list(found.order),
    }


def stale_record(stale: Stale, found: Difference | None) -> dict[str, Any]:
    """Why a decision on an earlier text was refused. found: None where nothing is known of that text."""
    return {
        "subject": str(stale.version.subject),
        "version": stale.version.n,
        "seen": stale.seen,
        "revision": stale.version.revision,
        "changes": list(stale.changes),
        "difference": difference_record(found) if found else None,
    }


def _field(change: FieldChange) -> dict[str, Any]:
    return {
        "name": change.name,
        "before": change.before,
        "after": change.after,
        "weighs": list(change.weighs),
    }
