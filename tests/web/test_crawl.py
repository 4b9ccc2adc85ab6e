"""Whatever is asked of the server, by whomever: nobody comes further than their rights reach.

Who may what is written down by hand, from docs/explanation/editorial-policy.md and the rules of the engine. A
route that is not written down fails the test.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from citewell.config import Settings
from citewell.engine.interests import declare
from citewell.model.accounts import Scope
from citewell.model.reviews import Subject, SubjectKind
from desk_site import Browser, Server, form_to, forms_of, links_of, server_on
from editorial_builders import content
from review_builders import SealedKeys, sealed_keys

BRACE = "Should a brace be worn after an L2 fracture?"
# Nobody, a reader, a reviewer, a chief editor, an admin, an author, who comes last: she closes what is open.
ROLES = ("", "eve", "ben", "dora", "grace", "ada")
ANYBODY = frozenset(ROLES)
SIGNED_IN = ANYBODY - {""}
AUTHORS, BOARD, CHIEFS, ADMINS = {"ada"}, {"ben", "dora"}, {"dora"}, {"grace"}
AUDITORS = CHIEFS | ADMINS
Who = Mapping[str, frozenset[str] | set[str]]

READ: Who = {
    "/": ANYBODY,
    "/ask": ANYBODY,
    "/answers/{fingerprint}": ANYBODY,
    "/answers/{fingerprint}/evidence/{n}": ANYBODY,
    "/answers/{fingerprint}/download/{form}": ANYBODY,
    "/library": ANYBODY,
    "/library/timeline": ANYBODY,
    "/library/strengths": ANYBODY,
    "/library/sources/{source_id}": ANYBODY,
    "/library/sources/{source_id}/download/{form}": ANYBODY,
    "/patient": ANYBODY,
    "/packs": ANYBODY,
    "/packs/{pack}": ANYBODY,
    "/packs/{pack}/faults": ANYBODY,
    "/packs/{pack}/download/{form}": ANYBODY,
    "/packs/{pack}/sources/{source}": ANYBODY,
    "/packs/{pack}/{part}": ANYBODY,
    "/packs/{pack}/source-attributes": ANYBODY,
    "/library/references/{form}": ANYBODY,
    "/articles/{name}/references/{form}": ANYBODY,
    "/about": ANYBODY,
    "/api": ANYBODY,
    "/articles": ANYBODY,
    "/articles/{name}": ANYBODY,
    "/policy": ANYBODY,
    "/sign-in": ANYBODY,
    "/sign-in/issuer": ANYBODY,
    "/sign-in/issued": ANYBODY,
    "/healthz": ANYBODY,
    "/cds-services": ANYBODY,
    "/readyz": ANYBODY,
    "/metrics": ANYBODY,
    "/api/v1/openapi.json": ANYBODY,
    "/account": SIGNED_IN,
    "/users": SIGNED_IN,
    "/users/{name}": ADMINS | {"eve"},
    "/review": SIGNED_IN,
    "/review/everything": SIGNED_IN,
    "/review/versions": SIGNED_IN,
    "/review/{kind}/{name:path}": SIGNED_IN,
    "/review/new": AUTHORS,
    "/review/audit": AUDITORS,
    "/review/audit/anchor": AUDITORS,
    "/review/audit/export": AUDITORS,
    "/api/v1/answers/{fingerprint}": ANYBODY,
    "/api/v1/answers/{fingerprint}/evidence/{n}": ANYBODY,
    "/api/v1/answers/{fingerprint}/fhir": ANYBODY,
    "/api/v1/answers/{fingerprint}/references": ANYBODY,
    "/api/v1/articles/{name}/references": ANYBODY,
    "/api/v1/library/references": ANYBODY,
    "/api/v1/packs/{pack}/source-attributes": ANYBODY,
    "/api/v1/packs": ANYBODY,
    "/api/v1/packs/{pack}": ANYBODY,
    "/api/v1/packs/{pack}/fhir": ANYBODY,
    "/api/v1/packs/{pack}/cql": ANYBODY,
    "/api/v1/articles": ANYBODY,
    "/api/v1/articles/{name}": ANYBODY,
    "/api/v1/library": ANYBODY,
    "/api/v1/library/search": ANYBODY,
    "/api/v1/sources": ANYBODY,
    "/api/v1/sources/{source}": ANYBODY,
    "/api/v1/me": SIGNED_IN,
    "/api/v1/review/queue": SIGNED_IN,
    "/api/v1/review/items": SIGNED_IN,
    "/api/v1/review/items/{subject:path}/difference": SIGNED_IN,
    "/api/v1/review/items/{subject:path}": SIGNED_IN,
    "/api/v1/review/events": AUDITORS,
    "/api/v1/review/interests": SIGNED_IN,
}
# Nothing is done with anybody's rights here: no token in the form.
ASKED: Who = dict.fromkeys(
    (
        "/audience",
        "/ask",
        "/answers/{fingerprint}/facts",
        "/answers/{fingerprint}/keep",
        "/patient",
        "/patient/application.{form}",
        "/api/v1/ask",
        "/api/v1/apply",
        "/api/v1/patients/read",
        # By no session: on loopback anybody may call, elsewhere whoever brings a token of an issuer.
        "/cds-services/{service}",
        "/cds-services/{service}/feedback",
    ),
    ANYBODY,
)
# What is one's own: whoever is signed in.
OWN: Who = dict.fromkeys(
    (
        "/sign-out",
        "/account/password",
        "/account/key",
        "/account/key/revoke",
        "/account/tokens",
        "/account/tokens/{token}/revoke",
        "/account/sessions/end",
        "/account/interests",
        "/account/interests/{number}/end",
    ),
    SIGNED_IN,
)
DONE: Who = {
    "/users": ADMINS,
    "/users/{name}/{act}": ADMINS,
    "/review/drafts": AUTHORS,
    "/review/edits": AUTHORS,
    "/review/comments": AUTHORS | BOARD,
    "/review/comments/{number}": AUTHORS,
    "/review/audit/verify": AUDITORS,
    "/review/acts/{act}": AUTHORS | BOARD,
}
ACTS: Who = {
    "submit": AUTHORS,
    "withdraw": AUTHORS,
    "take": BOARD,
    "approve": BOARD,
    "request-changes": BOARD,
    "reopen": CHIEFS,
    "retire": CHIEFS,
}
BY_PROGRAMS: Who = {
    "/api/v1/review/items": AUTHORS,
    "/api/v1/review/items/{subject:path}/acts": BOARD,
    "/api/v1/review/items/{subject:path}/comments": AUTHORS | BOARD,
    "/api/v1/review/comments/{number}/close": AUTHORS,
    "/api/v1/review/interests": SIGNED_IN,
    "/api/v1/review/interests/{number}/end": {"ben"},
}
SAMPLES = {
    "n": "1", "form": "json", "source_id": "x", "source": "x", "pack": "vertebral-fracture", "part": "text",
    "kind": "article", "token": "0" * 16, "number": "1", "subject:path": "article:open", "act": "enable",
    "service": "citewell-patient-view",
}  # fmt: skip
BODIES: Mapping[str, Mapping[str, Any]] = {
    "/api/v1/ask": {"question": BRACE},
    "/api/v1/apply": {"question": BRACE},
    "/api/v1/review/items": {"subject": "pack:vertebral-fracture", "draft": True},
    "/api/v1/review/items/{subject:path}/acts": {"action": "request-changes", "seen": 1, "reason": "Why?"},
    "/api/v1/review/items/{subject:path}/comments": {"text": "Clear."},
    "/api/v1/review/comments/{number}/close": {"how": "decline", "reason": "No."},
    "/api/v1/review/interests": {"topic": "nothing-here", "statement": "None."},
    "/api/v1/review/interests/{number}/end": {"reason": "Over."},
}
SENT: Mapping[str, Mapping[str, str]] = {
    "/users": {"name": "zoe", "password": "ladder pickle violet"},
    "/review/drafts": {"of": "pack:none-such"},
    "/review/edits": {
        "subject": "article:open",
        "n": "1",
        "seen": "1",
        "anchor": "claim:1",
        "field": "patient",
    },
    "/review/comments": {"subject": "article:open", "n": "1", "seen": "1", "text": "Clear."},
    "/review/comments/{number}": {"how": "declined", "reason": "No."},
    "/review/acts/{act}": {"subject": "article:open", "n": "1", "seen": "1", "reason": "Why?"},
    "/ask": {"question": BRACE},
    "/audience": {"audience": "student", "back": "/"},
}
REFUSED = {401, 403}
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


@pytest.fixture(scope="module")
def keys() -> SealedKeys:
    return sealed_keys()


@pytest.fixture(scope="module")
def server(
    settings: Settings, keys: SealedKeys, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A desk with an article of Ada's that is open and was spoken of, and one that is approved."""
    folder = tmp_path_factory.mktemp("crawl")
    with server_on(settings, f"sqlite:///{folder}/register.db", folder, keys=keys) as opened:
        ada = opened.browser("ada")
        opened.desk.draft(opened.person("ada"), Subject(SubjectKind.ARTICLE, "open"), content())
        ada.sends("/review/article/open", "/review/acts/submit")
        _suggest(opened)
        ada.sends("/review/new", "/review/drafts", question=BRACE, name="brace", of="")
        yield opened


