"""Accounts in the browser: one's own, and what admins do with everybody's."""

from collections.abc import Iterator

import pytest

from account_builders import PASSWORDS
from citewell.config import Settings
from citewell.model.accounts import Role
from desk_site import Server, form_to, forms_of, server_on, text_of

NEW = "ladder pickle violet thorn"
SESSION = "citewell-session"


@pytest.fixture
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("users")
    with server_on(settings, f"sqlite:///{folder}/register.db", folder) as opened:
        yield opened


def roles_of(server: Server, name: str) -> frozenset[Role]:
    return server.offices.accounts.profile(server.person("grace"), name).user.roles


def test_an_admin_adds_somebody_who_signs_in_and_is_told_to_choose_a_password(server: Server) -> None:
    grace, zoe = server.browser("grace"), server.visitor()
    added = grace.sends("/users", "/users", name="zoe", display="Zoe, ward 3", password=NEW, roles="reviewer")
    assert added.headers["location"] == "/users/zoe?done=add"
    assert roles_of(server, "zoe") == {Role.READER, Role.REVIEWER}
    assert zoe.signs_in("zoe", NEW).status_code == 303
    assert "Choose a password of your own" in zoe.get("/account").text
    refused = zoe.sends("/account", "/account/key", password=NEW)
    assert refused.status_code == 403
    assert "chosen by somebody else" in refused.text
    own = "harvest tunnel cedar mint"
    assert zoe.sends("/account", "/account/password", old=NEW, new=own, again=own).status_code == 303
    assert "Choose a password of your own" not in zoe.get("/account").text
    assert zoe.sends("/account", "/account/key", password=own).status_code == 303
    assert "In force since" in zoe.get("/account").text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": "Zoe"}, "cannot be an account"),
        ({"name": "ben"}, "there is an account ben already"),
        ({"password": "short"}, "at least 15 characters"),
        ({"name": "<b>zoe</b>"}, "cannot be an account"),
    ],
)
def test_what_cannot_be_taken_comes_back_to_the_form_without_the_password(
    server: Server, typed: dict[str, str], told: str
) -> None:
    whole = {"name": "zoe", "display": "Zoe", "password": NEW} | typed
    refused = server.browser("grace").sends("/users", "/users", **whole)
    assert refused.status_code in {409, 422}
    assert told in refused.text
    assert whole["password"] not in refused.text
    assert form_to(refused.text, "/users").fields["name"] == whole["name"]
    assert "<b>zoe" not in refused.text


def test_roles_are_granted_and_taken_and_hold_at_once(server: Server) -> None:
    grace, eve = server.browser("grace"), server.browser("eve")
    assert eve.get("/review/new").status_code == 403
    grace.sends("/users/eve", "/users/eve/grant", role="author")
    assert eve.get("/review/new").status_code == 200
    grace.sends("/users/eve", "/users/eve/take", role="author")
    assert eve.get("/review/new").status_code == 403


def test_the_last_admin_stays_one(server: Server) -> None:
    refused = server.browser("grace").sends("/users/grace", "/users/grace/take", role="admin")
    assert refused.status_code == 409
    assert "the last admin" in refused.text
    assert Role.ADMIN in roles_of(server, "grace")


def test_whoever_is_disabled_is_out_at_once_and_may_come_back(server: Server) -> None:
    grace, ben = server.browser("grace"), server.browser("ben")
    grace.sends("/users/ben", "/users/ben/disable")
    assert ben.get("/account").status_code == 303
    assert server.visitor().signs_in("ben").status_code == 403
    grace.sends("/users/ben", "/users/ben/enable")
    assert server.visitor().signs_in("ben").status_code == 303


def test_a_lost_password_is_set_anew_and_every_session_ends(server: Server) -> None:
    grace, ben = server.browser("grace"), server.browser("ben")
    grace.sends("/users/ben", "/users/ben/reset", password=NEW)
    assert ben.get("/account").status_code == 303
    assert server.visitor().signs_in("ben", NEW).status_code == 303


def test_who_is_locked_out_is_told_until_when_and_unlocked_by_an_admin(server: Server) -> None:
    visitor = server.visitor()
    for _ in range(5):
        assert visitor.signs_in("ben", "wrong again and again").status_code == 403
    assert "locked until" in visitor.signs_in("ben").text
    server.browser("grace").sends("/users/ben", "/users/ben/unlock")
    assert visitor.signs_in("ben").status_code == 303


