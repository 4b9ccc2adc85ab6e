"""The audit trail for whoever answers for the desk: chief editors and admins, by their account.

Whoever can read the database can audit it without one (`engine.auditing`). Over a network, the trail is not
for every reader: it tells who signed in from where.
"""

from collections.abc import Callable, Iterable, Iterator

from citewell.accounts.rights import check_auditor
from citewell.engine.auditing import Audit, audited, exported, head_of
from citewell.engine.presence import present
from citewell.model.accounts import Person
from citewell.model.reviews import AuditEvent, Head
from citewell.storage.register import Register


class AuditOffice:
    """The audit trail of a register. Made once; safe to share between threads."""

    def __init__(self, register: Register, *, now: Callable[[], str]) -> None:
        """now: gives the present time as the register keeps times (`text.moments`)."""
        self.register = register
        self.now = now

    def latest(
        self,
        who: Person,
        *,
        most: int,
        before: int = 0,
        subject: str = "",
        actor: str = "",
        since: str = "",
    ) -> tuple[AuditEvent, ...]:
        """Events, the last first, as `storage.chain.Chain.latest`. Raises Forbidden."""
        self._check(who)
        with self.register.reading() as books:
            return books.chain.latest(most=most, before=before, subject=subject, actor=actor, since=since)

    def audited(self, who: Person, anchors: Iterable[Head] = ()) -> Audit:
        """What is not as it was written. Raises Forbidden."""
        self._check(who)
        return audited(self.register, anchors, now=self.now())

    def head(self, who: Person) -> Head:
        """The chain's end, to be kept elsewhere. Raises Forbidden, and as `head_of`."""
        self._check(who)
        return head_of(self.register)

    def exported(self, who: Person) -> Iterator[str]:
        """The whole of it, a line of JSON each. Raises Forbidden at once."""
        self._check(who)
        return exported(self.register)

    def _check(self, who: Person) -> None:
        with self.register.reading() as books:
            check_auditor(present(books, who))
