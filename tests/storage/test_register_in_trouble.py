"""A register that cannot be used says in one line which, why, and tells no secret."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine, make_url, text

from citewell.engine.auditing import verified
from citewell.errors import CitewellError, InputError, IntegrityError
from citewell.storage.register import Register
from databases import database
from editorial_builders import desk_on

SECRET = "correct-horse"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a register with something in it."""
    path = tmp_path / "register.db"
    register = Register.open(f"sqlite:///{path}")
    desk_on(register)
    register.close()
    return path


def trouble(url: str) -> Exception:
    """What opening and reading the register raises, which is one line."""
    with pytest.raises((CitewellError, OSError)) as raised, closing(Register.open(url)) as register:
        verified(register)
    assert "\n" not in str(raised.value)
    return raised.value


def test_a_register_of_a_newer_form_is_left_alone(database_url: str) -> None:
    Register.open(database_url).close()
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    engine.dispose()
    error = trouble(database_url)
    assert isinstance(error, InputError)
    assert ("9999" in error.message, "newer" in error.hint) == (True, True)


@pytest.mark.parametrize("damage", [b"not a database at all " * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_file_that_is_no_database_is_told(path: Path, damage: bytes) -> None:
    path.write_bytes(damage)
    error = trouble(f"sqlite:///{path}")
    assert isinstance(error, IntegrityError)
    assert ("damaged" in error.message, str(path) in error.message) == (True, True)


def test_a_file_that_is_damaged_in_its_midst_is_told(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[8192:-4096] = b"\xa5" * len(data[8192:-4096])
    path.write_bytes(data)
    assert isinstance(trouble(f"sqlite:///{path}"), IntegrityError)


def test_bytes_that_are_no_text_are_told_and_not_shown(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("drop trigger events_stay_update")
        connection.execute(
            "update events set reason = cast(x'ff' || ? as text) where n = 3", (SECRET.encode(),)
        )
    connection.close()
    error = trouble(f"sqlite:///{path}")
    assert isinstance(error, IntegrityError)
    assert ("no text" in error.message, SECRET in error.message) == (True, False)


@contextmanager
def as_nobody() -> Iterator[None]:
    """As somebody to whom files can be forbidden; to root they cannot."""
    if root := os.geteuid() == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_file_that_may_only_be_read_is_told(path: Path) -> None:
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copy(path, folder))
        copy.chmod(0o444)
        copy.parent.chmod(0o555)
        with as_nobody():
            error = trouble(f"sqlite:///{copy}")
        assert (isinstance(error, OSError), str(copy) in str(error)) == (True, True)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert isinstance(trouble(f"sqlite:///{tmp_path / 'file' / 'register.db'}"), OSError)


@pytest.mark.parametrize("host", ["127.0.0.1:1", "no-such-host.invalid"])
def test_a_server_out_of_reach_is_told_without_the_password(host: str) -> None:
    error = trouble(f"postgresql://ada:{SECRET}@{host}/desk")
    assert isinstance(error, OSError)
    assert (host.partition(":")[0] in str(error), SECRET in str(error)) == (True, False)


def test_a_database_that_is_not_there_is_told(databases_folder: Path) -> None:
    with database("postgresql", databases_folder) as url:
        error = trouble(make_url(url).set(database="nowhere").render_as_string(hide_password=False))
    assert (isinstance(error, OSError), "does not exist" in str(error)) == (True, True)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("no url", "no database URL"),
        ("mysql://localhost/desk", "use postgresql or sqlite"),
        ("", "no database URL"),
        (f"postgresql://ada:{SECRET}@host:port/desk", ""),
    ],
)
def test_a_url_that_is_none_is_refused(url: str, message: str) -> None:
    error = trouble(url)
    assert isinstance(error, InputError)
    assert (message in error.message, SECRET in error.message + error.hint) == (True, False)


def test_a_register_without_a_head_is_told(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("delete from head")
    connection.close()
    error = trouble(f"sqlite:///{path}")
    assert isinstance(error, IntegrityError)
