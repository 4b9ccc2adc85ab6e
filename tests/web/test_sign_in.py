"""Signing in and out in a browser: sessions, forms of other sites, where one goes from there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from account_builders import PASSWORDS
from citewell.config import Settings
from citewell.serving.csrf import is_token, token_for
from citewell.web.sign_in import own_path
from desk_site import Server, form_to, server_on, text_of
from identity_provider import CLIENT, SECRET, Issuer, serving

SESSION = "citewell-session"


@pytest.fixture(scope="module")
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("desk")
    with server_on(settings, f"sqlite:///{folder}/register.db", folder) as opened:
        yield opened


def test_who_signs_in_goes_where_they_wanted_to_and_is_known_there(server: Server) -> None:
    visitor = server.visitor()
    sent_away = visitor.get("/account")
    assert sent_away.headers["location"] == "/sign-in?next=%2Faccount"
    signed_in = visitor.sends(
        sent_away.headers["location"], "/sign-in", name="ada", password=PASSWORDS["ada"]
    )
    assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/account")
    assert "Ada" in visitor.get("/account").text


def test_a_session_is_a_cookie_that_no_script_reads(server: Server) -> None:
    cookie = server.visitor().signs_in("ada").headers["set-cookie"].lower()
    assert cookie.startswith(SESSION)
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie


def test_over_tls_a_session_is_the_hosts_own(server: Server) -> None:
    visitor = server.visitor()
    visitor.client.base_url = "https://127.0.0.1"
    cookie = visitor.signs_in("ada").headers["set-cookie"].lower()
    assert cookie.startswith(f"__host-{SESSION}=")
    assert "; secure" in cookie
    assert "domain" not in cookie


@pytest.mark.parametrize(("name", "password"), [("ada", "wrong"), ("nobody-here", "wrong"), ("", "")])
def test_whoever_is_wrong_is_told_the_same_and_keeps_what_they_typed(
    server: Server, name: str, password: str
) -> None:
    visitor = server.visitor()
    refused = visitor.sends("/sign-in", "/sign-in", name=name, password=password)
    assert refused.status_code == 403
    assert "the name or the password is wrong" in refused.text
    assert form_to(refused.text, "/sign-in").fields["name"] == name
    assert SESSION not in visitor.client.cookies


def test_nobody_signs_in_by_a_form_of_another_site(server: Server) -> None:
    visitor = server.visitor()
    typed = {"name": "ada", "password": PASSWORDS["ada"]}
    assert visitor.client.post("/sign-in", data=typed).status_code == 403
    stolen = form_to(server.visitor().get("/sign-in").text, "/sign-in").fields["csrf"]
    visitor.get("/sign-in")
    assert visitor.client.post("/sign-in", data={**typed, "csrf": stolen}).status_code == 403


def test_each_sign_in_begins_another_session_and_ends_the_one_before(server: Server) -> None:
    visitor = server.visitor()
    visitor.signs_in("ada")
    first = visitor.client.cookies[SESSION]
    visitor.signs_in("ada")
    assert visitor.client.cookies[SESSION] != first
    earlier = server.visitor()
    earlier.client.cookies.set(SESSION, first)
    assert earlier.get("/account").status_code == 303


def test_whoever_signs_out_is_out_and_the_session_with_them(server: Server) -> None:
    visitor = server.visitor()
    visitor.signs_in("ada")
    kept = visitor.client.cookies[SESSION]
    assert visitor.sends("/account", "/sign-out").status_code == 303
    assert SESSION not in visitor.client.cookies
    visitor.client.cookies.set(SESSION, kept)
    assert visitor.get("/account").status_code == 303


def test_nobody_is_signed_out_by_a_form_of_another_site(server: Server) -> None:
    visitor = server.visitor()
    visitor.signs_in("ada")
    assert visitor.client.post("/sign-out").status_code == 403
    assert visitor.get("/account").status_code == 200


@pytest.mark.parametrize("secret", ["", "no-session", "cws_" + "0" * 80, "ä" * 8])
def test_a_cookie_that_is_no_session_is_nobody(server: Server, secret: str) -> None:
    visitor = server.visitor()
    cookie = {b"cookie": f"{SESSION}={secret}".encode()}
    assert visitor.client.get("/account", headers=cookie).status_code == 303  # type: ignore[arg-type]
    assert visitor.client.get("/", headers=cookie).status_code == 200  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)",
        "/\t/evil.example", "/\n/evil.example", "evil.example", "", "\\\\evil.example", "/é", " /review",
    ],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(elsewhere: str) -> None:
    assert own_path(elsewhere) == "/review"


@pytest.mark.parametrize("own", ["/", "/account", "/review/pack/x?version=2&show=changes"])
def test_one_goes_back_to_any_page_of_ones_own(own: str) -> None:
    assert own_path(own) == own


def test_a_forms_token_is_another_each_time_and_holds_for_its_session_alone() -> None:
    one, other = token_for("secret"), token_for("secret")
    assert one != other
    assert is_token(one, "secret")
    assert is_token(other, "secret")
    others = ((one, "another"), (one[:-1] + "x", "secret"), ("", "secret"), ("", ""), ("ü.ö", "s"))
    assert not any(is_token(token, secret) for token, secret in others)


def test_without_accounts_one_is_told_how_to_begin(settings: Settings, tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    from citewell.asgi import application

    with TestClient(application(settings, runtime=tmp_path), base_url="http://127.0.0.1") as client:
        for path in ("/sign-in", "/account", "/review", "/review/audit", "/users"):
            shown = client.get(path)
            assert shown.status_code == 404
            assert "citewell user add" in text_of(shown.text)


def test_an_issuer_out_of_reach_lets_nobody_in_and_says_so(settings: Settings, tmp_path: Path) -> None:
    url, away = f"sqlite:///{tmp_path}/register.db", "http://127.0.0.1:9"
    with server_on(settings, url, tmp_path, oidc_issuer=away, oidc_client=CLIENT) as server:
        refused = server.visitor().get("/sign-in/issuer")
        assert refused.status_code == 503
        assert "out of reach" in refused.text


@pytest.fixture
def vouched(settings: Settings, tmp_path: Path) -> Iterator[tuple[Server, Issuer]]:
    import time

    with serving(Issuer(now=lambda: int(time.time()))) as issuer:
        url = f"sqlite:///{tmp_path}/register.db"
        with server_on(
            settings,
            url,
            tmp_path,
            oidc_issuer=issuer.url,
            oidc_client=CLIENT,
            oidc_secret=SECRET,
            oidc_provision=True,
        ) as server:
            yield server, issuer


def test_an_organisation_vouches_for_whom_it_knows(vouched: tuple[Server, Issuer]) -> None:
    import httpx

    server, _issuer = vouched
    visitor = server.visitor()
    assert "/sign-in/issuer?next=%2Freview" in visitor.get("/sign-in").text
    asked = visitor.get("/sign-in/issuer?next=/account")
    back = httpx.get(asked.headers["location"], follow_redirects=False).headers["location"]
    answered = visitor.get(back)
    assert answered.headers["location"] == "/account"
    assert "Dora Ito" in visitor.get("/account").text


def test_nobody_is_let_in_by_the_answer_to_another_browser(vouched: tuple[Server, Issuer]) -> None:
    import httpx

    server, _issuer = vouched
    one, other = server.visitor(), server.visitor()
    asked = one.get("/sign-in/issuer")
    back = httpx.get(asked.headers["location"], follow_redirects=False).headers["location"]
    assert other.get(back).status_code == 403
    other.get("/sign-in/issuer")
    assert other.get(back).status_code == 403
    assert SESSION not in other.client.cookies
