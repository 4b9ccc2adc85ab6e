"""Accounts: the first one, what admins do with the others, and what is refused to everybody else."""

import json
import threading
from dataclasses import replace

import pytest

from account_builders import HERE, PASSWORDS, Clock, Offices, new_user
from citewell.engine.auditing import verified
from citewell.errors import CitewellError, Conflict, Forbidden, InputError, NotFound
from citewell.model.accounts import Person, Role, Scope
from citewell.storage.register import Register


@pytest.fixture
def offices(register: Register) -> Offices:
    return Offices(register, Clock())


@pytest.fixture
def ada(offices: Offices) -> Person:
    """The first account, an admin's."""
    return offices.enrolled("ada", Role.ADMIN)


@pytest.fixture
def ben(offices: Offices, ada: Person) -> Person:
    return offices.enrolled("ben", Role.AUTHOR, by="ada")


def test_a_new_register_has_no_account_and_no_default_password(offices):
    assert offices.accounts.is_new()
    with pytest.raises(Forbidden, match="the name or the password is wrong"):
        offices.sign_in("admin", "admin")


def test_the_first_account_is_an_admins_and_needs_no_sign_in(offices):
    with pytest.raises(InputError, match="first account has to be an admin's"):
        offices.accounts.add(None, new_user("ada", Role.CHIEF_EDITOR), password=PASSWORDS["ada"])
    assert offices.accounts.is_new()
    offices.accounts.add(None, new_user("ada", Role.ADMIN), password=PASSWORDS["ada"])
    ada = offices.entrance.who(offices.sign_in("ada"))
    assert (ada.user.roles, ada.scopes) == ({Role.ADMIN, Role.READER}, frozenset(Scope))
    assert not offices.accounts.is_new()
    with pytest.raises(Forbidden, match="for admins"):
        offices.accounts.add(None, new_user("eve", Role.ADMIN), password=PASSWORDS["ben"])
    assert offices.actions() == ["user-added", "signed-in"]


