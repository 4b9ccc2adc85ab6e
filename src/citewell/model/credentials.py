"""What is kept of the things by which people show who they are. A secret itself is never kept.

`digest`, `password` and `sealed` are left out of a record's repr, so that no log or traceback shows them.
"""

from dataclasses import dataclass, field

from citewell.model.accounts import Scope, SigningKey, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A user with what they sign in by.

    password: its argon2id hash in PHC form, "" for who signs in elsewhere. issuer, identity: the OpenID
    Connect issuer and the subject there, "" for who signs in by password.
    """

    user: User
    password: str = field(default="", repr=False)
    issuer: str = ""
    identity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A token for programs. digest: SHA-256 of its secret, in hex. revoked, used: times, "" for never."""

    id: str
    user: str
    label: str
    scopes: frozenset[Scope]
    made: str
    expires: str
    revoked: str = ""
    used: str = ""
    digest: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody signed in. expires: when it ends however much it is used; used: when it last was."""

    id: str
    user: str
    made: str
    used: str
    expires: str
    digest: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedKey:
    """A signing key with its private half, sealed under its owner's password (`accounts.signing`)."""

    key: SigningKey
    sealed: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedAttempt:
    """An attempt to sign in that failed, or is not over. name: as `accounts.lockout` counts it."""

    id: int
    name: str
    origin: str
    at: str
