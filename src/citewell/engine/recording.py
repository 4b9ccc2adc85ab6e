"""An audit event, sealed at the end of the chain within the transaction of what it tells of."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from citewell.editorial.audit import Signer, body, sealed
from citewell.editorial.telling import told
from citewell.editorial.workflow import Act, Stale
from citewell.engine.presence import present
from citewell.errors import Forbidden
from citewell.model.accounts import Person
from citewell.model.reviews import AuditEvent, Subject, Version
from citewell.storage.register import Books, Register
from citewell.text.canonical import canonical_json

REFUSED = "refused"


def timely(books: Books, at: str) -> str:
    """The time, or that of the last event where it is later.

    Whoever waited for their turn has read the clock before others acted, and a clock may be set back; neither
    disorders the chain.
    """
    return max(at, books.chain.last_at())


def settled(books: Books, act: Act, who: Person) -> Act:
    """The act as it counts: with the roles of now, and not earlier than what was done before it."""
    return replace(act, person=present(books, who), at=timely(books, act.at))


@contextmanager
def accountable(register: Register, act: Act, subject: Subject) -> Iterator[None]:
    """Who tried what they may not do is put down, in a transaction of its own."""
    try:
        yield
    except Forbidden as error:
        tried = act.action.value
        put_down_refusal(register, error, at=act.at, actor=act.actor, about=str(subject), tried=tried)
        raise


def put_down_refusal(
    register: Register, error: Forbidden, *, at: str, actor: str, about: str, tried: str
) -> None:
    """Append the event of a refusal, in a transaction of its own: what was tried was rolled back."""
    with register.writing() as books:
        detail = {"action": tried}
        recorded(books, at=at, actor=actor, action=REFUSED, about=about, reason=error.message, detail=detail)


@contextmanager
def told_when_stale(books: Books, version: Version) -> Iterator[None]:
    """Whoever comes second is told what happened since they read."""
    try:
        yield
    except Stale as stale:
        events = books.chain.about(str(version.subject), version.n)
        since = [event for event in events if event.revision > stale.seen]
        raise Stale(version, stale.seen, changes=[told(event) for event in since]) from None


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
            hint="make one: citewell user key make",
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
