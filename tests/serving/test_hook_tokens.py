"""When a token that comes with a call of a hook service is believed."""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey

from citewell.errors import InputError
from citewell.serving.hook_issuers import Issuer, read_issuers
from citewell.serving.hook_tokens import LEEWAY, LONGEST, TokenRefused, bearer_of, believed
from hook_builders import (
    AT,
    EC,
    EC_256,
    ISSUER,
    JKU,
    KEYS,
    RSA,
    STRANGER,
    claims,
    issuers_file,
    part,
    signed,
    token,
)

HERE = "https://citewell.example.org/cds-services/vertebral-fracture"


@pytest.fixture(scope="module")
def issuers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Issuer]:
    return read_issuers(issuers_file(tmp_path_factory.mktemp("issuers")))


@pytest.mark.parametrize(
    "good",
    [
        token(HERE),
        token(HERE, key=RSA),
        token(HERE, key=RSA, header={"alg": "RS256"}),
        token(HERE, key=EC_256, header={"alg": "ES256"}),
        token(HERE, header={"jku": JKU}),
        token(HERE, header={"x-of-their-own": 1}),
        token(HERE, aud=[HERE]),
        token(HERE, iat=AT + LEEWAY, nbf=AT + LEEWAY),
        token(HERE, exp=AT - LEEWAY + 1),
        token(HERE, exp=AT + LONGEST),
        token(HERE, exp=AT + 10.5, sub="a", tenant="b"),
    ],
)
def test_a_good_token_is_believed(issuers: dict[str, Issuer], good: str) -> None:
    found = believed(good, issuers, audience=HERE, at=AT)
    assert found.issuer == ISSUER
    assert found.until > AT
    assert b"one" not in found.name


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"aud": f"{HERE}/"}, "aud"),
        ({"aud": HERE.upper()}, "aud"),
        ({"aud": f"{HERE}/feedback"}, "aud"),
        ({"aud": "https://citewell.example.org"}, "aud"),
        ({"aud": [HERE, "https://another.example"]}, "aud"),
        ({"aud": []}, "aud"),
        ({"aud": {HERE: True}}, "aud"),
        ({"aud": None}, "aud"),
        ({"iss": "https://evil.example"}, "issuer"),
        ({"iss": f"{ISSUER}/"}, "issuer"),
        ({"iss": [ISSUER]}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"exp": AT - LEEWAY}, "ended"),
        ({"exp": AT + LONGEST + LEEWAY + 1}, "minutes"),
        ({"exp": None}, "exp"),
        ({"exp": str(AT + 300)}, "exp"),
        ({"exp": True}, "exp"),
        ({"exp": -1}, "exp"),
        ({"exp": 10**30}, "exp"),
        ({"exp": 1e300}, "exp"),
        ({"iat": AT + LEEWAY + 1}, "to come"),
        ({"iat": None}, "iat"),
        ({"nbf": AT + LEEWAY + 1}, "to come"),
        ({"nbf": "soon"}, "nbf"),
        ({"jti": None}, "jti"),
        ({"jti": ""}, "jti"),
        ({"jti": 1}, "jti"),
        ({"jti": "x" * 256}, "jti"),
    ],
)
def test_a_token_that_says_something_else_is_not(
    issuers: dict[str, Issuer], changed: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(TokenRefused, match=wrong) as refused:
        believed(token(HERE, **changed), issuers, audience=HERE, at=AT)
    assert "evil" not in refused.value.message + refused.value.hint


@pytest.mark.parametrize(
    ("header", "wrong"),
    [
        ({"kid": "none"}, "kid"),
        ({"kid": ""}, "kid"),
        ({"jku": "https://evil.example/keys.json"}, "jku"),
        ({"jku": JKU + "/"}, "jku"),
        ({"typ": "at+jwt"}, "typ"),
        ({"jwk": STRANGER.as_dict(private=False)}, "not taken"),
        ({"x5c": ["MIIB"]}, "not taken"),
        ({"x5u": "https://evil.example/c.pem"}, "not taken"),
        ({"alg": "ES384", "kid": "rsa"}, "signed"),
        ({"alg": "ES384", "kid": "ec-256"}, "signed"),
    ],
)
def test_nor_one_whose_header_leads_elsewhere(
    issuers: dict[str, Issuer], header: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(TokenRefused, match=wrong):
        believed(token(HERE, header=header), issuers, audience=HERE, at=AT)


def forged(header: dict[str, Any], *, signature: str = "AA") -> str:
    return f"{part(header)}.{part(claims(HERE))}.{signature}"


def by_the_public_key(pem: bytes) -> str:
    """The old confusion: the public key, which everybody has, as the secret of an HMAC."""
    head = part({"alg": "HS384", "typ": "JWT", "kid": "rsa"}) + "." + part(claims(HERE))
    return head + "." + part(hmac.new(pem, head.encode(), hashlib.sha384).digest().hex())


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "a",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        "..",
        "\u2603.\u2603.\u2603",
        "e30.e30.e30",
        "e30.bnVsbA.AA",
        f"{part('[]')}.{part('{}')}.AA",
        f"{part('[' * 2000)}.{part('{}')}.AA",
        f"{part({'alg': 'ES384'})}.{part('{')}.AA",
        forged({"alg": "none", "typ": "JWT", "kid": "ec"}),
        forged({"alg": "None", "typ": "JWT", "kid": "ec"}),
        forged({"alg": "HS384", "typ": "JWT", "kid": "ec"}),
        forged({"alg": ["ES384"], "typ": "JWT", "kid": "ec"}),
        forged({"alg": "ES384", "typ": "JWT"}),
        forged({"alg": "ES384", "typ": "JWT", "kid": {"a": 1}}),
        forged({"alg": "ES384", "typ": "JWT", "kid": "ec", "crit": ["exp"]}),
        forged({"alg": "ES384", "typ": "JWT", "kid": "ec", "crit": ["b64"], "b64": False}),
        forged({"alg": "ES384", "typ": "JWT", "kid": "ec"}),
        forged({"alg": "ES384", "typ": "JWT", "kid": "ec"}, signature="A" * 128),
        forged({"alg": "ES384", "typ": "JWT", "kid": "ec"}, signature="!" * 128),
        by_the_public_key(RSA.as_pem(private=False)),
        token(HERE, key=STRANGER),
        token(HERE) + "A",
        token(HERE).replace(".", "..", 1),
        token(HERE, padding="x" * 9000),
        signed('{"iss":"https://ehr.example.org","iss":"https://evil.example"}'),
        signed("[]"),
        signed("{"),
        signed('{"iss":"https://ehr.example.org","exp":NaN}'),
    ],
)
def test_nor_what_is_forged_or_no_token(issuers: dict[str, Issuer], bad: str) -> None:
    with pytest.raises(TokenRefused):
        believed(bad, issuers, audience=HERE, at=AT)


