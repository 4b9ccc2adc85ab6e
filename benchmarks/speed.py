"""Speed and size of answering: `make bench` prints the table that stands in BENCHMARKS.md.

Cold: a new process for each run, from start to last byte, the packs compiled before. Warm: one engine, the
questions of `benchmarks/questions.txt` in turn. Every figure is of the machine named in the first line.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

QUESTIONS = Path(__file__).with_name("questions.txt").read_text(encoding="utf-8").splitlines()
COLD_RUNS = 21
WARM_ROUNDS = 20
LOADS = 21


def main() -> None:
    """Measure, and print Markdown."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["CITEWELL_HOME"] = home
        rows = [*cold(home), *warm(), *packs()]
    print(f"Machine: {machine()}\n")
    print("| what | measured | wanted |\n|---|---|---|")
    for what, measured, wanted in rows:
        print(f"| {what} | {measured} | {wanted} |")


def cold(home: str) -> list[tuple[str, str, str]]:
    """`citewell ask` as a whole process; the first run also compiles the pack."""
    command = [sys.executable, "-m", "citewell", "ask", QUESTIONS[0], "--no-pager"]
    # An installed package has its bytecode beside it; a fresh checkout gets it in the first run.
    environment = {**os.environ, "CITEWELL_HOME": home, "PYTHONDONTWRITEBYTECODE": ""}
    first = timed(lambda: run(command, environment))
    text = [timed(lambda: run(command, environment)) for _ in range(COLD_RUNS)]
    as_json = [timed(lambda: run([*command, "--format", "json"], environment)) for _ in range(COLD_RUNS)]
    return [
        ("first `citewell ask`, nothing compiled yet", seconds([first]), ""),
        (f"cold `citewell ask`, text, median of {COLD_RUNS}", seconds(text), "≤ 0.5 s"),
        (f"cold `citewell ask --format json`, median of {COLD_RUNS}", seconds(as_json), "≤ 0.5 s"),
        ("peak memory of a cold `citewell ask`", peak_of(command, environment), "< 120 MB"),
    ]


def warm() -> list[tuple[str, str, str]]:
    """`Engine.answer` in one process, recording to the ledger off."""
    from citewell.config import settings_from
    from citewell.engine import Engine

    opened = time.perf_counter()
    engine = Engine.open(settings_from({**os.environ, "CITEWELL_RECORD": "no"}))
    opening = time.perf_counter() - opened
    for question in QUESTIONS:
        engine.answer(question)
    taken = [
        timed(lambda question=question: engine.answer(question))
        for _ in range(WARM_ROUNDS)
        for question in QUESTIONS
    ]
    sentence = "78 F, L1 wedge fracture yesterday, no leg weakness, pain 8/10"
    patient = [timed(lambda: engine.apply(sentence)) for _ in range(100)]
    return [
        ("`Engine.open`, pack compiled", f"{opening * 1000:.0f} ms", ""),
        (f"warm `Engine.answer`, p50 of {len(taken)}", milliseconds(taken, 50), "≤ 5 ms"),
        (f"warm `Engine.answer`, p99 of {len(taken)}", milliseconds(taken, 99), "≤ 20 ms"),
        (f"warm `Engine.apply`, p50 of {len(patient)}", milliseconds(patient, 50), ""),
    ]


def packs() -> list[tuple[str, str, str]]:
    """Every shipped pack loaded, and checked with the bases; and the size of what is shipped."""
    from citewell.config import content_folder, settings_from
    from citewell.guidelines.cache import load_packs
    from citewell.guidelines.checks import check_together

    settings = settings_from({**os.environ, "CITEWELL_PACKS": ""})
    shelf = content_folder() / "packs"
    loaded = [timed(lambda: load_packs(settings.packs, settings.cache)) for _ in range(LOADS)]
    taken = [timed(lambda: check_together(settings.packs, (), imported=True)) for _ in range(3)]
    files = list(shelf.rglob("*.yaml"))
    size = sum(path.stat().st_size for path in files)
    return [
        (
            f"load {len(settings.packs)} packs, compiled, best of {LOADS}",
            f"{min(loaded) * 1000:.0f} ms",
            "≤ 30 ms",
        ),
        (f"`packs check`, {len(files)} files, {size / 1000:.0f} kB", seconds(taken), "≤ 3 s"),
    ]


def run(command: Sequence[str], environment: dict[str, str]) -> bytes:
    """The output of a command that must succeed."""
    return subprocess.run(command, env=environment, check=True, capture_output=True).stdout


def timed(action: Callable[[], object]) -> float:
    """Seconds an action takes; what it gives is thrown away afterwards."""
    begun = time.perf_counter()
    given = action()
    taken = time.perf_counter() - begun
    del given
    return taken


def peak_of(command: Sequence[str], environment: dict[str, str]) -> str:
    """The largest resident size of a command, as the system accounts it to a finished child."""
    script = (
        "import json,resource,subprocess,sys;"
        "subprocess.run(json.loads(sys.argv[1]),check=True,capture_output=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    printed = run([sys.executable, "-c", script, json.dumps(list(command))], environment)
    return f"{int(printed) / 1024:.0f} MB"


def seconds(taken: Sequence[float]) -> str:
    """The median, with the range."""
    spread = f" ({min(taken):.2f} to {max(taken):.2f})" if len(taken) > 1 else ""
    return f"{statistics.median(taken):.2f} s{spread}"


def milliseconds(taken: Sequence[float], percentile: int) -> str:
    """A percentile in milliseconds."""
    at = statistics.quantiles(taken, n=100)[percentile - 1]
    return f"{at * 1000:.1f} ms"


def machine() -> str:
    """The processor, its cores and the Python that ran."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        model = next(
            (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model
        )
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


if __name__ == "__main__":
    main()
