"""A worker ends with the server that began it, however that ended: an orphan would keep its port."""

import os
import signal
from threading import Thread
from time import sleep

_EVERY = 0.5


def end_with(parent: int) -> None:
    """End this process in good order as soon as the process `parent` is not its parent any more."""
    Thread(target=_watch, args=(parent,), name="citewell-orphan-watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        sleep(_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
