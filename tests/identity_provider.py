"""A small OpenID Connect issuer on this machine, with real keys, which can be made to lie."""

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

CLIENT, SECRET = "citewell", "a secret: with/signs"
NOW = 1_763_629_200  # 2025-11-20T09:00:00Z
KEY = RSAKey.generate_key(2048, parameters={"kid": "one", "use": "sig"})
OTHER_KEY = RSAKey.generate_key(2048, parameters={"kid": "one", "use": "sig"})
EC_KEY = ECKey.generate_key("P-256", parameters={"kid": "two", "use": "sig"})
KEYS = KeySet([KEY, EC_KEY]).as_dict(private=False)

Claims = dict[str, Any]


def claims_of(issuer: str, nonce: str, *, now: int = NOW) -> Claims:
    return {
        "iss": issuer, "sub": "248289761001", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce,
        "preferred_username": "dora", "name": "Dora Ito",
    }  # fmt: skip


def _as_it_is(told: Claims) -> Claims:
    return told


@dataclass
class Issuer:
    """The issuer's state: what it was asked, and how it answers. `change` spoils the claims it signs."""

    url: str = ""
    now: Callable[[], int] = lambda: NOW
    key: RSAKey = field(default_factory=lambda: KEY)
    change: Callable[[Claims], Claims] = _as_it_is
    document: Callable[[dict[str, Any]], Any] = _as_it_is
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def discovery(self) -> Any:
        return self.document(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "authorization_response_iss_parameter_supported": True,
            }
        )

    def authorized(self, asked: dict[str, str]) -> str:
        """Somebody signs in here: the URL that their browser is sent back to."""
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        answer = urlencode({"code": code, "state": asked["state"], "iss": self.url})
        return f"{asked['redirect_uri']}?{answer}"

    def token(self, form: dict[str, str], authorization: str) -> Claims | None:
        """The token for a code; None with another verifier, client or redirect, or a second time."""
        asked = self.codes.pop(form.get("code", ""), None)
        plain = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        name, _, secret = plain.partition(":")
        if (unquote(name), unquote(secret)) != (CLIENT, SECRET) or asked is None:
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        claims = self.change(claims_of(self.url, asked["nonce"], now=self.now()))
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


@contextmanager
def serving(issuer: Issuer) -> Iterator[Issuer]:
    """The issuer at work on a free port of this machine."""

    class Visit(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", issuer.authorized(dict(_flat(parts.query))))
                self.end_headers()
                return
            self._tell(issuer.discovery() if "well-known" in parts.path else KEYS)

        def do_POST(self) -> None:
            form = dict(_flat(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            told = issuer.token(form, self.headers.get("Authorization", ""))
            self._tell(told or {"error": "invalid_grant"}, 200 if told else 400)

        def _tell(self, told: Any, status: int = 200) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(told if isinstance(told, bytes) else json.dumps(told).encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Visit)
    issuer.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield issuer
    server.shutdown()
    thread.join()
    server.server_close()


def _flat(query: str) -> Iterator[tuple[str, str]]:
    for name, values in parse_qs(query).items():
        yield name, values[0]


__all__ = ["CLIENT", "EC_KEY", "KEY", "KEYS", "NOW", "OTHER_KEY", "SECRET", "Issuer", "claims_of", "serving"]
