"""What people and programs send with a question or about a patient: text and JSON, read within limits."""

import json
from collections.abc import Mapping
from typing import Any

from citewell.errors import InputError

# In characters; of what is read as bytes, in bytes.
LARGEST_QUESTION = 64 * 1024
MOST_FACTS = 500


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


def facts_in_mapping(value: Mapping[str, Any], place: str) -> dict[str, str]:
    """Facts as text from a JSON object: true is yes, false is no, numbers as they were typed."""
    if len(value) > MOST_FACTS:
        raise InputError(f"{place}: more than {MOST_FACTS} facts: is it the right file?")
    return {text_only(name, "fact"): _fact_text(name, given, place) for name, given in value.items()}


def _fact_text(name: str, given: Any, place: str) -> str:
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, str) and given.strip():
        return text_only(given.strip(), "fact")
    if given is None or given == "":
        raise InputError(f"{place}: {name} has no value: leave it out when it is not known")
    raise InputError(f"{place}: {name} must be one value, not a list or an object")
