"""Migrations make what the code expects, and go up and down with data, on both databases."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, select, text

from backup_builders import fill
from citewell.errors import CitewellError
from citewell.storage import migrating
from citewell.storage.migrating import PRESENT, form_of
from citewell.storage.register import Register
from citewell.storage.tables import metadata

MIGRATIONS = Path(migrating.__file__).parent / "migrations"
SECOND = '''"""A second form: a note on each version."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("versions", sa.Column("note", sa.Text, nullable=False, server_default="none yet"))


def downgrade() -> None:
    with op.batch_alter_table("versions") as table:
        table.drop_column("note")
'''


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Brings the migrations with one more, as the next version of Citewell may have them."""

    def come(second: str) -> None:
        copy = tmp_path / "storage" / "migrations"
        shutil.copytree(MIGRATIONS, copy, ignore=shutil.ignore_patterns("__pycache__"))
        (copy / "versions" / "0002_a_note.py").write_text(second, encoding="utf-8")
        monkeypatch.setattr(migrating, "__file__", str(copy.parent / "migrating.py"))

    return come


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {t.name: sorted(map(tuple, connection.execute(select(t)))) for t in metadata.sorted_tables}


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def test_the_form_that_is_expected_is_the_newest_migration() -> None:
    newest = max(path.stem for path in (MIGRATIONS / "versions").glob("0*.py"))
    assert newest.partition("_")[0] == PRESENT


@pytest.mark.usefixtures("register")
def test_what_the_migrations_make_is_what_the_code_expects(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_down_leaves_nothing_and_up_begins_anew(register: Register, engine: Engine) -> None:
    fill(register)
    before = tables(engine)
    assert all(rows(engine).values()), "a table without a row proves nothing"
    register.bring_to("base")
    assert tables(engine) == {"alembic_version"}
    assert form_of(engine) is None
    register.bring_to("head")
    assert (tables(engine), form_of(engine)) == (before, PRESENT)
    assert {name: len(of) for name, of in rows(engine).items() if of} == {"head": 1}
    fill(register)


def test_to_migrate_what_is_up_to_date_changes_nothing(register: Register, engine: Engine) -> None:
    fill(register)
    before = rows(engine)
    register.bring_to("head")
    assert rows(engine) == before


def test_a_second_form_goes_up_and_down_with_all_that_is_there(
    register: Register, engine: Engine, next_version: Callable[[str], None]
) -> None:
    fill(register)
    before = rows(engine)
    next_version(SECOND)
    register.bring_to("0002")
    with engine.connect() as connection:
        notes = set(connection.execute(text("select note from versions")).scalars())
    assert (form_of(engine), notes, rows(engine)) == ("0002", {"none yet"}, before)
    register.bring_to("0001")
    columns = {column["name"] for column in inspect(engine).get_columns("versions")}
    assert (form_of(engine), "note" in columns, rows(engine)) == ("0001", False, before)
    with pytest.raises(CitewellError, match="history is never changed"), register.writing() as books:
        books.chain._connection.execute(text("delete from events"))


def test_a_migration_that_fails_halfway_changes_nothing(
    register: Register, engine: Engine, next_version: Callable[[str], None]
) -> None:
    fill(register)
    before = rows(engine)
    next_version(SECOND.replace("\n\n\ndef downgrade", "\n    raise RuntimeError\n\n\ndef downgrade"))
    with pytest.raises(RuntimeError):
        register.bring_to("0002")
    columns = {column["name"] for column in inspect(engine).get_columns("versions")}
    assert (form_of(engine), "note" in columns, rows(engine)) == ("0001", False, before)
