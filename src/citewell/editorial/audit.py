"""The audit chain: each event is sealed with the hash of the one before, so that no change goes unseen.

A hash chain as in Haber and Stornetta (How to time-stamp a digital document, 1991): hash = SHA-256 of the
event's canonical JSON (RFC 8785), which holds the previous hash. Approvals carry an Ed25519 signature (RFC
8032) by a key whose registration is itself an event, so that the keys are those of the chain and not of a
table beside it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any

from citewell.editorial.transitions import TRANSITIONS
from citewell.model.reviews import AuditEvent, Head
from citewell.text.canonical import canonical_json, digest_of_json

BEGINNING = Head(n=0, hash="0" * 64)
KEY_REGISTERED = "key-registered"
KEY_REVOKED = "key-revoked"
SIGNED = frozenset(transition.action.value for transition in TRANSITIONS if transition.signed)

_BODY = tuple(f.name for f in fields(AuditEvent) if f.name not in {"hash", "signature"})
_SEALED = (*_BODY, "signature")
_IN_BODY, _IN_SEAL = attrgetter(*_BODY), attrgetter(*_SEALED)
_WHOLE = attrgetter(*(f.name for f in fields(AuditEvent)))
_TYPES = tuple(f.type for f in fields(AuditEvent))
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
    return canonical_json(dict(zip(_BODY, _IN_BODY(event), strict=True)))


def hash_of(event: AuditEvent) -> str:
    """SHA-256, in hex, of the event's canonical JSON with its signature and without its hash."""
    return digest_of_json(dict(zip(_SEALED, _IN_SEAL(event), strict=True)))


class ChainCheck:
    """A chain as it is read through, event by event from the first: what is wrong with each."""

    def __init__(self, *, anchors: Iterable[Head] = (), verifies: Verifier, until: str = "") -> None:
        """anchors: earlier heads kept elsewhere, which show a chain that was cut off or written anew.

        until: the time after which nothing can have happened yet, "" where that is not asked.
        """
        self._until = until
        self._anchored: dict[int, set[str]] = {}
        for anchor in anchors:
            self._anchored.setdefault(anchor.n, set()).add(anchor.hash)
        # Every chain begins alike, and an anchor of nothing says nothing else.
        self._begins_otherwise = self._anchored.pop(BEGINNING.n, set()) - {BEGINNING.hash}
        self._last, self._since = BEGINNING, ""
        self._keys = _Keys(verifies)

    def faults(self, event: AuditEvent) -> list[Fault]:
        """What is wrong with the next event."""
        if not is_well_formed(event):
            self._last = Head(n=self._last.n + 1, hash=str(event.hash))
            self._anchored.pop(self._last.n, None)
            return [Fault(self._last.n, "is not of the form in which events are kept")]
        found = [*_faults_of(event, self._last, self._since), *self._keys.faults(event)]
        if self._anchored.pop(event.n, {event.hash}) != {event.hash}:
            found.append(Fault(event.n, "is not the event that was anchored: the chain was written anew"))
        if self._until and event.at > self._until:
            # Those after it are no earlier: it is told once.
            found.append(Fault(event.n, f"is of a time to come, {event.at[:10]}: a clock was ahead"))
            self._until = ""
        self._last, self._since = Head(n=event.n, hash=event.hash), event.at
        return found

    def faults_at_end(self, head: Head) -> list[Fault]:
        """What is wrong with the chain's end. head: what is kept as it."""
        found = [Fault(0, "an anchor names another beginning")] if self._begins_otherwise else []
        if self._last.n != head.n:
            found.append(Fault(0, f"the chain ends at event {self._last.n}, its head was kept as {head.n}"))
        elif self._last != head:
            found.append(Fault(0, "the chain's last event is not the one that was kept as its head"))
        return found + [
            Fault(n, "was anchored and is not there: the chain was cut off") for n in sorted(self._anchored)
        ]


def faults(
    events: Iterable[AuditEvent],
    *,
    head: Head,
    anchors: Iterable[Head] = (),
    verifies: Verifier,
) -> Iterator[Fault]:
    """Whatever is wrong with a chain, told event by event.

    events: in order of their numbers. head: what is kept as the chain's end. anchors: as in `ChainCheck`.
    """
    check = ChainCheck(anchors=anchors, verifies=verifies)
    for event in events:
        yield from check.faults(event)
    yield from check.faults_at_end(head)


def is_well_formed(event: AuditEvent) -> bool:
    """Whether each field is of its type; a database file can be made to hold anything."""
    return tuple(map(type, _WHOLE(event))) == _TYPES


def detail_of(event: AuditEvent) -> Mapping[str, Any]:
    """The event's detail, empty where it cannot be read: what is lacking then shows."""
    try:
        detail = json.loads(event.detail)
    except (ValueError, RecursionError):
        return {}
    return detail if isinstance(detail, dict) else {}


def _faults_of(event: AuditEvent, last: Head, since: str) -> Iterator[Fault]:
    if event.n != last.n + 1:
        yield Fault(event.n, f"follows event {last.n}: events are missing, doubled or in another order")
    if event.previous != last.hash:
        yield Fault(event.n, "does not follow from the event before it")
    if not _is_as_sealed(event):
        yield Fault(event.n, "was changed after it was sealed")
    if event.at < since:
        yield Fault(event.n, "is earlier than the event before it")


def _is_as_sealed(event: AuditEvent) -> bool:
    try:
        return hash_of(event) == event.hash
    except UnicodeEncodeError:
        # What is no text was never sealed.
        return False


class _Keys:
    """The signing keys in force, as the chain itself tells of them."""

    def __init__(self, verifies: Verifier) -> None:
        self._verifies = verifies
        self._held: dict[str, set[str]] = {}

    def faults(self, event: AuditEvent) -> Iterator[Fault]:
        """What is wrong with an event's signature; a key that the event registers is in force after it."""
        if event.action in SIGNED and not event.signature:
            yield Fault(event.n, "is not signed, and has to be")
        elif event.signature and not self._is_by_actor(event):
            yield Fault(event.n, f"its signature is not by a key that {event.actor} held then")
        if event.action in {KEY_REGISTERED, KEY_REVOKED}:
            yield from self._noted(event)

    def _noted(self, event: AuditEvent) -> Iterator[Fault]:
        user, key = event.subject.removeprefix("user:"), detail_of(event).get("public")
        if not isinstance(key, str) or not key:
            yield Fault(event.n, "is about a key and names none")
        elif event.action == KEY_REVOKED:
            self._held.get(user, set()).discard(key)
        elif event.actor != user:
            # Whoever could register a key for somebody else could sign as them.
            yield Fault(event.n, f"is a key for {user} that {event.actor} registered")
        elif self._held.get(user):
            # The desk revokes the one before: a second one beside it was put there to sign as them unnoticed.
            yield Fault(event.n, f"is a second key for {user}, whose key before was not revoked")
        else:
            self._held.setdefault(user, set()).add(key)

    def _is_by_actor(self, event: AuditEvent) -> bool:
        try:
            message = body(event)
        except UnicodeEncodeError:
            return False
        held = sorted(self._held.get(event.actor, ()))
        return any(self._verifies(key, message, event.signature) for key in held)
