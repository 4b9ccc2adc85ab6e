"""People's own passwords, tokens and signing keys, and that no secret is kept anywhere."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Connection, create_engine, text

from account_builders import HERE, PASSWORDS, Clock, Offices
from citewell.accounts.signing import verifies
from citewell.editorial.audit import KEY_REGISTERED, KEY_REVOKED
from citewell.errors import Conflict, Forbidden, InputError, NotFound
from citewell.model.accounts import Person, Role, Scope
from citewell.storage.register import Register
from citewell.storage.tables import metadata

NEW = "marble otter syrup lane"


@pytest.fixture
def offices(register: Register) -> Offices:
    return Offices(register, Clock())


@pytest.fixture
def ada(offices: Offices) -> Person:
    return offices.enrolled("ada", Role.ADMIN)


@pytest.fixture
def ben(offices: Offices) -> Person:
    """A reviewer who chose their own password."""
    return offices.enrolled("ben", Role.REVIEWER)


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """The database itself, as somebody reads it who does not ask us."""
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_a_changed_password_ends_the_other_sessions_and_keeps_the_key(offices, ben):
    key = offices.credentials.make_key(ben, PASSWORDS["ben"], origin=HERE)
    mine, other = offices.sign_in("ben"), offices.sign_in("ben")
    session = mine.split("_")[1]
    offices.credentials.change_password(ben, PASSWORDS["ben"], NEW, origin=HERE, session=session)
    assert offices.entrance.who(mine).name == "ben"
    with pytest.raises(Forbidden, match="not signed in"):
        offices.entrance.who(other)
    with pytest.raises(Forbidden, match="wrong"):
        offices.sign_in("ben")
    assert offices.sign_in("ben", NEW)
    sign = offices.credentials.signer(ben, NEW, origin=HERE)
    assert verifies(key.public, b"approve", sign(b"approve"))
    with pytest.raises(Forbidden, match="cannot be opened"):
        offices.credentials.signer(ben, PASSWORDS["ben"], origin=HERE)


def test_to_change_a_password_takes_the_old_one_and_a_good_new_one(offices, ben):
    change = offices.credentials.change_password
    with pytest.raises(Forbidden, match="wrong"):
        change(ben, "not the password at all", NEW, origin=HERE)
    with pytest.raises(InputError, match="at least 15"):
        change(ben, PASSWORDS["ben"], "short", origin=HERE)
    with pytest.raises(Forbidden, match="scope admin"):
        change(replace(ben, scopes=frozenset({Scope.REVIEW})), PASSWORDS["ben"], NEW, origin=HERE)
    assert offices.sign_in("ben")


def test_guesses_at_the_old_password_and_the_key_are_counted(offices, ben):
    offices.credentials.make_key(ben, PASSWORDS["ben"], origin=HERE)
    for _ in range(4):
        with pytest.raises(Forbidden, match="wrong"):
            offices.credentials.change_password(ben, "not the password at all", NEW, origin=HERE)
    with pytest.raises(Forbidden, match="cannot be opened"):
        offices.credentials.signer(ben, "not the password at all", origin=HERE)
    with pytest.raises(Forbidden, match="locked"):
        offices.credentials.signer(ben, PASSWORDS["ben"], origin=HERE)
    with pytest.raises(Forbidden, match="locked"):
        offices.sign_in("ben")


def test_two_changes_of_a_password_at_once_do_not_both_succeed(offices, ben):
    told = []

    def change(new: str) -> None:
        try:
            offices.credentials.change_password(ben, PASSWORDS["ben"], new, origin=HERE)
            told.append(new)
        except (Conflict, Forbidden):
            pass

    threads = [threading.Thread(target=change, args=(f"{NEW} {n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert offices.sign_in("ben", told[0])


def test_a_signing_key_is_registered_in_the_chain_and_replaced_by_the_next(offices, ben):
    first = offices.credentials.make_key(ben, PASSWORDS["ben"], origin=HERE)
    second = offices.credentials.make_key(ben, PASSWORDS["ben"], origin=HERE)
    with offices.register.reading() as books:
        kept = books.accounts.keys("ben")
    assert [(key.public, bool(key.revoked)) for key in kept] == [(first.public, True), (second.public, False)]
    events = [e for e in offices.events("ben") if e.action in {KEY_REGISTERED, KEY_REVOKED}]
    assert [(e.action, json.loads(e.detail)["public"]) for e in events] == [
        (KEY_REGISTERED, first.public),
        (KEY_REVOKED, first.public),
        (KEY_REGISTERED, second.public),
    ]
    sign = offices.credentials.signer(ben, PASSWORDS["ben"], origin=HERE)
    assert verifies(second.public, b"x", sign(b"x"))


def test_a_revoked_key_signs_no_more_and_its_private_half_is_gone(offices, ada, ben, database_url):
    offices.credentials.make_key(ben, PASSWORDS["ben"], origin=HERE)
    assert offices.credentials.revoke_key(ada, "ben").user == "ben"
    with pytest.raises(Forbidden, match="you need a signing key"):
        offices.credentials.signer(ben, PASSWORDS["ben"], origin=HERE)
    with pytest.raises(NotFound, match="has no signing key"):
        offices.credentials.revoke_key(ben, "ben")
    with pytest.raises(Forbidden, match="somebody else"):
        offices.credentials.revoke_key(ben, "ada")
    with connected(database_url) as connection:
        assert connection.execute(text("select sealed from keys")).scalars().all() == [""]


def test_no_key_is_sealed_under_a_password_that_an_admin_chose(offices, ada, ben):
    offices.credentials.make_key(ben, PASSWORDS["ben"], origin=HERE)
    offices.accounts.reset(ada, "ben", NEW)
    with pytest.raises(Forbidden, match="you need a signing key"):
        offices.credentials.signer(ben, NEW, origin=HERE)
    with pytest.raises(Forbidden, match="chosen by somebody else"):
        offices.credentials.make_key(ben, NEW, origin=HERE)
    offices.credentials.change_password(ben, NEW, "willow hinge quartz bee", origin=HERE)
    assert offices.credentials.make_key(ben, "willow hinge quartz bee", origin=HERE)


def test_a_sealed_key_moved_to_another_account_does_not_open(offices, ada, ben, database_url):
    offices.credentials.make_key(ben, PASSWORDS["ben"], origin=HERE)
    with connected(database_url) as connection:
        connection.execute(text("""update keys set "user" = 'ada'"""))
    with pytest.raises(Forbidden, match="cannot be opened"):
        offices.credentials.signer(ada, PASSWORDS["ben"], origin=HERE)


def test_who_signs_in_elsewhere_chooses_what_their_key_is_sealed_under(offices, ada):
    from account_builders import new_user

    identity = ("https://id.example.org", "1")
    offices.accounts.add(ada, new_user("cleo", Role.REVIEWER), identity=identity)
    cleo = offices.entrance.who(offices.entrance.sign_in_as(*identity, origin=HERE))
    with pytest.raises(InputError, match="at least 15"):
        offices.credentials.make_key(cleo, "short", origin=HERE)
    offices.credentials.make_key(cleo, NEW, origin=HERE)
    assert offices.credentials.signer(cleo, NEW, origin=HERE)(b"x")
    with pytest.raises(Conflict, match="has no password"):
        offices.credentials.change_password(cleo, NEW, PASSWORDS["cleo"], origin=HERE)


def test_tokens_are_made_listed_and_revoked(offices, ada, ben):
    token, secret = offices.credentials.make_token(
        ben, label="ci", scopes=[Scope.READ, Scope.REVIEW], days=30
    )
    assert offices.entrance.who(secret).scopes == {Scope.READ, Scope.REVIEW}
    assert [each.label for each in offices.credentials.tokens(ben, "ben")] == ["ci"]
    assert [each.id for each in offices.credentials.tokens(ada, "ben")] == [token.id]
    assert offices.credentials.revoke_token(ada, "ben", token.id).revoked
    with pytest.raises(Forbidden, match="'ci' was revoked"):
        offices.entrance.who(secret)
    with pytest.raises(Conflict, match="revoked already"):
        offices.credentials.revoke_token(ben, "ben", token.id)


@pytest.mark.parametrize("name", ["", "0" * 16, "'; drop table tokens; --", "\x00", "\ud800"])
def test_a_token_that_is_not_there_is_told(offices, ben, name):
    with pytest.raises(NotFound, match="ben has no token"):
        offices.credentials.revoke_token(ben, "ben", name)


def test_the_tokens_of_others_are_an_admins(offices, ada, ben):
    token, _ = offices.credentials.make_token(ada, label="ci", scopes=[Scope.READ], days=30)
    for act in (
        lambda: offices.credentials.tokens(ben, "ada"),
        lambda: offices.credentials.revoke_token(ben, "ada", token.id),
        # A token's id in somebody else's list is of no use.
        lambda: offices.credentials.revoke_token(
            replace(ben, scopes=frozenset({Scope.READ})), "ben", token.id
        ),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(NotFound):
        offices.credentials.revoke_token(ben, "ben", token.id)


def test_a_token_makes_no_wider_token(offices, ada):
    _, secret = offices.credentials.make_token(ada, label="x", scopes=[Scope.ADMIN, Scope.READ], days=1)
    program = offices.entrance.who(secret)
    with pytest.raises(Forbidden, match="lacks the scope review"):
        offices.credentials.make_token(program, label="y", scopes=[Scope.REVIEW], days=1)
    reader = replace(ada, scopes=frozenset({Scope.READ}))
    with pytest.raises(Forbidden, match="needs a credential with the scope admin"):
        offices.credentials.make_token(reader, label="y", scopes=[Scope.READ], days=1)
    assert offices.actions("ada")[-2:] == ["refused", "refused"]


def test_no_secret_stands_in_any_table(offices, ada, ben, database_url):
    offices.credentials.make_key(ben, PASSWORDS["ben"], origin=HERE)
    session = offices.sign_in("ben")
    _, token = offices.credentials.make_token(ben, label="ci", scopes=[Scope.READ], days=30)
    with pytest.raises(Forbidden):
        offices.sign_in("ben", "mistyped but still near")
    with pytest.raises(Forbidden):
        offices.sign_in(PASSWORDS["ada"], "x")
    with connected(database_url) as connection:
        told = "".join(str(connection.execute(table.select()).all()) for table in metadata.sorted_tables)
    secrets = (*PASSWORDS.values(), "mistyped", *(text.split("_")[2] for text in (session, token)))
    assert not [secret for secret in secrets if secret in told or secret[:64] in told]


def test_no_secret_stands_in_the_file(tmp_path):
    register = Register.open(f"sqlite:///{tmp_path / 'register.db'}")
    offices = Offices(register, Clock())
    ben = offices.enrolled("ben", Role.ADMIN)
    offices.credentials.make_key(ben, PASSWORDS["ben"], origin=HERE)
    session = offices.sign_in("ben")
    _, token = offices.credentials.make_token(ben, label="ci", scopes=[Scope.READ], days=30)
    register.close()
    written = b"".join(path.read_bytes() for path in sorted(tmp_path.iterdir()))
    assert b"argon2id" in written
    for secret in (PASSWORDS["ben"], session.split("_")[2][:64], token.split("_")[2][:64]):
        assert secret.encode() not in written
        assert secret.encode("utf-16-le") not in written
