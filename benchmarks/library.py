"""The library at work: filling it, asking it, what it costs. Prints the tables of BENCHMARKS.md.

    python benchmarks/library.py DATA

DATA is a folder with `ngc-2018.tar.xz`, `suite-shared.tar.zst`, `suite-dev.tar.zst`, `questions-dev.jsonl`.
Each library is filled in a data folder of its own, by the command as a user types it. Memory is that of the
whole tree of processes, looked at every 50 ms.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from speed import machine

COLD_RUNS = 11
ASKED_OF_EACH = 60
_SUITES = {
    "bioasq": "text",
    "liveqa": "summ",
    "medevidence": "question",
    "pubmedqa": "text",
    "scifact": "text",
}


def main() -> None:
    """Measure, and print Markdown."""
    data = Path(sys.argv[1])
    rows = [*guidelines(data), *collections(data)]
    print(f"Machine: {machine()}\n")
    print("| what | measured | wanted |\n|---|---|---|")
    for what, measured, wanted in rows:
        print(f"| {what} | {measured} | {wanted} |")


def guidelines(data: Path) -> Iterator[tuple[str, str, str]]:
    """NGC: filled, filled again, asked cold and warm, judged."""
    with tempfile.TemporaryDirectory() as home:
        archive = data / "ngc-2018.tar.xz"
        seconds, peak = filled(home, archive)
        yield "NGC archive to published index", f"{seconds:.1f} s", "≤ 60 s"
        yield "its peak memory, all processes", f"{peak:.0f} MB", "< 1,500 MB"
        seconds, _ = filled(home, archive)
        yield "the same again, nothing new", f"{seconds:.1f} s", ""
        yield "the library on disk", f"{size_of(Path(home) / 'library'):.0f} MB", ""
        questions = [json.loads(line)["question"] for line in lines(data / "questions-dev.jsonl")]
        yield "cold `citewell ask`, median", cold(home, questions[:COLD_RUNS]), "≤ 0.7 s"
        yield "warm `ask`, judged questions", warm(home, questions), ""
        yield "judged questions", judged(home, data), "≥ .60, ≥ .30, ≥ .90"


def collections(data: Path) -> Iterator[tuple[str, str, str]]:
    """All collections of the suites together."""
    with tempfile.TemporaryDirectory() as home:
        seconds, peak = filled(home, data / "suite-shared.tar.zst")
        counts = json.loads(citewell(home, "library", "stats", "--format", "json"))
        held = f"{counts['sources']:,} sources, {counts['passages']:,} passages"
        yield f"all collections ({held}) to published index", f"{seconds:.1f} s", ""
        yield "its peak memory, all processes", f"{peak:.0f} MB", ""
        yield "warm `ask` over them", warm(home, list(questions_of(data))), "p50 ≤ 15, p99 ≤ 60 ms; < 400 MB"


def filled(home: str, archive: Path) -> tuple[float, float]:
    """Seconds, and the peak of resident memory in MB, of filling a library from an archive."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "citewell", "ingest", str(archive)],
        env={**os.environ, "CITEWELL_HOME": home},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    peak, stop = [0.0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, stop))
    watcher.start()
    process.wait()
    stop.set()
    watcher.join()
    return time.perf_counter() - began, peak[0]


def _watch(session: int, peak: list[float], stop: threading.Event) -> None:
    while not stop.wait(0.05):
        peak[0] = max(peak[0], sum(_resident(session)))


def _resident(session: int) -> Iterator[float]:
    """The resident memory in MB of each process of a session, pages that several share counted for each."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                yield int(fields[21]) * resource.getpagesize() / 1e6
        except (OSError, IndexError, ValueError):
            continue


def cold(home: str, questions: Sequence[str]) -> str:
    """`citewell ask` as a whole process, a question each; the first compiles and is not counted."""
    citewell(home, "ask", questions[0], "--no-record")
    taken = []
    for question in questions:
        began = time.perf_counter()
        citewell(home, "ask", question, "--no-record")
        taken.append(time.perf_counter() - began)
    return f"{statistics.median(taken):.2f} s ({min(taken):.2f}–{max(taken):.2f})"


def warm(home: str, questions: Sequence[str]) -> str:
    """The line of `benchmarks/warm_ask.py`."""
    return _script(home, "warm_ask.py", stdin=json.dumps(list(questions)))


def judged(home: str, data: Path) -> str:
    """The first figures of `citewell evaluate run ngc`."""
    from citewell.evaluation.figures import rows_of
    from citewell.evaluation.running import read_run

    run = Path(home) / "run.json"
    citewell(home, "evaluate", "run", "ngc", "--no-baseline", "--data", str(data), "--out", str(run))
    rows = rows_of(read_run(run).suites[0])[:3]
    return ", ".join(f"{row.measure.title} {row.ours.value:.2f}" for row in rows if row.ours)


def _script(home: str, name: str, *arguments: str, stdin: str = "") -> str:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name(name)), *arguments],
        env={**os.environ, "CITEWELL_HOME": home},
        input=stdin,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def questions_of(data: Path) -> Iterator[str]:
    """Questions of every suite, evenly spaced."""
    from citewell.ingest.archives import Member, members_of

    for member in members_of([data / "suite-dev.tar.zst"]):
        name = Path(member.origin).stem
        if isinstance(member, Member) and name in _SUITES:
            rows = [json.loads(line) for line in member.data.splitlines() if line]
            for row in rows[:: max(1, len(rows) // ASKED_OF_EACH)][:ASKED_OF_EACH]:
                yield row[_SUITES[name]]


def citewell(home: str, *arguments: str) -> str:
    """What a command prints."""
    command = [sys.executable, "-m", "citewell", *arguments]
    done = subprocess.run(
        command, env={**os.environ, "CITEWELL_HOME": home}, capture_output=True, text=True, check=True
    )
    return done.stdout


def size_of(folder: Path) -> float:
    """Megabytes on disk."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def lines(path: Path) -> list[str]:
    """The lines of a file."""
    return path.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    main()
