"""How long it takes to verify the editorial register: chain, signatures, and tables against events.

A register is filled with a realistic mix (one event in five is a signed approval; sign-ins and refusals stand
between), then verified three times. Run as `python benchmarks/audit.py [--events N] [--database URL]`; prints
machine, data, command and figures.
"""

import argparse
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import count
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from citewell.editorial.audit import KEY_REGISTERED, Signer
from citewell.engine.auditing import verified
from citewell.engine.curating import EditorialDesk
from citewell.engine.recording import recorded
from citewell.errors import Forbidden
from citewell.model.accounts import Person, Role, Scope, SigningKey, User
from citewell.model.credentials import SealedKey
from citewell.model.reviews import Action, Content, Part, Policy, Subject, SubjectKind
from citewell.storage.register import Books, Register
from citewell.text.moments import as_text, moment_of

START = "2026-01-05T08:00:00.000000Z"
AUTHORS, REVIEWERS = 10, 30
# So many events a version's life takes, see `live`.
LIFE = 10


@dataclass(frozen=True, slots=True)
class Colleague:
    person: Person
    sign: Signer


def main() -> None:
    """Fill, verify, print."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--events", type=int, default=100_000)
    given.add_argument("--database", default="", help="an empty database's URL; default: a new SQLite file")
    options = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        register = Register.open(options.database or f"sqlite:///{Path(folder) / 'register.db'}")
        began = time.perf_counter()
        signed = fill(register, events=options.events)
        filled = time.perf_counter() - began
        runs = [seconds(register) for _ in range(3)]
        with register.reading() as books:
            head = books.chain.head()
        print(f"machine   {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()},")
        print(f"          cryptography {version('cryptography')}, SQLAlchemy {version('SQLAlchemy')}")
        print(
            f"data      {head.n:,} events, {signed:,} of them signed approvals; {register.url.split(':')[0]}"
        )
        print(f"command   python {' '.join(sys.argv)}")
        print(f"filled    {filled:.1f} s ({filled / head.n * 1e6:.0f} µs an event)")
        print(f"verified  {statistics.median(runs):.2f} s (of {', '.join(f'{run:.2f}' for run in runs)})")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"memory    {peak:.0f} MB at most")
        register.close()


def seconds(register: Register) -> float:
    began = time.perf_counter()
    faults = verified(register)
    assert not faults, faults[:3]
    return time.perf_counter() - began


def fill(register: Register, *, events: int) -> int:
    """Fill a register up to so many events, in one transaction; how many of them are signed."""
    clock = ticking()
    with register.writing() as books:
        people = list(colleagues(books, next(clock)))
        desk = EditorialDesk(_Held(books), policy=Policy(digest="0" * 64), now=lambda: next(clock))
        authors, reviewers = people[:AUTHORS], people[AUTHORS:]
        turns = (events - books.chain.head().n) // LIFE
        for turn in range(turns):
            pair = (reviewers[turn % REVIEWERS], reviewers[(turn + 7) % REVIEWERS])
            live(desk, turn, authors[turn % AUTHORS].person, pair)
        return 2 * turns


class _Held:
    """A register whose every transaction is one that is open already: 100,000 commits take long."""

    def __init__(self, books: Books) -> None:
        self._books = books

    @contextmanager
    def writing(self) -> Iterator[Books]:
        yield self._books

    reading = writing


def live(desk: EditorialDesk, turn: int, author: Person, pair: tuple[Colleague, Colleague]) -> None:
    """A version's life in ten events, two of which are signed approvals."""
    subject = Subject(SubjectKind.ARTICLE, f"article-{turn}")
    for each in (author, *(colleague.person for colleague in pair)):
        signed_in(desk, each)
    version = desk.draft(author, subject, content(turn, "First words."))
    version = desk.edit(author, subject, content(turn, "Better words."), seen=version.revision)
    version = desk.act(author, Action.SUBMIT, subject, seen=version.revision)
    with suppress(Forbidden):
        desk.act(author, Action.RETIRE, subject, seen=version.revision, reason="no use")
    for colleague in pair:
        version = desk.act(
            colleague.person, Action.APPROVE, subject, seen=version.revision, sign=colleague.sign
        )


def signed_in(desk: EditorialDesk, who: Person) -> None:
    with desk.register.writing() as books:
        detail = {"origin": "10.0.0.7", "session": "c0ffee" * 4}
        about = f"user:{who.name}"
        recorded(books, at=desk.now(), actor=who.name, action="signed-in", about=about, detail=detail)


def content(turn: int, words: str) -> Content:
    parts = tuple(
        Part(anchor=f"claim:{n}", title="A claim", fields=(("clinician", f"{words} {turn}, {n}."),))
        for n in range(8)
    )
    return Content(title=f"Article {turn}", topics=("wrist",), parts=parts)


def ticking() -> Iterator[str]:
    start = moment_of(START).timestamp()
    return (as_text(datetime.fromtimestamp(start + n, tz=UTC)) for n in count())


def colleagues(books: Books, at: str) -> Iterator[Colleague]:
    for n in range(AUTHORS + REVIEWERS):
        role = Role.AUTHOR if n < AUTHORS else Role.REVIEWER
        user = User(name=f"p{n}", display=f"P {n}", roles=frozenset({Role.READER, role}), made=at)
        books.accounts.add_user(user, password="")
        key = Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes_raw().hex()
        books.accounts.add_key(
            SealedKey(key=SigningKey(id=0, user=user.name, public=public, made=at), sealed="")
        )
        about, roles = f"user:{user.name}", sorted(each.value for each in user.roles)
        told = {"roles": roles, "display": user.display}
        recorded(books, at=at, actor="p0", action="user-added", about=about, detail=told)
        recorded(books, at=at, actor=user.name, action=KEY_REGISTERED, about=about, detail={"public": public})
        yield Colleague(
            person=Person(user=user, scopes=frozenset(Scope)),
            sign=lambda message, key=key: key.sign(message).hex(),
        )


if __name__ == "__main__":
    main()
