"""The audit events in their table: added at the end, read in order, never changed or taken away."""

from collections.abc import Iterator
from dataclasses import asdict, fields
from itertools import starmap
from typing import Any

from sqlalchemy import Connection, insert, select, update

from citewell.errors import IntegrityError
from citewell.model.reviews import AuditEvent, Head
from citewell.storage.tables import events, head

_NAMES = tuple(field.name for field in fields(AuditEvent))
_COLUMNS = tuple(events.c[name] for name in _NAMES)
_PAGE = 2_000


def _event(*values: Any) -> AuditEvent:
    return AuditEvent(**dict(zip(_NAMES, values, strict=True)))


class Chain:
    """The events of the register, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def head(self) -> Head:
        """The chain's end; a writing transaction holds it until it ends. Raises IntegrityError without it."""
        row = self._connection.execute(select(head.c.n, head.c.hash)).first()
        if row is None:
            raise IntegrityError("the register's head is gone: its chain has no end")
        return Head(n=row.n, hash=row.hash)

    def last_at(self) -> str:
        """The time of the last event, "" when there is none."""
        found = self._connection.execute(select(events.c.at).where(events.c.n == self.head().n)).scalar()
        return found or ""

    def add(self, event: AuditEvent) -> None:
        """Add a sealed event and move the head to it."""
        self._connection.execute(insert(events).values(asdict(event)))
        self._connection.execute(update(head).values(n=event.n, hash=event.hash))

    def events(
        self, *, after: int = 0, subject: str = "", actor: str = "", since: str = ""
    ) -> Iterator[AuditEvent]:
        """The events with greater numbers, in order, read page by page.

        Those about a subject, by an actor, from a time on; with "" whichever.
        """
        wanted = select(*_COLUMNS).order_by(events.c.n).limit(_PAGE)
        for column, value in ((events.c.subject, subject), (events.c.actor, actor)):
            wanted = wanted.where(column == value) if value else wanted
        wanted = wanted.where(events.c.at >= since) if since else wanted
        while True:
            rows = self._connection.execute(wanted.where(events.c.n > after)).all()
            # By place, not by name: a chain is read a hundred thousand rows at a time.
            yield from starmap(_event, rows)
            if len(rows) < _PAGE:
                return
            after = rows[-1].n

    def latest(
        self, *, most: int, before: int = 0, subject: str = "", actor: str = "", since: str = ""
    ) -> tuple[AuditEvent, ...]:
        """At most so many events, the last first: those with smaller numbers than `before` (0: all).

        About a subject, by an actor, from a time on; with "" whichever.
        """
        wanted = select(*_COLUMNS).order_by(events.c.n.desc()).limit(most)
        for column, value in ((events.c.subject, subject), (events.c.actor, actor)):
            wanted = wanted.where(column == value) if value else wanted
        wanted = wanted.where(events.c.at >= since) if since else wanted
        wanted = wanted.where(events.c.n < before) if before else wanted
        return tuple(starmap(_event, self._connection.execute(wanted).all()))

    def hash_at(self, n: int) -> str:
        """The hash of an event; "" where there is none."""
        return self._connection.execute(select(events.c.hash).where(events.c.n == n)).scalar() or ""

    def about(self, subject: str, version: int | None = None) -> tuple[AuditEvent, ...]:
        """The events about a subject, or one version of it, in order."""
        wanted = events.c.subject == subject
        if version is not None:
            wanted &= events.c.version == version
        rows = self._connection.execute(select(*_COLUMNS).where(wanted).order_by(events.c.n))
        return tuple(AuditEvent(**row._mapping) for row in rows)
