"""The register's rows as lines: the same from either database, back into either, and nothing but rows."""

import json

import pytest

from backup_builders import fill
from citewell.errors import CitewellError, InputError
from citewell.storage.register import Register
from databases import BACKENDS, database


@pytest.fixture
def full(register: Register) -> Register:
    fill(register)
    return register


def dumped(register: Register) -> dict[str, list[bytes]]:
    with register.reading() as books:
        return {table: list(books.dump.lines(table)) for table in books.dump.tables()}


def test_the_tests_fill_every_table(full):
    assert [table for table, lines in dumped(full).items() if not lines] == []


@pytest.mark.parametrize("into", BACKENDS)
def test_what_is_loaded_is_what_was_dumped_whatever_the_database(full, into, databases_folder):
    rows = dumped(full)
    with database(into, databases_folder) as url:
        other = Register.open(url)
        with other.writing() as books:
            assert books.dump.is_empty()
            for table, lines in rows.items():
                books.dump.load(table, lines)
        assert dumped(other) == rows
        with other.reading() as books:
            assert not books.dump.is_empty()
        other.close()


@pytest.mark.parametrize("into", BACKENDS)
def test_what_is_added_after_a_load_is_numbered_after_what_was_loaded(full, into, databases_folder):
    rows = dumped(full)
    with database(into, databases_folder) as url:
        other = Register.open(url)
        with other.writing() as books:
            for table, lines in rows.items():
                books.dump.load(table, lines)
        with other.writing() as books:
            added = books.accounts.add_attempt("ada", origin="::1", at="2026-11-21T10:30:00.000000Z")
        assert added.id == max(json.loads(line)["id"] for line in rows["attempts"]) + 1
        other.close()


def test_a_new_register_is_empty_and_loading_nothing_leaves_it_so(register):
    rows = dumped(register)
    with register.writing() as books:
        for table, lines in rows.items():
            books.dump.load(table, lines)
        assert books.dump.is_empty()
        assert books.accounts.add_attempt("ada", origin="", at="").id == 1


ROW = {"id": 1, "name": "ada", "origin": "::1", "at": "2026"}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"{}\n",
        b"[]\n",
        b"null\n",
        b"\xff\n",
        b'{"at":"2026","id":1,"name":"ada","origin":"::1"}',
        b'{"id":1,"at":"2026","name":"ada","origin":"::1"}\n',
        b'{"at":"2026","at":"2026","id":1,"name":"ada","origin":"::1"}\n',
        b'{"at":"\\ud800","id":1,"name":"ada","origin":"::1"}\n',
        b"[" * 100_000,
        *(
            json.dumps(ROW | wrong, sort_keys=True, separators=(",", ":")).encode() + b"\n"
            for wrong in (
                {"more": 1},
                {"id": "1"},
                {"id": 1.5},
                {"id": True},
                {"id": None},
                {"id": 2**31},
                {"name": 1},
                {"name": None},
                {"name": ["ada"]},
                {"name": {"ada": 1}},
            )
        ),
    ],
)
def test_what_is_no_row_is_refused(register, line):
    with pytest.raises(InputError, match="line 1 of attempts"), register.writing() as books:
        books.dump.load("attempts", [line])
    with register.reading() as books:
        assert books.dump.is_empty()


def test_a_table_that_is_not_there_is_refused(register):
    with pytest.raises(InputError, match="no table"), register.writing() as books:
        books.dump.load("alembic_version", [b'{"version_num":"0001"}\n'])


def test_a_row_without_what_it_refers_to_is_refused(register):
    line = b'{"id":1,"made":"","public":"","revoked":"","sealed":"","user":"nobody"}\n'
    with pytest.raises(CitewellError, match="refuses what was written"), register.writing() as books:
        books.dump.load("keys", [line])
