"""The editorial register of these settings, opened; where its extra is missing, the remedy is told."""

from typing import TYPE_CHECKING

from citewell.config import Settings
from citewell.errors import not_installed
from citewell.storage.standings import Standings

if TYPE_CHECKING:
    from citewell.storage.register import Register


def has_register(settings: Settings) -> bool:
    """Whether the settings name a register that was made. Raises as `Standings.is_made`."""
    standings = Standings(settings.register)
    return standings.exist() and standings.is_made()


def open_register(settings: Settings) -> "Register":
    """The register that the settings name, made when it is not there.

    Raises InputError where the extra is not installed, or the URL is none; OSError for a database out of
    reach.
    """
    try:
        from citewell.storage.register import Register

        return Register.open(settings.register)
    except ModuleNotFoundError as error:
        extra = "postgresql" if error.name == "psycopg" else "review"
        raise not_installed("the editorial desk", error.name, extra=extra) from None
