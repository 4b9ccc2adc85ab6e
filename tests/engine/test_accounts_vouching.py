"""Signing in by a real issuer on this machine: who gets in, and who does not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from account_builders import HERE, Clock, Offices, new_user
from citewell.config import Settings
from citewell.engine.vouching import Vouching
from citewell.errors import Forbidden, InputError
from citewell.model.accounts import Role
from citewell.storage.register import Register
from citewell.text.moments import seconds
from identity_provider import CLIENT, OTHER_KEY, SECRET, Issuer, serving

REDIRECT = "http://127.0.0.1:9/citewell"
SUBJECT = "248289761001"


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with serving(Issuer(now=lambda: seconds(Clock()()))) as at_work:
        yield at_work


@pytest.fixture
def offices(register: Register) -> Offices:
    made = Offices(register, Clock())
    made.enrolled("ada", Role.ADMIN)
    return made


@pytest.fixture
def web() -> Iterator[httpx.Client]:
    with httpx.Client() as client:
        yield client


def settings(issuer: Issuer, **changed: object) -> Settings:
    own = Settings(
        home=Path("unused"),
        packs=(),
        grading=Path("unused"),
        oidc_issuer=issuer.url,
        oidc_client=CLIENT,
        oidc_secret=SECRET,
    )
    return replace(own, **changed)


def come_in(offices: Offices, issuer: Issuer, web: httpx.Client, **changed: object) -> str:
    """Sign in at the issuer, as a browser does, and come back."""
    vouching = Vouching(offices.entrance, settings(issuer, **changed), web)
    asked = vouching.ask(REDIRECT)
    back = web.get(asked.url).headers["Location"]
    return vouching.sign_in(asked, urlsplit(back).query, origin=HERE)


def test_whom_the_issuer_vouches_for_comes_in_with_the_roles_granted_here(offices, issuer, web):
    ada = offices.entrance.who(offices.sign_in("ada"))
    offices.accounts.add(ada, new_user("dora", Role.REVIEWER), identity=(issuer.url, SUBJECT))
    issuer.change = lambda claims: claims | {"roles": ["admin"], "groups": ["admin"]}
    who = offices.entrance.who(come_in(offices, issuer, web))
    assert (who.name, who.user.roles) == ("dora", {Role.READER, Role.REVIEWER})
    assert offices.actions("dora")[-1] == "signed-in"
    offices.accounts.disable(ada, "dora")
    with pytest.raises(Forbidden, match="dora is disabled"):
        come_in(offices, issuer, web)
    assert offices.actions("dora")[-1] == "sign-in-failed"


def test_who_has_no_account_stays_outside_unless_newcomers_are_let_in(offices, issuer, web):
    with pytest.raises(Forbidden, match="have no account here"):
        come_in(offices, issuer, web)
    assert offices.actions()[-1] == "sign-in-failed"
    who = offices.entrance.who(come_in(offices, issuer, web, oidc_provision=True))
    assert (who.name, who.user.display, who.user.roles) == ("dora", "Dora Ito", {Role.READER})
    again = offices.entrance.who(come_in(offices, issuer, web, oidc_provision=True))
    assert again.name == "dora"
    assert offices.actions("dora").count("user-added") == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "ada"},
        {"preferred_username": "system"},
        {"preferred_username": "'; drop table users; --"},
        {"preferred_username": "Ада", "name": "\x1b[31m"},
        {"preferred_username": None, "name": ["x"]},
    ],
)
def test_a_newcomer_takes_nobodys_name(offices, issuer, web, claims):
    issuer.change = lambda told: told | claims
    who = offices.entrance.who(come_in(offices, issuer, web, oidc_provision=True))
    assert who.name.startswith("oidc-")
    assert who.user.display.isprintable()
    assert who.user.roles == {Role.READER}


def test_nobody_becomes_the_first_account_by_an_issuer(register, issuer, web):
    with pytest.raises(Forbidden, match="no account here"):
        come_in(Offices(register, Clock()), issuer, web, oidc_provision=True)


def test_an_answer_serves_once(offices, issuer, web):
    vouching = Vouching(offices.entrance, settings(issuer, oidc_provision=True), web)
    asked = vouching.ask(REDIRECT)
    query = urlsplit(web.get(asked.url).headers["Location"]).query
    assert vouching.sign_in(asked, query, origin=HERE)
    with pytest.raises(Forbidden, match="refuses with status 400"):
        vouching.sign_in(asked, query, origin=HERE)


def test_an_answer_brought_by_another_is_of_no_use(offices, issuer, web):
    vouching = Vouching(offices.entrance, settings(issuer, oidc_provision=True), web)
    mine, other = vouching.ask(REDIRECT), vouching.ask(REDIRECT)
    query = urlsplit(web.get(other.url).headers["Location"]).query
    with pytest.raises(Forbidden, match="not to the question"):
        vouching.sign_in(mine, query, origin=HERE)
    # And with the state exchanged the code is not for this verifier.
    with pytest.raises(Forbidden, match="refuses with status 400"):
        vouching.sign_in(mine, query.replace(other.state, mine.state), origin=HERE)


def test_a_lying_issuer_lets_nobody_in(offices, issuer, web):
    before = offices.events()
    issuer.key = OTHER_KEY
    with pytest.raises(Forbidden, match="not believed"):
        come_in(offices, issuer, web, oidc_provision=True)
    assert offices.events() == before


@pytest.mark.parametrize(
    ("document", "error"),
    [
        (lambda told: told | {"issuer": "https://evil.example.org"}, InputError),
        (lambda told: told | {"token_endpoint": "http://evil.example.org/token"}, InputError),
        (lambda told: b"<html>", Forbidden),
        (lambda told: b"[" * 100_000, Forbidden),
        (lambda told: b" " * (2 * 1024 * 1024), OSError),
    ],
)
def test_a_document_that_cannot_be_right_is_told(offices, issuer, web, document, error):
    issuer.document = document
    with pytest.raises(error):
        Vouching(offices.entrance, settings(issuer), web)


def test_the_clients_secret_is_not_shown_with_the_settings(issuer):
    assert SECRET not in repr(settings(issuer))


def test_an_issuer_out_of_reach_is_told(offices, web):
    with pytest.raises(OSError, match="cannot be reached: ConnectError"):
        Vouching(offices.entrance, settings(Issuer(url="http://127.0.0.1:1")), web)
    with pytest.raises(InputError, match="no issuer is set"):
        Vouching(offices.entrance, settings(Issuer()), web)
