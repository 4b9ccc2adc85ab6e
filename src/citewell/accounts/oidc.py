"""OpenID Connect: what is asked of an issuer of identities, and when its statement is believed.

The authorization code flow of OpenID Connect Core 1.0, with PKCE (RFC 7636, S256), state and nonce, as
RFC 9700 asks for. Nothing here goes over a network: documents come as they were read from JSON, times as
arguments.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from citewell.errors import Forbidden, InputError

# By the issuer's own key pair: never "none", never a secret that both sides know.
_ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "Ed25519",
)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_LEEWAY = 60  # Seconds by which two clocks may differ.
_SCOPE = "openid profile"
_MODULUS_CHARACTERS = 342  # Of 2,048 bits, in base64url.


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """An issuer as its discovery document tells of it: URLs, and how the client's secret is sent."""

    issuer: str
    authorization: str
    token: str
    keys: str
    secret_in_body: bool = False
    names_itself: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question to an issuer, and what its answer is held against. url: where the person's browser goes."""

    url: str = field(repr=False)
    redirect: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """Whom an issuer vouches for. name, display: as it calls them, "" where it does not say."""

    issuer: str
    subject: str
    name: str = ""
    display: str = ""


def check_url(url: str, *, what: str) -> None:
    """Refuse a URL that is neither https nor of this machine. Raises InputError."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise InputError(f"{what} is no URL") from None
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    if not (safe and host) or parts.fragment or parts.username or parts.password:
        raise InputError(f"{what} has to be an https URL, without a name, password or fragment in it")


def discovery_url(issuer: str) -> str:
    """Where an issuer's document stands (OpenID Connect Discovery 1.0, section 4). Raises InputError."""
    check_url(issuer, what="CITEWELL_OIDC_ISSUER")
    return issuer.rstrip("/") + "/.well-known/openid-configuration"


def provider_of(document: Any, *, issuer: str) -> Provider:
    """The issuer of a discovery document. Raises InputError for one of another issuer or without its URLs."""
    told = document if isinstance(document, dict) else {}
    if told.get("issuer") != issuer:
        raise InputError("the issuer's document is that of another issuer", hint="see CITEWELL_OIDC_ISSUER")
    urls = [told.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    for url in urls:
        check_url(url if isinstance(url, str) else "", what="a URL in the issuer's document")
    methods = told.get("token_endpoint_auth_methods_supported")
    return Provider(
        issuer=issuer,
        authorization=str(urls[0]),
        token=str(urls[1]),
        keys=str(urls[2]),
        secret_in_body=isinstance(methods, list) and "client_secret_basic" not in methods,
        names_itself=told.get("authorization_response_iss_parameter_supported") is True,
    )


def asked_of(provider: Provider, *, client: str, redirect: str) -> Asked:
    """A new question to the issuer: who is it that comes back to this redirect URL?"""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    query = urlencode(
        {
            "response_type": "code",
            "client_id": client,
            "redirect_uri": redirect,
            "scope": _SCOPE,
            "state": state,
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
    )
    joint = "&" if "?" in provider.authorization else "?"
    return Asked(
        url=f"{provider.authorization}{joint}{query}",
        redirect=redirect,
        state=state,
        nonce=nonce,
        verifier=verifier,
    )


def is_answer(query: str, asked: Asked) -> bool:
    """Whether the query of a request comes with the state of this question."""
    return hmac.compare_digest(_one(query, "state").encode("utf-8", "surrogatepass"), asked.state.encode())


def code_in(query: str, asked: Asked, provider: Provider) -> str:
    """The authorization code that a browser brings back.

    Raises Forbidden for another state, for an answer of another issuer (RFC 9207), and where the issuer
    refused.
    """
    if not is_answer(query, asked):
        raise Forbidden("the answer is not to the question that was asked: sign in again")
    issuer = _one(query, "iss")
    if (issuer or provider.names_itself) and issuer != provider.issuer:
        raise Forbidden("the answer is of another issuer than the one that was asked")
    code = _one(query, "code")
    if _one(query, "error") or not code:
        raise Forbidden("the issuer did not let you in")
    return code


def vouched_for(token: Any, keys: Any, *, asked: Asked, provider: Provider, client: str, at: int) -> Vouched:
    """Whom an ID token stands for (OpenID Connect Core 1.0, section 3.1.3.7).

    keys: the issuer's JWK set. at: the present time, in seconds since 1970. Raises Forbidden for a token that
    is not signed by one of the keys, not of this issuer, not for this client, not to this question, or out
    of date; which of these is not told to whoever sent it.
    """
    options: Any = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": client},
        "nonce": {"essential": True, "value": asked.nonce},
    }
    params = {"client_id": client, "nonce": asked.nonce}
    try:
        read = jwt.decode(token, KeySet.import_key_set(_public(keys)), algorithms=_ALGORITHMS)
        claims = CodeIDToken(read.claims, read.header, options, params)
        claims.validate(now=at, leeway=_LEEWAY)
        subject = claims["sub"]
    except (
        JoseError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise Forbidden(f"the issuer's statement is not believed ({type(error).__name__})") from None
    if not (
        isinstance(subject, str) and 0 < len(subject) <= 255 and subject.isascii() and subject.isprintable()
    ):
        raise Forbidden("the issuer's statement names nobody")
    return Vouched(
        issuer=provider.issuer,
        subject=subject,
        name=_text(claims.get("preferred_username")),
        display=_text(claims.get("name")),
    )


def _public(keys: Any) -> Any:
    """The keys of a set that belong to key pairs, and are long enough to trust (NIST SP 800-131A)."""
    return {"keys": [key for key in keys["keys"] if _is_strong(key)]}


def _is_strong(key: Any) -> bool:
    kind = key.get("kty")
    return kind in {"EC", "OKP"} or (kind == "RSA" and len(key.get("n", "")) >= _MODULUS_CHARACTERS)


def _one(query: str, name: str) -> str:
    """The value of a parameter that stands in the query once; else ""."""
    try:
        values = parse_qs(query, max_num_fields=20).get(name, [])
    except ValueError:
        return ""
    return values[0] if len(values) == 1 else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
