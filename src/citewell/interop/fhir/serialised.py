"""A resource as JSON: the same bytes for the same resource, decimals as they were written."""

from citewell.interop.fhir.codings import Json


def serialised(resource: Json) -> bytes:
    """The resource as indented JSON in UTF-8, with a newline at its end (R4 §2.6.2)."""
    from msgspec import json

    return json.format(json.Encoder(decimal_format="number").encode(resource), indent=2) + b"\n"
