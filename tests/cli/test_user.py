"""`citewell user`, as it is typed."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from account_builders import PASSWORDS, Offices
from citewell.cli.identity import now
from citewell.model.accounts import Role
from citewell.storage.register import Register

GOOD, WRONG = "an honest long word", "wrong wrong wrong wrong"
Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(run, tmp_path: Path) -> Typed:
    """Type a command on a register of the test's own; `lines` come on stdin."""

    def command(*words: str, lines: tuple[str, ...] = (), **env: str) -> tuple[int, str, str]:
        own = {
            "CITEWELL_HOME": str(tmp_path / "home"),
            "CITEWELL_SESSION": str(tmp_path / "state" / "session"),
        }
        stdin = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
        done = run("user", *words, stdin=stdin, env={**own, **env})
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return command


@pytest.fixture
def ada(typed: Typed, tmp_path: Path) -> Typed:
    """A register with an admin, ada, signed in."""
    offices = Offices(register_in(tmp_path), now)
    offices.enrolled("ada", Role.ADMIN)
    kept = tmp_path / "state" / "session"
    kept.parent.mkdir(mode=0o700)
    kept.touch(mode=0o600)
    kept.write_text(offices.sign_in("ada"))
    offices.register.close()
    return typed


def register_in(folder: Path) -> Register:
    return Register.open(f"sqlite:///{folder / 'home' / 'editorial' / 'register.db'}")


def accounts_in(folder: Path) -> tuple[object, ...]:
    """What there is of accounts, whatever was written about refusals."""
    register = register_in(folder)
    with register.reading() as books:
        users = books.accounts.users()
        there = (users, [(books.accounts.tokens(u.name), books.accounts.keys(u.name)) for u in users])
    register.close()
    return there


def add_ben(typed: Typed, *options: str) -> None:
    told = typed("add", "ben", *options, "--password-stdin", lines=(PASSWORDS["ben"],))
    assert told[0] == 0, told


def test_the_first_account_signs_in_and_adds_others(typed):
    first = typed("add", "ada", "--role", "admin", "--password-stdin", lines=(PASSWORDS["ada"],))
    assert first == (0, "added ada: reader, admin\n", "sign in: citewell user login ada\n")
    assert typed("whoami")[::2] == (
        5,
        "citewell: you are not signed in\n  sign in: citewell user login NAME\n",
    )
    status, told, messages = typed("login", "ada", "--password-stdin", lines=(PASSWORDS["ada"],))
    assert (status, told, messages) == (0, "signed in as ada: reader, admin\n", "")
    second = typed(
        "add",
        "ben",
        "--display",
        "Ben Okri",
        "--role",
        "reviewer",
        "--password-stdin",
        lines=(PASSWORDS["ben"],),
    )
    assert second == (0, "added ben (Ben Okri): reader, reviewer\n", "")
    assert typed("list")[1] == "ada: reader, admin\nben (Ben Okri): reader, reviewer\n"
    assert typed("whoami")[1] == "ada: reader, admin; scopes: read, author, review, admin\n"
    assert typed("logout") == (0, "signed out\n", "")
    assert typed("whoami")[0] == 5


def test_it_is_the_same_on_either_database(typed, database_url):
    here = {"CITEWELL_DATABASE": database_url}
    words = ("add", "ada", "--role", "admin", "--password-stdin")
    assert typed(*words, lines=(PASSWORDS["ada"],), **here)[0] == 0
    assert typed("login", "ada", "--password-stdin", lines=(PASSWORDS["ada"],), **here)[0] == 0
    assert typed("key", "make", "--password-stdin", lines=(PASSWORDS["ada"],), **here)[0] == 0
    assert "in force" in typed("show", **here)[1]
    assert typed("role", "ada", "--take", "admin", **here)[0] == 4


def test_only_the_first_account_needs_nobody_signed_in(ada):
    assert ada("logout")[0] == 0
    told = ada("add", "eve", "--role", "admin", "--password-stdin", lines=(GOOD,))
    assert told == (5, "", "citewell: you are not signed in\n  sign in: citewell user login NAME\n")


def test_the_session_is_kept_where_nobody_else_reads(ada, tmp_path):
    kept = tmp_path / "state" / "session"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    kept.chmod(0o644)
    status, _, told = ada("whoami")
    assert status == 2
    assert told.splitlines()[0].endswith("can be read by others: it is a secret")
    kept.chmod(0o600)
    kept.write_bytes(b"\xff\x00 not a session")
    assert ada("whoami")[0] == 5


