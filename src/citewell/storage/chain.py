"""The audit events in their table: added at the end, read in order, never changed or taken away."""

from collections.abc import Iterator
from dataclasses import asdict, fields

from sqlalchemy import Connection, insert, select, update

from citewell.model.reviews import AuditEvent, Head
from citewell.storage.tables import events, head

_COLUMNS = tuple(events.c[field.name] for field in fields(AuditEvent))
_PAGE = 2_000


class Chain:
    """The events of the register, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def head(self) -> Head:
        """The chain's end; a writing transaction holds it until it ends."""
        n, digest = self._connection.execute(select(head.c.n, head.c.hash)).one()
        return Head(n=n, hash=digest)

    def last_at(self) -> str:
        """The time of the last event, "" when there is none."""
        found = self._connection.execute(select(events.c.at).where(events.c.n == self.head().n)).scalar()
        return found or ""

    def add(self, event: AuditEvent) -> None:
        """Add a sealed event and move the head to it."""
        self._connection.execute(insert(events).values(asdict(event)))
        self._connection.execute(update(head).values(n=event.n, hash=event.hash))

    def events(self, *, after: int = 0) -> Iterator[AuditEvent]:
        """The events with greater numbers, in order, read page by page."""
        while True:
            rows = self._connection.execute(
                select(*_COLUMNS).where(events.c.n > after).order_by(events.c.n).limit(_PAGE)
            ).all()
            for row in rows:
                yield AuditEvent(**row._mapping)
            if len(rows) < _PAGE:
                return
            after = rows[-1].n

    def about(self, subject: str, version: int | None = None) -> tuple[AuditEvent, ...]:
        """The events about a subject, or one version of it, in order."""
        wanted = events.c.subject == subject
        if version is not None:
            wanted &= events.c.version == version
        rows = self._connection.execute(select(*_COLUMNS).where(wanted).order_by(events.c.n))
        return tuple(AuditEvent(**row._mapping) for row in rows)
