"""The register's form, brought to the present one by Alembic, which is not imported where it is that."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

from citewell.errors import InputError

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
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"select pg_advisory_xact_lock({_TURN})"))
            config.attributes["connection"] = connection
            yield config
