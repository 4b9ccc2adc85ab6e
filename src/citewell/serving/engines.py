"""The engine of one process of a server: questions take turns; opened anew when what it rests on changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock, Thread
from time import monotonic

from citewell.config import Settings
from citewell.engine import Engine
from citewell.errors import CitewellError
from citewell.serving.editions import basis, content
from citewell.serving.lasting import lasting
from citewell.storage.ledger import Past

# For how many seconds what was seen of the files is taken to be so still.
_FRESH = 1.0


class EngineRoom:
    """The engine, kept open. Safe to share between threads: they take turns."""

    def __init__(
        self,
        settings: Settings,
        *,
        past: Past,
        clock: Callable[[], datetime],
        warn: Callable[[str], None],
        fresh: float = _FRESH,
    ) -> None:
        """clock: gives an aware time. past, warn: as of `Engine.open`.

        fresh: for how many seconds what was seen of the files is taken to be so still.
        """
        self.settings = settings
        self._past = past
        self._clock = clock
        self._warn = warn
        self._fresh = fresh
        self._turn = Lock()
        self._looking = Lock()
        self._engine: Engine | None = None
        self._basis = ""
        self._edition = ""
        self._looked = 0.0
        self._tried = ""
        self._renewal: Thread | None = None

    def prepare(self) -> None:
        """Open the engine now, so that the first to ask need not wait. Raises as `Engine.open`."""
        with self._turn:
            self._opened()

    @property
    def edition(self) -> str:
        """What answers rest on at this moment: the day, the packs, the library with its index, the board.

        While it is the same, so is the answer to the same question. It follows the engine that answers: a
        change that needs another one is part of it once that is open.
        """
        if monotonic() - self._looked > self._fresh and self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looking.release()
        return self._edition

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """The engine, for one question or patient. Raises as `Engine.open` where none could be opened yet."""
        with self._turn:
            yield self._opened()

    def settle(self) -> None:
        """Wait until an engine that is being opened aside has taken its place."""
        if self._renewal is not None:
            self._renewal.join()

    def _opened(self) -> Engine:
        if self._engine is None:
            now = self._clock()
            self._basis = self._tried = basis(self.settings, now=now)
            self._engine = self._open(now)
            self._look()
        return self._engine

    def _open(self, now: datetime) -> Engine:
        with lasting():
            engine = Engine.open(
                self.settings, today=now.date().isoformat(), past=self._past, warn=self._warn
            )
            engine.warm()
        return engine

    def _look(self) -> None:
        """See what there is; where the engine in use rests on something older, open another one aside."""
        now = self._clock()
        wanted = basis(self.settings, now=now)
        edition = f"{self._basis} {content(self.settings, now=now)}"
        if edition != self._edition and self._engine is not None and self._engine.board is not None:
            self._engine.board.ask_again()
        self._edition, self._looked = edition, monotonic()
        if self._engine is not None and wanted != self._tried and not self._is_renewing():
            self._tried = wanted
            self._renewal = Thread(target=self._renew, args=(wanted, now), name="citewell-renewal")
            self._renewal.start()

    def _is_renewing(self) -> bool:
        return self._renewal is not None and self._renewal.is_alive()

    def _renew(self, wanted: str, now: datetime) -> None:
        """Open an engine on what there is now, and put it in the place of the one in use.

        Nobody waits for it. What cannot be used leaves the engine in use as it is, and the operator is told.
        """
        try:
            engine = self._open(now)
        except (CitewellError, OSError) as error:
            self._warn(f"what changed cannot be used, and answers are still given without it: {error}")
            return
        with self._turn:
            before, self._engine, self._basis = self._engine, engine, wanted
            self._looked = 0.0
            if before is not None and before.shelf is not None:
                before.shelf.library.close()
