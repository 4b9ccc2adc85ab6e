"""Content as canonical JSON and back; its digest is what is voted on and signed."""

from dataclasses import fields
from typing import Any

import msgspec

from citewell.errors import IntegrityError
from citewell.model.reviews import Content
from citewell.text.canonical import canonical_json, digest_of_json


def document_of(content: Content) -> str:
    """The content as canonical JSON text."""
    return canonical_json(_built(content)).decode()


def digest_of(content: Content) -> str:
    """SHA-256 over the content's canonical JSON, in hex."""
    return digest_of_json(_built(content))


def content_of(document: str) -> Content:
    """The content of such a text. Raises IntegrityError for any other text."""
    try:
        return msgspec.json.decode(document, type=Content)
    except msgspec.DecodeError as error:
        raise IntegrityError(f"content of the register cannot be read: {error}") from error


def _built(content: Content) -> dict[str, Any]:
    return {field.name: msgspec.to_builtins(getattr(content, field.name)) for field in fields(content)}
