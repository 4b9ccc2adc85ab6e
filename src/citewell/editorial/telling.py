"""An audit event in words, for people."""

from citewell.model.reviews import AuditEvent

_WORDS = {
    "draft": "began version {version}",
    "edit": "changed the content",
    "submit": "submitted it for review",
    "withdraw": "took it back",
    "take": "began the review",
    "approve": "approved it",
    "request-changes": "asked for changes",
    "retire": "retired it",
    "expire": "the approval ended",
    "demote": "fell back under review",
    "supersede": "was superseded",
    "comment": "commented",
    "suggest": "suggested an edit",
    "resolve": "closed a comment",
    "refused": "was refused",
}


def told(event: AuditEvent) -> str:
    """One line: when, who, what, and the reason given."""
    what = _WORDS.get(event.action, event.action.replace("-", " ")).format(version=event.version)
    reason = f": {event.reason}" if event.reason else ""
    return f"{event.at[:16].replace('T', ' ')} {event.actor} {what}{reason}"