def test_signing_in_again_ends_the_session_before(ada, tmp_path):
    kept = tmp_path / "state" / "session"
    before = kept.read_text()
    assert ada("login", "ada", "--password-stdin", lines=(PASSWORDS["ada"],))[0] == 0
    assert kept.read_text() != before
    kept.write_text(before)
    assert ada("whoami")[0] == 5


def test_the_register_and_the_session_hold_no_password(ada, tmp_path):
    add_ben(ada)
    ada("key", "make", "--password-stdin", lines=(PASSWORDS["ada"],))
    secret = (tmp_path / "state" / "session").read_text().split("_")[2][:64]
    written = b"".join(p.read_bytes() for p in sorted((tmp_path / "home").rglob("*")) if p.is_file())
    assert b"argon2id" in written
    assert not [p for p in PASSWORDS.values() if p.encode() in written]
    assert secret.encode() not in written


def test_a_token_stands_for_its_owner_until_it_is_revoked(ada):
    status, secret, told = ada("token", "make", "nightly", "--scope", "read", "--days", "30")
    assert status == 0
    assert "'nightly': read; until" in told
    assert "not shown again" in told
    assert ada("logout")[0] == 0
    by_token = {"CITEWELL_TOKEN": secret.strip()}
    assert ada("whoami", **by_token)[1] == "ada (Ada): reader, admin; scopes: read\n"
    refused = ada("add", "eve", "--password-stdin", lines=(GOOD,), **by_token)
    assert refused[0] == 5
    assert "scope admin" in refused[2]
    spoilt = ada("whoami", CITEWELL_TOKEN=secret.strip()[:-1])
    assert spoilt[0] == 5
    assert secret.strip()[20:40] not in spoilt[2]
    assert ada("login", "ada", "--password-stdin", lines=(PASSWORDS["ada"],))[0] == 0
    (record,) = json.loads(ada("token", "list", "--format", "json")[1])
    assert (record["label"], record["scopes"], record["revoked"]) == ("nightly", ["read"], "")
    assert "revoked" in ada("token", "revoke", record["id"])[1]
    status, _, told = ada("whoami", **by_token)
    assert (status, "'nightly' was revoked" in told) == (5, True)


def test_a_password_is_changed_by_its_owner_and_reset_by_an_admin(ada):
    add_ben(ada, "--role", "reviewer")
    assert ada("login", "ben", "--password-stdin", lines=(PASSWORDS["ben"],))[0] == 0
    refused = ada("key", "make", "--password-stdin", lines=(PASSWORDS["ben"],))
    assert (refused[0], "chosen by somebody else" in refused[2]) == (5, True)
    new = "marble otter syrup lane"
    changed = ada("password", "--password-stdin", lines=(PASSWORDS["ben"], new))
    assert changed == (0, "your password was changed\n", "")
    assert ada("whoami")[0] == 0
    assert ada("key", "make", "--password-stdin", lines=(new,))[0] == 0
    assert ada("password", "ada", "--password-stdin", lines=(new,))[0] == 5
    assert ada("login", "ada", "--password-stdin", lines=(PASSWORDS["ada"],))[0] == 0
    assert ada("password", "ben", "--password-stdin", lines=(PASSWORDS["cleo"],))[0] == 0
    assert ada("login", "ben", "--password-stdin", lines=(new,))[0] == 5
    shown = ada("show", "ben")[1].splitlines()
    assert shown[0] == "ben: reader, reviewer"
    assert shown[2].startswith("  signing key ")
    assert "revoked" in shown[2]


def test_roles_are_granted_and_taken_accounts_disabled_and_enabled(ada):
    add_ben(ada)
    assert ada("role", "ben", "--grant", "chief-editor")[1] == "ben: reader, chief-editor\n"
    assert ada("role", "ben", "--take", "chief-editor")[1] == "ben: reader\n"
    assert ada("disable", "ben")[1] == "ben: reader, disabled\n"
    refused = ada("login", "ben", "--password-stdin", lines=(PASSWORDS["ben"],))
    assert refused == (5, "", "citewell: the account ben is disabled\n  ask an admin\n")
    assert ada("enable", "ben")[1] == "ben: reader\n"
    # Whoever failed to sign in is still who they were.
    assert ada("whoami")[1].startswith("ada")


def test_a_locked_account_is_told_and_unlocked(ada):
    add_ben(ada)
    for _ in range(5):
        wrong = ada("login", "ben", "--password-stdin", lines=(WRONG,))
        assert wrong == (5, "", "citewell: the name or the password is wrong\n")
    locked = ada("login", "ben", "--password-stdin", lines=(PASSWORDS["ben"],))
    assert (locked[0], "is locked until" in locked[2]) == (5, True)
    assert ada("unlock", "ben") == (0, "ben may try again\n", "")
    assert ada("login", "ben", "--password-stdin", lines=(PASSWORDS["ben"],))[0] == 0


