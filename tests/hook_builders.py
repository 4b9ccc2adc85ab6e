"""Calls of hook services with the tokens that they bring, and whoever issues them."""

import base64
import json
from pathlib import Path
from typing import Any

from joserfc import jws, jwt
from joserfc.jwk import ECKey, Key, RSAKey

ISSUER = "https://ehr.example.org"
JKU = "https://ehr.example.org/keys.json"
AT = 1_795_251_600  # 2026-11-21T09:00:00Z
EC = ECKey.generate_key("P-384", parameters={"kid": "ec", "use": "sig"})
EC_256 = ECKey.generate_key("P-256", parameters={"kid": "ec-256", "use": "sig"})
RSA = RSAKey.generate_key(2048, parameters={"kid": "rsa", "use": "sig"})
STRANGER = ECKey.generate_key("P-384", parameters={"kid": "ec", "use": "sig"})
KEYS = [key.as_dict(private=False) for key in (EC, EC_256, RSA)]
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"


def issuers_file(folder: Path, told: Any = None) -> Path:
    """The file of an operator who knows one issuer."""
    path = folder / "issuers.json"
    path.write_text(json.dumps({ISSUER: {"jwks": {"keys": KEYS}, "jku": JKU}} if told is None else told))
    return path


def claims(audience: str, **changed: Any) -> dict[str, Any]:
    """What a good token says; what is changed to None is left out."""
    told = {"iss": ISSUER, "aud": audience, "iat": AT, "exp": AT + 300, "jti": "one"} | changed
    return {name: value for name, value in told.items() if value is not None}


def token(audience: str, *, key: Key = EC, header: dict[str, Any] | None = None, **changed: Any) -> str:
    """A token as the issuer makes one, or with something about it changed."""
    head = {"alg": "RS384" if key.key_type == "RSA" else "ES384", "kid": key.kid} | (header or {})
    registry = jws.JWSRegistry(algorithms=[head["alg"]], strict_check_header=False)
    return jwt.encode(head, claims(audience, **changed), key, registry=registry)


def signed(payload: str, *, key: Key = EC, alg: str = "ES384") -> str:
    """These very bytes, signed."""
    return jws.serialize_compact({"alg": alg, "kid": key.kid, "typ": "JWT"}, payload, key, algorithms=[alg])


def part(told: Any) -> str:
    """A part of a token."""
    text = told if isinstance(told, str) else json.dumps(told)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def body(hook: str = "patient-view", *, patient: str = "p1", **changed: Any) -> dict[str, Any]:
    """A call; what is changed to None is left out."""
    context: dict[str, Any] = {"userId": "Practitioner/abc", "patientId": patient}
    if hook != "patient-view":
        context["draftOrders"] = {"resourceType": "Bundle", "type": "collection", "entry": []}
    if hook == "order-select":
        context["selections"] = ["MedicationRequest/m1"]
    told = {"hook": hook, "hookInstance": INSTANCE, "context": context} | changed
    return {name: value for name, value in told.items() if value is not None}


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    """What a search brings."""
    entries = [{"resource": resource, "search": {"mode": "match"}} for resource in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries}
