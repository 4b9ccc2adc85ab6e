"""`citewell serve`: the pages and the API, in a browser."""

import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, Any

import click

from citewell.errors import InputError, not_installed

if TYPE_CHECKING:
    from citewell.config import Settings
    from citewell.serving.access import Access
    from citewell.serving.supervision import Arrangement

# By its name alone: who uses the command line needs no web server.
_APPLICATION = "citewell.asgi:create"
_PACKAGES = ("fastapi", "httptools", "joserfc", "limits", "prometheus_client", "python_multipart", "uvicorn")
_LEVELS = {"requests": "INFO", "faults": "WARNING"}
_FILE = click.Path(exists=True, dir_okay=False)


@click.command(
    epilog="""\b
Examples:
  citewell serve
  citewell serve --port 9000 --workers 2
  citewell serve --behind-proxy --allowed-host citewell.example.org
"""
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="How many processes answer."
)
@click.option("--readers", type=click.Choice(["anyone", "accounts"]), help="Who may read.")
@click.option("--allowed-host", "names", multiple=True, metavar="NAME", help="A name it is called by.")
@click.option("--ssl-certfile", "certificate", type=_FILE, help="The certificates, for TLS.")
@click.option("--ssl-keyfile", "key", type=_FILE, help="Their private key.")
@click.option("--behind-proxy", "proxied", is_flag=True, help="A proxy before it ends TLS.")
@click.option(
    "--forwarded-allow-ips",
    "proxies",
    default="127.0.0.1,::1",
    show_default=True,
    metavar="ADDRESSES",
    help="The proxies that say from where a request comes.",
)
@click.option(
    "--limit",
    "limits",
    multiple=True,
    envvar="CITEWELL_RATE",
    metavar="KIND=RATE",
    help="How often one may come: asking=300/minute, signing-in=…, hooks=…, other=….",
)
@click.option("--metrics-from", "networks", multiple=True, metavar="NETWORK", help="Who reads /metrics.")
@click.option("--log", type=click.Choice(["requests", "faults"]), help="What is logged.")
def serve(**typed: Any) -> None:
    """Serve the pages and the API until Ctrl-C.

    On this machine anybody may read; elsewhere only with an account, over TLS.
    """
    _check_packages()
    from citewell.serving import supervision
    from citewell.serving.runtime import runtime_folder

    asked = _Asked(**typed)
    access = _access(asked)
    with (
        supervision.until_stopped(),
        supervision.listening(asked.host, asked.port) as listener,
        runtime_folder() as runtime,
    ):
        _leave(access, runtime)
        click.echo(f"Citewell is at {_url(asked, listener)} (Ctrl-C stops it)")
        sys.stdout.flush()
        supervision.serve(_arrangement(asked), listener)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What was typed, by the names of the options."""

    host: str
    port: int
    workers: int
    readers: str | None
    names: tuple[str, ...]
    certificate: str | None
    key: str | None
    proxied: bool
    proxies: str
    limits: tuple[str, ...]
    networks: tuple[str, ...]
    log: str | None


def _check_packages() -> None:
    missing = next((name for name in _PACKAGES if find_spec(name) is None), None)
    if missing:
        raise not_installed("serving", missing, extra="web")


def _access(asked: _Asked) -> "Access":
    from citewell.config import settings_from
    from citewell.serving.access import Readers
    from citewell.serving.hook_issuers import read_issuers
    from citewell.serving.opening import Opening, access_for

    if bool(asked.certificate) != bool(asked.key):
        raise InputError("TLS takes both --ssl-certfile and --ssl-keyfile")
    opening = Opening(
        host=asked.host,
        names=asked.names,
        readers=Readers(asked.readers) if asked.readers else None,
        tls=bool(asked.certificate),
        proxied=asked.proxied,
        limits=asked.limits,
        networks=asked.networks,
    )
    # Also where it is not needed: what is wrong with the settings is told now, and not by each worker.
    settings = settings_from()
    if settings.hooks.issuers:
        read_issuers(settings.hooks.issuers)
    accounts = _has_accounts(settings)
    return access_for(opening, accounts=accounts, parent=os.getpid() if asked.workers > 1 else 0)


def _has_accounts(settings: "Settings") -> bool:
    from citewell.cli.identity import at_the_desk
    from citewell.engine.desk import has_register

    if not has_register(settings):
        return False
    with at_the_desk() as desk:
        return not desk.offices.accounts.is_new()


def _arrangement(asked: _Asked) -> "Arrangement":
    from citewell.serving.supervision import Arrangement

    return Arrangement(
        application=_APPLICATION,
        workers=asked.workers,
        certificate=asked.certificate or "",
        key=asked.key or "",
        proxies=asked.proxies if asked.proxied else "",
        level=_LEVELS[asked.log or ("faults" if sys.stderr.isatty() else "requests")],
    )


def _leave(access: "Access", runtime: Path) -> None:
    """Put down for the processes of the server on what terms it is open, and where they meet."""
    from citewell.serving.access import put_access
    from citewell.serving.runtime import METRICS

    put_access(access, runtime)
    os.environ["CITEWELL_RUNTIME"] = str(runtime)
    # Two of glibc's heaps for threads are enough, in less memory; a worker reads it as it starts.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    # Read by prometheus-client when it is imported, which was not done yet.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(runtime / METRICS)


def _url(asked: _Asked, listener: socket) -> str:
    host = f"[{asked.host}]" if ":" in asked.host else asked.host
    return f"{'https' if asked.certificate else 'http'}://{host}:{listener.getsockname()[1]}"
