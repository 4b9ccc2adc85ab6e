"""The register's form, brought to the present one by Alembic, which is not imported where it is that."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, Engine, inspect, text

from citewell.errors import InputError, IntegrityError

if TYPE_CHECKING:
    from alembic.config import Config

# The newest migration; a test holds it to the files.
PRESENT = "0001"
# By which servers that start at once are told apart from each other in PostgreSQL; any number will do.
_TURN = 6_214_017


def migrate(engine: Engine, *, to: str = "head") -> None:
    """Bring a register to a form, up or down; by default the present one.

    Raises InputError for a register whose form is newer than this version knows.
    """
    if to == "head" and form_of(engine) == PRESENT:
        return
    # Alembic takes a quarter of a second to import, and is seldom needed.
    from alembic import command
    from alembic.util import CommandError

    with _alone(engine) as config:
        try:
            going_down = to == "base" or (to != "head" and to < (form_of(engine) or ""))
            (command.downgrade if going_down else command.upgrade)(config, to)
        except CommandError as error:
            raise InputError(
                f"the register has a form that this version does not know ({form_of(engine)})",
                hint="use the version of Citewell that wrote it, or a newer one",
            ) from error


def form_of(engine: Engine) -> str | None:
    """Which migration a register was brought to last; None for an empty database."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("select version_num from alembic_version")).scalar()


@contextmanager
def _alone(engine: Engine) -> Iterator["Config"]:
    """Alembic's configuration on a connection in a transaction; one process at a time migrates."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.connect() as connection:
        connection.execution_options(citewell_writing=True)
        with _references_unchecked(connection), connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"select pg_advisory_xact_lock({_TURN})"))
            config.attributes["connection"] = connection
            yield config
            _check_references(connection)


@contextmanager
def _references_unchecked(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, which its references forbid while they are checked.

    They are checked once, at the end, instead (sqlite.org/lang_altertable.html, section 7).
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = cast("Any", connection.connection.dbapi_connection)
    # Within a transaction this would do nothing.
    driver.execute("pragma foreign_keys = off").close()
    try:
        yield
    finally:
        driver.execute("pragma foreign_keys = on").close()


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("pragma foreign_key_check").first()
        if broken:
            raise IntegrityError(f"rows of {broken[0]} refer to others that are not there")
