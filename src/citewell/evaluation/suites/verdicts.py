"""PubMedQA: is a study's question answered yes, no or maybe by its abstract without the conclusion?

Jin et al., PubMedQA, EMNLP 2019. Citewell gives no such verdicts: it quotes a sentence and says which way the
effect goes. What is measured is whether that reading leads to the judges' verdict.
"""

from collections.abc import Iterator

from citewell.evaluation.data import SHARED, Row
from citewell.evaluation.records import OURS, Measure, Part, Scored
from citewell.evaluation.suite import Bench, Suite
from citewell.evaluation.suites.sentences import MAJORITY, TRAINED
from citewell.retrieval.evidence import stance
from citewell.text.sentences import sentences

_COMMONEST = "yes"


def scored(bench: Bench) -> Iterator[Scored]:
    """Each question with its abstract."""
    abstracts = {str(row["_id"]): row for row in bench.data.rows("pubmedqa.corpus", split=SHARED)}
    rows = bench.sample(list(bench.data.rows("pubmedqa")), key=lambda one: str(one["_id"]))
    for row in bench.watched(rows, "pubmedqa"):
        told = sentences(str(abstracts[str(row["doc"])]["text"]))
        ours = _judged(row, str(stance(str(row["text"]), told)))
        scores = {MAJORITY: _judged(row, _COMMONEST), OURS: ours} if bench.baseline else {OURS: ours}
        yield Scored(
            id=str(row["_id"]), text=str(row["text"]), labels={"label": str(row["label"])}, scores=scores
        )


def _judged(row: Row, verdict: str) -> dict[str, Part]:
    return {"accuracy": (float(row["label"] == verdict), 1.0)}


SUITE = Suite(
    id="pubmedqa",
    title="PubMedQA: yes, no or maybe",
    file="pubmedqa",
    needs=("pubmedqa.corpus",),
    measures=(Measure(id="accuracy", title="accuracy", reference="majority .552, people .78"),),
    systems=(MAJORITY, OURS),
    run=scored,
    notes=("The majority is the verdict 'yes'.", TRAINED),
)
