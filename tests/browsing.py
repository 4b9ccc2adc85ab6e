"""A real browser before a real server on loopback: what the tests of the pages stand on.

Chromium is CHROMIUM's, the system's, or Playwright's own; where there is none, these tests are skipped and
say so.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from citewell.config import Settings
from citewell.guidelines.bases import content_folder
from citewell.model.accounts import Person, Role, Scope, User
from citewell.model.reviews import Action, Content, Subject, SubjectKind
from citewell.model.sources import SourceStatus
from citewell.model.standing import Status

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from citewell.engine.offices import Offices
    from citewell.storage.register import Register

QUESTION = "What is the treatment for an L2 compression fracture?"
# Nobody's real name; each may do what the name of the role says. Emil adds the others.
PEOPLE = {
    "emil": (Role.ADMIN,),
    "rita": (),
    "ada": (Role.AUTHOR,),
    "ben": (Role.REVIEWER,),
    "cleo": (Role.REVIEWER,),
    "dora": (Role.CHIEF_EDITOR,),
}
SUBMITTED = Subject(SubjectKind.ARTICLE, "wrist-splints")
APPROVED = Subject(SubjectKind.ARTICLE, "imaging-of-a-spinal-infection")
OF_THE_ARTICLE = "How fast must a suspected spinal epidural abscess or spinal infection be imaged?"
ORIGIN = "host:tests"
SESSION_COOKIE = "citewell-session"


def password_of(name: str) -> str:
    return f"{name} tulip anvil mercy fog"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server with a library, accounts and content under review. sessions: a credential for each person."""

    url: str
    settings: Settings
    sessions: dict[str, str]


@dataclass
class Witness:
    """What went wrong in a page without anybody being told. asked: every address the page asked for."""

    troubles: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def watch(self, page: "Page") -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("request", lambda request: self._asks(request.url))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _said(self, message: Any) -> None:
        # What a page's own status is, its test says.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _asks(self, url: str) -> None:
        self.asked.append(url)
        if urlsplit(url).hostname not in ("127.0.0.1", None):
            self.troubles.append(f"left this machine: {url}")

    def _failed(self, request: Any) -> None:
        # A page that is left while it is read, or a file that is downloaded, is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Any) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.troubles.append(f"{response.status}: {response.url}")


@pytest.fixture(scope="session")
def served(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real application on the shipped packs, with a small library, accounts and content under review."""
    home = tmp_path_factory.mktemp("served")
    (home / "cache").symlink_to(settings.cache)
    own = replace(settings, home=home, vocabulary=content_folder() / "vocabulary", encoder="none")
    fill_library(own)
    sessions = _fill_register(own)
    with running(own, home) as url:
        yield Served(url=url, settings=own, sessions=sessions)


@contextmanager
def running(settings: Settings, runtime: Path) -> Iterator[str]:
    """The application on a free port of loopback, in a thread; gives its address."""
    import uvicorn

    from citewell.asgi import application

    config = uvicorn.Config(
        application(settings, runtime=runtime), host="127.0.0.1", port=0, log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = monotonic() + 120
    while not server.started:
        assert thread.is_alive(), "the server ended as it began"
        assert monotonic() < until, "the server did not begin"
        sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


def chromium() -> str | None:
    """The browser's file; None for Playwright's own."""
    named = os.environ.get("CHROMIUM", "")
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return named or next((path for path in found if path), None)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium without a window, one for all tests."""
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
            )
        except api.Error as error:
            pytest.skip(f"no Chromium (playwright install chromium brings one): {str(error).splitlines()[0]}")
        yield opened
        opened.close()


@contextmanager
def visiting(
    browser: "Browser",
    served: Served,
    *,
    who: str = "",
    scripts: bool = True,
    width: int = 1280,
    **given: Any,
) -> Iterator["Page"]:
    """A page of a new visitor, signed in as `who`; at the end nothing may have gone wrong unseen."""
    # Without motion, so that no colour is looked at while it is still on its way to another.
    context = browser.new_context(
        base_url=served.url,
        java_script_enabled=scripts,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        **given,
    )
    context.set_default_timeout(10_000)
    if who:
        sign_in(context, served, who)
    witness = Witness()
    context.on("page", witness.watch)
    try:
        yield context.new_page()
    finally:
        context.close()
    assert witness.troubles == []


def sign_in(context: "BrowserContext", served: Served, who: str) -> None:
    """Let a visitor be somebody, without the form."""
    cookie = {"name": SESSION_COOKIE, "value": served.sessions[who], "url": served.url}
    context.add_cookies([cookie])  # type: ignore[list-item]


@pytest.fixture
def page(browser: "Browser", served: Served) -> Iterator["Page"]:
    """A page of a visitor whose browser runs scripts."""
    with visiting(browser, served) as opened:
        yield opened


@pytest.fixture
def plain_page(browser: "Browser", served: Served) -> Iterator["Page"]:
    """A page of a visitor whose browser runs none."""
    with visiting(browser, served, scripts=False) as opened:
        yield opened


