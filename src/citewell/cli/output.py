"""Where a result goes: a file (whole or not at all), a pager, or stdout."""

import os
import re
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import click

from citewell.errors import InputError

_WIDEST = 100
_NARROWEST = 20
_JSON_CONTROLS = re.compile("[\x7f-\x9f]")
# Signs whose loss would change what is said, or only how it looks, where a terminal lacks them.
_PLAIN = str.maketrans(
    {
        "≥": ">=", "≤": "<=", "±": "+/-", "×": "x", "−": "-", "–": "-", "—": "-", "…": "...", "·": "-",
        "•": "*", "▌": "|", "→": "->", "“": '"', "”": '"', "‘": "'", "’": "'", "°": " deg", "µ": "u",
        "\u00a0": " ", "─": "-", "━": "-", "│": "|",
    }
)  # fmt: skip


def screen_width() -> int:
    """The width to write text in: the terminal's, at most 100 columns; 80 without a terminal."""
    return max(_NARROWEST, min(shutil.get_terminal_size((80, 24)).columns, _WIDEST))


def wants_colour(output: Path | None) -> bool:
    """Colour only on a terminal that can show it, and never against NO_COLOR."""
    if output is not None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def write_text(text: str, output: Path | None, *, pager: bool) -> None:
    """Text for people: to the file, through a pager when it is taller than the terminal, or to stdout."""
    if output is not None:
        write_bytes(text.encode(), output)
        return
    from citewell.cli.pager import paged

    shown = fitting(text, sys.stdout.encoding or "utf-8")
    if not (pager and paged(shown)):
        click.echo(shown, nl=False)


def write_bytes(data: bytes, output: Path | None) -> None:
    """A document for programs, in UTF-8, to the file or to stdout."""
    if output is None:
        click.echo(data, nl=False)
        return
    with whole_file(output) as file:
        file.write(data)


def fitting(text: str, encoding: str) -> str:
    """The text, spelled so that the encoding can hold it; "≤" never becomes "?"."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        spelled = unicodedata.normalize("NFKD", text.translate(_PLAIN))
        bare = "".join(c for c in spelled if not unicodedata.combining(c))
        return bare.encode(encoding, "backslashreplace").decode(encoding)
    return text


def json_safe(data: bytes) -> bytes:
    """The same JSON, with the control characters escaped that JSON allows but a terminal obeys."""
    return _JSON_CONTROLS.sub(lambda found: f"\\u{ord(found.group()):04x}", data.decode()).encode()


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears, complete, when the block ends well, and not at all otherwise."""
    target = path.resolve()
    if target.exists() and not target.is_file() and not target.is_dir():
        # A device or pipe (/dev/stdout, /dev/null) is written to, never replaced.
        with target.open("wb") as device:
            yield device
        return
    with _temporary_beside(target, path) as file:
        yield file


@contextmanager
def _temporary_beside(target: Path, path: Path) -> Iterator[IO[bytes]]:
    if target.is_dir():
        raise InputError(f"{path} is a folder: name a file")
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        Path(name).chmod(_mode_of(target))
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
