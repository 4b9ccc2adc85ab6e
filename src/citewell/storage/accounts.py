"""Accounts in their tables: users, API tokens, sessions, keys, failed attempts; secrets only as digests."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from citewell.errors import NotFound
from citewell.model.accounts import Role, Scope, SigningKey, User
from citewell.model.credentials import Account, ApiToken, FailedAttempt, SealedKey, Session
from citewell.storage.tables import attempts, keys, sessions, tokens, users


class Accounts:
    """The rows of people's accounts, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # Users. None is ever deleted: a name is never used again.

    def count(self) -> int:
        """How many accounts there are."""
        return int(self._connection.execute(select(func.count()).select_from(users)).scalar_one())

    def user(self, name: str) -> User:
        """The account of this name. Raises NotFound."""
        found = self.account(name)
        if found is None:
            raise NotFound(f"there is no account {name!r}", hint="see citewell user list")
        return found.user

    def users(self) -> tuple[User, ...]:
        """Every account, by name."""
        return tuple(_user_of(row) for row in self._connection.execute(select(users).order_by(users.c.name)))

    def all_accounts(self) -> Iterator[Account]:
        """Every account with what its user signs in by, by name."""
        for row in self._connection.execute(select(users).order_by(users.c.name)):
            yield _account_in(row)

    def account(self, name: str) -> Account | None:
        """The account of this name with what its user signs in by, None where there is none."""
        return _account_of(self._first(users, name=name))

    def account_of(self, issuer: str, identity: str) -> Account | None:
        """The account of whom an OpenID Connect issuer knows by this subject, None where there is none."""
        # Whoever signs in by password has two empty ones, which are no identity.
        known = bool(issuer and identity)
        return _account_of(self._first(users, issuer=issuer, identity=identity) if known else None)

    def add_user(self, user: User, *, password: str, issuer: str = "", identity: str = "") -> None:
        """Add an account; password: its hash, "" for one that signs in elsewhere."""
        row = _row_of(user) | {"password": password, "issuer": issuer, "identity": identity}
        self._connection.execute(insert(users).values(row))

    def change_user(self, user: User) -> None:
        """Put down the name to show, the roles and whether the account is disabled, as they are now."""
        self._connection.execute(update(users).where(users.c.name == user.name).values(_row_of(user)))

    def change_password(self, name: str, password: str) -> None:
        """Put down another hash of a password."""
        self._connection.execute(update(users).where(users.c.name == name).values(password=password))

    # Tokens: revoked ones stay, to tell whose they were.

    def add_token(self, token: ApiToken) -> None:
        """Add a token."""
        self._connection.execute(insert(tokens).values(_row_of_token(token)))

    def token(self, name: str) -> ApiToken | None:
        """The token of this id, None where there is none."""
        row = self._first(tokens, id=name)
        return None if row is None else _token_of(row)

    def tokens(self, user: str) -> tuple[ApiToken, ...]:
        """The tokens of a user, in the order in which they were made."""
        wanted = select(tokens).where(tokens.c.user == user).order_by(tokens.c.made, tokens.c.id)
        return tuple(_token_of(row) for row in self._connection.execute(wanted))

    def all_tokens(self) -> Iterator[ApiToken]:
        """Every token of everybody."""
        return map(_token_of, self._connection.execute(select(tokens).order_by(tokens.c.id)))

    def note_use_of_token(self, name: str, *, at: str) -> None:
        """Put down when a token was used last."""
        self._connection.execute(update(tokens).where(tokens.c.id == name).values(used=at))

    def revoke_token(self, name: str, *, at: str) -> None:
        """Put down that a token no longer holds."""
        self._connection.execute(update(tokens).where(tokens.c.id == name).values(revoked=at))

    # Sessions.

    def add_session(self, session: Session) -> None:
        """Add a session."""
        row = asdict(session) | {"secret": session.digest}
        del row["digest"]
        self._connection.execute(insert(sessions).values(row))

    def session(self, name: str) -> Session | None:
        """The session of this id, None where there is none."""
        row = self._first(sessions, id=name)
        return None if row is None else _session_of(row)

    def sessions(self, user: str) -> tuple[Session, ...]:
        """The sessions of a user, in the order in which they began; ended ones are not kept."""
        wanted = select(sessions).where(sessions.c.user == user).order_by(sessions.c.made, sessions.c.id)
        return tuple(_session_of(row) for row in self._connection.execute(wanted))

    def note_use(self, name: str, *, at: str) -> None:
        """Put down when a session was used last."""
        self._connection.execute(update(sessions).where(sessions.c.id == name).values(used=at))

    def end_session(self, name: str) -> None:
        """End the session of this id."""
        self._connection.execute(delete(sessions).where(sessions.c.id == name))

    def end_sessions(self, user: str, *, but: str = "") -> int:
        """End the sessions of a user, all but the one of this id; how many there were."""
        done = delete(sessions).where(sessions.c.user == user, sessions.c.id != but)
        return self._connection.execute(done).rowcount

    def forget_sessions(self, *, before: str) -> None:
        """Forget the sessions that had ended by this time."""
        self._connection.execute(delete(sessions).where(sessions.c.expires <= before))

    # Signing keys: a revoked one keeps its public half only.

    def add_key(self, key: SealedKey) -> None:
        """Add a signing key, which is given its number."""
        row = {"user": key.key.user, "public": key.key.public, "made": key.key.made, "revoked": ""}
        self._connection.execute(insert(keys).values(row | {"sealed": key.sealed}))

    def keys(self, user: str) -> tuple[SigningKey, ...]:
        """The keys of a user, revoked ones too, in order."""
        wanted = select(keys).where(keys.c.user == user).order_by(keys.c.id)
        return tuple(_key_of(row) for row in self._connection.execute(wanted))

    def all_keys(self) -> Iterator[SigningKey]:
        """Every key of everybody, in order."""
        return map(_key_of, self._connection.execute(select(keys).order_by(keys.c.id)))

    def key_in_force(self, user: str) -> SealedKey | None:
        """The key that a user signs with, None where there is none."""
        wanted = select(keys).where(keys.c.user == user, keys.c.revoked == "").order_by(keys.c.id.desc())
        row = self._connection.execute(wanted).first()
        return None if row is None else SealedKey(key=_key_of(row), sealed=row.sealed)

    def seal_key(self, key: SealedKey) -> None:
        """Put down a key as it was sealed anew."""
        self._connection.execute(update(keys).where(keys.c.id == key.key.id).values(sealed=key.sealed))

    def revoke_key(self, key: SigningKey, *, at: str) -> None:
        """Put down that a key is no longer its user's; its private half is gone."""
        self._connection.execute(update(keys).where(keys.c.id == key.id).values(revoked=at, sealed=""))

    # Attempts that failed or are not over; forgotten when somebody signs in.

    def add_attempt(self, name: str, *, origin: str, at: str) -> FailedAttempt:
        """Put down an attempt."""
        row = {"name": name, "origin": origin, "at": at}
        number = self._connection.execute(insert(attempts).values(row).returning(attempts.c.id)).scalar_one()
        return FailedAttempt(id=number, **row)

    def attempts(self, name: str) -> tuple[FailedAttempt, ...]:
        """The attempts counted for a name, in order."""
        wanted = select(attempts).where(attempts.c.name == name).order_by(attempts.c.id)
        return tuple(FailedAttempt(**row._mapping) for row in self._connection.execute(wanted))

    def attempts_from(self, origin: str, *, since: str) -> tuple[FailedAttempt, ...]:
        """The attempts from an origin since a time, in order."""
        wanted = select(attempts).where(attempts.c.origin == origin, attempts.c.at >= since)
        return tuple(
            FailedAttempt(**row._mapping) for row in self._connection.execute(wanted.order_by(attempts.c.id))
        )

    def forget_attempts(self, name: str) -> None:
        """Forget the attempts counted for a name."""
        self._connection.execute(delete(attempts).where(attempts.c.name == name))

    def forget_old_attempts(self, *, before: str) -> None:
        """Forget the attempts of earlier times."""
        self._connection.execute(delete(attempts).where(attempts.c.at < before))

    def _first(self, table: Table, **wanted: str) -> Any:
        return self._connection.execute(select(table).filter_by(**wanted)).first()


