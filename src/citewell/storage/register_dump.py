"""The register's rows as JSON lines, the same from SQLite and PostgreSQL, and back into either.

A line is a row as canonical JSON (RFC 8785), the lines of a table are in the order of its key, and the tables
in an order that their foreign keys allow. So the same register gives the same bytes wherever it is kept, and
what was restored can be held against the backup byte for byte.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Column, Connection, MetaData, String, Table, func, insert, literal, select, update

from citewell.errors import InputError
from citewell.text.canonical import canonical_json

_FORM_TABLE = "alembic_version"
_HEAD = "head"
_PAGE = 200
# Rows are written so many bytes at a time, however long they are.
_BATCH = 4 * 1024 * 1024
_SMALLEST, _GREATEST = -(2**31), 2**31 - 1


class Dump:
    """Every table of the register, in whatever form it has, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._found: dict[str, Table] = {}

    def tables(self) -> tuple[str, ...]:
        """The names of the tables; a table comes after those that its rows refer to."""
        return tuple(self._tables())

    def lines(self, table: str) -> Iterator[bytes]:
        """The rows of a table, a line each."""
        wanted = self._tables()[table]
        ordered = select(wanted).order_by(*(self._ordered(column) for column in wanted.primary_key))
        for row in self._connection.execute(ordered, execution_options={"yield_per": _PAGE}).mappings():
            yield canonical_json(dict(row)) + b"\n"

    def is_empty(self) -> bool:
        """Whether nothing was ever written here: only the head of an empty chain is there."""
        return all(self._has_no_rows(table) for name, table in self._tables().items() if name != _HEAD)

    def load(self, table: str, lines: Iterable[bytes]) -> None:
        """Write rows into an empty table.

        Raises InputError for a line that is no row of it, and for a table that is not there.
        """
        if table not in self._tables():
            raise InputError(f"the register has no table {table!r}")
        into = self._tables()[table]
        # The head of the chain is there from the beginning, and is moved.
        change = update(into) if table == _HEAD else insert(into)
        for rows in _batches(into, lines):
            self._connection.execute(change, rows)
        self._count_on(into)

    def _tables(self) -> dict[str, Table]:
        if not self._found:
            metadata = MetaData()
            metadata.reflect(bind=self._connection)
            ordered = metadata.sorted_tables
            self._found = {table.name: table for table in ordered if table.name != _FORM_TABLE}
        return self._found

    def _ordered(self, column: Column[Any]) -> Any:
        """The column to sort by: text by its bytes, as SQLite does, and not as a language sorts."""
        by_bytes = isinstance(column.type, String) and self._connection.dialect.name == "postgresql"
        return column.collate("C") if by_bytes else column

    def _has_no_rows(self, table: Table) -> bool:
        return self._connection.execute(select(literal(1)).select_from(table).limit(1)).first() is None

    def _count_on(self, table: Table) -> None:
        """Let PostgreSQL number the next row after the last; SQLite does so by itself."""
        column = table.autoincrement_column
        if column is None or self._connection.dialect.name != "postgresql":
            return
        last = func.max(column)
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        self._connection.execute(select(func.setval(sequence, func.coalesce(last, 1), last.is_not(None))))


def _batches(table: Table, lines: Iterable[bytes]) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    size = 0
    for n, line in enumerate(lines, start=1):
        rows.append(_row(table, n, line))
        size += len(line)
        if size >= _BATCH:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows


def _row(table: Table, n: int, line: bytes) -> dict[str, Any]:
    """The row of a line, which is written in the one way there is and fits the table."""
    try:
        row = json.loads(line)
        canonical = canonical_json(row) + b"\n" == line
    except (ValueError, RecursionError):
        canonical = False
    if not canonical or not isinstance(row, dict) or row.keys() != set(table.columns.keys()):
        raise InputError(f"line {n} of {table.name} is no row of the register")
    for column in table.columns:
        if not _fits(column, row[column.name]):
            raise InputError(f"line {n} of {table.name} has another kind of {column.name} than the register")
    return row


def _fits(column: Column[Any], value: object) -> bool:
    if value is None:
        return bool(column.nullable)
    if type(value) is int:
        return column.type.python_type is int and _SMALLEST <= value <= _GREATEST
    return type(value) is column.type.python_type
