"""What a server was asked while it runs: its processes remember it together, and forget it with it.

A request may tell of a patient. Each is sealed (AES-256-GCM, NIST SP 800-38D) under a key made of its
answer's fingerprint, which is not in the file: the address of an answer opens it, and nothing else does.
"""

import hashlib
import os
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import msgspec

from citewell.errors import NotFound
from citewell.storage.database import Database
from citewell.storage.ledger import Entry, Ledger, without_document

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# upto: how many bytes were put down up to here, ever.
_LAID_OUT = """
create table if not exists asked (
    name blob primary key, entry blob not null, upto integer not null
);
create index if not exists by_upto on asked (upto)
"""
_PUT_DOWN = """
insert or replace into asked (name, entry, upto) select ?, ?, coalesce(max(upto), 0) + ? from asked
"""
_FORGET = "delete from asked where upto <= (select max(upto) from asked) - ?"
_MOST = 64_000_000
_NONCE = 12


class Remembered:
    """As `ledger.Memory`, in a file that processes share; of an answer only the request is remembered.

    The file belongs to one run of a server, which removes it: nobody's question is kept longer.
    """

    def __init__(self, path: Path, *, behind: Ledger | None = None, most: int = _MOST) -> None:
        """behind: a ledger to read where nothing is remembered; it is never written to.

        most: how many bytes are remembered; of more, what was not asked for longest is forgotten.
        """
        self._database = Database.shared(path, _LAID_OUT)
        self._behind = behind
        self._most = most
        # The processes take turns by the file's own lock, the threads of one by this.
        self._turn = Lock()

    def record(self, entry: Entry) -> None:
        """Remember a request."""
        sealed = _sealed(without_document(entry))
        with self._turn:
            self._database.rows(_PUT_DOWN, _name(entry.fingerprint), sealed, len(sealed))
            self._database.rows(_FORGET, self._most)

    def find(self, fingerprint: str) -> Entry:
        """The request of the answer with this fingerprint. Raises as `Ledger.find` does."""
        with self._turn:
            row = self._database.row("select entry from asked where name = ?", _name(fingerprint))
        if row:
            return _opened(row[0], fingerprint)
        if self._behind is None:
            raise NotFound(f"no answer with the fingerprint {fingerprint} was given here")
        return self._behind.find(fingerprint)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _name(fingerprint: str) -> bytes:
    """What a request is found by: it does not tell the fingerprint."""
    return hashlib.sha256(f"asked: {fingerprint}".encode()).digest()


def _cipher(fingerprint: str) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hashlib.sha256(f"key: {fingerprint}".encode()).digest())


def _sealed(entry: Entry) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(entry.fingerprint).encrypt(nonce, msgspec.json.encode(entry), None)


def _opened(sealed: bytes, fingerprint: str) -> Entry:
    told = _cipher(fingerprint).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    return msgspec.json.decode(told, type=Entry)