def _user_of(row: Any) -> User:
    return User(
        name=row.name,
        display=row.display,
        roles=frozenset(Role(role) for role in json.loads(row.roles)),
        disabled=row.disabled,
        made=row.made,
    )


def _row_of(user: User) -> dict[str, Any]:
    return asdict(user) | {"roles": json.dumps(sorted(role.value for role in user.roles))}


def _account_of(row: Any) -> Account | None:
    return None if row is None else _account_in(row)


def _account_in(row: Any) -> Account:
    return Account(user=_user_of(row), password=row.password, issuer=row.issuer, identity=row.identity)


def _row_of_token(token: ApiToken) -> dict[str, Any]:
    row = asdict(token) | {"scopes": json.dumps(sorted(scope.value for scope in token.scopes))}
    row["secret"] = row.pop("digest")
    return row


def _token_of(row: Any) -> ApiToken:
    fields = dict(row._mapping)
    scopes = frozenset(Scope(scope) for scope in json.loads(fields.pop("scopes")))
    return ApiToken(scopes=scopes, digest=fields.pop("secret"), **fields)


def _session_of(row: Any) -> Session:
    fields = dict(row._mapping)
    return Session(digest=fields.pop("secret"), **fields)


def _key_of(row: Any) -> SigningKey:
    return SigningKey(id=row.id, user=row.user, public=row.public, made=row.made, revoked=row.revoked)
