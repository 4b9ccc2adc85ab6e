"""The URL of a register's server: a password with a sign in it is refused before anybody tells half of it."""

import pytest

from citewell.errors import InputError
from citewell.storage.register import Register
from citewell.storage.standings import Standings, check_address


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:p@host/db",
        "postgresql+psycopg://u:p@host:5432/db?sslmode=require",
        "postgresql+psycopg://postgres:@/postgres?host=/tmp/folder",
        "postgresql:///db",
        "postgresql://[::1]:5432/db",
        "postgresql://host",
        "postgresql://u%40x:p%2F%3A@host/db",
    ],
)
def test_an_address_is_taken_as_it_is_written(url: str) -> None:
    check_address(url)


@pytest.mark.parametrize("sign", ["@", "/", ":", "#", "?"])
def test_a_password_with_a_sign_in_it_is_refused_and_not_told(sign: str) -> None:
    url = f"postgresql://ada:correct{sign}horse@127.0.0.1:1/db"
    for opened in (
        lambda: Register.open(url),
        lambda: Standings(url).read(["pack x y"], today="2026-11-21"),
    ):
        with pytest.raises(InputError) as raised:
            opened()
        told = f"{raised.value.message} {raised.value.hint}"
        assert "correct" not in told
        assert "horse" not in told
