"""What people hand to a command: questions, files and JSON, read within limits."""

import json
import sys
from pathlib import Path
from typing import Any

from citewell.errors import InputError, NotFound

LARGEST_FILE = 1024 * 1024
LARGEST_QUESTION = 64 * 1024
MOST_FACTS = 500


def read_question(argument: str, *, what: str = "question") -> str:
    """The argument, or with `-` what stands on stdin; refuses what is not text."""
    if argument != "-":
        return text_only(argument, what)
    data = sys.stdin.buffer.read(LARGEST_QUESTION + 1)
    if len(data) > LARGEST_QUESTION:
        raise InputError(f"the {what} on stdin is longer than 64 KiB: shorten it")
    return text_only(decoded(data, f"the {what} on stdin"), what).strip()


def text_only(text: str, what: str) -> str:
    """The text, refused when it holds control characters or bytes that are no text."""
    wrong = next((c for c in text if not c.isprintable() and _is_binary(c)), None)
    if wrong is not None:
        raise InputError(f"the {what} is not plain text (it holds U+{ord(wrong):04X}): send words, as UTF-8")
    return text


def _is_binary(character: str) -> bool:
    code = ord(character)
    control = (code < 0x20 and character not in "\t\n\r") or 0x7F <= code < 0xA0
    return control or 0xD800 <= code < 0xE000


def decoded(data: bytes, place: str) -> str:
    """The bytes as UTF-8 text, refused with their place when they are not."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{place} is not UTF-8 text (byte {error.start + 1}): send words") from None


def read_file(path: Path) -> bytes:
    """A file's bytes, at most 1 MiB of them."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(data) > LARGEST_FILE:
        raise InputError(f"{path} is larger than 1 MiB: is it the right file?")
    return data


class TypedNumber(str):
    """A JSON number, as the characters that were typed."""

    __slots__ = ()


def json_object(text: str, place: str) -> dict[str, Any]:
    """One JSON object, its numbers as they are typed; a key given twice is refused."""
    number = TypedNumber
    try:
        value = json.loads(
            text, object_pairs_hook=_once, parse_float=number, parse_int=number, parse_constant=number
        )
    except json.JSONDecodeError as error:
        line = f":{error.lineno}" if "\n" in text else ""
        raise InputError(f"{place}{line}: not JSON: {error.msg} (column {error.colno})") from None
    except _GivenTwiceError as error:
        raise InputError(f"{place}: the key {error} is given twice: keep one") from None
    except (RecursionError, ValueError):
        raise InputError(f"{place}: not JSON that can be read: too deep or too large") from None
    if not isinstance(value, dict):
        raise InputError(f"{place}: must be an object {{…}}, not {type(value).__name__}")
    return value


class _GivenTwiceError(Exception):
    """A JSON object holds a key twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _GivenTwiceError(repr(key))
        found[key] = value
    return found
