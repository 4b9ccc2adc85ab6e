"""To whom a server is open and how far: what `citewell serve` decided, for each of its processes to read."""

from enum import StrEnum
from pathlib import Path

import msgspec

_NAME = "access.json"
_LOOPBACK_NAMES = ("127.0.0.1", "localhost", "::1")
_LOOPBACK_NETWORKS = ("127.0.0.0/8", "::1/128")


class Readers(StrEnum):
    """Who may read: whoever reaches the server, or those with an account."""

    ANYONE = "anyone"
    ACCOUNTS = "accounts"


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """How often one address and one credential may come, as `limits` writes it: "60/minute"."""

    asking: str
    signing_in: str
    hooks: str
    other: str


# On loopback the one who asks owns the machine: what is held back is a program that runs wild.
ON_LOOPBACK = Rates(
    asking="60000/minute", signing_in="600/minute", hooks="60000/minute", other="120000/minute"
)
# A clinic comes from one address; a record system calls whenever somebody in it opens a patient.
ELSEWHERE = Rates(asking="300/minute", signing_in="30/minute", hooks="3000/minute", other="3000/minute")


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """The terms of one server.

    hosts: the names that a request may call it by. proxied: whether TLS ends at a proxy before it. metrics:
    the networks from which its figures may be read. elsewhere: whether others than those at this machine
    reach it. parent: the process that ends its workers, 0 for none.
    """

    hosts: tuple[str, ...] = _LOOPBACK_NAMES
    readers: Readers = Readers.ANYONE
    rates: Rates = ON_LOOPBACK
    proxied: bool = False
    metrics: tuple[str, ...] = _LOOPBACK_NETWORKS
    elsewhere: bool = False
    parent: int = 0


def put_access(access: Access, runtime: Path) -> None:
    """Leave the terms in the folder that the processes of a server share."""
    (runtime / _NAME).write_bytes(msgspec.json.encode(access))


def access_in(runtime: Path) -> Access:
    """The terms left in this folder; those of a server on loopback where none were."""
    path = runtime / _NAME
    return msgspec.json.decode(path.read_bytes(), type=Access) if path.exists() else Access()
