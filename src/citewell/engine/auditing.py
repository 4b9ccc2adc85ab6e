"""What an auditor does with the register: verify it, anchor its head in a file, take the chain elsewhere."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from citewell.accounts.signing import verifies
from citewell.editorial.agreement import (
    of_accounts,
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
from citewell.editorial.history import History
from citewell.engine.publishing import Step, Watch, unwatched
from citewell.errors import InputError, IntegrityError
from citewell.model.reviews import AuditEvent, Head
from citewell.storage.register import Books, Register
from citewell.text.canonical import canonical_json

FORMAT = "citewell-audit-1"
_HASH = re.compile(r"[0-9a-f]{64}")
_EACH = 1_000
_LARGEST_NUMBER = 2**31


def verified(
    register: Register, anchors: Iterable[Head] = (), *, watch: Watch = unwatched
) -> tuple[Fault, ...]:
    """Everything that is not as it was written: in the chain, its signatures, its end, and in the tables.

    anchors: earlier heads kept elsewhere. What is read is the register at one moment.
    """
    check, history = ChainCheck(anchors=anchors, verifies=verifies), History()
    found: list[Fault] = []
    with register.reading() as books:
        head = books.chain.head()
        for event in _watched(books.chain.events(), head, watch):
            found += check.faults(event)
            if is_well_formed(event):
                found += history.faults(event)
        found += check.faults_at_end(head)
        found += _of_tables(books, history)
    return tuple(found)


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


def anchor_line(head: Head) -> str:
    """A head as one line of JSON."""
    return canonical_json(asdict(head)).decode() + "\n"


def anchors_in(path: Path) -> tuple[Head, ...]:
    """The heads of a file of such lines. Raises InputError naming the line that is none, OSError."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{path} is no file of anchors: it is not text") from None
    if text and not text.endswith("\n"):
        raise InputError(f"{path} ends in the middle of a line: its last anchor is not whole")
    return tuple(_anchor(line, f"{path}, line {n}") for n, line in enumerate(text.splitlines(), 1))


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
        "versions": lambda: of_versions(history, reviews.versions()),
        "votes": lambda: of_votes(history, reviews.all_votes()),
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


def _note_key(keys: dict[tuple[str, str], dict[str, object]], event: AuditEvent) -> None:
    user, public = event.subject.removeprefix("user:"), str(detail_of(event).get("public", ""))
    if event.action == KEY_REGISTERED:
        keys[user, public] = {"user": user, "public": public, "registered": event.n, "revoked": 0}
    elif event.action == KEY_REVOKED and (user, public) in keys:
        keys[user, public]["revoked"] = event.n


def _line(record: object) -> str:
    return canonical_json(record).decode() + "\n"


def _anchor(line: str, where: str) -> Head:
    try:
        n, digest = _fields(json.loads(line))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise InputError(
            f"{where}: this is no anchor", hint='an anchor is {"hash":"…","n":…}, as --anchor writes it'
        ) from None
    return Head(n=n, hash=digest)


def _fields(record: dict[str, object]) -> tuple[int, str]:
    n, digest = record["n"], record["hash"]
    if type(n) is not int or not 0 <= n < _LARGEST_NUMBER:
        raise ValueError
    if type(digest) is not str or not _HASH.fullmatch(digest):
        raise ValueError
    return n, digest
