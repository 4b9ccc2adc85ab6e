"""`citewell serve` as a process: it begins where it may, loses nothing at its end, and renews its workers."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

import httpx
import psutil
import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]
QUESTION = "question=What+is+the+treatment+for+an+L2+compression+fracture%3F"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Running:
    """A server that runs. log: what it wrote on stderr."""

    process: subprocess.Popen[bytes]
    port: int
    said: str
    runtime: Path
    log: Path

    def get(self, path: str, **headers: str) -> httpx.Response:
        address = f"http://127.0.0.1:{self.port}{path}"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.get(address, headers=sent, timeout=60, trust_env=False)

    def socket(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def workers(self) -> set[int]:
        """The processes that answer: those of the supervisor that are no helper of Python's."""
        return {each.pid for each in psutil.Process(self.process.pid).children() if _is_worker(each)}

    def end(self, sent: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(sent)
        return self.process.wait(60)


def _is_worker(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.Error:
        # It is gone.
        return False


@pytest.fixture
def serve(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Begin a server on a free port; all end with the test."""
    with ExitStack() as stack:

        def begin(*options: str, **env: str) -> Running:
            return stack.enter_context(running(options, {**environment, **env}, tmp_path))

        yield begin


@pytest.fixture(scope="module")
def standing(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One server for all tests that only speak to it."""
    environment = {**os.environ, "CITEWELL_HOME": str(home)}
    with running((), environment, tmp_path_factory.mktemp("standing")) as server:
        assert server.get("/healthz").status_code == 200
        yield server


@contextmanager
def running(options: tuple[str, ...], environment: dict[str, str], folder: Path) -> Iterator[Running]:
    runtime, log = folder / "runtime", folder / "log"
    runtime.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "citewell", "serve", "--port", "0", *options]
    env = {**environment, "XDG_RUNTIME_DIR": str(runtime), "CITEWELL_RECORD": "no"}
    with log.open("ab") as stderr:
        process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=stderr)
    assert process.stdout is not None
    said = process.stdout.readline().decode()
    found = re.search(r":(\d+) ", said)
    assert found, log.read_text()
    try:
        yield Running(process=process, port=int(found[1]), said=said, runtime=runtime, log=log)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@dataclass
class Load:
    """Clients that ask as fast as they can. lost: requests that were sent and not answered."""

    port: int
    answered: int = 0
    lost: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def ask(self) -> None:
        connection = None
        while not self.over.is_set():
            connection = connection or self.connected()
            if connection is not None:
                connection = self.asked(connection)
        if connection is not None:
            connection.close()

    def connected(self) -> http.client.HTTPConnection | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.connect()
        except OSError:
            # Nobody was told that it was taken.
            sleep(0.01)
            return None
        return connection

    def asked(self, connection: http.client.HTTPConnection) -> http.client.HTTPConnection | None:
        try:
            connection.request("POST", "/ask", body=QUESTION, headers=FORM)
            response = connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException) as error:
            self.lost.append(repr(error))
            connection.close()
            return None
        self.answered += 1
        if response.will_close:
            connection.close()
            return None
        return connection

    @contextmanager
    def on(self, clients: int) -> Iterator["Load"]:
        threads = [threading.Thread(target=self.ask) for _ in range(clients)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self.over.set()
            for thread in threads:
                thread.join()

    def until(self, answered: int) -> None:
        wait(lambda: self.answered >= answered)


def wait(until: Callable[[], bool]) -> None:
    end = monotonic() + 60
    while not until():
        assert monotonic() < end
        sleep(0.02)


# It begins.


def test_it_says_where_it_is_and_how_it_is_stopped(serve: Callable[..., Running]) -> None:
    server = serve()
    assert server.said == f"Citewell is at http://127.0.0.1:{server.port} (Ctrl-C stops it)\n"
    assert server.get("/readyz").status_code == 200
    assert "<h1" in server.get("/").text
    assert server.get("/metrics").status_code == 200
    assert server.get("/", Host="evil.example").status_code == 421
    assert server.get("/metrics", X_Forwarded_For="127.0.0.1").status_code == 404
    assert server.end() == 0
    assert list(server.runtime.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--host", "0.0.0.0"], "without TLS"),
        (["--behind-proxy", "--allowed-host", "x.example"], "nobody has an account"),
        (["--ssl-certfile", __file__], "both"),
        (["--limit", "asking=often"], "is no rate"),
        (["--host", "nowhere.invalid.", "--behind-proxy"], "nobody has an account"),
    ],
)
def test_it_does_not_begin_where_it_may_not(run: Run, options: list[str], why: str) -> None:
    refused = run("serve", *options)
    assert refused.returncode == 2
    assert refused.stdout == b""
    assert why in refused.stderr.decode().splitlines()[0]


