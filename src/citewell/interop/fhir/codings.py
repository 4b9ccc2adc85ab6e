"""What every FHIR R4 (4.0.1) resource of ours is made of: codes with their systems, ids, canonical addresses.

Resources are plain dictionaries, ready for JSON; numbers are `Decimal` or `int`, so that none is rounded.
"""

import hashlib
import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from citewell.errors import InputError
from citewell.model.mappings import CODE_SYSTEMS, Code

Json = dict[str, Any]

# A host that can never be (RFC 2606): without another base nobody takes an address of ours for a live server.
DEFAULT_BASE = "http://citewell.invalid/fhir"

_LICENSED = "snomed-ct"
_LONGEST_ID = 64
_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9.-]+")
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9]+")
_NOT_IN_A_URI = re.compile(r'[\x00-\x20\x7f-\uffff<>"{}|\\^`]')


def base_of(address: str) -> str:
    """The address under which resources are published, without a slash at its end.

    Raises InputError for anything but an absolute http or https address without query or fragment.
    """
    try:
        parts = urlsplit(address)
        absolute = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        absolute = False
    if not absolute or _NOT_IN_A_URI.search(address) or set("?#@") & set(address):
        raise InputError(
            "the base is not an address that canonical addresses can begin with",
            hint="give one like https://fhir.example.org/r4",
        )
    return address.rstrip("/")


def filled(**elements: Any) -> Json:
    """The elements that have content: FHIR knows no null, no empty text, list or object (R4 §2.6.2)."""
    return {name: value for name, value in elements.items() if value not in (None, "", [], {}, ())}


def resource_id(*parts: str) -> str:
    """A logical id (R4 §2.24.0.1: at most 64 of A-Z, a-z, 0-9, hyphen, dot), another for other parts."""
    whole = "-".join(parts)
    plain = _NOT_IN_AN_ID.sub("-", whole)
    if plain == whole and len(whole) <= _LONGEST_ID:
        return whole
    mark = hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:12]
    return f"{plain[: _LONGEST_ID - len(mark) - 1]}-{mark}"


def machine_name(*parts: str) -> str:
    """A name that programs can use as an identifier (`VertebralFractureScope`)."""
    words = [word for part in parts for word in _NOT_IN_A_NAME.split(part) if word]
    return "".join(word[0].upper() + word[1:] for word in words)[:255]


def canonical(base: str, resource_type: str, logical_id: str, version: str = "") -> str:
    """The canonical address of a resource, of one version where that is given."""
    return f"{base}/{resource_type}/{logical_id}" + (f"|{version}" if version else "")


def coding(system: str, code: str, display: str = "", **more: Any) -> Json:
    """A code of a system. more: further elements of the coding."""
    return filled(system=system, code=code, display=display, **more)


def concept(*codings: Json, text: str = "") -> Json:
    """A CodeableConcept: the codings, and the words as they were printed."""
    return filled(coding=list(codings), text=text)


def library_type(code: str, display: str) -> Json:
    """What kind of thing a Library holds (R4, library-type)."""
    return concept(coding("http://terminology.hl7.org/CodeSystem/library-type", code, display))


def uri_identifier(uri: str) -> Json:
    """A URI as an Identifier."""
    return {"system": "urn:ietf:rfc:3986", "value": uri}


def coding_of(code: Code) -> Json:
    """A code that an editor wrote in a pack; one of SNOMED CT without its description, which is licensed.

    Raises KeyError for a system that is none of `CODE_SYSTEMS`.
    """
    display = "" if code.system == _LICENSED else code.display
    return coding(CODE_SYSTEMS[code.system], code.code, display)


def decimal_of(number: float) -> Decimal:
    """A number of a pack as it was written, a whole one without a point."""
    return Decimal(int(number)) if number == int(number) else Decimal(repr(number))