def _suggest(server: Server) -> None:
    """Ben's suggestion, the first comment of all; Ada takes the article back and hands it in again."""
    ben, at = server.browser("ben"), "/review/article/open"
    forms = forms_of(ben.get(f"{at}?show=text").text)
    form = next(each for each in forms if each.fields.get("anchor") == "claim:1")
    typed = {"field": "clinician", "suggested": "Splint the wrist."}
    assert ben.client.post(form.action, data={**form.fields, **typed}).status_code == 303
    declare(server.desk, server.person("ben"), "gout", "None of late.")
    ada = server.browser("ada")
    ada.sends(at, "/review/acts/withdraw")
    ada.sends(at, "/review/acts/submit")


@pytest.fixture(scope="module")
def fingerprint(server: Server) -> str:
    asked = server.visitor().client.post("/ask", data={"question": BRACE})
    return str(asked.headers["location"]).rpartition("/")[2]


@pytest.fixture(scope="module")
def tokens(server: Server) -> Mapping[str, Mapping[str, str]]:
    """By whom which header shows who a program is."""
    made = {
        name: server.offices.credentials.make_token(
            server.person(name), label="crawl", scopes=tuple(Scope), days=1
        )[1]
        for name in SIGNED_IN
    }
    return {"": {}} | {name: {"authorization": f"Bearer {secret}"} for name, secret in made.items()}


