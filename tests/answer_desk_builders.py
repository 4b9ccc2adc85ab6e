"""The answer desk of a server in a folder of a test's own, on the shipped packs."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from citewell.config import Settings
from citewell.serving.answers import AnswerDesk
from citewell.serving.engines import EngineRoom
from citewell.storage.ledger import Ledger
from citewell.storage.remembered import Remembered

DAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Desk:
    """A desk with what it stands on. warned: what the operator was told."""

    answers: AnswerDesk
    room: EngineRoom
    past: Remembered
    warned: list[str] = field(default_factory=list)


def own_settings(settings: Settings, folder: Path, **given: object) -> Settings:
    """Settings with a data folder of a test's own, the packs compiled already."""
    home = folder / "home"
    home.mkdir()
    (home / "cache").symlink_to(settings.cache)
    return replace(settings, home=home, **given)


def desk_at(settings: Settings, folder: Path, *, clock: Callable[[], datetime] = lambda: DAY) -> Desk:
    """A desk that looks at the files again whenever it is asked."""
    warned: list[str] = []
    past = Remembered(folder / "asked.db", behind=Ledger(settings.ledger))
    room = EngineRoom(settings, past=past, clock=clock, warn=warned.append, fresh=-1)
    return Desk(answers=AnswerDesk(room, past), room=room, past=past, warned=warned)
