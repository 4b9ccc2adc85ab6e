"""What a server was asked while it runs: its processes remember it together, and forget it with it."""

from pathlib import Path

import msgspec

from citewell.errors import NotFound
from citewell.storage.database import Database
from citewell.storage.ledger import Entry, Ledger, without_document

_LAID_OUT = """
pragma journal_mode = wal;
create table if not exists asked (
    n integer primary key, fingerprint text not null unique, entry blob not null
)
"""
_MOST = 100_000


class Remembered:
    """As `ledger.Memory`, in a file that processes share; of an answer only the request is remembered.

    The file belongs to one run of a server, which removes it: nobody's question is kept longer.
    """

    def __init__(self, path: Path, *, behind: Ledger | None = None) -> None:
        """behind: a ledger to read where nothing is remembered; it is never written to."""
        self._database = Database.open(path, write=True)
        self._database.run_script(_LAID_OUT)
        self._behind = behind

    def record(self, entry: Entry) -> None:
        """Remember a request; of very many the first ones are forgotten."""
        n = self._database.insert(
            "insert or ignore into asked (fingerprint, entry) values (?, ?)",
            entry.fingerprint,
            msgspec.json.encode(without_document(entry)),
        )
        self._database.rows("delete from asked where n <= ?", n - _MOST)

    def find(self, fingerprint: str) -> Entry:
        """The request of the answer with this fingerprint. Raises as `Ledger.find` does."""
        row = self._database.row("select entry from asked where fingerprint = ?", fingerprint)
        if row:
            return msgspec.json.decode(row[0], type=Entry)
        if self._behind is None:
            raise NotFound(f"no answer with the fingerprint {fingerprint} was given here")
        return self._behind.find(fingerprint)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
