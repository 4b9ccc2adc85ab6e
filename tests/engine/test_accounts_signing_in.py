"""Signing in: what holds for how long, what is counted, and what nobody can tell from a refusal."""

import threading

import pytest
from argon2 import PasswordHasher

from account_builders import HERE, PASSWORDS, Clock, Offices
from citewell.errors import Forbidden
from citewell.model.accounts import Role, Scope, SignInPolicy
from citewell.storage.register import Register

POLICY = SignInPolicy(attempts=3, origin_attempts=6)


@pytest.fixture
def offices(register: Register) -> Offices:
    made = Offices(register, Clock(), POLICY)
    made.enrolled("ada", Role.ADMIN)
    return made


def fail(offices: Offices, name: str = "ada", *, origin: str = HERE) -> str:
    with pytest.raises(Forbidden) as refused:
        offices.sign_in(name, "not the password at all", origin=origin)
    return refused.value.message


def test_a_session_ends_when_it_is_not_used_and_after_a_day_of_work(offices):
    session = offices.sign_in("ada")
    for _ in range(14):
        offices.clock.forward(minutes=50)
        assert offices.entrance.who(session).name == "ada"
    offices.clock.forward(minutes=50)
    with pytest.raises(Forbidden, match="holds for 12 hours"):
        offices.entrance.who(session)
    session = offices.sign_in("ada")
    offices.clock.forward(minutes=60)
    with pytest.raises(Forbidden, match="not used for 60 minutes"):
        offices.entrance.who(session)


def test_signing_out_ends_this_session_and_no_other(offices):
    here, there = offices.sign_in("ada"), offices.sign_in("ada")
    assert offices.entrance.sign_out(here).name == "ada"
    for again in (offices.entrance.who, offices.entrance.sign_out):
        with pytest.raises(Forbidden, match="not signed in"):
            again(here)
    assert offices.entrance.who(there).name == "ada"
    assert offices.actions("ada")[-2:] == ["signed-in", "signed-out"]


def test_a_wrong_name_and_a_wrong_password_are_refused_alike(offices):
    known = [fail(offices) for _ in range(4)]
    unknown = [fail(offices, "nobody-here", origin="host:other") for _ in range(4)]
    assert known == unknown
    assert known[:3] == ["the name or the password is wrong"] * 3
    assert known[3] == "too many failed attempts: this account is locked until 2026-11-20T09:15 UTC"


def test_a_locked_account_refuses_the_right_password_until_the_lock_ends(offices):
    for _ in range(3):
        fail(offices)
    with pytest.raises(Forbidden, match="locked until"):
        offices.sign_in("ada")
    offices.clock.forward(minutes=15)
    assert offices.sign_in("ada")
    # Whoever got in starts anew.
    fail(offices)
    assert offices.sign_in("ada")


def test_each_further_lock_is_twice_as_long(offices):
    for _ in range(3):
        fail(offices, origin="host:a")
    offices.clock.forward(minutes=15)
    for _ in range(3):
        fail(offices, origin="host:b")
    offices.clock.forward(minutes=29)
    with pytest.raises(Forbidden, match="locked until"):
        offices.sign_in("ada")
    offices.clock.forward(minutes=1)
    assert offices.sign_in("ada")


def test_an_admin_unlocks_an_account(offices):
    ada = offices.entrance.who(offices.sign_in("ada"))
    offices.enrolled("ben", Role.AUTHOR)
    for _ in range(3):
        fail(offices, "ben")
    with pytest.raises(Forbidden, match="locked until"):
        offices.sign_in("ben")
    offices.accounts.unlock(ada, "ben")
    assert offices.sign_in("ben")
    assert offices.actions("ben")[-6:] == [
        "sign-in-failed", "sign-in-failed", "sign-in-failed", "user-locked", "user-unlocked", "signed-in",
    ]  # fmt: skip


def test_one_origin_cannot_try_every_account(offices):
    for n in range(6):
        fail(offices, f"guess-{n}")
    with pytest.raises(Forbidden, match="from here: try again at 2026-11-20T09:15"):
        offices.sign_in("ada")
    assert offices.sign_in("ada", origin="host:elsewhere")
    offices.clock.forward(minutes=15)
    assert offices.sign_in("ada")


def test_attempts_at_once_are_no_more_than_attempts_in_turn(offices):
    told = []

    def guess() -> None:
        told.append(fail(offices))

    threads = [threading.Thread(target=guess) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("the name or the password is wrong") == 3
    assert offices.actions("ada").count("user-locked") == 1


def test_failures_are_put_down_without_what_was_typed_as_a_name(offices):
    typed = "tulip anvil mercy fog"
    fail(offices, typed)
    fail(offices, "\x00\ud800")
    last = offices.events()[-1]
    assert (last.actor, last.action, last.subject) == ("system", "sign-in-failed", "")
    assert last.detail == '{"origin":"host:desk-1"}'
    with offices.register.reading() as books:
        assert not [e for e in books.chain.events() if "tulip" in e.detail + e.subject + e.reason]
        kept = books.accounts.attempts_from(HERE, since="")
    assert all(len(each.name) == 5 for each in kept)


def test_an_origin_is_kept_as_one_plain_line(offices):
    fail(offices, origin="a\nb\x00\ud800" + "x" * 1_000)
    assert len(offices.events()[-1].detail) < 200


def test_a_weaker_hash_is_made_anew_at_the_next_sign_in(offices):
    weaker = PasswordHasher(time_cost=1, memory_cost=19_456, parallelism=1).hash(PASSWORDS["ada"])
    with offices.register.writing() as books:
        books.accounts.change_password("ada", weaker)
    assert offices.sign_in("ada")
    with offices.register.reading() as books:
        assert "m=65536,t=3,p=4" in books.accounts.account("ada").password
    assert offices.sign_in("ada")


def test_who_shows_a_token_that_no_longer_holds_is_put_down_once_a_minute(offices):
    ada = offices.entrance.who(offices.sign_in("ada"))
    token, text = offices.credentials.make_token(ada, label="nightly", scopes=[Scope.READ], days=1)
    assert offices.entrance.who(text).scopes == {Scope.READ}
    offices.credentials.revoke_token(ada, "ada", token.id)
    offices.clock.forward(minutes=2)
    for _ in range(3):
        with pytest.raises(Forbidden, match="'nightly' was revoked on 2026-11-20"):
            offices.entrance.who(text)
    assert offices.actions("ada")[-2:] == ["token-revoked", "refused"]
    offices.clock.forward(days=2)
    with pytest.raises(Forbidden, match="was revoked"):
        offices.entrance.who(text)


def test_a_token_ends_at_its_time(offices):
    ada = offices.entrance.who(offices.sign_in("ada"))
    _, text = offices.credentials.make_token(ada, label="nightly", scopes=[Scope.READ], days=1)
    offices.clock.forward(hours=23, minutes=59)
    assert offices.entrance.who(text).name == "ada"
    offices.clock.forward(minutes=1)
    with pytest.raises(Forbidden, match="ended on 2026-11-21"):
        offices.entrance.who(text)


def test_a_token_is_no_session(offices):
    ada = offices.entrance.who(offices.sign_in("ada"))
    _, text = offices.credentials.make_token(ada, label="nightly", scopes=[Scope.READ], days=1)
    with pytest.raises(Forbidden, match="not a session"):
        offices.entrance.sign_out(text)