def test_a_port_that_is_taken_is_told_in_one_line(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = run("serve", "--port", port)
    assert refused.returncode == 2
    assert refused.stderr.decode().startswith(f"citewell: nothing can listen at 127.0.0.1 port {port}: ")
    assert len(refused.stderr.splitlines()) == 2


def test_what_cannot_be_opened_is_told_before_anybody_is_let_in(run: Run) -> None:
    refused = run("serve", "--port", "0", env={"CITEWELL_RECORD": "perhaps"})
    assert (refused.returncode, refused.stdout) == (2, b"")


# It ends.


@pytest.mark.parametrize(
    ("workers", "sent"), [("1", signal.SIGINT), ("2", signal.SIGTERM), ("1", signal.SIGHUP)]
)
def test_its_end_loses_no_request(serve: Callable[..., Running], workers: str, sent: signal.Signals) -> None:
    server = serve("--workers", workers)
    with Load(server.port).on(8) as load:
        load.until(200)
        assert server.end(sent) == 0
    assert load.lost == []
    assert list(server.runtime.iterdir()) == []
    assert "Traceback" not in server.log.read_text()


def test_it_can_be_stopped_while_it_begins(serve: Callable[..., Running]) -> None:
    server = serve("--workers", "2")
    assert server.end(signal.SIGINT) == 0
    assert "Traceback" not in server.log.read_text()


# Its workers.


def test_a_killed_worker_comes_back_while_the_other_answers(serve: Callable[..., Running]) -> None:
    server = serve("--workers", "2")
    with Load(server.port).on(4) as load:
        load.until(20)
        before = server.workers()
        assert len(before) == 2
        os.kill(min(before), signal.SIGKILL)
        wait(lambda: len(server.workers() - before) == 1)
        load.until(load.answered + 50)
    # What the killed one had in hand, and no more: one request of each client at most.
    assert len(load.lost) <= 4
    page = server.get("/metrics").text
    counted = re.search(r'route="/ask",status="303"} ([\d.]+)', page)
    assert counted
    # The figures of all workers, also of the one that is gone, but what it died with before it was counted.
    assert float(counted[1]) >= load.answered - 4


def test_workers_end_with_a_killed_server(serve: Callable[..., Running]) -> None:
    server = serve("--workers", "2")
    assert server.get("/healthz").status_code == 200
    workers = [psutil.Process(pid) for pid in server.workers()]
    server.process.kill()
    _, alive = psutil.wait_procs(workers, timeout=30)
    assert alive == []


# Its connections.


def read_all(connection: socket.socket) -> bytes:
    received = b""
    try:
        while piece := connection.recv(65_536):
            received += piece
    except ConnectionResetError:
        # It was closed while there was more to read.
        return received
    return received


def test_what_comes_slowly_or_without_end_is_not_waited_for(standing: Running) -> None:
    head = b"POST /ask HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    with (
        standing.socket() as silent,
        standing.socket() as slow,
        standing.socket() as endless,
        standing.socket() as refused,
    ):
        slow.sendall(head + b"X-")
        endless.sendall(head + b"X: " + b"x" * 40_000)
        refused.sendall(head + b"Content-Length: 9000000\r\n\r\nquestion=")
        assert read_all(endless).startswith(b"HTTP/1.1 400")
        # It is told why at once, and may go on sending for a while: a browser would else not read it.
        assert refused.recv(12) == b"HTTP/1.1 413"
        refused.sendall(b"x" * 1_000_000)
        assert read_all(refused)
        # A client itself would wait for longer.
        assert read_all(silent) == read_all(slow) == b""


def test_the_end_of_a_large_body_is_not_taken_for_a_head(standing: Running) -> None:
    body = b"{" * 700_000
    head = b"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    with standing.socket() as connection:
        # Twice over the same connection, each in one piece.
        for _ in range(2):
            connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            assert connection.recv(12) == b"HTTP/1.1 422"
            while b"problems/" not in connection.recv(65_536):
                pass


_TO_US = b"Host: 127.0.0.1\r\nConnection: close\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"POST / HTTP/1.1\r\n" + _TO_US + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\n" + _TO_US + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST / HTTP/1.1\r\n" + _TO_US + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + _TO_US + b"X: y\rZ: z\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + _TO_US + b"Host: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_two_servers_could_read_differently_is_refused(standing: Running, sent: bytes) -> None:
    with standing.socket() as connection:
        connection.sendall(sent)
        received = read_all(connection)
    assert re.match(rb"HTTP/1.1 4\d\d |$", received)
