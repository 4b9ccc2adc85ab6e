"""An audit event, sealed at the end of the chain within the transaction of what it tells of."""

from collections.abc import Mapping
from dataclasses import replace

from citewell.editorial.audit import Signer, body, sealed
from citewell.errors import Forbidden
from citewell.model.reviews import AuditEvent, Version
from citewell.storage.register import Books
from citewell.text.canonical import canonical_json


def timely(books: Books, at: str) -> str:
    """The time, or that of the last event where it is later.

    Whoever waited for their turn has read the clock before others acted, and a clock may be set back; neither
    disorders the chain.
    """
    return max(at, books.chain.last_at())


def recorded(
    books: Books,
    *,
    at: str,
    actor: str,
    action: str,
    about: Version | str = "",
    reason: str = "",
    detail: Mapping[str, object] | None = None,
    sign: Signer | None = None,
) -> AuditEvent:
    """Append an event and give it as it was sealed.

    about: the version as it is after the event, or another subject (`user:ada`). at: as `timely` gives it
    where state keeps the same time. Raises Forbidden for a signature that is not by the key that the actor
    has at this moment: it may have been revoked since it was opened.
    """
    event = AuditEvent(
        n=0,
        at=timely(books, at),
        actor=actor,
        action=action,
        reason=reason,
        detail=canonical_json(dict(detail or {})).decode(),
    )
    event = _about(event, about)
    placed = sealed(event, books.chain.head(), sign=sign)
    if sign:
        _check_signature(books, placed)
    books.chain.add(placed)
    return placed


def _check_signature(books: Books, event: AuditEvent) -> None:
    # The machinery of keys takes time to import, and only what is signed needs it.
    from citewell.accounts.signing import verifies

    kept = books.accounts.key_in_force(event.actor)
    if kept is None or not verifies(kept.key.public, body(event), event.signature):
        raise Forbidden(
            f"{event.action} is signed: this is not the signing key that {event.actor} has now",
            hint="make one: citewell user key",
        )


def _about(event: AuditEvent, about: Version | str) -> AuditEvent:
    if isinstance(about, str):
        return replace(event, subject=about)
    return replace(
        event,
        subject=str(about.subject),
        version=about.n,
        status=about.status.value,
        revision=about.revision,
        round=about.round,
        content=about.content,
    )
