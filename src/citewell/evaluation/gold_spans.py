"""Judged questions without the guidelines' words: a gold sentence as a place in a text, and back again.

The texts of guidelines are their developers'; the questions are ours. So a question that lives in the project
holds, in place of each quote, where it stands: the file, the first character and the one after the last in
the plain text as the library keeps it, and the SHA-256 of those characters in UTF-8. Who has the guidelines
can read the quotes; who has not learns nothing of them.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from citewell.errors import InputError

Row = dict[str, Any]
TextOf = Callable[[str], str]
"""The plain text of a guideline by the name of its file; empty where there is none."""

_QUOTING = ("gold", "disagree")
_PLACE = ("start", "end", "sha256")


def located(row: Row, text_of: TextOf) -> Row:
    """A judged question with the place of each quote instead of its words.

    Raises InputError for a quote that does not stand, character for character, in the text of its file.
    """
    return _with_each(row, lambda entry: _located(entry, text_of))


def resolved(row: Row, text_of: TextOf) -> Row:
    """A judged question with its quotes, read from the texts.

    Where a text has moved, the same characters are looked for in all of it. Raises InputError where a file is
    not there, or its text has other words.
    """
    return _with_each(row, lambda entry: _resolved(entry, text_of))


def has_places(row: Row) -> bool:
    """Whether a judged question holds places instead of quotes."""
    return any("sha256" in entry for key in _QUOTING for entry in row.get(key, ()))


def _with_each(row: Row, changed: Callable[[Row], Row]) -> Row:
    return {**row, **{key: [changed(entry) for entry in row[key]] for key in _QUOTING if key in row}}


def _located(entry: Row, text_of: TextOf) -> Row:
    quote = str(entry["quote"])
    start = _text(entry, text_of).find(quote)
    if not quote or start < 0:
        raise InputError(f"{entry['file']}: the quote does not stand in it: {quote[:60]}…")
    place = {"start": start, "end": start + len(quote), "sha256": _digest(quote)}
    return {"file": entry["file"], **place, **_besides(entry, "file", "quote")}


def _resolved(entry: Row, text_of: TextOf) -> Row:
    text, start, end = _text(entry, text_of), int(entry["start"]), int(entry["end"])
    for quote in (text[start:end], *_windows(text, end - start)):
        if _digest(quote) == entry["sha256"]:
            return {"file": entry["file"], "quote": quote, **_besides(entry, "file", *_PLACE)}
    raise InputError(
        f"{entry['file']}: its text does not hold the words that were judged (at {start})",
        hint="the guideline is another version, or is read differently: locate the quotes anew",
    )


def _windows(text: str, length: int) -> Iterator[str]:
    """Every run of so many characters, in order."""
    return (text[at : at + length] for at in range(len(text) - length + 1) if length > 0)


def _text(entry: Row, text_of: TextOf) -> str:
    text = text_of(str(entry["file"]))
    if not text:
        raise InputError(f"{entry['file']}: the library has no such guideline")
    return text


def _besides(entry: Row, *keys: str) -> Row:
    return {key: value for key, value in entry.items() if key not in keys}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
