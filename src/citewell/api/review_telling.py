"""Records of the desk → the documents of `review_documents`."""

from collections.abc import Iterable

from citewell.api.review_documents import (
    ChangeOfDocument,
    CitedSourceDocument,
    CommentDocument,
    DifferenceDocument,
    DossierDocument,
    EventDocument,
    FieldChangeDocument,
    InterestDocument,
    PartDocument,
    ReasonDocument,
    TaskDocument,
    VersionDocument,
    WaitingDocument,
)
from citewell.editorial.audit import detail_of
from citewell.editorial.differences import Difference, FieldChange, summary
from citewell.editorial.queue import Waiting
from citewell.engine.curating import Dossier
from citewell.model.reviews import AuditEvent, CitedSource, Comment, ConflictOfInterest, Version


def version_document(version: Version) -> VersionDocument:
    """Where a version stands."""
    return VersionDocument(
        subject=str(version.subject),
        version=version.n,
        title=version.title,
        status=version.status.value,
        revision=version.revision,
        round=version.round,
        contributors=version.contributors,
        topics=version.topics,
        content=version.content,
        made=version.made,
        changed=version.changed,
        approved=version.approved or None,
        expires=version.expires or None,
    )


def waiting_document(waiting: Waiting, *, now: str) -> WaitingDocument:
    """A version in a queue."""
    return WaitingDocument(
        version=version_document(waiting.version),
        approvals=waiting.approvals,
        quorum=waiting.quorum,
        due=waiting.due or None,
        late=waiting.is_late(now),
        reasons=tuple(
            ReasonDocument(why=each.why.value, text=each.text, due=each.due or None)
            for each in waiting.reasons
        ),
    )


def dossier_document(dossier: Dossier) -> DossierDocument:
    """A version with everything about it."""
    content = dossier.content
    return DossierDocument(
        version=version_document(dossier.version),
        approvals=dossier.approvals,
        quorum=dossier.quorum,
        parts=tuple(
            PartDocument(anchor=each.anchor, title=each.title, fields=dict(each.fields))
            for each in content.parts
        ),
        sources=tuple(_source(each) for each in content.sources),
        made_of=dict(content.made_of),
        comments=tuple(comment_document(each) for each in dossier.comments),
        tasks=tuple(
            TaskDocument(id=each.id, kind=each.kind.value, text=each.text, opened=each.opened)
            for each in dossier.tasks
        ),
        history=tuple(event_document(each) for each in dossier.events),
    )


def comment_document(comment: Comment) -> CommentDocument:
    """A comment or suggestion."""
    return CommentDocument(
        id=comment.id,
        subject=str(comment.subject),
        version=comment.version,
        anchor=comment.anchor,
        field=comment.field,
        said=comment.said,
        text=comment.text,
        suggested=comment.suggested,
        author=comment.author,
        at=comment.at,
        state=comment.state,
        closed_by=comment.closed_by or None,
        closed_at=comment.closed_at or None,
        closed_because=comment.closed_because or None,
    )


def event_document(event: AuditEvent) -> EventDocument:
    """An event of the audit trail."""
    told = {name: getattr(event, name) for name in AuditEvent.__dataclass_fields__ if name != "detail"}
    return EventDocument(**told, detail=dict(detail_of(event)))


def difference_document(found: Difference, *, subject: str, before: str, after: str) -> DifferenceDocument:
    """What differs. before, after: what both texts are called."""
    return DifferenceDocument(
        subject=subject,
        before=before,
        after=after,
        summary=summary(found),
        about=_fields(found.about),
        parts=tuple(
            ChangeOfDocument(
                id=each.anchor, title=each.title, change=each.change.value, fields=_fields(each.fields)
            )
            for each in found.parts
        ),
        sources=tuple(
            ChangeOfDocument(
                id=f"{each.source.origin}/{each.source.id}",
                title=each.source.title,
                change=each.change.value,
                fields=_fields(each.fields),
            )
            for each in found.sources
        ),
        made_of=_fields(found.made_of),
        order=found.order,
    )


def interest_document(interest: ConflictOfInterest) -> InterestDocument:
    """A declared interest."""
    return InterestDocument(
        id=interest.id,
        person=interest.person,
        topic=interest.topic,
        statement=interest.statement,
        declared=interest.declared,
        ended=interest.ended or None,
    )


def _source(cited: CitedSource) -> CitedSourceDocument:
    return CitedSourceDocument(
        id=cited.id,
        origin=cited.origin,
        title=cited.title,
        status=cited.status,
        digest=cited.digest,
        doi=cited.doi,
        pmid=cited.pmid,
        notices=cited.notices,
    )


def _fields(changes: Iterable[FieldChange]) -> tuple[FieldChangeDocument, ...]:
    return tuple(
        FieldChangeDocument(name=each.name, before=each.before, after=each.after, weighs=each.weighs)
        for each in changes
    )
