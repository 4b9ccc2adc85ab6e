"""A crowd on one article: many people, in threads of several processes, act at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from threading import Barrier

from sqlalchemy import make_url

from citewell.editorial.workflow import Stale
from citewell.engine.curating import EditorialDesk
from citewell.errors import CitewellError
from citewell.model.accounts import Person, Role
from citewell.model.reviews import Action, Policy
from citewell.storage.register import Register
from editorial_builders import ARTICLE, Clock, content, person, signer_of

PROCESSES = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one person's act: "" where it was done, else the kind of refusal and what it told."""

    name: str
    refused: str = ""
    told: tuple[str, ...] = ()


Act = Callable[[EditorialDesk, Person, int], object]


def approve(desk: EditorialDesk, who: Person, seen: int) -> object:
    return desk.act(who, Action.APPROVE, ARTICLE, seen=seen, sign=signer_of(who.name))


def ask(desk: EditorialDesk, who: Person, seen: int) -> object:
    return desk.act(who, Action.REQUEST_CHANGES, ARTICLE, seen=seen, reason="Which wrist?")


def edit(desk: EditorialDesk, who: Person, seen: int) -> object:
    return desk.edit(who, ARTICLE, content(f"As {who.name} puts it."), seen=seen, reason=who.name)


def decide(desk: EditorialDesk, who: Person, seen: int) -> object:
    """A third each: approve, ask for changes, try to edit."""
    return (approve, ask, edit)[int(who.name.removeprefix("p")) % 3](desk, who, seen)


def crowd(url: str, *roles: Role) -> list[Person]:
    """As many as the database has to bear."""
    size = 20 if make_url(url).get_backend_name() == "sqlite" else 200
    return [person(f"p{n}", *roles) for n in range(size)]


def outcome(desk: EditorialDesk, act: Act, who: Person, seen: int) -> Outcome:
    try:
        act(desk, who, seen)
    except CitewellError as error:
        told = error.changes if isinstance(error, Stale) else (error.message,)
        return Outcome(who.name, type(error).__name__, told)
    return Outcome(who.name)


def part(url: str, act: Act, people: Sequence[Person], seen: int, quorum: int) -> list[Outcome]:
    """One process: each person in a thread, all at the same moment."""
    start = Barrier(len(people))

    def one(who: Person) -> Outcome:
        start.wait()
        return outcome(desk, act, who, seen)

    with closing(Register.open(url)) as register, ThreadPoolExecutor(len(people)) as pool:
        desk = EditorialDesk(register, policy=Policy(quorum={"article": quorum}), now=Clock())
        return list(pool.map(one, people))


def all_at_once(url: str, act: Act, people: Sequence[Person], *, seen: int, quorum: int = 2) -> list[Outcome]:
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        parts = [pool.submit(part, url, act, people[n::PROCESSES], seen, quorum) for n in range(PROCESSES)]
        return [outcome for each in parts for outcome in each.result()]
