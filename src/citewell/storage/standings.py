"""What the board says of content, read from the register as an answer needs it: quickly, and this alone.

It speaks to SQLite and PostgreSQL without the machinery of `storage.register`, which takes longer to import
than an answer takes to give. It makes no register, and changes none.
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from citewell.errors import InputError, IntegrityError
from citewell.model.standing import Standing, Status

# The forms of the register (`storage.migrations`) that are read as below; a test holds them to the newest.
FORMS = frozenset({"0001"})
# After the scheme: user and password, host or address and port, the database's name (RFC 3986, section 3.2).
_SERVER = re.compile(
    r"(?:[^@:/#]*(?::[^@:/#]*)?@)?(?:\[[0-9A-Fa-f:.]+\]|[^@:/#\[\]]*)(?::\d*)?(?:/[^@:/#]*)?"
)
# Seconds for which an answer waits for a database.
_PATIENCE = 2
_VERSIONS = """
select key, subject, n, status, round, approved, expires
from found_by join versions on versions.content = found_by.content
where key in ({}) and status <> 'draft' order by subject, n
"""
_EVENTS = "select n, at, action, status, round, detail from events where subject = ? and version = ?"
_NAMES = "select name, display from users where name in ({})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A version found by a key, and where it stands. held: whether it was ever approved."""

    key: str
    standing: Standing
    held: bool


@dataclass(frozen=True, slots=True)
class Standings:
    """A register by its URL. It is opened anew for every reading: what it says is so now."""

    url: str

    def exist(self) -> bool:
        """Whether there is anything to ask: a file that is not there has nothing to say."""
        path = file_of(self.url)
        return path is None or path.exists()

    def is_made(self) -> bool:
        """Whether a register was made there. Raises as `read`."""
        with _opened(self.url) as register:
            return _is_made(register, self.url)

    def read(self, keys: Sequence[str], *, today: str) -> tuple[Found, ...]:
        """The versions found by the keys, less drafts, in the order of subject and number.

        today: an ISO date; an approval that ends on it or before counts as under review. A database in which
        no register was made yet has none. Raises OSError, IntegrityError and InputError where it cannot be
        read.
        """
        with _opened(self.url) as register:
            if not _is_made(register, self.url):
                return ()
            rows = register.rows(_VERSIONS.format(", ".join("?" * len(keys))), *keys)
            try:
                return tuple(_found(register, row, today=today) for row in rows)
            except (ValueError, TypeError, LookupError) as error:
                raise IntegrityError("the editorial register does not hold together") from error


class _Readable(Protocol):
    """A database open for reading; values stand for question marks."""

    def rows(self, statement: str, *values: object) -> list[Any]: ...


def _found(register: _Readable, version: Sequence[Any], *, today: str) -> Found:
    key, subject, n, status, round_, approved, expires = version
    events = register.rows(_EVENTS, subject, n)
    reached = min(event for event in events if (event[3], event[4]) == (status, round_))
    written = [event[1] for event in events if event[2] in {"draft", "edit"}]
    ended = status == Status.APPROVED.value and expires[:10] <= today
    holds = status == Status.APPROVED.value and not ended
    standing = Standing(
        subject=subject,
        version=n,
        status=Status.UNDER_REVIEW if ended else Status(status),
        since=(expires if ended else reached[1])[:10],
        updated=max(written)[:10],
        by=_names(register, json.loads(reached[5])["approvals"]) if holds else (),
        expires=expires[:10] if holds else "",
    )
    return Found(key=key, standing=standing, held=bool(approved))


def _names(register: _Readable, people: Sequence[str]) -> tuple[str, ...]:
    """How people are called, in the order in which they approved; by their accounts where that is all."""
    displayed = dict(register.rows(_NAMES.format(", ".join("?" * len(people))), *people))
    return tuple(displayed.get(name) or name for name in people)


def _is_made(register: _Readable, url: str) -> bool:
    """Whether the tables are there. Raises InputError for those of a form that this version does not know."""
    there = "select to_regclass('alembic_version')"
    if file_of(url):
        there = "select max(name) from sqlite_master where name = 'alembic_version'"
    if register.rows(there)[0][0] is None:
        return False
    forms = {row[0] for row in register.rows("select version_num from alembic_version")}
    if forms - FORMS:
        raise InputError(
            f"the editorial register has a form that this version does not know ({', '.join(sorted(forms))})",
            hint="use the version of Citewell that wrote it, or a newer one",
        )
    return bool(forms)


def file_of(url: str) -> Path | None:
    """The file that a URL of SQLite names (`sqlite:///path`); None for another database."""
    scheme, _, rest = url.partition(":///")
    return Path(rest.partition("?")[0]) if scheme.partition("+")[0] == "sqlite" else None


def check_address(url: str) -> None:
    """Refuse a server's URL that reads otherwise than it was meant: a sign in its password ends the password.

    A driver would take the rest for the host and tell it in its errors. Raises InputError, which does not.
    """
    if not _SERVER.fullmatch(url.partition("://")[2].partition("?")[0]):
        raise InputError(
            "CITEWELL_DATABASE is no URL of a server",
            hint="in a name or password write @ as %40, / as %2F, : as %3A, # as %23, ? as %3F",
        )


@contextmanager
def _opened(url: str) -> Iterator[_Readable]:
    path = file_of(url)
    if path:
        from citewell.storage.database import Database

        with closing(Database.open_live(path, patience=_PATIENCE)) as database, database.snapshot():
            yield database
    elif url.partition(":")[0].partition("+")[0] == "postgresql":
        with _postgresql(url) as register:
            yield register
    else:
        raise InputError("CITEWELL_DATABASE is no URL of a database: use postgresql or sqlite")


@contextmanager
def _postgresql(url: str) -> Iterator[_Readable]:
    check_address(url)
    psycopg = _driver()
    scheme, _, rest = url.partition("://")
    address = f"{scheme.partition('+')[0]}://{rest}"
    limits = f"-c default_transaction_read_only=on -c statement_timeout={_PATIENCE}s"
    try:
        with psycopg.connect(address, connect_timeout=_PATIENCE, options=limits) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            yield _PostgreSQL(connection)
    except psycopg.OperationalError as error:
        raise OSError(f"{_host_of(url)} cannot be reached: {str(error).partition(chr(10))[0]}") from error
    except psycopg.Error as error:
        # What it says may hold a part of the URL, and with it a password.
        raise OSError(f"{_host_of(url)} cannot be read: {type(error).__name__}") from error


def _driver() -> Any:
    try:
        import psycopg
    except ModuleNotFoundError:
        raise InputError(
            "the editorial register is in PostgreSQL, for which a package is missing",
            hint="pip install 'citewell[postgresql]'",
        ) from None
    return psycopg


@dataclass(frozen=True, slots=True)
class _PostgreSQL:
    connection: Any

    def rows(self, statement: str, *values: object) -> list[Any]:
        """Run a statement: its rows."""
        found: list[Any] = self.connection.execute(statement.replace("?", "%s"), values).fetchall()
        return found


def _host_of(url: str) -> str:
    from urllib.parse import urlsplit

    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    return f"the register at {host}" if host else "the register"
