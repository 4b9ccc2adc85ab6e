"""Whether the server can be asked: what an orchestrator looks at before it sends anybody here."""

from dataclasses import dataclass
from time import perf_counter

from citewell.engine.desk import has_register
from citewell.errors import CitewellError, NotFound
from citewell.serving.house import House

OK = "ok"
NONE = "none"
_OPENING = "opening"
_UNUSABLE = "unusable"
_OUT_OF_REACH = "out of reach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What the parts are in, each in one word; what is wrong with them stands in the log, not here."""

    engine: str
    library: str
    register: str

    @property
    def is_ready(self) -> bool:
        """Whether everything that there is can be used."""
        return {self.engine, self.library, self.register} <= {OK, NONE}


class Readiness:
    """The health of one process. Made once; safe to share between threads."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._engine = _OPENING

    def open_engine(self) -> float:
        """Open the engine before anybody asks; the seconds it took. Raises as `Engine.open`."""
        began = perf_counter()
        try:
            self._house.room.prepare()
        except (CitewellError, OSError):
            self._engine = _UNUSABLE
            raise
        self._engine = OK
        return perf_counter() - began

    def health(self) -> Health:
        """The health at this moment. An engine that could not be opened is tried once more."""
        if self._engine == _UNUSABLE:
            self._tried_again()
        return Health(engine=self._engine, library=self._library(), register=self._register())

    def _tried_again(self) -> None:
        try:
            self.open_engine()
        except (CitewellError, OSError):
            return

    def _library(self) -> str:
        try:
            with self._house.library.shelf():
                return OK
        except NotFound:
            return NONE
        except (CitewellError, OSError):
            return _UNUSABLE

    def _register(self) -> str:
        try:
            if not has_register(self._house.settings):
                return NONE
            self._house.offices.accounts.is_new()
        except (CitewellError, OSError):
            return _OUT_OF_REACH
        return OK
