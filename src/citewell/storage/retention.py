"""How long the ledger keeps: entries grow old and are removed, are forgotten, or lose their text.

An entry is as old as its file. A file is removed as a whole or not at all; nothing but the ledger's own
files is touched, and no symbolic link is followed.
"""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from citewell.errors import IntegrityError
from citewell.storage.ledger import (
    Entry,
    Ledger,
    files_of,
    is_unfinished,
    protected,
    read_entry,
    shelves,
    write_entry,
    write_private,
)

_STAMP = ".expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerStats:
    """What a ledger holds. oldest: when its oldest entry was recorded, None without any. size: in bytes."""

    entries: int
    with_text: int
    protected: int
    damaged: int
    oldest: datetime | None
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """The entry that was removed, and the fingerprints of those that follow it up and are still there."""

    fingerprint: str
    followed_by: tuple[str, ...]


def purge(ledger: Ledger, *, before: datetime) -> int:
    """Remove what was recorded before this moment; gives how many entries went.

    What a killed process left of an entry goes with them and is not counted.
    """
    removed = 0
    for path in _files(ledger):
        if _is_before(path, before):
            path.unlink(missing_ok=True)
            removed += not is_unfinished(path)
    return removed


def expire(ledger: Ledger, *, today: str) -> None:
    """Remove what the ledger's retention has outlasted, once a day. today: an ISO date.

    An entry lives for as many whole days (UTC) after that of its recording as the retention says.
    """
    if ledger.retention is None or not ledger.folder.is_dir():
        return
    stamp, mark = ledger.folder / _STAMP, f"{today} {ledger.retention}\n".encode()
    if stamp.is_file() and stamp.read_bytes() == mark:
        return
    purge(ledger, before=datetime.fromisoformat(today).replace(tzinfo=UTC) - timedelta(ledger.retention))
    write_private(stamp, mark)


def forget(ledger: Ledger, fingerprint: str) -> Forgotten:
    """Remove one entry, damaged or not, and what a killed process left of it.

    Raises InputError for what is no fingerprint or begins several, and NotFound.
    """
    path = ledger.path(fingerprint)
    for left in files_of(path.parent):
        if left.name == path.name or left.name.startswith(f".{path.name}."):
            left.unlink(missing_ok=True)
    forgotten = path.name.removesuffix(".json")
    followed = (entry.fingerprint for _, entry in _readable(ledger) if entry.after == forgotten)
    return Forgotten(fingerprint=forgotten, followed_by=tuple(followed))


def protect(ledger: Ledger, *, before: datetime) -> int:
    """Take the question, the facts and the answer out of every entry that has them; gives of how many.

    They keep the time of their recording. Unfinished files from before this moment are removed.
    """
    for path in _files(ledger):
        if is_unfinished(path) and _is_before(path, before):
            path.unlink(missing_ok=True)
    done = 0
    for path, entry in _readable(ledger):
        if not entry.protected:
            write_entry(path, protected(entry), recorded_at=path.lstat().st_mtime)
            done += 1
    return done


def stats(ledger: Ledger) -> LedgerStats:
    """Count what a ledger holds."""
    files = [status for path in ledger.paths() if (status := _status(path))]
    told = Counter(entry.protected for _, entry in _readable(ledger))
    oldest = min((file.st_mtime for file in files), default=None)
    return LedgerStats(
        entries=len(files),
        with_text=told[False],
        protected=told[True],
        damaged=len(files) - told.total(),
        oldest=None if oldest is None else datetime.fromtimestamp(oldest, UTC),
        size=sum(file.st_size for file in files),
    )


def _files(ledger: Ledger) -> Iterator[Path]:
    for shelf in shelves(ledger.folder):
        yield from files_of(shelf)


def _is_before(path: Path, moment: datetime) -> bool:
    """Whether a file is there and was written before a moment."""
    status = _status(path)
    return status is not None and status.st_mtime < moment.timestamp()


def _status(path: Path) -> os.stat_result | None:
    """What is known of a file; None when somebody else has removed it by now."""
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


def _readable(ledger: Ledger) -> Iterator[tuple[Path, Entry]]:
    """The entries that are not damaged, with their files."""
    for path in ledger.paths():
        with suppress(IntegrityError):
            yield path, read_entry(path)
