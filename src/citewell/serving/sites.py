"""By which address others reach this server: for what leads back here from elsewhere."""

from starlette.requests import HTTPConnection

from citewell.serving.house import house_of


def site_of(connection: HTTPConnection) -> str:
    """The address, without a stroke at its end: the one in the settings, else the one that was called.

    That one has a name of ours (`serving.hosts`), and the port that the caller said.
    """
    return house_of(connection).settings.site or str(connection.base_url).rstrip("/")


def address_of(connection: HTTPConnection) -> str:
    """The address that was called, as others write it: without a query."""
    return f"{site_of(connection)}{connection.url.path}"
