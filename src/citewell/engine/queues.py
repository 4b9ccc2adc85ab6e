"""The desk's queue: what is open, read at one moment, for one person or for everybody."""

from collections.abc import Collection, Iterable, Iterator

from citewell.accounts.rights import check_scope
from citewell.editorial.discussion import OPEN
from citewell.editorial.queue import Pending, Waiting, queue_of, whole_queue
from citewell.editorial.transitions import FINAL
from citewell.engine.casework import case_of
from citewell.engine.curating import EditorialDesk
from citewell.engine.presence import present
from citewell.model.accounts import Person, Scope
from citewell.model.reviews import Status, Task, Version
from citewell.storage.register import Books

_OPEN = frozenset(Status) - frozenset(FINAL)


def queue(desk: EditorialDesk, who: Person) -> tuple[Waiting, ...]:
    """What waits for a person, the most urgent first. Raises Forbidden."""
    check_scope(who, Scope.READ, to="see a queue")
    desk.expire()
    with desk.register.reading() as books:
        return queue_of(present(books, who).user, tuple(_pending(desk, books)), now=desk.now())


def everything(desk: EditorialDesk, who: Person) -> tuple[Waiting, ...]:
    """All that is open on the desk, the most urgent first. Raises Forbidden."""
    check_scope(who, Scope.READ, to="see the queue")
    desk.expire()
    with desk.register.reading() as books:
        present(books, who)
        return whole_queue(tuple(_pending(desk, books)), now=desk.now())


def versions(desk: EditorialDesk, who: Person, statuses: Collection[Status] = ()) -> tuple[Version, ...]:
    """Every version, closed ones too, by subject and number; of some statuses. Raises Forbidden."""
    check_scope(who, Scope.READ, to="see what was reviewed")
    desk.expire()
    with desk.register.reading() as books:
        present(books, who)
        return books.reviews.versions(statuses=statuses)


def _pending(desk: EditorialDesk, books: Books) -> Iterator[Pending]:
    open_tasks, conflicts = books.reviews.tasks(), books.reviews.conflicts()
    for version in books.reviews.versions(statuses=_OPEN):
        yield Pending(
            case=case_of(books, version, policy=desk.policy, conflicts=conflicts),
            since=_since(books, version),
            tasks=tuple(_about(version, open_tasks)),
            remarks=tuple(
                each
                for each in books.reviews.comments(version.subject, version.n)
                if each.state == OPEN and version.status is not Status.APPROVED
            ),
        )


def _since(books: Books, version: Version) -> str:
    """When the present round began: with its first event."""
    events = books.chain.about(str(version.subject), version.n)
    return next((event.at for event in events if event.round == version.round), version.made)


def _about(version: Version, tasks: Iterable[Task]) -> Iterator[Task]:
    return (task for task in tasks if (task.subject, task.version) == (version.subject, version.n))
