"""Signing in by OpenID Connect at a terminal: a browser goes to the issuer and comes back to this machine.

A loopback redirect, as RFC 8252 (OAuth 2.0 for Native Apps), section 7.3, has it: 127.0.0.1, any free port.
"""

import time
import webbrowser
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from citewell.errors import Forbidden, not_installed

if TYPE_CHECKING:
    from citewell.cli.identity import Desk

_PATH = "/citewell"
_PATIENCE = 300.0  # Seconds to sign in at the issuer.
_PAGE = b"<!doctype html><meta charset=utf-8><title>Citewell</title><p>Go back to the terminal."


def session_by_issuer(desk: "Desk", *, origin: str) -> str:
    """A new session's secret for whom the issuer of the settings vouches for. Raises as `Vouching`."""
    from citewell.config import settings_from

    try:
        import httpx

        from citewell.accounts.oidc import is_answer
        from citewell.engine.vouching import Vouching
    except ModuleNotFoundError as error:
        raise not_installed("signing in by OpenID Connect", error.name, extra="oidc") from None
    with httpx.Client() as web, _Redirect(("127.0.0.1", 0), _Visit) as server:
        vouching = Vouching(desk.offices.entrance, settings_from(), web)
        asked = vouching.ask(f"http://127.0.0.1:{server.server_address[1]}{_PATH}")
        click.echo(f"sign in with your browser; if none opens, go to\n{asked.url}", err=True)
        webbrowser.open(asked.url)
        query = server.awaited(lambda query: is_answer(query, asked))
        return vouching.sign_in(asked, query, origin=origin)


class _Redirect(TCPServer):
    """Waits for the one request that brings the answer; whoever else comes is turned away."""

    is_wanted: Callable[[str], bool] = staticmethod(lambda _query: False)
    query = ""

    def awaited(self, is_wanted: Callable[[str], bool]) -> str:
        """The query of the first request that is wanted. Raises Forbidden when none comes in time."""
        self.is_wanted = is_wanted
        until = time.monotonic() + _PATIENCE
        while not self.query:
            self.timeout = until - time.monotonic()
            if self.timeout <= 0:
                raise Forbidden("nobody signed in at the issuer in time", hint="try again")
            self.handle_request()
        return self.query


class _Visit(BaseHTTPRequestHandler):
    timeout = 5.0
    server: _Redirect

    def do_GET(self) -> None:
        """Take the query when it is the one that is waited for."""
        parts = urlsplit(self.path)
        if parts.path != _PATH or not self.server.is_wanted(parts.query):
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.server.query = parts.query
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(_PAGE)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's names
        """Nothing: the query holds a code."""
