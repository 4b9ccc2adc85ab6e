"""A file that is written whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from citewell.errors import InputError


@contextmanager
def whole_file(path: Path, *, mode: int | None = None) -> Iterator[IO[bytes]]:
    """A file that appears, complete, when the block ends well, and not at all otherwise.

    mode: its permissions; without it those of the file it replaces, or of any new file. Raises InputError
    for a folder, or a place that cannot be written.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        # A device or pipe (/dev/stdout, /dev/null) is written to, never replaced.
        with path.open("wb") as device:
            yield device
        return
    with _temporary_beside(path.resolve(), path, mode) as file:
        yield file


@contextmanager
def _temporary_beside(target: Path, path: Path, mode: int | None) -> Iterator[IO[bytes]]:
    if target.is_dir():
        raise InputError(f"{path} is a folder: name a file")
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        Path(name).chmod(_mode_of(target) if mode is None else mode)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _mode_of(target: Path) -> int:
    """The permissions a file has, or would have if it were created in the ordinary way."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
