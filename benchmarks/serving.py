"""A server under load on this machine: prints the tables of BENCHMARKS.md.

    python benchmarks/serving.py DATA [--home FOLDER] [--seconds N] [--steady MINUTES] [--shutdown] [--kill]

DATA is a folder with `ngc-2018.tar.xz` and `questions-dev*.jsonl`. Without --home a library is made of it,
and taken away. `citewell serve --workers 2` runs as its users run it; the clients are one other process.

An answer is one call of the API, or a question asked in a browser with the page it leads to, by turns, for
all three readers. Cold: each is asked for the first time. Warm: all were asked before. Mixed: of ten asked,
one was never asked before.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from asked import again, asks_of, described, mixed, new
from load import Ask, Clients, Log
from server import Server
from speed import machine

CLIENTS = (1, 8, 32)
WORKERS = 2
PACE = 170
# computed: how many of them were made, and not given again. workers, driver: their share of one processor.
# load: the load average as it ended, with everything else on the machine.
_COLUMNS = (
    *("state", "clients", "answers/s", "p50", "p99", "longest"),
    *("computed", "failed", "workers", "driver", "load"),
)


def main() -> None:
    """Measure, and print Markdown."""
    told = _arguments()
    with _home(told.home, told.data) as home:
        asks = asks_of(told.data)[: told.asks]
        print(f"Machine: {machine()}, load average {os.getloadavg()[0]:.1f} as it began")
        print(f"Data: the library of ngc-2018.tar.xz; {described(asks)}")
        if not told.only:
            _print(load(home, asks, seconds=told.seconds))
        if told.shutdown:
            _print(shutdown(home, asks))
        if told.kill:
            _print(kill(home, asks))
        if told.steady:
            _print(steady(home, asks, minutes=told.steady, rate=told.rate))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path, help="the folder of archives and question files")
    parser.add_argument("--home", help="a data folder with the library in it")
    parser.add_argument("--seconds", type=float, default=20, help="for how long each figure is measured")
    parser.add_argument("--asks", type=int, help="ask only so many of the requests, to try it out")
    parser.add_argument("--steady", type=float, metavar="MINUTES", help="also watch the memory for so long")
    parser.add_argument("--rate", type=float, default=100, help="answers a second of the steady run")
    parser.add_argument("--shutdown", action="store_true", help="also end it under load")
    parser.add_argument("--kill", action="store_true", help="also kill a worker under load")
    parser.add_argument("--only", action="store_true", help="nothing but what the other options name")
    return parser.parse_args()


@contextmanager
def _home(named: str | None, data: Path) -> Iterator[str]:
    if named:
        yield named
        return
    with tempfile.TemporaryDirectory() as home:
        subprocess.run(
            [sys.executable, "-m", "citewell", "ingest", str(data / "ngc-2018.tar.xz")],
            env={**os.environ, "CITEWELL_HOME": home},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        yield home


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured of one state with so many clients.

    computed: how many answers were made. clients: seconds of a processor they took. shares: of a processor,
    what each worker took.
    """

    log: Log
    seconds: float
    computed: int
    clients: float
    shares: tuple[float, ...]

    def row(self, state: str, clients: int) -> str:
        """A line of the table."""
        taken = sorted(1000 * latency for _, latency in self.log.taken)
        failed = len(self.log.cut) + len(self.log.refused) + len(self.log.wrong)
        p50, p99 = _percentile(taken, 50), _percentile(taken, 99)
        shares = "/".join(f"{100 * share:.0f}" for share in self.shares)
        return (
            f"| {state} | {clients} | {len(taken) / self.seconds:.0f} | {p50:.1f} ms | {p99:.1f} ms "
            f"| {taken[-1]:.0f} ms | {100 * self.computed / len(taken):.0f} % | {failed} "
            f"| {shares} % | {100 * self.clients / self.seconds:.0f} % | {os.getloadavg()[0]:.1f} |"
        )


def measured(
    server: Server, asks: Iterator[Ask], *, clients: int, seconds: float | None, pause: float = 0.0
) -> Figures:
    """Clients at work for so long, or until nothing is left to ask. pause: as of `Clients`."""
    computed, busy, own = server.computed, server.processor(), time.process_time()
    began = time.perf_counter()
    with Clients(server.port, clients, asks, pause=pause) as at_work:
        if seconds is None:
            at_work.wait()
        else:
            time.sleep(seconds)
    lasted = time.perf_counter() - began
    after = server.processor()
    shares = tuple((after[pid] - busy.get(pid, 0.0)) / lasted for pid in after)
    if at_work.log.wrong:
        print(f"wrong: {at_work.log.wrong[0]}", file=sys.stderr)
    return Figures(
        log=at_work.log,
        seconds=lasted,
        computed=server.computed - computed,
        clients=time.process_time() - own,
        shares=shares,
    )