def routes_of(app: Any) -> Iterator[tuple[str, frozenset[str]]]:
    """Every route of the application, in routers at any depth: its path and its methods."""
    for route in app.routes:
        if hasattr(route, "original_router"):
            yield from (
                (route.include_context.prefix + path, methods)
                for path, methods in routes_of(route.original_router)
            )
        elif getattr(route, "methods", None):
            yield route.path, frozenset(route.methods)


def path_of(template: str, fingerprint: str, **more: str) -> str:
    """An address of this form: of something that is there, where there is such a thing."""
    name = {"/articles/{name}": "brace", "/api/v1/articles/{name}": "brace", "/users/{name}": "eve"}
    name |= {"/articles/{name}/references/{form}": "brace", "/api/v1/articles/{name}/references": "brace"}
    known = SAMPLES | {"fingerprint": fingerprint, "name:path": "open"}
    known |= {"name": name.get(template, "eve")} | more
    return re.sub(r"\{([^}]+)\}", lambda found: known[found[1]], template)


def browser_of(server: Server, name: str) -> Browser:
    return server.browser(name) if name else server.visitor()


def token_of(browser: Browser) -> str:
    """The token of a form of whoever is signed in."""
    return form_to(browser.get("/account").text, "/sign-out").fields["csrf"] if browser.name else ""


def is_refused(answer: Any) -> bool:
    to = str(answer.headers.get("location", ""))
    return answer.status_code in REFUSED or (answer.status_code == 303 and to.startswith("/sign-in?"))


def test_who_may_use_a_route_is_written_down_for_every_route(server: Server) -> None:
    there = set(routes_of(server.app))
    read = {path for path, methods in there if "GET" in methods}
    sent = {path for path, methods in there if "POST" in methods}
    assert read == set(READ)
    assert sent == {"/sign-in", *ASKED, *OWN, *DONE, *BY_PROGRAMS}
    assert {method for _, methods in there for method in methods} <= {"GET", "HEAD", "POST"}


@pytest.mark.parametrize("name", ROLES)
def test_nobody_reads_more_than_their_roles_let_them(
    server: Server, tokens: Mapping[str, Mapping[str, str]], fingerprint: str, name: str
) -> None:
    browser = browser_of(server, name)
    for template, who in READ.items():
        by_program = template.startswith("/api/v1")
        client = server.visitor().client if by_program else browser.client
        found = client.get(path_of(template, fingerprint), headers=tokens[name] if by_program else {})
        assert found.status_code < 500, (template, found.text)
        assert is_refused(found) is (name not in who), (template, found.status_code)


@pytest.mark.parametrize("name", ROLES)
def test_nobody_does_more_than_their_roles_let_them(server: Server, fingerprint: str, name: str) -> None:
    browser = browser_of(server, name)
    for template, who in {**DONE, **OWN, **ASKED}.items():
        if template == "/sign-out" and name:
            continue
        for act, may in ACTS.items() if template.endswith("acts/{act}") else (("enable", who),):
            sent = SENT.get(template, {}) | {"csrf": token_of(browser)}
            done = browser.client.post(path_of(template, fingerprint, act=act), data=sent)
            assert done.status_code < 500, (template, act, done.text)
            refused = done.status_code in REFUSED
            # With one's own, what is wrong is the password that was not given.
            assert refused is (name not in may) or template in OWN, (template, act, done.status_code)
            assert refused or template not in OWN or name, template