def test_two_who_come_first_at_once_do_not_both_become_admins(offices):
    told = []

    def come(name: str) -> None:
        try:
            offices.accounts.add(None, new_user(name, Role.ADMIN), password=PASSWORDS[name])
        except Forbidden as error:
            told.append(error.message)

    threads = [threading.Thread(target=come, args=(name,)) for name in PASSWORDS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["add an account is for admins"] * (len(PASSWORDS) - 1)
    with offices.register.reading() as books:
        assert books.accounts.count() == 1


def test_roles_are_granted_and_taken_and_hold_at_once(offices, ada, ben):
    session = offices.sign_in("ben")
    offices.accounts.grant(ada, "ben", Role.REVIEWER)
    assert offices.entrance.who(session).user.roles == {Role.READER, Role.AUTHOR, Role.REVIEWER}
    offices.accounts.take(ada, "ben", Role.AUTHOR)
    assert offices.entrance.who(session).user.roles == {Role.READER, Role.REVIEWER}
    granted, taken = offices.events("ben")[-2:]
    assert (granted.actor, granted.action, json.loads(granted.detail)["role"]) == (
        "ada",
        "role-granted",
        "reviewer",
    )
    assert (taken.action, json.loads(taken.detail)["roles"]) == ("role-taken", ["reader", "reviewer"])


@pytest.mark.parametrize(
    "act",
    [
        lambda office, ben: office.add(ben, new_user("eve", Role.ADMIN), password="an honest long password"),
        lambda office, ben: office.grant(ben, "ben", Role.ADMIN),
        lambda office, ben: office.take(ben, "ada", Role.ADMIN),
        lambda office, ben: office.disable(ben, "ada"),
        lambda office, ben: office.enable(ben, "ada"),
        lambda office, ben: office.unlock(ben, "ben"),
        lambda office, ben: office.reset(ben, "ada", "an honest long password"),
    ],
)
def test_what_is_an_admins_is_refused_to_others_and_put_down(offices, ada, ben, act):
    before = offices.accounts.users(ada)
    with pytest.raises(Forbidden, match="for the role admin"):
        act(offices.accounts, ben)
    assert offices.accounts.users(ada) == before
    last = offices.events()[-1]
    assert (last.action, last.actor) == ("refused", "ben")
    assert "honest" not in last.detail + last.reason


def test_an_admin_by_a_narrow_token_is_refused_as_well(offices, ada, ben):
    narrow = replace(ada, scopes=frozenset({Scope.READ, Scope.REVIEW}))
    with pytest.raises(Forbidden, match="scope admin"):
        offices.accounts.grant(narrow, "ben", Role.REVIEWER)


def test_who_is_no_longer_an_admin_is_refused_though_they_were_when_they_came(offices, ada, ben):
    offices.accounts.grant(ada, "ben", Role.ADMIN)
    offices.accounts.take(ada, "ada", Role.ADMIN)
    with pytest.raises(Forbidden, match="for the role admin"):
        offices.accounts.grant(ada, "ada", Role.ADMIN)


@pytest.mark.parametrize(
    "act",
    [
        lambda office, ada: office.take(ada, "ada", Role.ADMIN),
        lambda office, ada: office.disable(ada, "ada"),
    ],
)
def test_the_last_admin_stays(offices, ada, ben, act):
    with pytest.raises(Conflict, match="last admin"):
        act(offices.accounts, ada)
    offices.accounts.grant(ada, "ben", Role.ADMIN)
    offices.accounts.disable(ada, "ben")
    with pytest.raises(Conflict, match="last admin"):
        act(offices.accounts, ada)
    offices.accounts.enable(ada, "ben")
    act(offices.accounts, ada)
    assert not offices.entrance.who(offices.sign_in("ben")).user.disabled


@pytest.mark.parametrize(
    ("act", "error", "told"),
    [
        (lambda to, ada: to.grant(ada, "nobody-here", Role.AUTHOR), NotFound, "no account 'nobody-here'"),
        (lambda to, ada: to.grant(ada, "'; drop table users; --", Role.AUTHOR), NotFound, "no account"),
        (lambda to, ada: to.disable(ada, "a\x00b"), NotFound, "no account"),
        (lambda to, ada: to.unlock(ada, "\ud800"), NotFound, "no account"),
        (lambda to, ada: to.profile(ada, "x" * 10_000), NotFound, "no account"),
        (lambda to, ada: to.grant(ada, "ada", Role.ADMIN), Conflict, "already"),
        (lambda to, ada: to.take(ada, "ben", Role.ADMIN), Conflict, "does not have"),
        (lambda to, ada: to.enable(ada, "ben"), Conflict, "not disabled"),
        (lambda to, ada: to.reset(ada, "ben", "short"), InputError, "at least 15"),
        (lambda to, ada: to.add(ada, new_user("ben"), password=PASSWORDS["cleo"]), Conflict, "already"),
        (lambda to, ada: to.add(ada, new_user("Ben"), password=PASSWORDS["cleo"]), InputError, "'Ben'"),
        (lambda to, ada: to.add(ada, new_user("eve")), InputError, "one of them"),
        (lambda to, ada: to.add(ada, new_user("eve"), identity=("https://x", "é")), InputError, "ASCII"),
        (lambda to, ada: to.add(ada, new_user("eve"), identity=("https://x", "s" * 256)), InputError, "255"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_and_nothing_changes(offices, ada, ben, act, error, told):
    before = offices.events()
    with pytest.raises(error, match=told):
        act(offices.accounts, ada)
    assert offices.events() == before


def test_a_disabled_account_lets_nobody_in_until_it_is_enabled(offices, ada, ben):
    session = offices.sign_in("ben")
    token, text = offices.credentials.make_token(ben, label="x", scopes=[Scope.READ], days=1)
    offices.accounts.disable(ada, "ben")
    for enter in (
        lambda: offices.entrance.who(session),
        lambda: offices.entrance.who(text),
        lambda: offices.sign_in("ben"),
        lambda: offices.accounts.grant(ben, "ben", Role.ADMIN),
    ):
        with pytest.raises(Forbidden):
            enter()
    offices.accounts.enable(ada, "ben")
    assert offices.entrance.who(offices.sign_in("ben")).name == "ben"
    with pytest.raises(Forbidden, match="was revoked"):
        offices.entrance.who(text)
    (disabled,) = (event for event in offices.events("ben") if event.action == "user-disabled")
    assert json.loads(disabled.detail) == {"sessions": 1, "tokens": [token.id]}


def test_a_reset_password_lets_in_and_the_lost_one_does_not(offices, ada, ben):
    session = offices.sign_in("ben")
    offices.accounts.reset(ada, "ben", "marble otter syrup lane")
    with pytest.raises(Forbidden, match="not signed in"):
        offices.entrance.who(session)
    with pytest.raises(Forbidden, match="wrong"):
        offices.sign_in("ben")
    assert offices.entrance.who(offices.sign_in("ben", "marble otter syrup lane")).name == "ben"


def test_an_account_may_be_known_by_an_identity_elsewhere(offices, ada):
    issuer = "https://id.example.org"
    offices.accounts.add(ada, new_user("cleo", Role.REVIEWER), identity=(issuer, "248289761001"))
    session = offices.entrance.sign_in_as(issuer, "248289761001", origin=HERE)
    assert offices.entrance.who(session).name == "cleo"
    with pytest.raises(Forbidden, match="the name or the password is wrong"):
        offices.sign_in("cleo")
    with pytest.raises(Conflict, match="for this identity already"):
        offices.accounts.add(ada, new_user("eve"), identity=(issuer, "248289761001"))
    for other in ((issuer, "1"), ("https://evil.example.org", "248289761001"), ("", "")):
        with pytest.raises(Forbidden, match="no account here"):
            offices.entrance.sign_in_as(*other, origin=HERE)
    with pytest.raises(Conflict, match="has no password"):
        offices.accounts.reset(ada, "cleo", PASSWORDS["cleo"])


def test_people_see_their_own_account_and_admins_everybodys(offices, ada, ben):
    assert offices.accounts.profile(ben, "ben").user.roles == {Role.READER, Role.AUTHOR}
    assert offices.accounts.profile(ada, "ben").user.name == "ben"
    with pytest.raises(Forbidden, match="somebody else"):
        offices.accounts.profile(ben, "ada")
    assert [user.name for user in offices.accounts.users(ben)] == ["ada", "ben"]


def test_all_of_it_stands_in_an_unbroken_chain_without_a_secret(offices, ada, ben):
    offices.credentials.change_password(ben, PASSWORDS["ben"], PASSWORDS["cleo"], origin=HERE)
    offices.credentials.make_key(ben, PASSWORDS["cleo"], origin=HERE)
    sign = offices.credentials.signer(ben, PASSWORDS["cleo"], origin=HERE)
    assert len(sign(b"x")) == 128
    offices.accounts.reset(ada, "ben", "marble otter syrup lane")
    offices.accounts.add(ada, new_user("cleo", Role.AUTHOR), identity=("https://id.example.org", "1"))
    offices.accounts.grant(ada, "cleo", Role.ADMIN)
    offices.accounts.take(ada, "cleo", Role.AUTHOR)
    offices.credentials.make_token(ada, label="a", scopes=[Scope.READ], days=1)
    token, _ = offices.credentials.make_token(ada, label="b", scopes=[Scope.READ], days=1)
    offices.credentials.revoke_token(ada, "ada", token.id)
    offices.accounts.disable(ada, "ben")
    assert verified(offices.register) == ()
    with offices.register.reading() as books:
        hashes = [books.accounts.account(name).password for name in ("ada", "ben")]
    told = "".join(event.detail + event.reason + event.subject for event in offices.events())
    assert not [secret for secret in (*PASSWORDS.values(), *hashes) if secret in told]


def test_every_refusal_is_one_of_ours(offices, ada, ben):
    for name in ("", "a" * 1_000, "\x00", "' or ''='", "ben\n", "../ben"):
        for act in (offices.accounts.disable, offices.accounts.unlock, offices.accounts.profile):
            with pytest.raises(CitewellError):
                act(ada, name)


@pytest.mark.parametrize(
    "read",
    [
        lambda offices, who: offices.accounts.profile(who, "ada"),
        lambda offices, who: offices.credentials.tokens(who, "ada"),
    ],
    ids=["profile", "tokens"],
)
def test_what_only_admins_see_is_asked_of_the_roles_of_now(offices, ada, ben, read):
    offices.accounts.grant(ada, "ben", Role.ADMIN)
    admin = offices.entrance.who(offices.sign_in("ben"))
    read(offices, admin)
    offices.accounts.take(ada, "ben", Role.ADMIN)
    with pytest.raises(Forbidden, match="for the role admin"):
        read(offices, admin)


def test_who_was_disabled_makes_no_key_though_they_came_before(offices, ada):
    user = new_user("cleo", Role.READER, Role.REVIEWER)
    offices.accounts.add(ada, user, identity=("https://issuer.example", "cleo"))
    came = Person(user=user, scopes=frozenset(Scope))
    offices.accounts.disable(ada, "cleo")
    with pytest.raises(Forbidden, match="disabled"):
        offices.credentials.make_key(came, PASSWORDS["cleo"], origin=HERE)
    with pytest.raises(Forbidden, match="disabled"):
        offices.accounts.users(came)
