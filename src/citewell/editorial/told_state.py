"""What the events of a chain tell, as records: versions, accounts, tokens, interests, comments.

Filled by `editorial.history`, compared with the tables by `editorial.agreement`.
"""

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class ToldVersion:
    """A version as the events tell it; event: the number of the last that did."""

    event: int
    status: str
    revision: int
    round: int
    content: str
    made: str
    changed: str
    contributors: tuple[str, ...] = ()
    approved: str = ""
    expires: str = ""


@dataclass(slots=True, kw_only=True)
class ToldUser:
    """An account as the events tell it. keys: the public keys in force."""

    event: int
    display: str = ""
    roles: tuple[str, ...] = ()
    disabled: bool = False
    issuer: str = ""
    identity: str = ""
    keys: set[str] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class ToldToken:
    """An API token as the events tell it."""

    event: int
    user: str
    scopes: tuple[str, ...]
    expires: str
    revoked: bool = False


@dataclass(slots=True, kw_only=True)
class ToldInterest:
    """A declared interest as the events tell it; declared, ended: when."""

    event: int
    person: str
    topic: str
    statement: str
    declared: str
    ended: str = ""


@dataclass(slots=True, kw_only=True)
class ToldComment:
    """A comment as told; digest: of all that it said; closing: state, by whom, when, why."""

    event: int
    digest: str
    closing: tuple[str, str, str, str] = ("open", "", "", "")
