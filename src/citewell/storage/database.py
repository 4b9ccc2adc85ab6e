"""One SQLite file: opened, asked and changed, with whatever the system refuses told in words.

Nothing above this module sees an SQLite type. What stands in the way of writing (a full disk, a file that may
only be read, another writer) is an OSError with the file's name; a damaged file is an IntegrityError.
"""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from citewell.errors import IntegrityError

# Seconds to wait for another writer: a transaction is short, but a slow disk may hold many.
_PATIENCE = 60.0
_PAGES_AT_ONCE = 2_000
_REFUSALS = {
    "SQLITE_BUSY": (errno.EAGAIN, "another process is writing to it: try again when it is done"),
    "SQLITE_LOCKED": (errno.EAGAIN, "another process is writing to it: try again when it is done"),
    "SQLITE_FULL": (errno.ENOSPC, "No space left on device"),
    "SQLITE_READONLY": (errno.EROFS, "may be read but not written"),
    "SQLITE_CANTOPEN": (errno.EACCES, "cannot be opened: check the folder and who may write to it"),
    "SQLITE_IOERR": (errno.EIO, "Input/output error"),
    "SQLITE_PERM": (errno.EACCES, "Permission denied"),
    "SQLITE_AUTH": (errno.EACCES, "Permission denied"),
}


class Database:
    """An SQLite file. Reading never changes it; outside a transaction every statement stands for itself."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path, *, write: bool) -> "Database":
        """The file at this path, for reading or, made when it is not there, for writing.

        A file in a folder that may not be written to is read as it stands. Raises OSError and IntegrityError.
        """
        address = path.absolute().as_uri()
        if write:
            return cls._at(path, f"{address}?mode=rwc")
        try:
            return cls._at(path, f"{address}?mode=ro")
        except OSError:
            # Readers of a write-ahead log make files beside it; where they cannot, there is no writer either.
            return cls._at(path, f"{address}?immutable=1")

    @classmethod
    def shared(cls, path: Path, laid_out: str) -> "Database":
        """The file at this path, its owner's alone, which processes that begin at the same time write to.

        laid_out: statements that make what is not there yet. One process at a time runs them: SQLite lets
        nobody wait for a write-ahead log to be begun. Raises OSError and IntegrityError.
        """
        lock = path.with_suffix(".lock")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for file in (lock, path):
            file.touch(mode=0o600)
        with alone(lock):
            database = cls.open(path, write=True)
            database.run_script(f"pragma journal_mode = wal; {laid_out}")
        return database

    @classmethod
    def open_live(cls, path: Path, *, patience: float) -> "Database":
        """The file at this path for reading, with everything that was committed, or not at all.

        patience: for how many seconds to wait for whoever holds it. Raises OSError and IntegrityError.
        """
        log = path.with_name(f"{path.name}-wal")
        # Where nobody may write beside it, and no log is left to be read, the file is all there is.
        alone = not os.access(path.parent, os.W_OK) and not log.exists()
        return cls._at(path, f"{path.absolute().as_uri()}?{'immutable=1' if alone else 'mode=ro'}", patience)

    @classmethod
    def in_memory(cls) -> "Database":
        """A database that is gone when it is closed."""
        return cls._at(Path(":memory:"), "file::memory:")

    @classmethod
    def _at(cls, path: Path, address: str, patience: float = _PATIENCE) -> "Database":
        with _in_words(path):
            connection = sqlite3.connect(
                address, uri=True, isolation_level=None, check_same_thread=False, timeout=patience
            )
            connection.execute("pragma synchronous = normal")
            # A reader finds out only here that it cannot make the files it needs.
            connection.execute("select count(*) from sqlite_master").fetchone()
        return cls(path, connection)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def rows(self, statement: str, *values: object) -> list[Any]:
        """Run a statement: its rows."""
        with _in_words(self.path):
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, *values: object) -> Any:
        """Run a statement: its first row, or None."""
        with _in_words(self.path):
            return self._connection.execute(statement, values).fetchone()

    def insert(self, statement: str, *values: object) -> int:
        """Run an insertion: the number of the new row."""
        with _in_words(self.path):
            return self._connection.execute(statement, values).lastrowid or 0

    def run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> int:
        """Run a statement for each of the rows: how many rows it changed."""
        before = self._connection.total_changes
        with _in_words(self.path):
            self._connection.executemany(statement, rows)
        return self._connection.total_changes - before

    def run_script(self, statements: str) -> None:
        """Run statements that give no rows."""
        with _in_words(self.path):
            self._connection.executescript(statements)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is written, or nothing is; one inside another is part of it."""
        if self._connection.in_transaction:
            yield
            return
        self.rows("begin immediate")
        try:
            yield
        except BaseException:
            # A failure such as a full disk has already rolled back by itself.
            if self._connection.in_transaction:
                self._connection.rollback()
            raise
        self.rows("commit")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read inside is the file at one moment, whatever others write meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        self.rows("begin")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self._connection.rollback()

    def copy_to(self, path: Path, *, told: Callable[[float], None]) -> None:
        """Write a copy of the file as it is at one moment, whatever others write meanwhile.

        told: which share of it is done. SQLite's own backup; the snapshot keeps it from beginning anew.
        """
        with self.snapshot(), closing(sqlite3.connect(path)) as copy, _in_words(path):
            self.row("select count(*) from sqlite_master")
            self._connection.backup(
                copy, pages=_PAGES_AT_ONCE, progress=lambda _, left, all_: told(1 - left / max(all_, 1))
            )

    def seen_change(self) -> int:
        """A number that another one follows when another process has changed the file."""
        return int(self.row("pragma data_version")[0])


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Inside, no other process is inside for the same path; waits for its turn.

    The lock is one of SQLite's own, so it works wherever the library does and ends with its holder's process.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _in_words(path):
        connection = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE * 60)
        connection.execute("begin exclusive")
    try:
        yield
    finally:
        connection.close()


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        for refused, (number, reason) in _REFUSALS.items():
            if name.startswith(refused):
                raise OSError(number, reason, str(path)) from error
        raise IntegrityError(
            f"the library {path} cannot be read: {error}",
            hint="put back a copy of it, or ingest into a new CITEWELL_HOME",
        ) from error
