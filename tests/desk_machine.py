"""The desk under any acts of anybody: a model that knows only the events, to hold the register against."""

import json
import shutil
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, select, text

from citewell.model.reviews import AuditEvent
from citewell.storage.tables import metadata
from editorial_builders import verifies

_numbers = count()
VOTERS = {"reviewer", "chief-editor"}


class Copies:
    """New registers that begin as one that nobody has open: to copy one is faster than to make one.

    They go with the server: to drop a database takes longer than all that is done in it here.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)

    def __call__(self) -> str:
        name = f"copy{next(_numbers)}"
        if self.url.get_backend_name() == "sqlite":
            assert self.url.database
            path = Path(self.url.database)
            shutil.copy(path, path.with_name(f"{name}.db"))
            return f"sqlite:///{path.with_name(f'{name}.db')}"
        self._run(f"create database {name} template {self.url.database}")
        return self.url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        engine = create_engine(self.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def state_of(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row but those of the chain."""
    tables = [table for table in metadata.sorted_tables if table.name not in {"events", "head"}]
    with engine.connect() as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table)))) for table in tables}


class Model:
    """What the events say of who may approve what; knows nothing of the rules in `editorial`.

    topics: of contents, by digest.
    """

    def __init__(self, topics: dict[str, tuple[str, ...]], quorum: int) -> None:
        self.topics = topics
        self.quorum = quorum
        self.roles: dict[str, set[str]] = {}
        self.disabled: set[str] = set()
        self.keys: dict[str, set[str]] = {}
        self.interests: dict[int, tuple[str, str, int]] = {}
        self.writers: dict[tuple[str, int], set[str]] = {}
        self.status: dict[tuple[str, int], str] = {}
        self.content: dict[tuple[str, int], str] = {}
        self.was_approved: set[tuple[str, int]] = set()
        self.rounds: dict[tuple[str, int], int] = {}
        self.votes: dict[tuple[str, int], list[AuditEvent]] = {}
        # The numbers of the events since which an interest has been none.
        self.ended: dict[int, int] = {}

    def take(self, event: AuditEvent) -> None:
        """The next event; what must never be fails here."""
        if event.subject.startswith("user:"):
            self._user(event, json.loads(event.detail))
        elif event.version:
            self._version(event)

    def _user(self, event: AuditEvent, detail: dict[str, object]) -> None:
        name = event.subject.removeprefix("user:")
        match event.action:
            case "user-added" | "role-granted" | "role-taken":
                self.roles[name] = set(detail["roles"])  # type: ignore[call-overload]
            case "user-disabled":
                self.disabled.add(name)
            case "user-enabled":
                self.disabled.discard(name)
            case "key-registered":
                self.keys.setdefault(name, set()).add(str(detail["public"]))
            case "key-revoked":
                self.keys[name].discard(str(detail["public"]))
            case "interest-declared":
                self.interests[int(str(detail["interest"]))] = (name, str(detail["topic"]), event.n)
            case "interest-ended":
                self.ended[int(str(detail["interest"]))] = event.n

    def _version(self, event: AuditEvent) -> None:
        key = (event.subject, event.version)
        if event.action in {"comment", "suggest", "resolve"}:
            assert (event.status, event.content) == (self.status[key], self.content[key])
            return
        assert self.status.get(key) not in {"superseded", "retired"}, f"{event} leaves what is final"
        if event.action in {"draft", "edit"}:
            self._written(event, key)
        if event.action in {"submit", "reopen", "expire", "demote"}:
            self.votes[key] = []
            self.rounds[key] = self.rounds.get(key, 0) + 1
        if event.action == "approve":
            self._approved(event, key)
        assert event.content == self.content[key], f"{event} is about content that nobody wrote"
        assert event.round == self.rounds.get(key, 0)
        assert event.status != "approved" or event.action == "approve"
        self.status[key] = event.status
        of_subject = [s for (subject, _), s in self.status.items() if subject == event.subject]
        # Whoever is approved supersedes the one before in the same transaction, right after.
        assert of_subject.count("approved") <= 1 + (event.action == "approve")

    def _written(self, event: AuditEvent, key: tuple[str, int]) -> None:
        before = (event.subject, event.version - 1)
        if event.action == "draft":
            inherited = set() if before in self.was_approved else self.writers.get(before, set())
            self.writers[key] = set(inherited)
        assert key not in self.was_approved, f"{event} changes what was approved"
        self.writers[key].add(event.actor)
        self.content[key] = event.content

    def _approved(self, event: AuditEvent, key: tuple[str, int]) -> None:
        name = event.actor
        assert self.roles[name] & VOTERS
        assert name not in self.disabled
        assert name not in self.writers[key]
        assert not self._interested(name, event, since=event.n)
        message = json.loads(json.dumps({f: getattr(event, f) for f in event.__slots__}))
        for field in ("signature", "hash"):
            del message[field]
        body = json.dumps(message, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        assert any(verifies(key, body, event.signature) for key in self.keys[name])
        assert name not in {vote.actor for vote in self.votes[key]}
        self.votes[key].append(event)
        if event.status == "approved":
            count = [
                vote
                for vote in self.votes[key]
                if vote.content == event.content
                and vote.actor not in self.writers[key]
                and not self._interested(vote.actor, event, since=vote.n)
            ]
            assert len({vote.actor for vote in count}) >= self.quorum, f"{event} without quorum"
            self.was_approved.add(key)

    def _interested(self, name: str, event: AuditEvent, *, since: int) -> bool:
        """Whether somebody had an interest in what an event is about at any time from an event on."""
        about = {*self.topics[event.content], event.subject, event.subject.partition(":")[2]}
        about = {topic.casefold() for topic in about}
        return any(
            person == name and topic.casefold() in about and self.ended.get(number, event.n) > since - 1
            for number, (person, topic, _) in self.interests.items()
        )
