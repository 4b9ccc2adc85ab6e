"""The editorial register: one database, SQLite or PostgreSQL by its URL, opened, migrated, read and written.

Every writing transaction first holds the row with the chain's head, so that writers come one after the
other and state and audit event are written together or not at all. Nothing above `storage` sees an SQL
type.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError

from citewell.errors import InputError, IntegrityError
from citewell.storage.accounts import Accounts
from citewell.storage.chain import Chain
from citewell.storage.migrating import form_of, migrate
from citewell.storage.register_dump import Dump
from citewell.storage.reviews import Reviews
from citewell.storage.standings import check_address
from citewell.storage.tables import head

# Seconds to wait for other writers: hundreds may stand in line.
_PATIENCE = 60
_POOL = 10
# How SQLite's driver begins to tell of bytes that are not UTF-8.
_NO_TEXT = "Could not decode to UTF-8"
_WRITING = "citewell_writing"


@dataclass(frozen=True, slots=True)
class Books:
    """What the register holds, within one transaction."""

    chain: Chain
    reviews: Reviews
    accounts: Accounts
    dump: Dump


class Register:
    """An open register, safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str, *, upgrade: bool = True) -> "Register":
        """The register at this URL (`sqlite:///path`, `postgresql+psycopg://…`), brought to the present form.

        Raises InputError for a URL that is none, or a database of a newer form, OSError for one that cannot
        be reached.
        """
        engine = _engine(_url(url))
        register = cls(engine)
        try:
            with _in_words(engine.url):
                if upgrade:
                    migrate(engine)
        except BaseException:
            register.close()
            raise
        return register

    @property
    def url(self) -> str:
        """Where it is, without a password."""
        return self._engine.url.render_as_string(hide_password=True)

    @contextmanager
    def writing(self) -> Iterator[Books]:
        """A transaction that writes: everything inside, or nothing. Writers come one after the other."""
        with _in_words(self._engine.url), self._engine.connect() as connection:
            connection.execution_options(**{_WRITING: True})
            with connection.begin():
                connection.execute(select(head.c.n).with_for_update())
                yield _books(connection)

    @contextmanager
    def reading(self) -> Iterator[Books]:
        """What is read inside is the register at one moment, whatever others write meanwhile."""
        with _in_words(self._engine.url), self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield _books(connection)

    @property
    def form(self) -> str:
        """The form of its tables: the migration that it was brought to last, "" for an empty database."""
        with _in_words(self._engine.url):
            return form_of(self._engine) or ""

    def bring_to(self, form: str) -> None:
        """Bring its tables to a form, up or down. Raises InputError for one that is not known."""
        with _in_words(self._engine.url):
            migrate(self._engine, to=form)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()


def _books(connection: Connection) -> Books:
    return Books(
        chain=Chain(connection),
        reviews=Reviews(connection),
        accounts=Accounts(connection),
        dump=Dump(connection),
    )


def _url(text: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise InputError(
            "CITEWELL_DATABASE is no database URL", hint="write it as postgresql://user:password@host/name"
        ) from None
    if url.get_backend_name() == "postgresql":
        check_address(text)
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite":
        raise InputError(f"CITEWELL_DATABASE names {url.get_backend_name()}: use postgresql or sqlite")
    return url


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(
            url,
            pool_size=_POOL,
            max_overflow=_POOL,
            pool_timeout=_PATIENCE,
            pool_pre_ping=True,
            hide_parameters=True,
        )
    if url.database:
        _make_private(Path(url.database))
    # What is written holds digests of secrets, which a traceback is not to show.
    engine = create_engine(
        url, connect_args={"timeout": _PATIENCE}, pool_timeout=_PATIENCE, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_private(path: Path) -> None:
    """A file that is not there yet is its owner's alone, with its folder: it holds digests of secrets."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(OSError):
        path.touch(mode=0o600, exist_ok=False)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Transactions are begun by us (the driver begins them too late); what is committed is on disk."""
    connection.isolation_level = None
    for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
        connection.execute(f"pragma {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer that began as a reader could not become one while another writes.
    writing = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("begin immediate" if writing else "begin")


@contextmanager
def _in_words(url: URL) -> Iterator[None]:
    where = url.database if url.get_backend_name() == "sqlite" else url.host or url.query.get("host")
    try:
        yield
    except OperationalError as error:
        if _NO_TEXT in str(error.orig):
            # The driver would tell the bytes, whatever they are.
            raise IntegrityError(f"the register at {where} is damaged: it holds what is no text") from None
        raise OSError(f"the register at {where} cannot be used: {_reason(error)}") from error
    except DBAPIError as error:
        if type(error.orig) is sqlite3.DatabaseError:
            raise IntegrityError(f"the register at {where} is damaged: {_reason(error)}") from error
        raise IntegrityError(f"the register at {where} refuses what was written: {_reason(error)}") from error
    except SQLAlchemyError as error:
        raise OSError(f"the register at {where} cannot be used: {type(error).__name__}") from error


def _reason(error: DBAPIError) -> str:
    """The database's own first line; what was written, which may be a secret, is not told."""
    return str(error.orig).strip().partition("\n")[0]
