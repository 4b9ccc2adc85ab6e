"""Heads of the audit chain in a file of their own, kept where who writes the register does not: one a line.

A line is canonical JSON, `{"hash":"…","n":…}`. Lines are only ever added.
"""

import json
import os
import re
from dataclasses import asdict
from pathlib import Path

from citewell.errors import InputError
from citewell.model.reviews import Head
from citewell.text.canonical import canonical_json

_HASH = re.compile(r"[0-9a-f]{64}")
_GREATEST = 2**31 - 1
_MODE = 0o644


def anchors_in(path: Path) -> tuple[Head, ...]:
    """The heads of a file, none where there is no file yet.

    Raises InputError naming the line that is no anchor, OSError.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError:
        raise InputError(f"{path} is no file of anchors: it is not text") from None
    if text and not text.endswith("\n"):
        raise InputError(f"{path} ends in the middle of a line: its last anchor is not whole")
    return anchors_of(text, where=str(path))


def anchors_of(text: str, *, where: str) -> tuple[Head, ...]:
    """The heads that a text holds, one a line. where: what the text is called. Raises InputError."""
    lines = text.removesuffix("\n").split("\n") if text else []
    return tuple(_anchor(line, f"{where}, line {n}") for n, line in enumerate(lines, 1))


def anchor_line(head: Head) -> str:
    """A head as a line of such a text."""
    return canonical_json(asdict(head)).decode() + "\n"


def append_anchor(path: Path, head: Head) -> None:
    """Add a head to a file, in one write at its end, and see it onto the disk. Raises OSError."""
    line = anchor_line(head).encode()
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _MODE)
    try:
        os.write(descriptor, line)
        if path.is_file():
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _anchor(line: str, where: str) -> Head:
    try:
        return _head(json.loads(line))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise InputError(
            f"{where}: this is no anchor", hint='an anchor is {"hash":"…","n":…}, as --anchor writes it'
        ) from None


def _head(record: dict[str, object]) -> Head:
    n, digest = record["n"], record["hash"]
    if type(n) is not int or not 0 <= n <= _GREATEST:
        raise ValueError
    if type(digest) is not str or not _HASH.fullmatch(digest):
        raise ValueError
    return Head(n=n, hash=digest)
