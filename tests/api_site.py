"""A server for the tests of the API: the shipped packs, a small library, a desk, and tokens of its people."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from account_builders import PASSWORDS, Offices
from citewell.accounts.signing import new_key_pair, sealed_key
from citewell.asgi import application
from citewell.config import Settings
from citewell.editorial.audit import KEY_REGISTERED
from citewell.engine.recording import recorded
from citewell.model.accounts import Role, Scope, SigningKey
from citewell.model.credentials import SealedKey
from citewell.model.library import Document, Notice, NoticeKind, Span
from citewell.model.sources import SourceType
from citewell.storage.register import Register
from citewell.text.moments import as_text
from desk_site import PEOPLE
from library_builders import document_of
from shelf_builders import shelved

LABEL = "strong recommendation, moderate-quality evidence"
GOUT = f"""\
Offer colchicine 500 micrograms twice daily for a gout flare ({LABEL}).
Do not start febuxostat in a person with a history of stroke.
Colchicine works best within a day of the first pain of a gout flare."""
TRIAL = """\
Colchicine reduced the pain of gout flares at P<0.05 in 40 people.
There was no difference in nausea."""
RETRACTION = Notice(kind=NoticeKind.RETRACTED, pmid="19000001", date="2026-10-01", text="Retraction Watch")
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
# Whose password stands in `account_builders`, and who signs by it.
_SIGNERS = {"ben", "cleo", "dora"}


@dataclass(frozen=True)
class Api:
    """The server, and the tokens of whoever calls it."""

    client: TestClient
    app: Any
    register: Register
    tokens: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, who: str = "", **headers: str) -> Any:
        return self.client.get(self._at(path), headers=self._headers(who, headers))

    def post(self, path: str, body: Any, who: str = "", **headers: str) -> Any:
        return self.client.post(self._at(path), json=body, headers=self._headers(who, headers))

    def _at(self, path: str) -> str:
        return f"/api/v1{path}"

    def _headers(self, who: str, more: dict[str, str]) -> dict[str, str]:
        credential = {"authorization": f"Bearer {self.tokens[who]}"} if who else {}
        return credential | {name.replace("_", "-"): value for name, value in more.items()}


@contextmanager
def api_on(
    settings: Settings, folder: Path, *, people: Mapping[str, tuple[Role, ...]] = PEOPLE
) -> Iterator[Api]:
    """A server with all there is, at a time that stands still. folder: for what it keeps."""
    own = _with_library(settings, folder)
    register = Register.open(own.register)
    offices = Offices(register, lambda: as_text(NOW))
    tokens = {name: _token(offices, name, roles) for name, roles in people.items()}
    for name in sorted(_SIGNERS & people.keys()):
        _give_key(register, name)
    runtime = Path(tempfile.mkdtemp(dir=folder))
    app = application(own, runtime=runtime, clock=lambda: NOW)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield Api(client, app, register, tokens)
    register.close()


def _with_library(settings: Settings, folder: Path) -> Settings:
    home = folder / "home"
    home.mkdir()
    (home / "cache").symlink_to(settings.cache)
    return shelved(replace(settings, home=home), _guideline(), _trial(), notices=(RETRACTION,))


def _guideline() -> Document:
    document = document_of("gout-2014", GOUT, title="Gout flares: a guideline of an invented society")
    at = GOUT.index(LABEL)
    graded = replace(
        document.recommendations[0],
        label=LABEL,
        label_span=Span(at, at + len(LABEL)),
        strength="strong",
        certainty="moderate",
    )
    return replace(document, released="2014-03", recommendations=(graded,), conditions=("gout",))


def _trial() -> Document:
    told = {"type": SourceType.TRIAL, "title": "Colchicine in gout flares: a trial", "year": 2009}
    document = document_of("pmid-19000001", TRIAL, pmid="19000001", body="J Examples", short="", **told)
    return replace(document, recommendations=(), conditions=("gout",))


def _token(offices: Offices, name: str, roles: tuple[Role, ...]) -> str:
    who = offices.enrolled(name, *roles)
    return offices.credentials.make_token(who, label="tests", scopes=tuple(Scope), days=30)[1]


def _give_key(register: Register, name: str) -> None:
    pair = new_key_pair()
    sealed = sealed_key(pair, user=name, passphrase=PASSWORDS[name])
    key = SigningKey(id=0, user=name, public=pair.public, made=as_text(NOW))
    with register.writing() as books:
        books.accounts.add_key(SealedKey(key=key, sealed=sealed))
        recorded(
            books,
            at=as_text(NOW),
            actor=name,
            action=KEY_REGISTERED,
            about=f"user:{name}",
            detail={"public": pair.public},
        )
