"""The engine of one process of a server: questions take turns; opened anew when what it rests on changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from time import monotonic

from citewell.config import Settings
from citewell.engine import Engine
from citewell.storage.ledger import Past
from citewell.storage.standings import file_of

# For how many seconds what was seen of the files is taken to be so still.
_FRESH = 1.0
# What is kept on a database server cannot be looked at as cheaply as a file.
_FRESH_ON_A_SERVER = 10


class EngineRoom:
    """The engine, kept open. Safe to share between threads: they take turns."""

    def __init__(
        self,
        settings: Settings,
        *,
        past: Past,
        clock: Callable[[], datetime],
        warn: Callable[[str], None],
    ) -> None:
        """clock: gives an aware time. past, warn: as of `Engine.open`."""
        self.settings = settings
        self._past = past
        self._clock = clock
        self._warn = warn
        self._turn = Lock()
        self._engine: Engine | None = None
        self._engine_of = ""
        self._looked = 0.0
        self._edition = ""

    @property
    def edition(self) -> str:
        """What answers rest on at this moment: the day, the packs, the library with its index, the board.

        While it is the same, so is the answer to the same question.
        """
        if not self._edition or monotonic() - self._looked > _FRESH:
            self._edition, self._looked = self._seen(), monotonic()
        return self._edition

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """The engine, for one question or patient. Raises as `Engine.open`."""
        with self._turn:
            edition = self.edition
            if self._engine is None or self._engine_of != edition:
                today = self._clock().date().isoformat()
                self._engine = Engine.open(self.settings, today=today, past=self._past, warn=self._warn)
                self._engine_of = edition
            yield self._engine

    def _seen(self) -> str:
        now = self._clock()
        library = self.settings.library
        files = [self.settings.index / "LIVE", library, library.with_name(f"{library.name}-wal")]
        files += [path / "pack.yaml" for path in self.settings.packs]
        register = file_of(self.settings.register)
        if register is None:
            server = int(now.timestamp()) // _FRESH_ON_A_SERVER
        else:
            server = 0
            files += [register, register.with_name(f"{register.name}-wal")]
        return f"{now.date().isoformat()} {server} {' '.join(map(_state_of, files))}"


def _state_of(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return "-"
    return f"{found.st_mtime_ns}.{found.st_size}"