@pytest.mark.parametrize("name", ROLES)
def test_no_program_does_more_than_its_token_lets_it(
    server: Server, tokens: Mapping[str, Mapping[str, str]], fingerprint: str, name: str
) -> None:
    client = server.visitor().client
    for template, who in BY_PROGRAMS.items():
        path = path_of(template, fingerprint)
        done = client.post(path, json=dict(BODIES[template]), headers=tokens[name])
        assert done.status_code < 500, (template, done.text)
        assert not (done.status_code < 400 and name not in who), (template, done.status_code)
        assert not (done.status_code in REFUSED and name in who), (template, done.text)


def test_no_cookie_lets_a_program_in(server: Server, fingerprint: str) -> None:
    dora = server.browser("dora").client
    for template, who in READ.items():
        if template.startswith("/api/v1") and "" not in who:
            assert dora.get(path_of(template, fingerprint)).status_code == 401, template
    for template in BY_PROGRAMS:
        sent = dora.post(path_of(template, fingerprint), json=dict(BODIES[template]))
        assert sent.status_code == 401, template


def test_no_form_is_taken_without_its_token(server: Server, fingerprint: str) -> None:
    dora, other = server.browser("dora"), token_of(server.browser("ben"))
    for template in ("/sign-in", *OWN, *DONE):
        for token in ({}, {"csrf": ""}, {"csrf": other}, {"csrf": "x.y"}):
            sent = SENT.get(template, {}) | token
            done = dora.client.post(path_of(template, fingerprint, act="approve"), data=sent)
            assert done.status_code == 403, (template, token)
    assert dora.get("/account").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
)
def test_nothing_is_sent_from_another_site(
    server: Server, fingerprint: str, headers: Mapping[str, str]
) -> None:
    dora = server.browser("dora")
    token = token_of(dora)
    for template in ("/sign-in", *ASKED, *OWN, *DONE):
        if template.startswith("/api/v1"):
            continue
        sent = SENT.get(template, {}) | {"csrf": token}
        done = dora.client.post(path_of(template, fingerprint, act="approve"), data=sent, headers=headers)
        assert done.status_code == 403, template
    assert dora.get("/account").status_code == 200


def test_every_other_method_is_refused_everywhere(server: Server, fingerprint: str) -> None:
    client = server.browser("dora").client
    methods: dict[str, set[str]] = {}
    for template, known in routes_of(server.app):
        methods.setdefault(template, set()).update(known)
    for template, known in methods.items():
        for method in set(_METHODS) - known - ({"HEAD"} if "GET" in known else set()):
            done = client.request(method, path_of(template, fingerprint))
            assert 400 <= done.status_code < 500 or method == "OPTIONS", (method, template, done.status_code)
            assert done.status_code < 500, (method, template)


@pytest.mark.parametrize("name", ROLES)
def test_every_link_and_form_leads_where_one_may_go(server: Server, name: str) -> None:
    browser = browser_of(server, name)
    pages = dict(crawled(browser, server))
    assert len(pages) > 20
    for path, html in pages.items():
        for form in forms_of(html):
            if form.method == "post" and "csrf" in form.fields:
                sent = {key: value for key, value in form.fields.items() if key != "csrf"}
                assert browser.client.post(form.action, data=sent).status_code == 403, (path, form.action)
            if form.method == "get":
                assert browser.client.get(form.action, params=dict(form.fields)).status_code < 400, form


def crawled(browser: Browser, server: Server) -> Iterator[tuple[str, str]]:
    """The pages that links lead to from the front page: of each form of address at most a few."""
    forms = {
        path: re.compile(re.sub(r"\{[^}]+\}", "[^/?]+", path) + r"$") for path, _ in routes_of(server.app)
    }
    waiting, seen, number = ["/"], {"/"}, dict.fromkeys(forms, 0)
    while waiting:
        path = waiting.pop(0)
        found = browser.client.get(path, follow_redirects=True)
        assert found.status_code == 200, (path, found.status_code)
        if not found.headers["content-type"].startswith("text/html"):
            continue
        yield path, found.text
        for link in links_of(found.text):
            there = link.partition("#")[0]
            if not there.startswith("/") or there.startswith("/static") or there in seen:
                continue
            form = next((p for p, known in forms.items() if known.match(there.partition("?")[0])), "")
            seen.add(there)
            number[form] = number.get(form, 0) + 1
            if number[form] <= _FEW:
                waiting.append(there)


_FEW = 2