@pytest.mark.parametrize(
    ("words", "lines", "status", "told"),
    [
        (("add", "Ben", "--password-stdin"), (GOOD,), 2, "'Ben' cannot be an account's name"),
        (("add", "system", "--password-stdin"), (GOOD,), 2, "the name system is reserved"),
        (("add", "ben", "--password-stdin"), (), 2, "no password came on stdin"),
        (("add", "ben", "--password-stdin"), ("",), 2, "no password came on stdin"),
        (("add", "ben", "--password-stdin"), ("short",), 2, "at least 15 characters"),
        (("add", "ben", "--password-stdin"), ("x" * 5_000,), 2, "too long"),
        (("add", "ben", "--password-stdin"), ("not \udcff utf-8 at all",), 2, "not in UTF-8"),
        (("add", "ben", "--display", "a\nb", "--password-stdin"), (GOOD,), 2, "one line"),
        (("add", "ben"), (), 2, "no terminal to ask for a password at"),
        (("add", "ben", "--role", "boss"), (), 2, "'boss' is not one of"),
        (("add", "ben", "--identity", "1"), (), 2, "needs the issuer"),
        (("add", "ada", "--password-stdin"), (GOOD,), 4, "there is an account ada already"),
        (("role", "ada"), (), 2, "name one role"),
        (("role", "ada", "--grant", "author", "--take", "author"), (), 2, "name one role"),
        (("role", "ada", "--take", "admin"), (), 4, "this is the last admin"),
        (("role", "<b>", "--grant", "author"), (), 3, "there is no account '<b>'"),
        (("disable", "ada"), (), 4, "this is the last admin"),
        (("show", "'; drop table users; --"), (), 3, "there is no account"),
        (("token", "make", "x", "--scope", "read", "--days", "9999"), (), 2, "1 to 365 days"),
        (("token", "make", "\x1b[31m", "--scope", "read"), (), 2, "label is one line"),
        (("token", "revoke", "'; --"), (), 3, "ada has no token"),
        (("token", "make", "x"), (), 2, "Missing option '--scope'"),
        (("key", "revoke"), (), 3, "ada has no signing key"),
        (("login", "nobody-here", "--password-stdin"), (GOOD,), 5, "the password is wrong"),
        (("login", "\x01", "--password-stdin"), (GOOD,), 5, "name or the password is wrong"),
        (("password", "--password-stdin"), (WRONG, "marble otter syrup lane"), 5, "wrong"),
    ],
)  # fmt: skip
def test_bad_input_is_told_on_one_line_and_changes_nothing(ada, tmp_path, words, lines, status, told):
    before = accounts_in(tmp_path)
    left, printed, messages = ada(*words, lines=lines)
    assert (left, printed) == (status, "")
    assert told in messages.splitlines()[0]
    assert not [line for line in lines if len(line) > 5 and line in messages]
    assert accounts_in(tmp_path) == before


def test_a_database_that_is_none_is_told(typed):
    for url, status in (("mysql://x/y", 2), ("nonsense", 2)):
        assert typed("list", CITEWELL_DATABASE=url)[0] == status
    assert "pw" not in typed("list", CITEWELL_DATABASE="postgresql://u:pw@127.0.0.1:1/none")[2]


def test_without_its_packages_the_remedy_is_told(run, tmp_path):
    missing = tmp_path / "missing"
    (missing / "sqlalchemy").mkdir(parents=True)
    (missing / "sqlalchemy" / "__init__.py").write_text("raise ModuleNotFoundError(name='sqlalchemy')\n")
    path = os.pathsep.join(
        (str(missing), os.environ.get("PYTHONPATH", ""), str(Path(__file__).parents[2] / "src"))
    )
    done = run("user", "list", env={"CITEWELL_HOME": str(tmp_path), "PYTHONPATH": path})
    assert done.returncode == 2
    assert "pip install 'citewell[review]'" in done.stderr.decode()


def test_the_list_of_commands_imports_no_database(run):
    done = run("user", "--help", env={"PYTHONPROFILEIMPORTTIME": "1"})
    imported = done.stderr.decode()
    assert done.returncode == 0
    assert not [
        name for name in ("sqlalchemy", "argon2", "cryptography", "authlib", "httpx") if name in imported
    ]
