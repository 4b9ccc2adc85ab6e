"""The processes of a server: begun, watched, renewed when they die, ended without losing a request."""

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import sleep

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from citewell.errors import CitewellError, InputError
from citewell.serving.connections import GuardedConnection
from citewell.serving.logs import logging_to_stderr

# How many may wait to be taken in, and how many are in, before the rest is told to come later.
_BACKLOG = 2_048
_MOST_CONNECTIONS = 1_000
# In seconds. Longer than proxies keep a connection open without using it is not needed.
_IDLE = 15
_TO_FINISH = 30
_TO_TAKE_IN = 0.25
# An engine that is being opened answers nobody meanwhile; it is not hung.
_UNTIL_HUNG = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """How a server runs. certificate, key: files for TLS, "" without. proxies: whose word counts on from
    where a request comes, as uvicorn has it, "" for nobody's. level: of the log.
    """

    application: str
    workers: int
    certificate: str
    key: str
    proxies: str
    level: str


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises InputError where that cannot be."""
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # From now on who comes waits, and is not refused, until the engine is open.
        listener.listen(_BACKLOG)
    except OSError as error:
        raise InputError(
            f"nothing can listen at {host} port {port}: {error.strerror}",
            hint="citewell serve --port takes another one; 0 takes any that is free",
        ) from None
    return listener


@contextmanager
def until_stopped() -> Iterator[None]:
    """What is done inside ends in good order by SIGINT, SIGTERM or SIGHUP, from its first moment on.

    uvicorn takes them while it serves, ends in good order, and then lets the signal have its effect: that
    must not skip what tidies up.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # A shell lets what it runs behind its prompt ignore Ctrl-C; uvicorn listens to it later all the same.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # A terminal that is closed; with several workers uvicorn makes it their renewal.
    signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    try:
        yield
    except KeyboardInterrupt:
        return


def serve(arrangement: Arrangement, listener: socket.socket) -> None:
    """Serve until a signal ends it; what was asked by then is answered. Raises CitewellError where it cannot
    begin.
    """
    config = _config(arrangement)
    try:
        if arrangement.workers == 1:
            _Server(config).run(sockets=[listener])
        else:
            _run_workers(config, listener)
    except SystemExit:
        raise _not_begun() from None


def _run_workers(config: uvicorn.Config, listener: socket.socket) -> None:
    workers = _Workers(config, sockets=[listener])
    workers.run()
    if any(process.exitcode == STARTUP_FAILURE for process in workers.processes):
        raise _not_begun()


class _Server(uvicorn.Server):
    """uvicorn's server, which loses no connection at its end."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listener in sockets or []:
            _let_nobody_in(listener)
        await asyncio.sleep(_TO_TAKE_IN)
        await super().shutdown(sockets)


class _Workers(Multiprocess):
    """uvicorn's supervisor, which loses no connection at its end, and whose workers leave Ctrl-C to it."""

    def init_processes(self) -> None:
        with _interrupts_held():
            super().init_processes()

    def keep_subprocess_alive(self) -> None:
        with _interrupts_held():
            super().keep_subprocess_alive()

    def terminate_all(self) -> None:
        for listener in self.sockets:
            _let_nobody_in(listener)
        sleep(_TO_TAKE_IN)
        # As long as it is open here, too, the system takes connections that no worker is there for.
        for listener in self.sockets:
            listener.close()
        super().terminate_all()


def _let_nobody_in(listener: socket.socket) -> None:
    """Make the system answer no further connection, while those that wait can still be taken in.

    Those that wait when a listener is closed are reset, though their requests were sent.
    """
    listener.listen(0)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C is held back: a process begun now never gets it, and is not interrupted while it begins."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _config(arrangement: Arrangement) -> uvicorn.Config:
    return uvicorn.Config(
        arrangement.application,
        factory=True,
        workers=arrangement.workers,
        http=GuardedConnection,
        # Nothing here speaks it.
        ws="none",
        lifespan="on",
        log_config=logging_to_stderr(level=arrangement.level),
        access_log=False,
        server_header=False,
        proxy_headers=bool(arrangement.proxies),
        forwarded_allow_ips=arrangement.proxies,
        ssl_certfile=arrangement.certificate or None,
        ssl_keyfile=arrangement.key or None,
        backlog=_BACKLOG,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=_TO_FINISH,
        timeout_worker_healthcheck=_UNTIL_HUNG,
    )


def _not_begun() -> CitewellError:
    return CitewellError("the server could not begin", hint="the lines before this one say why")
