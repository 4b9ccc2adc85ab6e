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
    "reopen": "took the approval back",
    "retire": "retired it",
    "expire": "the approval ended",
    "demote": "fell back under review",
    "supersede": "was superseded",
    "comment": "commented",
    "suggest": "suggested an edit",
    "resolve": "closed a comment",
    "refused": "was refused",
    "source-fell": "told the reviewers",
    "source-changed": "told the reviewers",
    "interest-declared": "declared an interest",
    "interest-ended": "ended an interest",
    "signed-in": "signed in",
    "signed-out": "signed out",
    "sign-in-failed": "failed to sign in",
    "user-locked": "was locked out",
    "user-unlocked": "unlocked the account",
    "user-added": "added the account",
    "user-disabled": "disabled the account",
    "user-enabled": "enabled the account",
    "role-granted": "granted a role",
    "role-taken": "took a role away",
    "password-changed": "changed the password",
    "password-reset": "reset the password",
    "key-registered": "registered a signing key",
    "key-revoked": "revoked a signing key",
    "token-made": "made an API token",
    "token-revoked": "revoked an API token",
}


def told(event: AuditEvent) -> str:
    """One line: when, who, what, and the reason given."""
    what = _WORDS.get(event.action, event.action.replace("-", " ")).format(version=event.version)
    reason = f": {event.reason}" if event.reason else ""
    return f"{event.at[:16].replace('T', ' ')} {event.actor} {what}{reason}"
