"""Tokens and sessions: how they are written and read, what they may be used for, and when they end."""

from dataclasses import replace

import pytest

from citewell.accounts.bearers import OF_SESSIONS, OF_TOKENS, holds, new_bearer, read_bearer
from citewell.accounts.sessions import check_session, is_worth_noting, new_session
from citewell.accounts.tokens import check_token, known_token, new_token
from citewell.errors import Forbidden, InputError
from citewell.model.accounts import Person, Role, Scope, SignInPolicy, User

AT = "2026-11-20T09:00:00.000000Z"
POLICY = SignInPolicy()
ADA = Person(user=User(name="ada", display="Ada", roles=frozenset({Role.AUTHOR})), scopes=frozenset(Scope))


def made(**changed):
    asked = {"label": "nightly", "scopes": [Scope.READ], "days": 30, "at": AT, "policy": POLICY} | changed
    return new_token(ADA, **asked)


@pytest.mark.parametrize("prefix", [OF_TOKENS, OF_SESSIONS])
def test_a_secret_is_read_as_it_was_written(prefix):
    bearer = new_bearer(prefix)
    assert bearer.text.startswith(f"{prefix}_{bearer.id}_")
    assert read_bearer(f" {bearer.text}\n") == bearer
    assert holds(read_bearer(bearer.text), bearer.digest)
    assert len(bytes.fromhex(bearer.secret)) == 32


def test_no_two_secrets_are_alike_and_none_is_shown_by_its_record():
    bearers = [new_bearer(OF_TOKENS) for _ in range(100)]
    assert len({bearer.secret for bearer in bearers}) == len({bearer.id for bearer in bearers}) == 100
    assert bearers[0].secret not in repr(bearers[0])
    token, bearer = made()
    assert bearer.digest not in repr(token)
    assert bearer.secret not in repr(token) + bearer.digest


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda text: "",
        lambda text: "cw_",
        lambda text: text[:-1],
        lambda text: text + "0",
        lambda text: text.upper(),
        lambda text: text.replace("cw_", "cws_"),
        lambda text: text[:30] + ("1" if text[30] == "0" else "0") + text[31:],
        lambda text: text[:30] + text[31] + text[30] + text[32:] if text[30] != text[31] else "x",
        lambda text: "cw_' or 1=1 --",
        lambda text: text + "\x00",
        lambda text: "\ud800" + text,
    ],
)
def test_a_typing_error_is_told_without_the_secret(spoilt):
    text = new_bearer(OF_TOKENS).text
    with pytest.raises(Forbidden, match="not copied whole") as refused:
        read_bearer(spoilt(text))
    assert text[20:40] not in refused.value.message


def test_a_token_holds_until_it_ends():
    token, bearer = made()
    assert token.expires == "2026-12-20T09:00:00.000000Z"
    assert known_token(token, bearer) == token
    check_token(token, at="2026-12-20T08:59:59.999999Z")
    with pytest.raises(Forbidden, match="'nightly' ended on 2026-12-20"):
        check_token(token, at=token.expires)


def test_a_revoked_an_unknown_and_another_token_are_refused():
    token, bearer = made()
    with pytest.raises(Forbidden, match="'nightly' was revoked on 2026-11-21"):
        check_token(replace(token, revoked="2026-11-21T00:00:00.000000Z"), at=AT)
    for found in (None, replace(token, digest=new_bearer(OF_TOKENS).digest)):
        with pytest.raises(Forbidden, match="not known here"):
            known_token(found, bearer)


@pytest.mark.parametrize(
    "changed",
    [
        {"days": 0},
        {"days": -1},
        {"days": 366},
        {"label": ""},
        {"label": "a\nb"},
        {"label": "x" * 81},
        {"label": "\x1b[31m"},
        {"scopes": []},
    ],
)
def test_a_token_that_cannot_be_is_refused(changed):
    with pytest.raises(InputError):
        made(**changed)


def test_a_credential_makes_no_wider_one():
    narrow = replace(ADA, scopes=frozenset({Scope.READ, Scope.ADMIN}))
    asked = {"label": "x", "days": 1, "at": AT, "policy": POLICY}
    new_token(narrow, scopes=[Scope.READ], **asked)
    with pytest.raises(Forbidden, match="lacks the scope review"):
        new_token(narrow, scopes=[Scope.READ, Scope.REVIEW], **asked)


@pytest.mark.parametrize(
    ("used", "at", "told"),
    [
        (AT, "2026-11-20T09:59:59.999999Z", ""),
        (AT, "2026-11-20T10:00:00.000000Z", "not used for 60 minutes"),
        ("2026-11-20T20:30:00.000000Z", "2026-11-20T20:59:59.999999Z", ""),
        ("2026-11-20T20:30:00.000000Z", "2026-11-20T21:00:00.000000Z", "holds for 12 hours"),
    ],
)
def test_a_session_ends_by_disuse_and_by_age(used, at, told):
    session, bearer = new_session("ada", at=AT, policy=POLICY)
    session = replace(session, used=used)
    if not told:
        assert check_session(session, bearer, at=at, policy=POLICY) == session
        return
    with pytest.raises(Forbidden, match=told):
        check_session(session, bearer, at=at, policy=POLICY)


def test_each_sign_in_has_a_session_of_its_own():
    first, mine = new_session("ada", at=AT, policy=POLICY)
    second, other = new_session("ada", at=AT, policy=POLICY)
    assert first.id != second.id
    with pytest.raises(Forbidden, match="not signed in"):
        check_session(first, replace(mine, secret=other.secret), at=AT, policy=POLICY)
    with pytest.raises(Forbidden, match="not signed in"):
        check_session(None, mine, at=AT, policy=POLICY)


@pytest.mark.parametrize(
    ("used", "noted"),
    [("", True), ("2026-11-20T08:59:00.000000Z", True), ("2026-11-20T08:59:00.000001Z", False)],
)
def test_a_use_is_put_down_once_a_minute(used, noted):
    assert is_worth_noting(used, at=AT) is noted
