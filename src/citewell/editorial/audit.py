"""The audit chain: each event is sealed with the hash of the one before, so that no change goes unseen.

A hash chain as in Haber and Stornetta (How to time-stamp a digital document, 1991): hash = SHA-256 of the
event's canonical JSON (RFC 8785), which holds the previous hash. Approvals carry an Ed25519 signature (RFC
8032) by a key whose registration is itself an event, so that the keys are those of the chain and not of a
table beside it.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from citewell.editorial.transitions import TRANSITIONS
from citewell.model.reviews import AuditEvent, Head
from citewell.text.canonical import canonical_json

BEGINNING = Head(n=0, hash="0" * 64)
KEY_REGISTERED = "key-registered"
KEY_REVOKED = "key-revoked"
SIGNED = frozenset(transition.action.value for transition in TRANSITIONS if transition.signed)

_BODY = tuple(f.name for f in fields(AuditEvent) if f.name not in {"hash", "signature"})
Signer = Callable[[bytes], str]
# Whether a signature (hex) over a message is by a public key (hex).
Verifier = Callable[[str, bytes, str], bool]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something about the chain that is not as it was written. n: at which event, 0 for the whole chain."""

    n: int
    message: str


def sealed(event: AuditEvent, head: Head, *, sign: Signer | None = None) -> AuditEvent:
    """The event as the next one after the head: numbered, chained, signed where somebody signs, hashed."""
    placed = replace(event, n=head.n + 1, previous=head.hash)
    signature = sign(body(placed)) if sign else ""
    signed = replace(placed, signature=signature)
    return replace(signed, hash=hash_of(signed))


def body(event: AuditEvent) -> bytes:
    """What a signature is over: the event's canonical JSON without signature and hash."""
    return canonical_json({name: getattr(event, name) for name in _BODY})


def hash_of(event: AuditEvent) -> str:
    """SHA-256, in hex, of the event's canonical JSON with its signature and without its hash."""
    whole = {name: getattr(event, name) for name in _BODY} | {"signature": event.signature}
    return hashlib.sha256(canonical_json(whole)).hexdigest()


def faults(
    events: Iterable[AuditEvent],
    *,
    head: Head,
    anchors: Iterable[Head] = (),
    verifies: Verifier,
) -> Iterator[Fault]:
    """Whatever is wrong with a chain, told event by event.

    events: in order of their numbers. head: what is kept as the chain's end. anchors: earlier heads kept
    elsewhere, which show a chain that was cut off and ended anew.
    """
    kept = {anchor.n: anchor.hash for anchor in anchors}
    last, since, keys = BEGINNING, "", _Keys()
    for event in events:
        yield from _faults_of(event, last, since)
        yield from keys.faults(event, verifies)
        if kept.pop(event.n, event.hash) != event.hash:
            yield Fault(event.n, "its hash is not the one that was anchored: the chain was written anew")
        last, since = Head(n=event.n, hash=event.hash), event.at
    if last != head:
        yield Fault(0, f"the chain ends at event {last.n}, its end was put down as {head.n}: cut or added to")
    for n in sorted(n for n in kept if n):
        yield Fault(0, f"event {n} was anchored and is not there: the chain was cut off")


def _faults_of(event: AuditEvent, last: Head, since: str) -> Iterator[Fault]:
    if event.n != last.n + 1:
        yield Fault(event.n, f"follows event {last.n}: events are missing, doubled or in another order")
    if event.previous != last.hash:
        yield Fault(event.n, "does not follow from the event before it")
    if hash_of(event) != event.hash:
        yield Fault(event.n, "was changed after it was sealed")
    if event.at < since:
        yield Fault(event.n, "is earlier than the event before it")


class _Keys:
    """The signing keys in force, as the chain itself tells of them."""

    def __init__(self) -> None:
        self._held: dict[str, set[str]] = {}

    def faults(self, event: AuditEvent, verifies: Verifier) -> Iterator[Fault]:
        """What is wrong with an event's signature; a key that the event registers is in force after it."""
        if event.action in SIGNED and not event.signature:
            yield Fault(event.n, "is not signed, and has to be")
        elif event.signature and not self._is_by_actor(event, verifies):
            yield Fault(event.n, f"its signature is not by a key that {event.actor} held then")
        if event.action == KEY_REGISTERED:
            user, key = _key_of(event)
            self._held.setdefault(user, set()).add(key)
        elif event.action == KEY_REVOKED:
            user, key = _key_of(event)
            self._held.get(user, set()).discard(key)

    def _is_by_actor(self, event: AuditEvent, verifies: Verifier) -> bool:
        message = body(event)
        return any(verifies(key, message, event.signature) for key in sorted(self._held.get(event.actor, ())))


def _key_of(event: AuditEvent) -> tuple[str, str]:
    """Whose key an event is about, and the public key in hex."""
    detail: Mapping[str, str] = json.loads(event.detail)
    return event.subject.removeprefix("user:"), detail.get("public", "")
