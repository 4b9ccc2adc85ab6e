"""The folder that the processes of one server share while they run: this user's alone, gone with it.

What was asked is in it. Where the system has a folder in memory for the user (`XDG_RUNTIME_DIR`) it is there,
so that no question is ever written to a disk.
"""

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "citewell-server-"
_LOCK = "lock"
METRICS = "metrics"


@contextmanager
def runtime_folder() -> Iterator[Path]:
    """A new folder, which nobody else may enter; those that killed servers left behind are removed."""
    base = _base()
    _remove_abandoned(base)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
    try:
        # The system lets go of it when the process ends, however it ends.
        with (folder / _LOCK).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            (folder / METRICS).mkdir()
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _base() -> Path:
    named = os.environ.get("XDG_RUNTIME_DIR", "")
    return Path(named) if named and os.access(named, os.W_OK) else Path(tempfile.gettempdir())


def _remove_abandoned(base: Path) -> None:
    for folder in base.glob(f"{_PREFIX}*"):
        if _is_ours(folder) and _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    """Whether it is a folder, not a link to one, and this user's: in `/tmp` anybody may make such names."""
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()


def _is_abandoned(folder: Path) -> bool:
    """Whether no server holds it. One that is just being made has no lock yet, and is left alone."""
    try:
        with (folder / _LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
