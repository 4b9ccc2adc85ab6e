"""Signing in with an organisation's own accounts, by OpenID Connect: asking the issuer over the network.

Roles are never the issuer's to give: whom it vouches for has those that were granted here.
"""

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from citewell.accounts.names import check_display, is_name
from citewell.accounts.oidc import (
    Asked,
    Provider,
    Vouched,
    asked_of,
    code_in,
    discovery_url,
    provider_of,
    vouched_for,
)
from citewell.config import Settings
from citewell.engine.account_books import about
from citewell.engine.recording import recorded
from citewell.engine.signing_in import Entrance
from citewell.errors import Forbidden, InputError
from citewell.model.accounts import Role, User
from citewell.model.reviews import SYSTEM
from citewell.storage.register import Books
from citewell.text.moments import seconds

if TYPE_CHECKING:
    import httpx

_PATIENCE = 10.0  # Seconds to wait for an issuer.
_LARGEST = 1024 * 1024


class Vouching:
    """Signing in by the issuer that the settings name."""

    def __init__(self, entrance: Entrance, settings: Settings, web: "httpx.Client") -> None:
        """web: over which the issuer is asked; follows no redirects. Raises InputError without an issuer."""
        if not (settings.oidc_issuer and settings.oidc_client):
            raise InputError(
                "no issuer is set for signing in by OpenID Connect",
                hint="set CITEWELL_OIDC_ISSUER and CITEWELL_OIDC_CLIENT_ID",
            )
        self._entrance = entrance
        self._settings = settings
        self._web = web
        document = self._json("GET", discovery_url(settings.oidc_issuer))
        self.provider: Provider = provider_of(document, issuer=settings.oidc_issuer)

    def ask(self, redirect: str) -> Asked:
        """A question to the issuer. redirect: where the person's browser is to bring the answer."""
        return asked_of(self.provider, client=self._settings.oidc_client, redirect=redirect)

    def sign_in(self, asked: Asked, query: str, *, origin: str) -> str:
        """A new session's secret for whom the issuer's answer vouches.

        query: of the request to the redirect URL. Raises Forbidden for an answer that is not believed, or who
        has no account here and is given none.
        """
        code = code_in(query, asked, self.provider)
        whom = vouched_for(
            self._id_token(asked, code),
            self._json("GET", self.provider.keys),
            asked=asked,
            provider=self.provider,
            client=self._settings.oidc_client,
            at=seconds(self._entrance.now()),
        )
        if self._settings.oidc_provision:
            self._provide(whom)
        return self._entrance.sign_in_as(whom.issuer, whom.subject, origin=origin)

    def _id_token(self, asked: Asked, code: str) -> Any:
        """The token that the code is exchanged for (RFC 6749, section 4.1.3)."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": asked.redirect,
            "code_verifier": asked.verifier,
        }
        name, secret = self._settings.oidc_client, self._settings.oidc_secret
        if secret and not self.provider.secret_in_body:
            # RFC 6749, section 2.3.1: both are encoded as in a form before they are sent.
            answer = self._json("POST", self.provider.token, data=form, auth=(quote(name), quote(secret)))
        else:
            form |= {"client_id": name} | ({"client_secret": secret} if secret else {})
            answer = self._json("POST", self.provider.token, data=form)
        return answer.get("id_token") if isinstance(answer, dict) else None

    def _json(self, method: str, url: str, **sent: Any) -> Any:
        """A document of the issuer. Raises OSError when it is out of reach, Forbidden when it refuses."""
        import httpx

        try:
            with self._web.stream(method, url, timeout=_PATIENCE, **sent) as answer:
                text = b""
                for part in answer.iter_bytes():
                    text += part
                    if len(text) > _LARGEST:
                        raise OSError("the issuer's answer is endless")
        except httpx.HTTPError as error:
            raise OSError(f"the issuer cannot be reached: {type(error).__name__}") from None
        if answer.status_code != httpx.codes.OK:
            raise Forbidden(f"the issuer refuses with status {answer.status_code}")
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise Forbidden("the issuer's answer is no JSON") from None

    def _provide(self, whom: Vouched) -> None:
        """Give an account to whom the issuer vouches for, as a reader, where there is none."""
        at = self._entrance.now()
        with self._entrance.register.writing() as books:
            if books.accounts.account_of(whom.issuer, whom.subject) or not books.accounts.count():
                return
            user = _newcomer(books, whom)
            books.accounts.add_user(
                replace(user, made=at), password="", issuer=whom.issuer, identity=whom.subject
            )
            detail = {
                "display": user.display,
                "roles": [Role.READER.value],
                "issuer": whom.issuer,
                "identity": whom.subject,
            }
            recorded(books, at=at, actor=SYSTEM, action="user-added", about=about(user.name), detail=detail)


def _newcomer(books: Books, whom: Vouched) -> User:
    """A new reader, called as the issuer calls them where that name can be taken and is free."""
    name = whom.name.casefold().partition("@")[0]
    if not is_name(name) or books.accounts.account(name):
        name = "oidc-" + hashlib.sha256(f"{whom.issuer} {whom.subject}".encode()).hexdigest()[:16]
    try:
        check_display(whom.display)
    except InputError:
        whom = replace(whom, display=name)
    return User(name=name, display=whom.display, roles=frozenset({Role.READER}))
