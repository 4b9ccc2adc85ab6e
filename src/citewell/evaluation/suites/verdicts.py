"""PubMedQA: is a study's question answered yes, no or maybe by its abstract without the conclusion?

Jin et al., PubMedQA, EMNLP 2019. We do not answer such questions: the verdict is what follows from the effect
that the best evidence sentence says. An effect is "yes", none is "no"; where it says neither, the answer is
the commonest, "yes". "Maybe" is never given.
"""

from collections.abc import Iterator

from citewell.engine.encoders import opened
from citewell.evaluation.data import SHARED, Row
from citewell.evaluation.parts import evidence
from citewell.evaluation.records import OURS, Measure, Part, Scored
from citewell.evaluation.suite import Bench, Suite
from citewell.evaluation.suites.sentences import MAJORITY
from citewell.model.answers import Effect
from citewell.text.sentences import sentences

_COMMONEST = "yes"
_VERDICTS = {Effect.INCREASED: "yes", Effect.DECREASED: "yes", Effect.NO_DIFFERENCE: "no"}


def scored(bench: Bench) -> Iterator[Scored]:
    """Each question with its abstract."""
    abstracts = {str(row["_id"]): row for row in bench.data.rows("pubmedqa.corpus", split=SHARED)}
    rank = evidence().rank
    encoder = opened(bench.settings)
    rows = bench.sample(list(bench.data.rows("pubmedqa")), key=lambda one: str(one["_id"]))
    for row in bench.watched(rows, "pubmedqa"):
        told = sentences(str(abstracts[str(row["doc"])]["text"]))
        ranked = rank(str(row["text"]), told, encoder=encoder)
        effect = ranked[0].effect if ranked else None
        ours = _judged(row, _COMMONEST if effect is None else _VERDICTS[effect])
        if effect is not None:
            ours["told"] = ours["accuracy"]
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
    measures=(
        Measure(id="accuracy", title="accuracy", reference="majority .552, people .78"),
        Measure(id="told", title="the same, where the sentence says an effect"),
    ),
    systems=(MAJORITY, OURS),
    run=scored,
    notes=("'Maybe' is never given: an effect, or none, is read off one sentence.",),
)