@pytest.fixture
def visit(browser: "Browser", served: Served) -> Iterator[Callable[..., "Page"]]:
    """Pages of further visitors, as of `visiting`."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield lambda **given: stack.enter_context(visiting(browser, served, **given))


def ask(page: "Page", question: str) -> None:
    """Ask where the page has its question box, or on the front page."""
    if not page.locator("#question").count():
        page.goto("/")
    before = page.url
    page.locator("#question").fill(question)
    page.locator("form.ask button").click()
    page.wait_for_url(lambda url: "/answers/" in url and url != before)


def read_as(page: "Page", audience: str) -> None:
    """Tell for whom answers are to be worded."""
    page.goto("/")
    page.locator(".reader summary").click()
    page.locator(f".reader button[value={audience}]").click()
    page.locator(f".reader button[value={audience}][aria-pressed=true]").wait_for(state="attached")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a page costs. bytes: as transferred, with headers; shift: the layout's, as the sum of its moves.

    requests: how many; first, painted: in milliseconds until the first byte, and until the largest piece of
    what is in view stands there (Largest Contentful Paint).
    """

    bytes: int
    requests: int
    shift: float
    first: float
    painted: float


# Told to the page before anything of it is there (W3C Layout Instability, Largest Contentful Paint).
_OBSERVE = """
window.seen = { shift: 0, painted: 0 };
new PerformanceObserver((list) => { for (const each of list.getEntries()) seen.shift += each.value; })
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => { for (const each of list.getEntries()) seen.painted = each.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
"""


def measured(browser: "Browser", url: str, *, width: int) -> Cost:
    """The cost of a page for who opens it for the first time, with nothing kept from before."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    try:
        page = context.new_page()
        page.add_init_script(_OBSERVE)
        sizes: list[int] = []
        wire = context.new_cdp_session(page)
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        wire.send("Network.enable")
        page.goto(url, wait_until="networkidle")
        seen = page.evaluate(
            "() => ({ ...seen, first: performance.getEntriesByType('navigation')[0].responseStart })"
        )
    finally:
        context.close()
    return Cost(
        bytes=sum(sizes),
        requests=len(sizes),
        shift=seen["shift"],
        first=seen["first"],
        painted=seen["painted"],
    )


def axe(page: "Page", *rules: str) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and good practice in the page, or of these rules alone."""
    page.evaluate(_axe())
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}, **only}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{each['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for each in found["violations"]
        for node in each["nodes"]
    ]


@cache
def _axe() -> str:
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def fill_library(settings: Settings) -> None:
    """A library of three guidelines, one of which was superseded."""
    from library_builders import document_of
    from shelf_builders import shelved

    shelved(
        settings,
        document_of(
            "gout-2016",
            "Offer colchicine for a gout flare.\nDo not offer opioids for a gout flare.",
            title="Gout flares: management in primary care",
            year=2016,
        ),
        document_of(
            "gout-2009",
            "Offer a short course of prednisolone for a gout flare.",
            title="Acute gout: an older view",
            body="Society of Examples",
            short="SoE",
            year=2009,
            status=SourceStatus.SUPERSEDED,
        ),
        document_of(
            "fibrillation-2014",
            "Offer anticoagulation to people with atrial fibrillation and a high risk of stroke.",
            title="Atrial fibrillation: preventing stroke",
            year=2014,
        ),
    )


def _fill_register(settings: Settings) -> dict[str, str]:
    """Accounts, an approved article and a submitted one; gives a session of everybody's."""
    from citewell.cli.identity import now
    from citewell.engine.desk import open_register
    from citewell.engine.offices import Offices
    from citewell.engine.policies import policies

    register = open_register(settings)
    try:
        offices = Offices(register=register, policies=policies(settings), now=now)
        people = {name: _enrolled(register, name, now()) for name in PEOPLE}
        _review(settings, offices, people)
        sessions = {n: offices.entrance.sign_in(n, password_of(n), origin=ORIGIN) for n in PEOPLE}
    finally:
        register.close()
    return sessions


def _enrolled(register: "Register", name: str, at: str) -> Person:
    """An account as somebody leaves it who has chosen the password themselves."""
    from citewell.accounts.passwords import hashed
    from citewell.engine.recording import recorded

    user = User(name=name, display=name.title(), roles=frozenset({Role.READER, *PEOPLE[name]}), made=at)
    roles = sorted(role.value for role in user.roles)
    detail = {"display": user.display, "roles": roles, "issuer": "", "identity": ""}
    with register.writing() as books:
        books.accounts.add_user(user, password=hashed(password_of(name)))
        recorded(books, at=at, actor=name, action="user-added", about=f"user:{name}", detail=detail)
    return Person(user=user, scopes=frozenset(Scope))


def _review(settings: Settings, offices: "Offices", people: dict[str, Person]) -> None:
    from citewell.engine import Engine
    from citewell.engine.articles import article
    from editorial_builders import content

    made = article(Engine.open(settings, today=offices.now()[:10]), OF_THE_ARTICLE)
    _submitted(offices, people, SUBMITTED, content())
    version = _submitted(offices, people, APPROVED, made)
    for name in ("ben", "cleo"):
        offices.credentials.make_key(people[name], password_of(name), origin=ORIGIN)
        sign = offices.credentials.signer(people[name], password_of(name), origin=ORIGIN)
        version = offices.desk.act(people[name], Action.APPROVE, APPROVED, seen=version.revision, sign=sign)
    assert version.status is Status.APPROVED


def _submitted(offices: "Offices", people: dict[str, Person], subject: Subject, of: Content) -> Any:
    draft = offices.desk.draft(people["ada"], subject, of)
    return offices.desk.act(people["ada"], Action.SUBMIT, subject, seen=draft.revision)
