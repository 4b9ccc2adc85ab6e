"""K-QA: what of a physician's answer to a patient's question our answer says, from guidelines alone.

Manes et al., K-QA: A Real-World Medical Q&A Benchmark, BioNLP 2024: statements that an answer must have, and
that are nice to have. Both measures are proxies (see `quoting`). The library holds guidelines for clinicians:
much that patients ask is in none, and what is there is quoted, not explained.
"""

from collections.abc import Iterator, Sequence

from citewell.evaluation.answers import Given, answer_to, taken_apart
from citewell.evaluation.baselines import BM25, Passages
from citewell.evaluation.data import Row
from citewell.evaluation.quoting import contradicted, covers
from citewell.evaluation.records import OURS, Better, Measure, Part, Scored
from citewell.evaluation.suite import Bench, Suite
from citewell.evaluation.suites.guidelines import MOST_QUOTED, engine_with_library, plain
from citewell.model.answers import Audience


def scored(bench: Bench) -> Iterator[Scored]:
    """Each question asked as a patient."""
    rows = bench.sample(list(bench.data.rows("kqa")), key=lambda one: str(one["_id"]))
    engine, shelf = engine_with_library(bench.settings)
    baseline = Passages(shelf.library.documents()) if bench.baseline else None
    for row in bench.watched(rows, "kqa"):
        text = str(row["Question"])
        answer = answer_to(text, engine, name=str(row["_id"]), audience=Audience.PATIENT)
        given = taken_apart(answer, engine)
        scores = {OURS: _judged(row, given)}
        if baseline:
            scores[BM25] = _judged(row, plain(baseline.best(text, depth=MOST_QUOTED)))
        yield Scored(id=str(row["_id"]), text=text, scores=scores)


def _judged(row: Row, given: Given) -> dict[str, Part]:
    must, nice = row["Must_have"], row["Nice_to_have"]
    answered = not given.abstained
    parts = {
        "must": _share(covers(given.said, point) for point in must),
        "nice": _share(covers(given.said, point) for point in nice),
        "abstained": (float(given.abstained), 1.0),
    }
    if answered:
        parts["must-answered"] = parts["must"]
        parts["turned"] = _share(contradicted(given.stated, point) for point in (*must, *nice))
        parts["quotations"] = (float(len(given.quoted)), 1.0)
    return parts


def _share(holds: Iterator[bool] | Sequence[bool]) -> Part:
    listed = list(holds)
    return float(sum(listed)), float(len(listed))


SUITE = Suite(
    id="kqa",
    title="K-QA: patients' questions, answered from guidelines",
    file="kqa",
    measures=(
        Measure(id="must", title="must-have statements covered", proxy=True),
        Measure(id="must-answered", title="the same, where we answer", proxy=True),
        Measure(id="nice", title="nice-to-have statements covered", proxy=True),
        Measure(id="turned", title="statements turned round", better=Better.LOWER, proxy=True),
        Measure(id="abstained", title="abstained", better=Better.INFORMATIVE),
        Measure(id="quotations", title="quotations in an answer", better=Better.INFORMATIVE),
    ),
    systems=(BM25, OURS),
    run=scored,
    notes=("The library is guidelines for clinicians; which questions it can answer was not judged.",),
)
