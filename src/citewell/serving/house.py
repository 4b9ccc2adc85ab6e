"""All that one process of the server works with, opened once and shared by its threads."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from citewell.config import Settings
from citewell.engine.desk import has_register, open_register
from citewell.engine.policies import policies
from citewell.errors import NotFound
from citewell.serving.answers import AnswerDesk, Note, unnoted
from citewell.serving.engines import EngineRoom
from citewell.serving.hook_desk import HookDesk
from citewell.serving.libraries import LibraryRoom
from citewell.storage.ledger import Ledger
from citewell.storage.remembered import Remembered
from citewell.text.moments import as_text

if TYPE_CHECKING:
    from citewell.engine.offices import Offices


@dataclass(slots=True, kw_only=True)
class House:
    """A server's rooms. runtime: the folder of what its processes share while they run.

    clock: gives an aware time; the only one that anything here reads.
    """

    settings: Settings
    runtime: Path
    clock: Callable[[], datetime]
    room: EngineRoom
    answers: AnswerDesk
    library: LibraryRoom
    hooks: HookDesk
    _offices: "Offices | None" = field(default=None)

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        runtime: Path,
        clock: Callable[[], datetime],
        warn: Callable[[str], None],
        note: Note = unnoted,
    ) -> "House":
        """The house of these settings, ready to answer. Raises as `Engine.open` and `HookDesk`.

        warn: is told what an answer is given without. note: as of `AnswerDesk`.
        """
        past = Remembered(runtime / "asked.db", behind=Ledger(settings.ledger))
        room = EngineRoom(settings, past=past, clock=clock, warn=warn)
        room.prepare()
        return cls(
            settings=settings,
            runtime=runtime,
            clock=clock,
            room=room,
            answers=AnswerDesk(room, past, note=note),
            library=LibraryRoom(settings),
            hooks=HookDesk(settings, clock=clock),
        )

    @property
    def year(self) -> int:
        """The year that sources' ages are counted from."""
        return self.clock().year

    @property
    def offices(self) -> "Offices":
        """The editorial register at work. Raises NotFound where there are no accounts yet."""
        if self._offices is None:
            if not has_register(self.settings):
                raise NotFound(
                    "there is no editorial register yet",
                    hint="citewell user add NAME --role admin begins one",
                )
            from citewell.engine.offices import Offices

            self._offices = Offices(
                register=open_register(self.settings),
                policies=policies(self.settings),
                now=partial(_present, self.clock),
            )
        return self._offices


def house_of(connection: HTTPConnection) -> House:
    """The house that a request came to: for FastAPI's `Depends`."""
    house: House = connection.app.state.house
    return house


HouseOf = Annotated[House, Depends(house_of)]


def _present(clock: Callable[[], datetime]) -> str:
    return as_text(clock())
