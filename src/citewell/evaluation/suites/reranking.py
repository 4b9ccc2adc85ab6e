"""MEDIQA 2019, task 3: answers to a consumer's question put in order, and the wrong ones filtered out.

Ben Abacha, Shivade and Demner-Fushman, Overview of the MEDIQA 2019 shared task, BioNLP 2019. An answer with 3
or 4 of 4 points is right. The filter keeps what scores at least so large a share of the question's best; the
share is chosen on the other half of the questions, and so is the baseline's guess.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citewell.evaluation.baselines import BM25, Ranker
from citewell.evaluation.collections import Unit, searcher
from citewell.evaluation.data import Row
from citewell.evaluation.ranking import hits
from citewell.evaluation.records import OURS, Measure, Part, Scored
from citewell.evaluation.suite import Bench, Suite
from citewell.evaluation.suites.sentences import MAJORITY
from citewell.retrieval.search import search

SHIPPED = "shipped order"
_RIGHT = 3
_SHARES = tuple(step / 20 for step in range(21))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with its answers as they were shipped: which are right, and what each scored with us."""

    row: Row
    right: tuple[bool, ...]
    scores: tuple[float, ...]
    bm25: tuple[int, ...]


def scored(bench: Bench) -> Iterator[Scored]:
    """Each question with its answers."""
    rows = bench.sample(list(bench.data.rows("mediqa2019-qa")), key=lambda one: str(one["_id"]))
    asked = list(_asked(bench, rows))
    halves = asked[0::2], asked[1::2]
    for number, one in enumerate(asked):
        yield _question(bench, one, others=halves[1 - number % 2])


def _asked(bench: Bench, rows: Sequence[Row]) -> Iterator[_Asked]:
    units = [Unit(_key(row, answer), "", str(answer["text"])) for row in rows for answer in row["answers"]]
    with searcher(units, bench) as ours:
        for row in bench.watched(rows, "mediqa2019-qa"):
            answers, text = row["answers"], str(row["text"])
            found = search(ours.index, text, documents=len(units), encoder=ours.encoder)
            scores = {hit.document: hit.score for hit in found.documents}
            ranker = Ranker([str(answer["text"]) for answer in answers])
            yield _Asked(
                row=row,
                right=tuple(answer["score"] >= _RIGHT for answer in answers),
                scores=tuple(scores.get(_key(row, answer), 0.0) for answer in answers),
                bm25=tuple(ranker.ranking(text, depth=len(answers))),
            )


def _key(row: Row, answer: Row) -> str:
    return f"{row['_id']}/{answer['aid']}"


def _question(bench: Bench, one: _Asked, *, others: Sequence[_Asked]) -> Scored:
    order = sorted(range(len(one.scores)), key=lambda n: (-one.scores[n], n))
    ours = {**_mrr(one, order), "filter": _filtered(one, _best_share(others))}
    scores = {OURS: ours}
    if bench.baseline:
        every = [right for other in others for right in other.right]
        guess = sum(every) * 2 >= len(every)
        kept = (float(sum(right is guess for right in one.right)), float(len(one.right)))
        scores |= {
            SHIPPED: _mrr(one, range(len(one.right))),
            BM25: _mrr(one, one.bm25),
            MAJORITY: {"filter": kept},
        }
    return Scored(id=str(one.row["_id"]), text=str(one.row["text"]), scores=scores)


def _mrr(one: _Asked, order: Sequence[int]) -> dict[str, Part]:
    """MRR, and whether the first is right; a question without a right answer has neither."""
    return hits([one.right[n] for n in order], (1,)) if any(one.right) else {}


def _best_share(asked: Sequence[_Asked]) -> float:
    """The share of the best score that filters these questions best; the smallest of several."""
    return max(_SHARES, key=lambda share: (sum(_filtered(one, share)[0] for one in asked), -share))


def _filtered(one: _Asked, share: float) -> Part:
    """How many answers are judged as they should be, of how many."""
    least = share * max(one.scores, default=0.0)
    kept = [score >= least for score in one.scores]
    return float(sum(a is b for a, b in zip(kept, one.right, strict=True))), float(len(kept))


SUITE = Suite(
    id="mediqa2019-qa",
    title="MEDIQA 2019: a consumer's question and the answers found for it",
    file="mediqa2019-qa",
    measures=(
        Measure(id="mrr", title="MRR of the order", reference="as shipped .895, tf-idf .706"),
        Measure(id="hit@1", title="first answer right"),
        Measure(id="filter", title="accuracy of the filter"),
    ),
    systems=(SHIPPED, BM25, MAJORITY, OURS),
    run=scored,
    notes=("Ours does not use the shipped order, which knows how far each answer's website is trusted.",),
)
