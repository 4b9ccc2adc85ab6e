"""What is asked of an issuer, and which of its statements are believed."""

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from citewell.accounts.oidc import (
    Provider,
    asked_of,
    code_in,
    discovery_url,
    is_answer,
    provider_of,
    vouched_for,
)
from citewell.errors import Forbidden, InputError
from identity_provider import CLIENT, EC_KEY, KEY, KEYS, NOW, OTHER_KEY, claims_of

ISSUER = "https://id.example.org"
DOCUMENT = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
}
PROVIDER = provider_of(DOCUMENT, issuer=ISSUER)
ASKED = asked_of(PROVIDER, client=CLIENT, redirect="http://127.0.0.1:1234/citewell")
CLAIMS = claims_of(ISSUER, ASKED.nonce)


def signed(claims=CLAIMS, *, key=KEY, **header):
    header = {"alg": "RS256", "kid": "one"} | header
    return jwt.encode(header, claims, key, algorithms=[header["alg"]])


def believed(token, *, keys=KEYS):
    return vouched_for(token, keys, asked=ASKED, provider=PROVIDER, client=CLIENT, at=NOW)


def test_a_question_has_a_state_a_nonce_and_a_challenge_of_its_own():
    query = parse_qs(urlsplit(ASKED.url).query)
    names = ("response_type", "client_id", "scope", "code_challenge_method")
    assert [query[name] for name in names] == [["code"], [CLIENT], ["openid profile"], ["S256"]]
    assert ASKED.verifier not in ASKED.url
    assert len(ASKED.verifier) == 43
    again = asked_of(PROVIDER, client=CLIENT, redirect=ASKED.redirect)
    assert not {again.state, again.nonce, again.verifier} & {ASKED.state, ASKED.nonce, ASKED.verifier}
    assert ASKED.verifier not in repr(ASKED)


def test_the_verifier_and_challenge_are_those_of_the_rfc():
    # RFC 7636, appendix B.
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    challenge = create_s256_code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize(
    ("claims", "header", "key"),
    [
        ({}, {}, KEY),
        ({"aud": [CLIENT]}, {}, KEY),
        ({"aud": [CLIENT, "other"], "azp": CLIENT}, {}, KEY),
        ({"iat": NOW + 59, "exp": NOW - 59}, {}, KEY),
        ({}, {"alg": "PS256"}, KEY),
        ({}, {"alg": "ES256", "kid": "two"}, EC_KEY),
        ({"preferred_username": 7, "name": None}, {}, KEY),
    ],
)
def test_a_statement_of_the_issuer_for_us_is_believed(claims, header, key):
    whom = believed(signed(CLAIMS | claims, key=key, **header))
    assert (whom.issuer, whom.subject) == (ISSUER, "248289761001")


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example.org"},
        {"iss": ISSUER + "/"},
        {"iss": [ISSUER]},
        {"aud": "other"},
        {"aud": ["other"]},
        {"aud": []},
        {"aud": [CLIENT, "other"]},
        {"aud": [CLIENT, "other"], "azp": "other"},
        {"azp": "other"},
        {"nonce": "another"},
        {"nonce": ""},
        {"nonce": [ASKED.nonce, "another"]},
        {"exp": NOW - 60},
        {"exp": "tomorrow"},
        {"exp": True},
        {"iat": NOW + 61},
        {"nbf": NOW + 61},
        {"sub": ""},
        {"sub": 248289761001},
        {"sub": None},
        {"sub": "x" * 256},
        {"sub": "a\nb"},
        {"sub": "ё"},
    ],
)
def test_any_other_statement_is_not_believed(claims):
    with pytest.raises(Forbidden, match="the issuer's statement") as refused:
        believed(signed(CLAIMS | claims))
    assert "evil" not in refused.value.message


@pytest.mark.parametrize("missing", ["iss", "sub", "aud", "exp", "iat", "nonce"])
def test_a_statement_that_leaves_something_out_is_not_believed(missing):
    with pytest.raises(Forbidden):
        believed(signed({name: value for name, value in CLAIMS.items() if name != missing}))


def unsigned(header: dict[str, str]) -> str:
    parts = (json.dumps(header).encode(), json.dumps(CLAIMS).encode(), b"")
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def by_secret() -> str:
    """Signed with the issuer's public key as if it were a shared secret (RFC 8725, section 2.1)."""
    public = OctKey.import_key({"kty": "oct", "k": KEYS["keys"][0]["n"]})
    return jwt.encode({"alg": "HS256", "kid": "one"}, CLAIMS, public, algorithms=["HS256"])


