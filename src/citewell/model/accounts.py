"""People who have an account: what they may do, and by what they are known. No secret stands here."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    READER = "reader"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    CHIEF_EDITOR = "chief-editor"
    ADMIN = "admin"


class Scope(StrEnum):
    """What a credential may be used for; what is done needs the scope and the role."""

    READ = "read"
    AUTHOR = "author"
    REVIEW = "review"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account. name: by which everything they do is recorded; it never changes and is never used again."""

    name: str
    display: str
    roles: frozenset[Role]
    disabled: bool = False
    made: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who has shown who they are: the user, and what their credential may be used for."""

    user: User
    scopes: frozenset[Scope]

    @property
    def name(self) -> str:
        """The account's name."""
        return self.user.name


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A public Ed25519 key of a user, in hex. revoked: when it ceased to be theirs, "" while it is."""

    id: int
    user: str
    public: str
    made: str
    revoked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPolicy:
    """The numbers of signing in.

    attempts: failures within window_minutes after which an account is locked for lock_minutes, twice as
    long each further time, up to longest_lock_hours. origin_attempts: failures from one origin in the
    window. session_hours, idle_minutes: how long a session holds, and how long unused. token_days: the
    longest that an API token may hold. password_length: the fewest characters (NIST SP 800-63B-4 asks for
    15 where a password is all there is).
    """

    attempts: int = 5
    window_minutes: int = 15
    lock_minutes: int = 15
    longest_lock_hours: int = 24
    origin_attempts: int = 50
    session_hours: int = 12
    idle_minutes: int = 60
    token_days: int = 365
    password_length: int = 15
