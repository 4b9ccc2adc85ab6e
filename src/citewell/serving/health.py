"""Whether the server can be asked: what an orchestrator looks at before it sends anybody here."""

from dataclasses import dataclass

from citewell.engine.desk import has_register
from citewell.errors import CitewellError, NotFound
from citewell.serving.house import House

OK = "ok"
NONE = "none"
_UNUSABLE = "unusable"
_OUT_OF_REACH = "out of reach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the parts are, each in one word; what is wrong with them is for the log to say.

    The engine is always open: a process that has none takes no request.
    """

    library: str
    register: str
    engine: str = OK

    @property
    def is_ready(self) -> bool:
        """Whether all that there is can be used."""
        return {self.engine, self.library, self.register} <= {OK, NONE}


def health_of(house: House) -> Health:
    """The health of a process at this moment."""
    return Health(library=_library_of(house), register=_register_of(house))


def _library_of(house: House) -> str:
    try:
        with house.library.shelf():
            return OK
    except NotFound:
        return NONE
    except (CitewellError, OSError):
        return _UNUSABLE


def _register_of(house: House) -> str:
    try:
        if not has_register(house.settings):
            return NONE
        house.offices.accounts.is_new()
    except (CitewellError, OSError):
        return _OUT_OF_REACH
    return OK