@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        7,
        "a.b.c",
        "." * 10,
        "\ud800",
        "é.é.é",
        ["x"],
        unsigned({"alg": "none"}),
        unsigned({"alg": "None", "kid": "one"}),
        unsigned({"alg": "RS256", "kid": "one"}),
        unsigned({"alg": "RS256"}),
        unsigned({}),
        by_secret(),
        signed(key=OTHER_KEY),
        signed(kid="unknown"),
        signed()[:-4],
        signed().replace(".", ".A", 1),
        signed(key=EC_KEY, alg="ES256", kid="one"),
        "[" * 200_000,
    ],
)
def test_what_the_issuer_did_not_sign_is_not_believed(token):
    with pytest.raises(Forbidden):
        believed(token)


@pytest.mark.parametrize(
    "keys",
    [
        None, [], {}, {"keys": []}, {"keys": None}, {"keys": [7]}, {"keys": [{}]}, "keys",
        {"keys": [{"kty": "oct", "k": "AA"}]},
        {"keys": [{"kty": "RSA", "n": "AA", "e": "AQAB", "kid": "one"}]},
        {"keys": [{"kty": "RSA", "kid": "one"}]},
        {"keys": [{"kty": "EC", "crv": "X", "x": "", "y": ""}]},
    ],
)  # fmt: skip
def test_without_the_issuers_keys_nothing_is_believed(keys):
    with pytest.raises(Forbidden):
        believed(signed(), keys=keys)


def test_a_key_that_is_not_for_signatures_signs_nothing():
    sealing = RSAKey.import_key(KEY.as_dict(private=False) | {"use": "enc", "alg": "RSA-OAEP"})
    with pytest.raises(Forbidden):
        believed(signed(), keys={"keys": [sealing.as_dict(private=False)]})


@pytest.mark.parametrize(
    "query",
    [
        "", "code=x", "code=x&state=", "code=x&state=other",
        "code=x&state=STATE&state=STATE",
        "state=STATE", "code=&state=STATE", "error=access_denied&state=STATE",
        "code=x&code=y&state=STATE", "code=x&error=e&state=STATE",
        "code=x&state=STATE&iss=https://evil.example.org", "&".join(["a=b"] * 1_000),
        "%ff=%ff&state=%00",
    ],
)  # fmt: skip
def test_an_answer_that_is_none_brings_no_code(query):
    with pytest.raises(Forbidden):
        code_in(query.replace("STATE", ASKED.state), ASKED, PROVIDER)


def test_the_answer_to_the_question_brings_the_code():
    query = f"code=a%2Fb&state={ASKED.state}&iss={ISSUER}"
    assert is_answer(query, ASKED)
    assert code_in(query, ASKED, PROVIDER) == "a/b"
    named = Provider(issuer=ISSUER, authorization="x", token="x", keys="x", names_itself=True)
    with pytest.raises(Forbidden, match="another issuer"):
        code_in(f"code=x&state={ASKED.state}", ASKED, named)


@pytest.mark.parametrize(
    "issuer",
    [
        "", "http://id.example.org", "ftp://id.example.org", "id.example.org", "https://",
        "https://u:p@id.example.org",
        "https://id.example.org#x", "http://127.0.0.1.evil.org", "http://[", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_only_https_or_this_machine_is_an_issuer(issuer):
    with pytest.raises(InputError):
        discovery_url(issuer)


def test_where_an_issuers_document_stands():
    told = discovery_url("https://id.example.org/realm/")
    assert told == "https://id.example.org/realm/.well-known/openid-configuration"
    assert discovery_url("http://127.0.0.1:8080").startswith("http://127.0.0.1:8080/.well-known/")


@pytest.mark.parametrize(
    "document",
    [
        None, [], {}, DOCUMENT | {"issuer": ISSUER + "/"}, DOCUMENT | {"issuer": "https://evil.example.org"},
        DOCUMENT | {"jwks_uri": "http://id.example.org/keys"}, DOCUMENT | {"token_endpoint": None},
        DOCUMENT | {"authorization_endpoint": ["https://id.example.org"]},
    ],
)  # fmt: skip
def test_a_document_of_another_issuer_is_refused(document):
    with pytest.raises(InputError):
        provider_of(document, issuer=ISSUER)
