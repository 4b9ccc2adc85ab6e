"""Accounts in their tables: users, API tokens, sessions, keys, failed attempts; secrets only as digests."""

import json
from typing import Any

from sqlalchemy import Connection, func, insert, select

from citewell.errors import NotFound
from citewell.model.accounts import Role, User
from citewell.storage.tables import users


class Accounts:
    """The rows of people's accounts, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self) -> int:
        """How many accounts there are."""
        return int(self._connection.execute(select(func.count()).select_from(users)).scalar_one())

    def user(self, name: str) -> User:
        """The account of this name. Raises NotFound."""
        row = self._connection.execute(select(users).where(users.c.name == name)).first()
        if row is None:
            raise NotFound(f"there is no account {name!r}")
        return _user_of(row)

    def users(self) -> tuple[User, ...]:
        """Every account, by name."""
        return tuple(_user_of(row) for row in self._connection.execute(select(users).order_by(users.c.name)))

    def add_user(self, user: User, *, password: str) -> None:
        """Add an account; password: its hash, "" for one that signs in elsewhere."""
        self._connection.execute(
            insert(users).values(
                name=user.name,
                display=user.display,
                roles=json.dumps(sorted(role.value for role in user.roles)),
                password=password,
                disabled=user.disabled,
                made=user.made,
                issuer="",
                identity="",
            )
        )


def _user_of(row: Any) -> User:
    return User(
        name=row.name,
        display=row.display,
        roles=frozenset(Role(role) for role in json.loads(row.roles)),
        disabled=row.disabled,
        made=row.made,
    )
