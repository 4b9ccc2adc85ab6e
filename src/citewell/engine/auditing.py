"""What an auditor does with the register: verify it, anchor its head in a file, take the chain elsewhere."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass

from citewell.accounts.signing import verifies
from citewell.editorial.agreement import (
    of_accounts,
    of_comments,
    of_contents,
    of_interests,
    of_keys,
    of_tokens,
    of_versions,
    of_votes,
)
from citewell.editorial.audit import (
    KEY_REGISTERED,
    KEY_REVOKED,
    ChainCheck,
    Fault,
    detail_of,
    is_well_formed,
)
from citewell.editorial.contents import content_of
from citewell.editorial.history import History
from citewell.engine.publishing import Step, Watch, unwatched
from citewell.engine.standing import keys_of
from citewell.errors import IntegrityError
from citewell.model.reviews import AuditEvent, Head
from citewell.storage.register import Books, Register
from citewell.text.canonical import canonical_json
from citewell.text.moments import days_after

FORMAT = "citewell-audit-1"
_EACH = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What was found at one moment. head: as it was kept then."""

    head: Head
    faults: tuple[Fault, ...]


def verified(register: Register, anchors: Iterable[Head] = ()) -> tuple[Fault, ...]:
    """Everything that is not as it was written; see `audited`."""
    return audited(register, anchors).faults


def audited(
    register: Register, anchors: Iterable[Head] = (), *, now: str = "", watch: Watch = unwatched
) -> Audit:
    """Look for what is not as it was written: in the chain, its signatures, its end, and in the tables.

    anchors: earlier heads kept elsewhere. now: the time, "" where the events' times are not held against it;
    two clocks may be a day apart. What is read is the register at one moment.
    """
    until = days_after(now, 1) if now else ""
    check, history = ChainCheck(anchors=anchors, verifies=verifies, until=until), History()
    found: list[Fault] = []
    with register.reading() as books:
        head = books.chain.head()
        for event in _watched(books.chain.events(), head, watch):
            found += check.faults(event)
            if is_well_formed(event):
                found += history.faults(event)
        found += check.faults_at_end(head)
        found += _of_tables(books, history)
    return Audit(head=head, faults=tuple(found))


def listed(
    register: Register, *, subject: str = "", actor: str = "", since: str = ""
) -> Iterator[AuditEvent]:
    """The events in order: about a subject, by an actor, from a time on; with "" whichever."""
    with register.reading() as books:
        yield from books.chain.events(subject=subject, actor=actor, since=since)


def head_of(register: Register, anchors: Iterable[Head] = ()) -> Head:
    """The chain's end, to be anchored. Raises IntegrityError where it is not that of the events, or does not
    follow from the anchors.
    """
    with register.reading() as books:
        head = books.chain.head()
        for anchor in (*anchors, head):
            if anchor.n and books.chain.hash_at(anchor.n) != anchor.hash:
                raise IntegrityError(
                    f"event {anchor.n} is not the one that was anchored or kept as the chain's end",
                    hint="see citewell review audit --verify",
                )
        return head


def exported(register: Register) -> Iterator[str]:
    """The chain for an auditor, a line of JSON each: what it is, the events, the contents, the keys and end.

    Everything that it takes to verify it elsewhere; without its last line it is not whole.
    """
    with register.reading() as books:
        yield _line({"format": FORMAT})
        keys: dict[tuple[str, str], dict[str, object]] = {}
        for event in books.chain.events():
            _note_key(keys, event)
            yield _line({"event": asdict(event)})
        for digest, document in books.reviews.contents():
            yield _line({"content": {"digest": digest, "document": document}})
        yield _line({"end": {"head": asdict(books.chain.head()), "keys": list(keys.values())}})


def _watched(events: Iterable[AuditEvent], head: Head, watch: Watch) -> Iterator[AuditEvent]:
    for done, event in enumerate(events, 1):
        if done % _EACH == 0:
            share = min(done / max(head.n, 1), 1.0)
            watch(Step(documents=done, share=share, doing="verifying", counted="event"))
        yield event


def _of_tables(books: Books, history: History) -> Iterator[Fault]:
    """What the tables hold otherwise than the events tell, and rows that no code of ours wrote."""
    reviews, accounts = books.reviews, books.accounts
    checks: dict[str, Callable[[], Iterator[Fault]]] = {
        "contents": lambda: of_contents(history, reviews.contents()),
        "found_by": lambda: _of_found_by(reviews.contents(), reviews.found_by()),
        "versions": lambda: of_versions(history, reviews.versions()),
        "votes": lambda: of_votes(history, reviews.all_votes()),
        "comments": lambda: of_comments(history, reviews.all_comments()),
        "users": lambda: of_accounts(history, accounts.all_accounts()),
        "keys": lambda: of_keys(history, accounts.all_keys()),
        "tokens": lambda: of_tokens(history, accounts.all_tokens()),
        "conflicts": lambda: of_interests(history, reviews.conflicts()),
    }
    for table, check in checks.items():
        try:
            yield from check()
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            yield Fault(0, f"the table {table} holds what was never written there: {error}")


def _of_found_by(contents: Iterable[tuple[str, str]], found_by: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """A row too many gives other content the approval that it leads to, one too few takes it away."""
    written = {(digest, key) for digest, document in contents for key in _keys_in(document)}
    for digest, key in sorted(written ^ set(found_by)):
        yield Fault(0, f"the content {digest[:12]} is found by other keys than were put down: {key[:60]}")


def _keys_in(document: str) -> tuple[str, ...]:
    """By what the content is found; nothing for one that cannot be read, which is told by its digest."""
    try:
        return keys_of(content_of(document))
    except (IntegrityError, ValueError, TypeError, KeyError):
        return ()


def _note_key(keys: dict[tuple[str, str], dict[str, object]], event: AuditEvent) -> None:
    user, public = event.subject.removeprefix("user:"), str(detail_of(event).get("public", ""))
    if event.action == KEY_REGISTERED:
        keys[user, public] = {"user": user, "public": public, "registered": event.n, "revoked": 0}
    elif event.action == KEY_REVOKED and (user, public) in keys:
        keys[user, public]["revoked"] = event.n


def _line(record: object) -> str:
    return canonical_json(record).decode() + "\n"