def load(home: str, asks: Sequence[Ask], *, seconds: float) -> Iterator[str]:
    """The table of answers per second and their latencies."""
    server = Server(home, workers=WORKERS)
    try:
        yield f"Ready {server.opened_in:.1f} s after the command, {WORKERS} workers."
        yield from _head(*_COLUMNS)
        yield measured(server, iter(asks), clients=8, seconds=None).row("cold", 8)
        _warm_up(server, asks)
        known, unknown = again(asks), new(asks)
        for clients in CLIENTS:
            yield measured(server, known, clients=clients, seconds=seconds).row("warm", clients)
        for clients in CLIENTS:
            yield measured(server, mixed(known, unknown), clients=clients, seconds=seconds).row(
                "mixed", clients
            )
        # As fast as they can, all clients soon wait for what is new: here it comes at an even rate.
        paced = mixed(known, unknown)
        figures = measured(server, paced, clients=32, seconds=seconds, pause=32 / PACE)
        yield figures.row(f"mixed, at most {PACE} a second", 32)
        yield f"\nMemory of the workers: {_megabytes(server)}."
    finally:
        server.stop()


def _warm_up(server: Server, asks: Sequence[Ask]) -> None:
    """Ask until every worker has made every answer."""
    for _ in range(12):
        if not measured(server, iter(asks), clients=16, seconds=None).computed:
            return


def _megabytes(server: Server) -> str:
    return ", ".join(f"{all_:.0f} MB ({own:.0f} its own)" for all_, own in server.memory().values())


def steady(home: str, asks: Sequence[Ask], *, minutes: float, rate: float) -> Iterator[str]:
    """The memory of the workers while a mix is asked at an even rate."""
    server = Server(home, workers=WORKERS)
    try:
        yield from _head("minute", "answers/s", "p50", "p99", "failed", "memory of each worker", "load")
        yield f"| 0 | | | | | {_megabytes(server)} | |"
        sizes = []
        with Clients(server.port, 16, mixed(again(asks), new(asks)), pause=16 / rate) as at_work:
            for minute in range(1, round(minutes) + 1):
                seen = len(at_work.log.taken)
                time.sleep(60)
                taken = sorted(1000 * latency for _, latency in at_work.log.taken[seen:])
                failed = len(at_work.log.cut) + len(at_work.log.refused) + len(at_work.log.wrong)
                sizes.append(sum(own for _, own in server.memory().values()))
                yield (
                    f"| {minute} | {len(taken) / 60:.0f} | {_percentile(taken, 50):.1f} ms "
                    f"| {_percentile(taken, 99):.1f} ms | {failed} | {_megabytes(server)} "
                    f"| {os.getloadavg()[0]:.1f} |"
                )
        half = sizes[len(sizes) // 2 :]
        if len(half) > 1:
            slope = statistics.linear_regression(range(len(half)), half).slope
            yield f"\nIn the second half all workers together grew by {slope:.1f} MB a minute."
    finally:
        server.stop()


def shutdown(home: str, asks: Sequence[Ask]) -> Iterator[str]:
    """What clients see when the server is asked to end while they ask."""
    server = Server(home, workers=WORKERS)
    try:
        with Clients(server.port, 16, new(asks)) as at_work:
            time.sleep(3)
            asked_to_end = time.perf_counter()
            server.terminate()
            status = server.ended()
            lasted = time.perf_counter() - asked_to_end
            time.sleep(0.5)
        log = at_work.log
        under_way = sum(now - latency < asked_to_end < now for now, latency in log.taken)
        lost = sum(sent < asked_to_end for sent, _ in log.cut)
        yield (
            f"\nSIGTERM under load: it ended after {lasted:.1f} s with status {status}; of what was asked "
            f"before, {under_way} were under way and answered, {lost} lost; of what was asked after it, "
            f"{sum(now - latency >= asked_to_end for now, latency in log.taken)} were answered, "
            f"{len(log.cut) - lost} found the kept connection closed, {len(log.refused)} were refused."
        )
    finally:
        server.stop()


def kill(home: str, asks: Sequence[Ask]) -> Iterator[str]:
    """What clients see when a worker is killed while they ask, and when there are two again."""
    server = Server(home, workers=WORKERS)
    try:
        with Clients(server.port, 16, again(asks)) as at_work:
            time.sleep(5)
            before, killed = set(server.workers), time.perf_counter()
            os.kill(min(before), signal.SIGKILL)
            back = _seconds_until_back(server, before)
            time.sleep(3)
        log = at_work.log
        others = sum(now > killed for now, _ in log.taken)
        yield (
            f"\nA worker killed under load: {len(log.cut)} requests were cut off, {len(log.refused)} "
            f"refused, {len(log.wrong)} answered wrongly; {others} were answered after it; a new worker "
            f"was there after {back:.1f} s."
        )
    finally:
        server.stop()


def _seconds_until_back(server: Server, before: set[int]) -> float:
    began = time.perf_counter()
    while time.perf_counter() - began < 60:
        now = server.processor()
        new = set(now) - before
        # What was begun is at work once it has opened its engine, which takes a second of a processor.
        if len(now) == WORKERS and any(now[pid] > 1 for pid in new):
            return time.perf_counter() - began
        time.sleep(0.1)
    raise SystemExit("the worker did not come back")


def _percentile(ordered: Sequence[float], share: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)] if ordered else 0.0


def _head(*columns: str) -> Iterator[str]:
    yield f"\n| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