def test_only_admins_see_others_accounts_and_forms(server: Server) -> None:
    ben = server.browser("ben")
    listed = ben.get("/users")
    assert "Ada" in listed.text
    assert {form.action for form in forms_of(listed.text) if form.method == "post"} == {"/audience"}
    assert ben.get("/users/ada").status_code == 403
    assert ben.get("/users/ben").status_code == 200


def test_a_changed_password_ends_every_other_session_and_makes_this_one_anew(server: Server) -> None:
    here, there = server.visitor(), server.visitor()
    here.signs_in("ben")
    there.signs_in("ben")
    before = here.session
    typed = {"old": PASSWORDS["ben"], "new": NEW, "again": NEW}
    assert here.sends("/account", "/account/password", **typed).status_code == 303
    assert here.session != before
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    stolen = server.visitor()
    stolen.client.cookies.set(SESSION, before)
    assert stolen.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"old": "wrong", "new": NEW, "again": NEW}, 403),
        ({"old": PASSWORDS["ben"], "new": NEW, "again": "another"}, 422),
        ({"old": PASSWORDS["ben"], "new": "short", "again": "short"}, 422),
    ],
)
def test_a_password_that_cannot_be_changed_stays(server: Server, typed: dict[str, str], status: int) -> None:
    ben = server.browser("ben")
    refused = ben.sends("/account", "/account/password", **typed)
    assert refused.status_code == status
    assert not [secret for secret in typed.values() if f'value="{secret}"' in refused.text]
    assert server.visitor().signs_in("ben").status_code == 303


def test_a_token_is_shown_once_and_lets_a_program_in_until_it_is_revoked(server: Server) -> None:
    ben = server.browser("ben")
    made = ben.sends("/account", "/account/tokens", label="nightly", days="30", scopes="read")
    assert made.status_code == 200
    assert made.headers["cache-control"] == "private, no-store"
    secret = text_of(made.text.partition("data-secret")[2].partition(">")[2].partition("<")[0]).strip()
    assert secret not in ben.get("/account").text
    program = {"authorization": f"Bearer {secret}"}
    client = server.visitor().client
    assert client.get("/api/v1/me", headers=program).json()["name"] == "ben"
    revoke = next(form.action for form in forms_of(ben.get("/account").text) if "/revoke" in form.action)
    assert ben.sends("/account", revoke).status_code == 303
    assert client.get("/api/v1/me", headers=program).status_code == 401


@pytest.mark.parametrize(
    "typed",
    [{"days": "many"}, {"days": "0"}, {"days": "99999999999"}, {"label": ""}, {"scopes": "everything"}],
)
def test_a_token_that_cannot_be_made_comes_back_to_the_form(server: Server, typed: dict[str, str]) -> None:
    whole = {"label": "nightly", "days": "30", "scopes": "read"} | typed
    refused = server.browser("ben").sends("/account", "/account/tokens", **whole)
    assert refused.status_code == 422
    assert "data-secret" not in refused.text
    assert form_to(refused.text, "/account/tokens").fields["days"] == whole["days"]


def test_one_ends_ones_sessions_elsewhere(server: Server) -> None:
    here, there = server.visitor(), server.visitor()
    here.signs_in("ben")
    there.signs_in("ben")
    assert here.sends("/account", "/account/sessions/end").status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303


def test_nobody_ends_anothers_interest_or_token(server: Server) -> None:
    ben, cleo = server.browser("ben"), server.browser("cleo")
    ben.sends("/account", "/account/interests", topic="wrist", statement="Paid.")
    csrf = form_to(cleo.get("/account").text, "/sign-out").fields["csrf"]
    ended = cleo.client.post("/account/interests/1/end", data={"csrf": csrf, "reason": "No."})
    assert ended.status_code == 403
    made = ben.sends("/account", "/account/tokens", label="mine", days="30", scopes="read")
    revoke = next(form.action for form in forms_of(made.text) if "/revoke" in form.action)
    assert cleo.client.post(revoke, data={"csrf": csrf}).status_code == 404
