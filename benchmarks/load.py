"""Clients of a server on this machine, each a thread with a connection of its own that it keeps.

They speak HTTP/1.1 over bare sockets, as far as this server's answers need it, so that they take little of
the processor that is measured.
"""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote_plus

_PATIENCE = 60.0
_AT_ONCE = 262_144
# Browsers do not come all in the same millisecond.
_APART = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question as somebody asks it. page: in a browser, where it takes two requests; else of the API."""

    question: str
    facts: tuple[tuple[str, str], ...] = ()
    audience: str = "clinician"
    page: bool = False


class CutError(Exception):
    """A connection ended before a whole response had come. taken: whether the request had been sent."""


class WrongError(Exception):
    """A response that no good server gives to this request."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A response."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes


class Connection:
    """A connection, made when it is first needed and kept."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def exchange(self, request: bytes) -> Reply:
        """The response to a request. Raises CutError; OSError where nobody takes the connection."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=_PATIENCE)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._socket.sendall(request)
            reply = self._read(self._socket)
        except (ConnectionError, CutError, TimeoutError) as error:
            self.close()
            raise CutError(str(error)) from error
        if reply.headers.get(b"connection") == b"close":
            self.close()
        return reply

    def close(self) -> None:
        """End it."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _read(self, connection: socket.socket) -> Reply:
        data = b""
        while b"\r\n\r\n" not in data:
            data += _some(connection)
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.split(b"\r\n")
        headers = dict(_header(line) for line in lines)
        parts, left = [body], int(headers[b"content-length"]) - len(body)
        while left > 0:
            parts.append(_some(connection))
            left -= len(parts[-1])
        return Reply(int(first.split(b" ", 2)[1]), headers, b"".join(parts))


def _some(connection: socket.socket) -> bytes:
    data = connection.recv(_AT_ONCE)
    if not data:
        raise CutError("the connection ended")
    return data


def _header(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b":")
    return name.strip().lower(), value.strip()


def answered(connection: Connection, ask: Ask) -> None:
    """Ask, and read the answer to its end. Raises as `exchange`, and WrongError."""
    if not ask.page:
        body = {"question": ask.question, "facts": dict(ask.facts), "audience": ask.audience}
        _expect(connection.exchange(_posted("/api/v1/ask", json.dumps(body), "application/json")), 200)
        return
    form = f"question={quote_plus(ask.question)}"
    kind, cookie = "application/x-www-form-urlencoded", f"Cookie: audience={ask.audience}\r\n"
    sent = _expect(connection.exchange(_posted("/ask", form, kind, cookie=cookie)), 303)
    _expect(connection.exchange(_request("GET", sent.headers[b"location"].decode(), cookie)), 200)


def _posted(path: str, body: str, kind: str, *, cookie: str = "") -> bytes:
    data = body.encode()
    headers = f"Content-Type: {kind}\r\nContent-Length: {len(data)}\r\n{cookie}"
    return _request("POST", path, headers) + data


def _request(method: str, path: str, headers: str) -> bytes:
    """A request; what comes from a browser has its cookie, and takes what is compressed."""
    if "Cookie" in headers:
        headers += "Accept-Encoding: gzip\r\nSec-Fetch-Site: same-origin\r\n"
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()


def _expect(reply: Reply, status: int) -> Reply:
    if reply.status != status:
        raise WrongError(f"{reply.status} in place of {status}: {reply.body[:300]!r}")
    return reply


@dataclass(slots=True)
class Log:
    """What the clients saw, by the clock of `time.perf_counter`.

    taken: of each answer when it came and how long it took. cut: when a request was sent that got no whole
    response, and when its connection ended. refused: when nobody took a connection. wrong: other responses.
    """

    taken: list[tuple[float, float]] = field(default_factory=list)
    cut: list[tuple[float, float]] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Clients:
    """So many clients at work until they are told to stop or nothing is left to ask."""

    def __init__(self, port: int, count: int, asks: Iterator[Ask], *, pause: float = 0.0) -> None:
        """pause: for how many seconds a client thinks before it asks again."""
        self.log = Log()
        self._asks = asks
        self._turn = threading.Lock()
        self._stop = threading.Event()
        self._pause = pause
        self._threads = [threading.Thread(target=self._work, args=(port,)) for _ in range(count)]

    def __enter__(self) -> "Clients":
        for thread in self._threads:
            thread.start()
            time.sleep(_APART)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self.wait()

    def wait(self, *, told: Callable[[], None] | None = None) -> None:
        """Until all of them have stopped. told: called every now and then meanwhile."""
        for thread in self._threads:
            while thread.is_alive():
                thread.join(0.5)
                if told:
                    told()

    def _work(self, port: int) -> None:
        connection = Connection(port)
        while not self._stop.is_set() and (ask := self._next()) is not None:
            self._one(connection, ask)
            if self._pause:
                self._stop.wait(self._pause)
        connection.close()

    def _next(self) -> Ask | None:
        with self._turn:
            return next(self._asks, None)

    def _one(self, connection: Connection, ask: Ask) -> None:
        began = time.perf_counter()
        try:
            answered(connection, ask)
        except CutError:
            self.log.cut.append((began, time.perf_counter()))
        except OSError:
            self.log.refused.append(began)
            self._stop.wait(0.05)
        except WrongError as error:
            self.log.wrong.append(str(error))
        else:
            now = time.perf_counter()
            self.log.taken.append((now, now - began))
