"""A review run without end, in a process of its own that can be killed at any moment."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count

from citewell.engine.curating import EditorialDesk
from citewell.errors import Forbidden
from citewell.model.reviews import Action, Subject, SubjectKind, TaskKind
from citewell.storage.register import Register
from editorial_builders import ADA, BEN, CLEO, POLICY, Clock, content, signer_of


@contextmanager
def at_work(url: str) -> Iterator[int]:
    """A child that has begun to work on the register at this URL; in the end it is killed, wherever it is.

    Nothing of ours that is open may be shared with it.
    """
    heard, said = os.pipe()
    child = os.fork()
    if not child:
        with suppress(BaseException):
            work(url, said)
        os._exit(1)
    os.close(said)
    try:
        assert os.read(heard, 1), "the run did not begin"
        yield child
    finally:
        os.close(heard)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def work(url: str, said: int) -> None:
    """Drafts, edits, refusals, votes, demotions: one article after the other."""
    desk = EditorialDesk(Register.open(url), policy=POLICY, now=Clock())
    os.write(said, b".")
    for n in count():
        review(desk, f"article-{os.getpid()}-{n}")


def review(desk: EditorialDesk, name: str) -> None:
    """All that happens to an article, from the draft to its second approval."""
    subject = Subject(SubjectKind.ARTICLE, name)
    version = desk.draft(ADA, subject, content(f"First words on {name}."))
    version = desk.edit(ADA, subject, content(f"Better words on {name}."), seen=version.revision)
    version = desk.act(ADA, Action.SUBMIT, subject, seen=version.revision)
    with suppress(Forbidden):
        desk.act(ADA, Action.RETIRE, subject, seen=version.revision, reason="Of no use.")
    for _ in range(2):
        for who in (BEN, CLEO):
            sign = signer_of(who.name)
            version = desk.act(who, Action.APPROVE, subject, seen=version.revision, sign=sign)
        version = desk.demote(version, TaskKind.SOURCE_FELL, "The study was retracted.")
