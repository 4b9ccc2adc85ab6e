"""A review run that is killed at any moment: state and chain agree, and work goes on."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import make_url

from citewell.engine.auditing import verified
from citewell.engine.curating import EditorialDesk
from citewell.model.reviews import Head
from citewell.storage.register import Register
from databases import new_server
from desk_run import at_work, review
from editorial_builders import POLICY, Clock, desk_on

# A run's single act takes two to ten milliseconds: it is hit in all of its stages.
LONGEST = 0.03


def begun(url: str) -> None:
    with closing(Register.open(url)) as register:
        desk_on(register)


def unharmed(url: str, last: Head, *, goes_on: str = "") -> Head:
    """The chain's end, when state and chain agree, and nothing is lost of what had been written before."""
    with closing(Register.open(url)) as register:
        assert verified(register, [last]) == ()
        if goes_on:
            review(EditorialDesk(register, policy=POLICY, now=Clock()), goes_on)
            assert verified(register) == ()
        with register.reading() as books:
            return books.chain.head()


def test_a_run_that_is_killed_leaves_state_and_chain_in_agreement(database_url: str) -> None:
    begun(database_url)
    random = Random(6)
    head, moved, longest = Head(n=0, hash="0" * 64), 0, LONGEST
    kills = 200 if make_url(database_url).get_backend_name() == "sqlite" else 40
    for n in range(kills):
        with at_work(database_url):
            time.sleep(random.uniform(0, longest))
        before, head = head, unharmed(database_url, head, goes_on=f"after-{n}" if n % 20 == 19 else "")
        moved += head.n > before.n
        # On a machine with other work a run is given longer, so that the kills fall into its acts.
        longest *= 1 if head.n > before.n else 1.1
    assert moved > kills / 3


@pytest.fixture
def crashing(databases_folder: Path) -> Iterator[Any]:
    """A PostgreSQL server of its own, to be stopped in the midst of its work."""
    server = new_server(databases_folder / "crashing")
    yield server
    server.cleanup()


def test_a_server_that_stops_in_the_midst_of_its_work_loses_nothing_that_was_written(crashing: Any) -> None:
    url = crashing.get_uri().replace("postgresql://", "postgresql+psycopg://")
    begun(url)
    random = Random(7)
    head = Head(n=0, hash="0" * 64)
    for n in range(4):
        with at_work(url):
            time.sleep(0.1 + random.uniform(0, LONGEST))
            stop_at_once(crashing.get_pid())
        crashing.start()
        head = unharmed(url, head, goes_on=f"after-{n}")


def stop_at_once(pid: int) -> None:
    """The immediate shutdown: no transaction is ended, nothing is put in order."""
    os.kill(pid, signal.SIGQUIT)
    for _ in range(1_000):
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.01)
    raise AssertionError("the server does not stop")
