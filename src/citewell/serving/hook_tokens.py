"""When a token that comes with a call is believed (HL7 CDS Hooks 2.0, "Trusting CDS Clients"; RFC 7519).

It is signed by a key that the operator has put down for its issuer, made for exactly the address that was
called, and still fresh; that it comes a first time is for `storage.seen_tokens` to say. Nothing is fetched:
not what `jku` names, not what a token brings along. The rules follow RFC 8725.
"""

import base64
import binascii
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from citewell.errors import Forbidden, InputError
from citewell.interop.strict_json import parsed
from citewell.serving.hook_issuers import Issuer

# By a key pair, never by a secret that both sides know, never by nothing. The specification recommends the
# first two; systems that are in use sign by the others.
ALGORITHMS = ("ES384", "RS384", "ES256", "RS256")
# In seconds: by how much two clocks may differ, and for how long a token may hold from now on.
LEEWAY = 60
LONGEST = 3_600
_MOST = 8_192
_LONGEST_ID = 255
# What would bring a key along, or change how the token is read.
_NOT_TAKEN = ("crit", "jwk", "x5u", "x5c", "b64", "zip", "enc")
_TYPE = "JWT"


class TokenRefused(Forbidden):
    """A call without a token that is believed."""

    code = "forbidden.token"
    status: ClassVar[int] = 401


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """What a token says. name: tells it from all others, and not what it holds. until: in seconds since 1970,
    the time after which it is refused in any case.
    """

    issuer: str
    name: bytes
    until: int


def bearer_of(authorization: str) -> str:
    """The token of an Authorization header (RFC 6750). Raises TokenRefused."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenRefused(
            "the call brings no token", hint="Authorization: Bearer TOKEN, a JWT of an issuer known here"
        )
    return token.strip()


def believed(token: str, issuers: Mapping[str, Issuer], *, audience: str, at: int) -> Believed:
    """What a token says, where it holds.

    audience: the address that was called. at: the present time, in seconds since 1970. Raises TokenRefused,
    which says what is wrong with it and repeats nothing of it.
    """
    header, claims = _unverified(token)
    issuer = issuers.get(claims["iss"]) if isinstance(claims.get("iss"), str) else None
    if issuer is None:
        raise TokenRefused(
            "the token is of an issuer that is not known here", hint="its name is compared exactly"
        )
    _check_header(header, issuer)
    _check_signature(token, header, issuer)
    until = _check_times(claims, at)
    if claims.get("aud") not in (audience, [audience]):
        raise TokenRefused(
            "the token's aud is not the address that was called", hint=f"here it is {audience}"
        )
    return Believed(issuer=issuer.name, name=_name_of(claims), until=until + LEEWAY)


def _unverified(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header and the claims as they stand there: to find the key by, not to be believed."""
    parts = token.split(".")
    if len(token) > _MOST or len(parts) != 3 or not all(parts):
        raise TokenRefused("the token is no signed JWT", hint="three parts, at most 8 KiB")
    return _part(parts[0]), _part(parts[1])


def _part(text: str) -> dict[str, Any]:
    try:
        data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        told = parsed(data, called="the token", most=_MOST)
    except (binascii.Error, InputError, ValueError):
        told = None
    if not isinstance(told, dict):
        raise TokenRefused("the token cannot be read: a part is no JSON object in base64url")
    return told


def _check_header(header: Mapping[str, Any], issuer: Issuer) -> None:
    if header.get("alg") not in ALGORITHMS:
        raise TokenRefused(f"the token's alg is none of {', '.join(ALGORITHMS)}")
    if header.get("typ") != _TYPE:
        raise TokenRefused("the token's typ has to be JWT")
    if any(name in header for name in _NOT_TAKEN):
        raise TokenRefused(f"the token's header has one of {', '.join(_NOT_TAKEN)}, which are not taken")
    if header.get("jku", issuer.jku) != issuer.jku:
        raise TokenRefused("the token's jku is not the one that is known of its issuer")


def _check_signature(token: str, header: Mapping[str, Any], issuer: Issuer) -> None:
    from joserfc import jws
    from joserfc.errors import JoseError

    kid = header.get("kid")
    key = issuer.keys.get(kid) if isinstance(kid, str) else None
    if key is None:
        raise TokenRefused("the token's kid names no key that is known of its issuer")
    registry = jws.JWSRegistry(
        algorithms=_algorithms_of(key.as_dict(private=False)), strict_check_header=False
    )
    try:
        jws.deserialize_compact(token, key, registry=registry)
    except (JoseError, ArithmeticError, LookupError, TypeError, ValueError):
        raise TokenRefused("the token is not signed by the key that it names") from None


def _algorithms_of(key: Mapping[str, Any]) -> Collection[str]:
    """By what a key signs: what it says itself, else all that its kind can."""
    said = key.get("alg")
    return [said] if said in ALGORITHMS else ALGORITHMS


def _check_times(claims: Mapping[str, Any], at: int) -> int:
    """When the token ends, in seconds since 1970."""
    issued, ends = _time(claims, "iat"), _time(claims, "exp")
    begins = _time(claims, "nbf") if "nbf" in claims else issued
    if max(issued, begins) > at + LEEWAY:
        raise TokenRefused("the token is of a time to come", hint="are both clocks right?")
    if ends <= at - LEEWAY:
        raise TokenRefused("the token has ended", hint="a call brings a new one each time")
    if ends > at + LONGEST + LEEWAY:
        raise TokenRefused(f"the token's exp is more than {LONGEST // 60} minutes from now")
    return ends


def _time(claims: Mapping[str, Any], name: str) -> int:
    """A NumericDate (RFC 7519, section 2)."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 <= value < 1 << 40:
        raise TokenRefused(f"the token's {name} is no time in seconds since 1970")
    return int(value)


def _name_of(claims: Mapping[str, Any]) -> bytes:
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_ID:
        raise TokenRefused("the token has no jti, by which it is seen to come once")
    told = f"{len(claims['iss'])} {claims['iss']} {jti}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()
