"""Which tokens were brought already: all servers of one home keep it together, as long as each could hold.

Only a digest of each is kept, and how long; nothing of who called or for whom.
"""

from pathlib import Path
from threading import Lock

from citewell.storage.database import Database

_LAID_OUT = """
create table if not exists seen (n integer primary key, name blob not null unique, until integer not null);
create index if not exists by_until on seen (until)
"""
_FORGET = "delete from seen where until < ?"
_COUNT = "select coalesce(max(n) - min(n) + 1, 0) from seen"
_PUT_DOWN = "insert or ignore into seen (name, until) values (?, ?)"
_MOST = 500_000


class SeenTokens:
    """The tokens seen, in a file that processes share. Safe to share between threads."""

    def __init__(self, path: Path, *, most: int = _MOST) -> None:
        """most: how many are kept; while so many hold, no other is taken: one forgotten could come again."""
        self._database = Database.shared(path, _LAID_OUT)
        self._most = most
        self._turn = Lock()

    def is_first(self, name: bytes, *, until: int, at: int) -> bool:
        """Whether a token comes for the first time; from now on it does not. Times in seconds since 1970.

        Also False where too many are kept.
        """
        with self._turn, self._database.transaction():
            self._database.rows(_FORGET, at)
            if self._database.row(_COUNT)[0] >= self._most:
                return False
            return self._database.run_many(_PUT_DOWN, [(name, until)]) == 1

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
