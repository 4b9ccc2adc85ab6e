"""`citewell serve` as a process of its own, its workers watched from outside (Linux: /proc)."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PATIENCE = 120.0
# All clients are one address here.
_KINDS = ("asking", "hooks", "other")
_LIMITS = tuple(word for kind in _KINDS for word in ("--limit", f"{kind}=100000000/minute"))


class Server:
    """A server on a free port of this machine, until `stop`."""

    def __init__(self, home: str, *, workers: int) -> None:
        command = [sys.executable, "-m", "citewell", "serve", "--port", "0", "--workers", str(workers)]
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            [*command, "--log", "faults", *_LIMITS],
            env={**os.environ, "CITEWELL_HOME": home, "CITEWELL_RECORD": "no"},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.workers_wanted = workers
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        self.port = int(said.partition(" (")[0].rpartition(":")[2])
        self._until_ready()
        self.opened_in = time.perf_counter() - self.began

    def _until_ready(self) -> None:
        """Every worker answers once it is open; with the last one all are."""
        until = time.perf_counter() + _PATIENCE
        while time.perf_counter() < until:
            try:
                self.get("/readyz")
            except OSError:
                time.sleep(0.1)
                continue
            # A worker that still opens takes nobody in; the others do.
            if all(_threads_of(pid) > 1 for pid in self.workers) and len(self.workers) == self.workers_wanted:
                return
            time.sleep(0.1)
        raise SystemExit("the server did not become ready")

    def get(self, path: str) -> str:
        """What is at a path. Raises OSError."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=_PATIENCE) as reply:
            return str(reply.read().decode())

    @property
    def workers(self) -> list[int]:
        """The processes that answer, by id; the server itself where it has no others."""
        own = self._process.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        return [int(pid) for pid in children if b"spawn_main" in _command_of(pid)] or [own]

    @property
    def computed(self) -> int:
        """How many answers were made so far, and not given again."""
        lines = self.get("/metrics").splitlines()
        counted = (line for line in lines if line.startswith("citewell_answers_total"))
        return int(sum(float(line.rpartition(" ")[2]) for line in counted if 'kept="no"' in line))

    def processor(self) -> dict[int, float]:
        """Seconds of a processor that each worker has taken."""
        return {pid: _seconds_of(pid) for pid in self.workers}

    def memory(self) -> dict[int, tuple[float, float]]:
        """Megabytes that each worker holds: all, with the pages of files, which they share; its own alone."""
        return {pid: _memory_of(pid) for pid in self.workers}

    def terminate(self) -> None:
        """Ask it to end, as an operator does (SIGTERM)."""
        self._process.send_signal(signal.SIGTERM)

    def ended(self) -> int:
        """Its exit status, once it has ended."""
        return self._process.wait(_PATIENCE)

    def stop(self) -> None:
        """End it."""
        if self._process.poll() is None:
            self.terminate()
            self.ended()


def _command_of(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _fields_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _threads_of(pid: int) -> int:
    return int(_fields_of(pid)[17])


def _seconds_of(pid: int) -> float:
    fields = _fields_of(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory_of(pid: int) -> tuple[float, float]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    said = {name: value.split() for name, _, value in (line.partition(":") for line in lines)}
    return int(said["VmRSS"][0]) * 1024 / 1e6, int(said["RssAnon"][0]) * 1024 / 1e6
