"""Records kept in files that are believed only as they were written: ours, whole and unaltered."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")

_DIGEST_SIZE = 32
_WRITTEN_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
# A pipe or link under the name of a kept file is neither waited for nor followed.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def read_sealed(path: Path, kind: type[T]) -> T | None:
    """The value of a file, or None when it is absent, not ours, cut short, altered, or of another kind."""
    try:
        with os.fdopen(os.open(path, _OPEN_FLAGS), "rb") as file:
            if not _is_ours(os.fstat(file.fileno())):
                return None
            content = memoryview(file.read())
    except OSError:
        return None
    seal, body = content[:_DIGEST_SIZE], content[_DIGEST_SIZE:]
    if hashlib.sha256(body).digest() != seal:
        return None
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.MsgspecError:
        return None


def _is_ours(found: os.stat_result) -> bool:
    """Whether only this user could have written the file: its content is trusted without a check."""
    owner = getattr(os, "geteuid", lambda: found.st_uid)()
    return stat.S_ISREG(found.st_mode) and found.st_uid == owner and not found.st_mode & _WRITTEN_BY_OTHERS


def write_sealed(path: Path, value: object) -> None:
    """Write a value in one step: a reader sees the whole file or none. Raises OSError."""
    body = msgspec.json.encode(value)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A temporary file of this kind is readable by its owner alone (0600).
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(body).digest() + body)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
