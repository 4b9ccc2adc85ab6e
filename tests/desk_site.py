"""A server with a board: people who sign in as a browser does, and the forms they find on its pages."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from account_builders import PASSWORDS, POLICY, Offices
from citewell.accounts.sessions import new_session
from citewell.asgi import application
from citewell.config import Settings
from citewell.engine.curating import EditorialDesk
from citewell.model.accounts import Person, Role
from citewell.model.reviews import Policy
from citewell.storage.register import Register
from citewell.text.moments import as_text
from review_builders import SealedKeys, give_key

PEOPLE = {
    "ada": (Role.AUTHOR,),
    "ben": (Role.REVIEWER,),
    "cleo": (Role.REVIEWER,),
    "dora": (Role.CHIEF_EDITOR,),
    "eve": (),
    "grace": (Role.ADMIN,),
}


def now() -> str:
    return as_text(datetime.now(UTC))


@dataclass(frozen=True)
class Form:
    """A form of a page, with what it would send as it stands."""

    action: str
    method: str
    fields: Mapping[str, str]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, dict[str, str]]] = []
        self.links: list[str] = []
        self._text = ""
        self._select = ""

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in given}
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        if tag == "form":
            self.found.append((told.get("action", ""), told.get("method", "get").lower(), {}))
        if not self.found:
            return
        fields = self.found[-1][2]
        if tag == "input" and told.get("name") and ("checked" in told or told.get("type") not in _CHOICES):
            fields[told["name"]] = told.get("value", "")
        if tag == "button" and told.get("name"):
            fields.setdefault(told["name"], told.get("value", ""))
        if tag == "textarea":
            self._text = told.get("name", "")
            fields[self._text] = ""
        if tag == "select":
            self._select = told.get("name", "")
        if tag == "option" and self._select and ("selected" in told or self._select not in fields):
            fields[self._select] = told.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""
        if tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.found[-1][2][self._text] += data


_CHOICES = {"checkbox", "radio"}


def forms_of(html: str) -> tuple[Form, ...]:
    read = _Forms()
    read.feed(html)
    return tuple(Form(*each) for each in read.found)


def links_of(html: str) -> tuple[str, ...]:
    read = _Forms()
    read.feed(html)
    return tuple(read.links)


def form_to(html: str, action: str) -> Form:
    """The form of a page that leads there."""
    found = [form for form in forms_of(html) if form.action == action]
    assert found, f"no form leads to {action}, but {sorted({form.action for form in forms_of(html)})}"
    return found[0]


@dataclass
class Browser:
    """Somebody's browser on the server."""

    client: TestClient
    name: str = ""

    @property
    def session(self) -> str:
        return str(self.client.cookies["citewell-session"])

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def sends(self, page: str, action: str, **typed: str) -> Any:
        """Fill the form of a page in, and send it."""
        html = self.client.get(page).text
        form = form_to(html, action)
        assert form.method == "post"
        return self.client.post(action, data={**form.fields, **typed})

    def signs_in(self, name: str, password: str = "") -> Any:
        self.name = name
        return self.sends("/sign-in", "/sign-in", name=name, password=password or PASSWORDS[name])


@dataclass
class Server:
    """A server with a register, and the browsers of whoever visits it."""

    register: Register
    app: Any
    browsers: dict[str, Browser] = field(default_factory=dict)

    @property
    def desk(self) -> EditorialDesk:
        return EditorialDesk(self.register, policy=Policy(), now=now)

    @property
    def offices(self) -> Offices:
        return Offices(self.register, now)

    def person(self, name: str) -> Person:
        """Somebody who has signed in, as the engine knows them."""
        return self.offices.entrance.who(self.browser(name).session)

    def visitor(self) -> Browser:
        client = TestClient(self.app, base_url="http://127.0.0.1", follow_redirects=False)
        return Browser(client)

    def browser(self, name: str) -> Browser:
        """The browser of somebody who has signed in; their password, which is slow, is proven elsewhere."""
        if name not in self.browsers:
            session, secret = new_session(name, at=now(), policy=POLICY)
            with self.register.writing() as books:
                books.accounts.add_session(session)
            self.browsers[name] = self.visitor()
            self.browsers[name].name = name
            self.browsers[name].client.cookies.set("citewell-session", secret.text)
        return self.browsers[name]


@contextmanager
def server_on(
    settings: Settings, url: str, folder: Path, *, keys: SealedKeys | None = None, **more: Any
) -> Iterator[Server]:
    """A server on a new register with the accounts of PEOPLE, some with a key."""
    register = Register.open(url)
    offices = Offices(register, now)
    for name, roles in PEOPLE.items():
        offices.enrolled(name, *roles)
        if keys and name in keys:
            give_key(register, name, *keys[name])
    app = application(replace(settings, database=url, **more), runtime=folder)
    with TestClient(app, base_url="http://127.0.0.1"):
        yield Server(register, app)
    register.close()


def text_of(html: str) -> str:
    """What a page says, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))
