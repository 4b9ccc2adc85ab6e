"""Whose calls of the hook services are believed: issuers of tokens with their public keys, from a file.

The file is the operator's, and so are the keys in it: none is ever fetched, whatever a token says.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citewell.errors import InputError
from citewell.interop.strict_json import parsed

if TYPE_CHECKING:
    from joserfc.jwk import Key

_MOST = 1024 * 1024
_HINT = "CITEWELL_HOOKS_ISSUERS names the file; docs/how-to/cds-hooks.md shows one"
_CURVES = frozenset({"P-256", "P-384"})
# NIST SP 800-131A.
_MODULUS_BITS = 2_048
# RFC 7518, sections 6.2.2, 6.3.2 and 6.4: what of a key is secret.
_SECRET = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """A system that calls us. keys: by their ids. jku: the address of keys that its tokens may name, "" for
    none; it is compared, never fetched.
    """

    name: str
    keys: Mapping[str, "Key"]
    jku: str = ""


def read_issuers(path: Path) -> dict[str, Issuer]:
    """The issuers of a file, by name: `{"ISSUER": {"jwks": KEYS, "jku": URL}}`.

    KEYS is a JWK set (RFC 7517), or the name of a file that holds one, from the folder of this file. Raises
    InputError for what is none of this, for a key without an id, a weak one, and one that is not public.
    """
    told = _read(path)
    if not isinstance(told, dict) or not told:
        raise InputError(f"{path} names no issuer", hint=_HINT)
    return {name: _issuer(name, each, path) for name, each in told.items()}


def _issuer(name: str, told: Any, path: Path) -> Issuer:
    where = f"{path}: {name}"
    if not isinstance(told, dict) or not told.keys() <= {"jwks", "jku"} or "jwks" not in told:
        raise InputError(
            f'{where} has to be {{"jwks": …}}, with a "jku" where its tokens name one', hint=_HINT
        )
    jku = told.get("jku", "")
    if not isinstance(jku, str):
        raise InputError(f"{where}: jku has to be a URL", hint=_HINT)
    jwks = told["jwks"]
    held = _read(path.parent / jwks) if isinstance(jwks, str) else jwks
    keys = held.get("keys") if isinstance(held, dict) else None
    if not isinstance(keys, list) or not keys:
        raise InputError(f"{where}: jwks has to be a JWK set with keys, or the name of its file", hint=_HINT)
    return Issuer(name=name, keys=_keys(keys, where), jku=jku)


def _keys(told: list[Any], where: str) -> dict[str, "Key"]:
    found: dict[str, Key] = {}
    for n, each in enumerate(told):
        place = f"{where}: keys[{n}]"
        key = _key(each if isinstance(each, dict) else {}, place)
        kid = each["kid"]
        if kid in found:
            raise InputError(f"{place} has the kid of another key", hint=_HINT)
        found[kid] = key
    return found


def _key(told: dict[str, Any], place: str) -> "Key":
    from joserfc.errors import JoseError
    from joserfc.jwk import JWKRegistry

    if not (isinstance(told.get("kid"), str) and told["kid"]):
        raise InputError(f"{place} has no kid, by which tokens name it", hint=_HINT)
    if _SECRET & told.keys():
        raise InputError(f"{place} is secret: only the public half of a key pair belongs here", hint=_HINT)
    if not _is_strong(told):
        raise InputError(f"{place} is neither of P-384 or P-256 nor RSA of 2048 bits or more", hint=_HINT)
    try:
        key = JWKRegistry.import_key(told)
        # It is read in full only now.
        _ = key.raw_value
    except (JoseError, ArithmeticError, LookupError, TypeError, ValueError):
        raise InputError(f"{place} cannot be read as a public key", hint=_HINT) from None
    return key


def _is_strong(told: dict[str, Any]) -> bool:
    if told.get("kty") == "RSA":
        return _bits(told.get("n")) >= _MODULUS_BITS
    return told.get("kty") == "EC" and told.get("crv") in _CURVES


def _bits(modulus: Any) -> int:
    """Counted of the number, not of its signs: zeros before it make it longer and not stronger."""
    text = modulus if isinstance(modulus, str) and modulus.isascii() else ""
    try:
        number = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return 0
    return int.from_bytes(number, "big").bit_length()


def _read(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", hint=_HINT) from None
    return parsed(content, called=str(path), most=_MOST)
