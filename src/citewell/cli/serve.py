"""`citewell serve`: the pages and the API, in a browser."""

import os
import tempfile

import click

from citewell.errors import InputError

# By its name alone: who uses the command line needs no web server.
_APPLICATION = "citewell.asgi:create"


@click.command(
    epilog="""\b
Examples:
  citewell serve
  citewell serve --port 9000 --workers 2
"""
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="How many processes answer."
)
def serve(*, host: str, port: int, workers: int) -> None:
    """Serve the pages and the API until Ctrl-C."""
    try:
        import uvicorn
    except ModuleNotFoundError as error:
        raise InputError(
            f"serving needs a package that is not installed: {error.name}",
            hint="pip install 'citewell[web]'",
        ) from None
    with tempfile.TemporaryDirectory(prefix="citewell-") as runtime:
        os.environ["CITEWELL_RUNTIME"] = runtime
        uvicorn.run(_APPLICATION, factory=True, host=host, port=port, workers=workers, access_log=False)
