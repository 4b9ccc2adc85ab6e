"""JSON with one form only, so that equal values are equal bytes (RFC 8785, for strings, whole numbers and
lists).

Keys are ASCII here, for which sorting by code point is the RFC's order.
"""

import hashlib
import json

# Made once: an audit chain is a hundred thousand of them.
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def canonical_json(value: object) -> bytes:
    """The value as canonical JSON in UTF-8. Raises UnicodeEncodeError for half a surrogate pair."""
    return _ENCODER.encode(value).encode()


def digest_of_json(value: object) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical_json(value)).hexdigest()
