"""How time grows with packs: `make bench-packs` prints the table that stands in BENCHMARKS.md.

For 1, 4 and 100 packs, each in a process of its own. Beyond the shipped packs they are made up
(`made_packs`): of the shipped ones' mean size, on the same base. Times are of the processor: what is measured
runs in one thread and waits for nothing, so that on an idle machine a clock on the wall shows the same.
"""

import gc
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from citewell.config import Recording, Settings, settings_from
from citewell.engine import Engine
from citewell.guidelines.cache import load_packs
from citewell.guidelines.checks import check_together
from citewell.guidelines.ownership import own_part
from citewell.model.guidelines import GuidelinePack
from made_packs import questions_on, size_of, write_pack
from speed import machine

COUNTS = (1, 4, 100)
LOADS = 21
ROUNDS = 10
ASKED = Path(__file__).with_name("questions.txt").read_text(encoding="utf-8").splitlines()
_PATIENT = re.compile(r"\d+ (?:year old|F\b)")
ROWS = (
    ("files", "{files:,}"),
    ("load, compiled: best and median of {loads}", "{load_best:.1f} and {load_median:.1f} ms"),
    ("load and compile for the first time", "{compile:.1f} s"),
    ("open the engine, packs compiled", "{open:.0f} ms"),
    ("first answer after that", "{first:.0f} ms"),
    ("warm `Engine.answer`, p50", "{p50:.1f} ms"),
    ("warm `Engine.answer`, p99", "{p99:.1f} ms"),
    ("warm, a question about a patient, p50", "{patient:.1f} ms"),
    ("`packs check` over all", "{check:.2f} s"),
    ("memory at most, before the check", "{memory:.0f} MB"),
)


def main() -> None:
    """Make the packs, measure each count in a process of its own, and print Markdown."""
    counts = [int(each) for each in sys.argv[1:]] or list(COUNTS)
    with tempfile.TemporaryDirectory() as made:
        folders, questions = packs_for(max(counts), Path(made))
        measured = [in_its_own_process(folders[:count], questions[:count], Path(made)) for count in counts]
    print(f"Machine: {machine()}\n")
    print("| packs | " + " | ".join(f"{count}" for count in counts) + " |")
    print("|---" * (len(counts) + 1) + "|")
    for what, form in ROWS:
        cells = (form.format(**each) for each in measured)
        print(f"| {what.format(loads=LOADS)} | " + " | ".join(cells) + " |")


def packs_for(count: int, shelf: Path) -> tuple[list[Path], list[tuple[str, ...]]]:
    """The folders of so many packs, the shipped ones first, and by pack the questions to ask of it."""
    settings = settings_from({**os.environ, "CITEWELL_HOME": str(shelf / "home"), "CITEWELL_PACKS": ""})
    shipped = load_packs(settings.packs, settings.cache)
    folders = sorted(settings.packs, key=lambda folder: folder.name != "vertebral-fracture")
    size = size_of([own_part(pack) for pack in shipped])
    imports = {each.id: each.version for pack in shipped for each in pack.imports}
    first = [pack for pack in shipped if pack.id != "vertebral-fracture"]
    questions = [tuple(ASKED), *map(_asked_of, first)]
    for number in range(count - len(folders)):
        folders.append(write_pack(shelf, number, size, imports=imports))
        questions.append(questions_on(number, size))
    return folders, questions


def _asked_of(pack: GuidelinePack) -> tuple[str, ...]:
    """Questions that the pack's own topics name, and its cases."""
    named = [question for topic in pack.topics for question in topic.questions[:2]]
    tried = [case.question for case in pack.cases if case.question]
    return tuple((*named, *tried)[:20])


def in_its_own_process(
    folders: Sequence[Path], questions: Sequence[tuple[str, ...]], made: Path
) -> dict[str, float]:
    """The figures of some packs, measured by this program in a process of its own."""
    told = {
        "home": str(made / f"home-{len(folders)}"),
        "packs": [str(folder) for folder in folders],
        "questions": [question for each in questions for question in each][:200],
    }
    command = [sys.executable, __file__, "--measure"]
    done = subprocess.run(command, input=json.dumps(told), capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def measure() -> None:
    """Read which packs from the input, and print their figures as JSON."""
    told = json.load(sys.stdin)
    os.environ["CITEWELL_HOME"] = told["home"]
    folders = tuple(Path(folder) for folder in told["packs"])
    settings = replace(settings_from(), packs=folders, record=Recording.NO, encoder="none")
    figures = {**loading(settings), **answering(settings, told["questions"])}
    figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures["check"] = timed(lambda: check_together(folders, (), imported=True))
    print(json.dumps({"files": sum(len(list(f.rglob("*.yaml"))) for f in folders), **figures}))


def loading(settings: Settings) -> dict[str, float]:
    """Seconds to compile the packs, and milliseconds to load them compiled."""
    compiled = timed(lambda: load_packs(settings.packs, settings.cache))
    time.sleep(2.1)  # What was changed in the last two seconds is read again, not known by its date.
    load_packs(settings.packs, settings.cache)
    loads = [1000 * timed(lambda: load_packs(settings.packs, settings.cache)) for _ in range(LOADS)]
    return {"compile": compiled, "load_best": min(loads), "load_median": statistics.median(loads)}


def answering(settings: Settings, questions: Sequence[str]) -> dict[str, float]:
    """Milliseconds of the engine: opened, its first answer, and its answers once all was asked before."""
    Engine.open(settings)  # The gate's judgement of the packs is made with the first engine, and kept.
    gc.collect()
    begun = time.process_time()
    engine = Engine.open(settings)
    opened = time.process_time()
    engine.answer(questions[0])
    first = time.process_time()
    for question in questions:
        engine.answer(question)
    rounds = ROUNDS if len(questions) < 100 else 3
    taken = [
        1000 * timed(lambda question=question: engine.answer(question))  # type: ignore[misc]
        for _ in range(rounds)
        for question in questions
    ]
    asked = list(questions) * rounds
    of_patients = [took for took, question in zip(taken, asked, strict=True) if _PATIENT.search(question)]
    cuts = statistics.quantiles(taken, n=100)
    return {
        "open": 1000 * (opened - begun),
        "first": 1000 * (first - opened),
        "p50": cuts[49],
        "p99": cuts[98],
        "patient": statistics.median(of_patients),
    }


def timed(action: Callable[[], object]) -> float:
    """Seconds of the processor that an action takes; what it gives is thrown away afterwards."""
    begun = time.process_time()
    given = action()
    taken = time.process_time() - begun
    del given
    return taken


if __name__ == "__main__":
    measure() if "--measure" in sys.argv else main()