def test_what_was_signed_cannot_be_said_otherwise(issuers: dict[str, Issuer]) -> None:
    head, _, signature = token(HERE).split(".")
    with pytest.raises(TokenRefused, match="not signed"):
        believed(f"{head}.{part(claims(HERE, jti='two'))}.{signature}", issuers, audience=HERE, at=AT)


def test_tokens_of_the_same_name_by_two_issuers_are_two() -> None:
    both = {name: Issuer(name=name, keys={"ec": EC}) for name in ("a", "a 1")}
    one = believed(token(HERE, iss="a", jti="1 x"), both, audience=HERE, at=AT)
    other = believed(token(HERE, iss="a 1", jti="x"), both, audience=HERE, at=AT)
    assert one.name != other.name


@pytest.mark.parametrize("header", ["", "Basic eDp4", "Bearer", "Bearer  ", "bearerx y"])
def test_a_call_without_a_token_is_told_so(header: str) -> None:
    with pytest.raises(TokenRefused, match="brings no token"):
        bearer_of(header)


def test_a_key_set_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text(json.dumps({"keys": KEYS}))
    found = read_issuers(issuers_file(tmp_path, {ISSUER: {"jwks": "keys.json"}}))
    assert set(found[ISSUER].keys) == {"ec", "ec-256", "rsa"}


def weak(zeros: int = 0) -> dict[str, Any]:
    """An RSA key of 600 bits; zeros: how many signs of nothing stand before them."""
    return {"kty": "RSA", "kid": "w", "e": "AQAB", "n": "A" * zeros + "x" * 100}


def half_secret() -> dict[str, Any]:
    """What gives an RSA key away without being called its secret exponent."""
    told = RSA.as_dict(private=True)
    return {name: told[name] for name in ("kty", "kid", "n", "e", "p")}


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ([], "no issuer"),
        ({}, "no issuer"),
        ({ISSUER: {}}, "has to be"),
        ({ISSUER: {"jwks": {"keys": KEYS}, "url": "x"}}, "has to be"),
        ({ISSUER: {"jwks": {"keys": KEYS}, "jku": 1}}, "jku"),
        ({ISSUER: {"jwks": {"keys": []}}}, "JWK set"),
        ({ISSUER: {"jwks": "missing.json"}}, "cannot be read"),
        ({ISSUER: {"jwks": {"keys": [{"kty": "EC"}]}}}, "kid"),
        ({ISSUER: {"jwks": {"keys": [1]}}}, "kid"),
        ({ISSUER: {"jwks": {"keys": [KEYS[0], KEYS[0]]}}}, "another key"),
        ({ISSUER: {"jwks": {"keys": [EC.as_dict(private=True)]}}}, "secret"),
        ({ISSUER: {"jwks": {"keys": [OctKey.generate_key(256, {"kid": "o"}).as_dict()]}}}, "secret"),
        ({ISSUER: {"jwks": {"keys": [weak()]}}}, "bits"),
        ({ISSUER: {"jwks": {"keys": [weak(zeros=400)]}}}, "bits"),
        ({ISSUER: {"jwks": {"keys": [weak() | {"n": "x"}]}}}, "bits"),
        ({ISSUER: {"jwks": {"keys": [weak() | {"n": "\u2603" * 400}]}}}, "bits"),
        ({ISSUER: {"jwks": {"keys": [half_secret()]}}}, "secret"),
        (
            {ISSUER: {"jwks": {"keys": [{"kty": "EC", "kid": "x", "crv": "P-384", "x": "AA", "y": "AA"}]}}},
            "read",
        ),
        (
            {ISSUER: {"jwks": {"keys": [{"kty": "EC", "kid": "x", "crv": "P-999", "x": "AA", "y": "AA"}]}}},
            "P-384",
        ),
        ({ISSUER: {"jwks": {"keys": [{"kty": "what", "kid": "x"}]}}}, "P-384"),
        (
            {ISSUER: {"jwks": {"keys": [ECKey.generate_key("P-521", {"kid": "x"}).as_dict(private=False)]}}},
            "P-384",
        ),
    ],
)
def test_a_file_of_issuers_that_cannot_be_used_is_refused_in_one_line(
    tmp_path: Path, told: Any, wrong: str
) -> None:
    with pytest.raises(InputError, match=wrong) as refused:
        read_issuers(issuers_file(tmp_path, told))
    assert "\n" not in refused.value.message
    secret = EC.as_dict(private=True)["d"]
    assert str(secret) not in refused.value.message + refused.value.hint
