"""Four people at one desk, and what they type there."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner

from account_builders import PASSWORDS, Offices
from citewell.accounts.signing import new_key_pair, sealed_key
from citewell.cli import cli
from citewell.cli.identity import now
from citewell.editorial.audit import KEY_REGISTERED
from citewell.engine.curating import EditorialDesk
from citewell.engine.recording import recorded
from citewell.model.accounts import Person, Role, Scope, SigningKey
from citewell.model.credentials import SealedKey
from citewell.model.reviews import Action, AuditEvent, Policy
from citewell.storage.register import Register
from editorial_builders import ARTICLE, content

NAME = str(ARTICLE)
Told = tuple[int, str, str]
SealedKeys = dict[str, tuple[str, str]]
PEOPLE = {
    "ada": (Role.AUTHOR,),
    "ben": (Role.REVIEWER,),
    "cleo": (Role.REVIEWER,),
    "dora": (Role.CHIEF_EDITOR,),
}


@dataclass
class Board:
    """A register with four people, each with a token and a key; and what they type."""

    register: Register
    url: str
    home: Path
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def desk(self) -> EditorialDesk:
        return EditorialDesk(self.register, policy=Policy(), now=now)

    def types(self, who: str, *words: str, lines: tuple[str, ...] = (), **env: str) -> Told:
        there = {
            "CITEWELL_HOME": str(self.home),
            "CITEWELL_DATABASE": self.url,
            "CITEWELL_SESSION": str(self.home / "no-session"),
            "CITEWELL_TOKEN": self.tokens.get(who, ""),
            "CITEWELL_POLICY": "",
            "COLUMNS": "80",
            **env,
        }
        stdin = "".join(f"{line}\n" for line in lines)
        done = CliRunner().invoke(cli, ["review", *words], input=stdin, env=there)
        return done.exit_code, done.stdout, done.stderr

    def approves(self, who: str, *words: str, seen: int) -> Told:
        secret = (PASSWORDS[who],)
        return self.types(who, "approve", NAME, "--seen", str(seen), "--password-stdin", *words, lines=secret)

    def submitted(self, text: str = "Splint the wrist at night.") -> int:
        """Ada's article, handed in; the revision that is read."""
        who = self.person("ada")
        draft = self.desk.draft(who, ARTICLE, content(text))
        return self.desk.act(who, Action.SUBMIT, ARTICLE, seen=draft.revision).revision

    def approved(self) -> None:
        """Ada's article, approved by two others."""
        seen = self.submitted()
        assert [self.approves(who, seen=seen)[0] for who in ("ben", "cleo")] == [0, 0]

    def person(self, name: str) -> Person:
        return Offices(self.register, now).entrance.who(self.tokens[name])

    def events(self) -> tuple[AuditEvent, ...]:
        with self.register.reading() as books:
            return tuple(books.chain.events())

    def refusals(self) -> list[tuple[str, str]]:
        return [(e.actor, json.loads(e.detail)["action"]) for e in self.events() if e.action == "refused"]

    def standing(self) -> object:
        """All that a refusal may not change."""
        dossier = self.desk.dossier(ARTICLE)
        return dossier.version, dossier.approvals, dossier.comments, dossier.tasks


def sealed_keys() -> SealedKeys:
    """A signing key for each: its public half and its sealed private half."""
    pairs = {name: new_key_pair() for name in PEOPLE}
    return {
        name: (pair.public, sealed_key(pair, user=name, passphrase=PASSWORDS[name]))
        for name, pair in pairs.items()
    }


def board_on(register: Register, url: str, folder: Path, keys: SealedKeys) -> Board:
    """A board in a new register; `keys` are made once for all tests, since sealing is slow."""
    found, offices = Board(register, url, folder / "home"), Offices(register, now)
    for name, roles in PEOPLE.items():
        who = offices.enrolled(name, *roles)
        give_key(register, name, *keys[name])
        found.tokens[name] = offices.credentials.make_token(who, label="t", scopes=tuple(Scope), days=1)[1]
    return found


def give_key(register: Register, name: str, public: str, sealed: str) -> None:
    with register.writing() as books:
        key = SigningKey(id=0, user=name, public=public, made=now())
        books.accounts.add_key(SealedKey(key=key, sealed=sealed))
        detail = {"public": public}
        recorded(books, at=now(), actor=name, action=KEY_REGISTERED, about=f"user:{name}", detail=detail)
