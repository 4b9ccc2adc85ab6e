"""Whoever goes behind the desk's back with the database in hand: refused, and by force found out."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update

from citewell.editorial.audit import KEY_REGISTERED, hash_of
from citewell.engine.auditing import audited, verified
from citewell.engine.discussing import comment, resolve
from citewell.engine.interests import declare
from citewell.errors import CitewellError
from citewell.model.reviews import Action, AuditEvent, Head, TaskKind
from citewell.storage import tables
from citewell.storage.register import Register
from databases import BACKENDS, database
from editorial_builders import ADA, ARTICLE, BEN, CLEO, DORA, START, Clock, content, desk_on, signer_of

LIVE = "article:wrist-splints"


def busy(register: Register) -> None:
    """A register with something in every table that events tell of."""
    desk = desk_on(register, now=Clock())
    draft = desk.draft(ADA, ARTICLE, content("First words."))
    edited = desk.edit(ADA, ARTICLE, content("Better words."), seen=draft.revision, reason="ünïcode")
    version = desk.act(ADA, Action.SUBMIT, ARTICLE, seen=edited.revision)
    said = comment(desk, BEN, ARTICLE, "Which wrist?", anchor="claim:1")
    comment(desk, CLEO, ARTICLE, "Both.")
    resolve(desk, ADA, said.id, reason="The right one.")
    declare(desk, DORA, "knee", "Shares.")
    for who in (BEN, CLEO):
        version = desk.act(who, Action.APPROVE, ARTICLE, seen=version.revision, sign=signer_of(who.name))
    desk.demote(version, TaskKind.SOURCE_FELL, "The study was retracted.")


@pytest.fixture(scope="module", params=BACKENDS)
def url(request: pytest.FixtureRequest, databases_folder: Path) -> Iterator[str]:
    with database(request.param, databases_folder) as url:
        with closing(Register.open(url)) as register:
            busy(register)
        yield url


@pytest.fixture
def register(url: str) -> Iterator[Register]:
    with closing(Register.open(url)) as register:
        yield register


def without_triggers(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("alter table events disable trigger all"))
        return
    connection.execute(text("pragma defer_foreign_keys = on"))
    for change in ("update", "delete"):
        connection.execute(text(f"drop trigger events_stay_{change}"))


@pytest.mark.parametrize(
    "statement",
    [
        "update events set reason = 'never said' where n = 3",
        "update events set n = n",
        "delete from events where n = 9",
        "delete from events",
    ],
)
def test_the_database_itself_refuses_to_change_history(register: Register, statement: str) -> None:
    with pytest.raises(CitewellError, match="history is never changed"), register.writing() as books:
        books.chain._connection.execute(text(statement))
    assert verified(register) == ()


def test_a_server_refuses_to_empty_the_history(register: Register) -> None:
    if "postgresql" not in register.url:
        pytest.skip("SQLite has no truncate")
    with pytest.raises(CitewellError, match="history is never changed"), register.writing() as books:
        books.chain._connection.execute(text("truncate events cascade"))
    assert verified(register) == ()


def faults_after(register: Register, tamper: Callable[[Connection], object], anchor: Head) -> list[str]:
    """What an audit finds in a copy of the register that was tampered with, in one transaction, undone."""
    with register.writing() as books:
        connection = books.chain._connection
        savepoint = connection.begin_nested()
        without_triggers(connection)
        tamper(connection)
        found = [fault.message for fault in audited(_Within(books), [anchor]).faults]  # type: ignore[arg-type]
        savepoint.rollback()
    return found


class _Within:
    """A register that is read within a transaction that is open."""

    def __init__(self, books: object) -> None:
        self._books = books

    def reading(self) -> "_Within":
        return self

    def __enter__(self) -> object:
        return self._books

    def __exit__(self, *_: object) -> None:
        return None


def head_of(register: Register) -> Head:
    with register.reading() as books:
        return books.chain.head()


V, U, E = tables.versions, tables.users, tables.events
ROWS = {
    "a status": update(V).values(status="approved"),
    "a status that is none": update(V).values(status="aproved"),
    "a revision": update(V).values(revision=V.c.revision + 1),
    "a round": update(V).values(round=V.c.round - 1),
    "a title": update(V).values(title="Other words"),
    "topics": update(V).values(topics='["harmless"]'),
    "topics that are none": update(V).values(topics="no JSON"),
    "contributors": update(V).values(contributors="[]"),
    "an approval's end": update(V).values(expires="2999-01-01T00:00:00.000000Z"),
    "an approval's time": update(V).values(approved=""),
    "when it was made": update(V).values(made=START.replace("2026", "2020")),
    "when it was changed": update(V).values(changed=START.replace("2026", "2020")),
    "what it says": update(tables.contents).values(document="{}"),
    "what it says, a little": update(tables.contents).values(
        document=tables.contents.c.document + " "
    ),
    "content more": insert(tables.contents).values(digest=sha256(b"{}").hexdigest(), document="{}"),
    "a vote's voter": update(tables.votes).where(tables.votes.c.reviewer == "ben").values(reviewer="dora"),
    "a vote's round": update(tables.votes).values(round=2),
    "a vote less": delete(tables.votes).where(tables.votes.c.reviewer == "ben"),
    "a vote more": insert(tables.votes).values(
        subject=LIVE, version=1, round=2, reviewer="dora", content="a" * 64, at=START, event=1
    ),
    "a comment's text": update(tables.comments).where(tables.comments.c.id == 1).values(text="Fine."),
    "a comment's writer": update(tables.comments).where(tables.comments.c.id == 1).values(author="cleo"),
    "a comment opened again": update(tables.comments).values(state="open"),
    "a comment less": delete(tables.comments).where(tables.comments.c.id == 2),
    "a role": update(U).where(U.c.name == "ada").values(roles='["author","reader","reviewer"]'),
    "a role that is none": update(U).where(U.c.name == "ada").values(roles='["god"]'),
    "who is disabled": update(U).where(U.c.name == "ben").values(disabled=True),
    "a name that readers are shown": update(U).where(U.c.name == "ben").values(display="Prof. Famous"),
    "an identity": update(U).where(U.c.name == "ben").values(issuer="https://x.example", identity="eve"),
    "an account more": insert(U).values(
        name="eve", display="Eve", roles='["admin"]', password="", disabled=False, made=START, issuer="",
        identity="",
    ),
    "a key": update(tables.keys).where(tables.keys.c.user == "ben").values(public="b" * 64),
    "a key revoked": update(tables.keys).where(tables.keys.c.user == "ben").values(revoked=START),
    "a key less": delete(tables.keys).where(tables.keys.c.user == "ben"),
    "a token more": insert(tables.tokens).values(
        id="t", user="ben", label="", secret="", scopes='["admin"]', made=START, expires=START, revoked="",
        used="",
    ),
    "an interest ended": update(tables.conflicts).values(ended=START),
    "an interest less": delete(tables.conflicts),
    "the head": update(tables.head).values(n=3),
    "the head's hash": update(tables.head).values(hash="a" * 64),
    "an event's reason": update(E).where(E.c.n == 10).values(reason="never said"),
    "an event less": delete(E).where(E.c.n == 4),
    "the last event less": delete(E).where(E.c.n == select(tables.head.c.n).scalar_subquery()),
}  # fmt: skip


@pytest.mark.parametrize("change", ROWS.values(), ids=ROWS.keys())
def test_a_row_that_was_changed_is_found(register: Register, change: object) -> None:
    assert faults_after(register, lambda connection: connection.execute(change), head_of(register))  # type: ignore[call-overload]
    assert verified(register) == ()


def test_any_byte_of_any_column_of_the_events_that_was_changed_is_found(register: Register) -> None:
    """A sample of what `tests/editorial/test_audit.py` does with every byte, in the database itself."""
    random = Random(3)
    with register.reading() as books:
        events = list(books.chain.events())
    for _ in range(60):
        event = random.choice(events)
        name = random.choice([f.name for f in fields(AuditEvent) if getattr(event, f.name) not in {"", 0}])
        value = getattr(event, name)
        other = value + 1_000 if isinstance(value, int) else _one_character_else(value, random)
        change = update(E).where(E.c.n == event.n).values({name: other})
        assert faults_after(register, lambda connection, c=change: connection.execute(c), head_of(register))  # type: ignore[misc]


def _one_character_else(value: str, random: Random) -> str:
    at = random.randrange(len(value))
    return value[:at] + ("x" if value[at] != "x" else "y") + value[at + 1 :]


def rewritten(connection: Connection, events: list[AuditEvent]) -> None:
    """The events, hashed anew with the head put to the last: as one would who knows how it is done."""
    previous = "0" * 64
    connection.execute(delete(tables.votes))
    connection.execute(delete(E))
    for n, event in enumerate(events, 1):
        values = {f.name: getattr(event, f.name) for f in fields(AuditEvent)} | {"n": n, "previous": previous}
        previous = values["hash"] = hash_of(AuditEvent(**values))
        connection.execute(insert(E).values(values))
    connection.execute(update(tables.head).values(n=len(events), hash=previous))


def test_a_chain_written_anew_is_found_by_its_signatures_its_rows_and_its_anchor(register: Register) -> None:
    with register.reading() as books:
        events = list(books.chain.events())
    found = faults_after(register, lambda c: rewritten(c, events[3:]), head_of(register))
    assert any("signature" in fault for fault in found)
    assert any("votes" in fault or "vote on" in fault for fault in found)
    assert any("anchored" in fault for fault in found)


def test_a_true_key_cannot_be_registered_for_somebody_else(register: Register) -> None:
    forged = AuditEvent(
        n=0, at=START, actor="eve", action=KEY_REGISTERED, subject="user:ben", detail='{"public":"00"}'
    )
    with register.reading() as books:
        events = list(books.chain.events())
    found = faults_after(register, lambda c: rewritten(c, [*events, forged]), Head(n=0, hash="0" * 64))
    assert "is a key for ben that eve registered" in found


def test_a_second_key_beside_the_one_that_somebody_has_is_found(register: Register) -> None:
    """A forger can write that its owner registered it; the desk would have revoked the one before."""
    detail = f'{{"public":"{signer_of("eve").public}"}}'
    forged = AuditEvent(n=0, at=START, actor="ben", action=KEY_REGISTERED, subject="user:ben", detail=detail)
    with register.reading() as books:
        events = list(books.chain.events())
    found = faults_after(register, lambda c: rewritten(c, [*events, forged]), Head(n=0, hash="0" * 64))
    assert "is a second key for ben, whose key before was not revoked" in found
