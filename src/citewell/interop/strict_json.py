"""JSON as strangers send it → values, with nothing guessed: decimals stay decimals, no key stands twice.

RFC 8259; HL7 FHIR R4 (4.0.1) §2.6.2, by which a decimal's precision is part of its meaning.
"""

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from citewell.errors import InputError

# Only by an escape can half a character stand in UTF-8 (RFC 8259, section 8.2).
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def parsed(content: bytes, *, called: str, most: int) -> Any:
    """The value of a JSON text; numbers with a fraction are `Decimal`.

    called: by which name the text is spoken of. most: in bytes. Raises InputError, in one line, for what
    is larger, is no JSON, is nested too deeply, gives a key twice in one object, or holds half a character,
    which no text that leaves here could.
    """

    def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise InputError(f"{called} names a key twice in one object, so that it has no one meaning")
        return found

    def refused(word: str) -> Decimal:
        raise InputError(f"{called} holds {word}, which is no JSON number")

    if len(content) > most:
        raise InputError(f"{called} is larger than {most / 2**20:.0f} MB", hint="send fewer resources")
    try:
        value = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=each_once,
            parse_constant=refused,
            parse_float=Decimal,
        )
    except UnicodeDecodeError:
        raise InputError(f"{called} is not UTF-8 text", hint="send FHIR as JSON") from None
    except RecursionError:
        raise InputError(f"{called} is nested too deeply") from None
    except json.JSONDecodeError as error:
        message = f"{called} is not JSON: {error.msg} in line {error.lineno}"
        raise InputError(message, hint="send FHIR as JSON, not as XML") from None
    except (ValueError, InvalidOperation):
        # A number with more digits than Python reads, from a hostile hand.
        raise InputError(f"{called} holds a number that cannot be read") from None
    if _SURROGATE.search(content):
        _check_whole(value, called)
    return value


def _check_whole(value: Any, called: str) -> None:
    """Refuse half a character: nothing that repeats it could be sent."""
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        raise InputError(f"{called} holds half a character (a lone surrogate)") from None
