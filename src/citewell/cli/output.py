"""Where a result goes: a file (whole or not at all), a pager, or stdout."""

import os
import re
import shutil
import sys
import unicodedata
from pathlib import Path

import click

from citewell.storage.whole_file import whole_file

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
