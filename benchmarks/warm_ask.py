"""Times `Engine.answer` in one process over the questions of a JSON list on stdin; prints one line.

Ten answers come first that are not counted. Memory is the most that this process ever held.
"""

import json
import resource
import statistics
import sys
import time
from dataclasses import replace

from citewell.config import settings_from
from citewell.engine import Engine


def main() -> None:
    """Ask, and print the quantiles."""
    engine = Engine.open(replace(settings_from(), record=False))
    questions = json.load(sys.stdin)
    for question in questions[:10]:
        engine.answer(question)
    taken = sorted(_milliseconds(engine, question) for question in questions)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    p99 = taken[int(len(taken) * 0.99)]
    print(
        f"p50 {statistics.median(taken):.1f} ms, p99 {p99:.1f} ms, "
        f"{len(taken)} questions, {peak:.0f} MB at most"
    )


def _milliseconds(engine: Engine, question: str) -> float:
    began = time.perf_counter()
    engine.answer(question)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
