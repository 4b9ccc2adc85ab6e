"""Which text answers a question: four public collections, ranked by bm25s and by our search."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from citewell.evaluation.baselines import BM25, Ranker
from citewell.evaluation.collections import Searcher, Unit, searcher, units_of
from citewell.evaluation.data import Row
from citewell.evaluation.ranking import MAP, MRR, NDCG, RECALL, judged
from citewell.evaluation.records import OURS, Measure, Part, Scored
from citewell.evaluation.suite import Bench, Suite

DEPTH = 100
Grades = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Where the questions of a suite stand, and what is right. label: what they are broken down by."""

    file: str
    collections: tuple[str, ...]
    question: str
    grades: Callable[[Row], Grades]
    key: str = "_id"
    label: str = ""


def scored(bench: Bench, *, task: Task) -> Iterator[Scored]:
    """Every question to which the collection holds an answer."""
    rows = [row for row in bench.data.rows(task.file) if any(task.grades(row).values())]
    asked = bench.sample(rows, key=lambda row: str(row[task.key]))
    units = units_of(bench, task.collections)
    ranker = Ranker([unit.whole for unit in units]) if bench.baseline else None
    with searcher(units, bench) as ours:
        for row in bench.watched(asked, task.file):
            yield _question(row, task, ours, ranker, units)


def _question(row: Row, task: Task, ours: Searcher, ranker: Ranker | None, units: list[Unit]) -> Scored:
    text, grades = str(row[task.question]), task.grades(row)
    scores: dict[str, dict[str, Part]] = {}
    if ranker:
        theirs = [units[n].id for n in ranker.ranking(text, depth=DEPTH)]
        scores[BM25] = judged(theirs, grades)
    scores[OURS] = judged(ours.ranking(text, depth=DEPTH), grades)
    labels = {task.label: str(row[task.label])} if row.get(task.label) else {}
    return Scored(id=str(row[task.key]), text=text, labels=labels, scores=scores)


def _listed(row: Row, *, name: str) -> Grades:
    return dict.fromkeys(map(str, row[name]), 1)


def _qrels(row: Row) -> Grades:
    grades: Grades = row["qrels"]
    return grades


def _suite(title: str, task: Task, references: Mapping[str, str], **floors: float) -> Suite:
    """A suite with the four measures of a ranking. floors: of nDCG@10, by the name `ndcg`."""
    titles = {NDCG: "nDCG@10", MAP: "MAP@10", MRR: "MRR@10", RECALL: "R@100"}
    return Suite(
        id=task.file,
        title=title,
        file=task.file,
        needs=task.collections,
        measures=tuple(
            Measure(
                id=id_,
                title=name,
                reference=references.get(id_, ""),
                floor=floors.get("ndcg") if id_ == NDCG else None,
            )
            for id_, name in titles.items()
        ),
        systems=(BM25, OURS),
        run=partial(scored, task=task),
        notes=("Questions to which the collection holds no answer are left out.",),
    )


SUITES = (
    _suite(
        "SciFact: claim to abstract",
        Task(file="scifact", collections=("scifact.corpus",), question="text", grades=_qrels),
        {NDCG: "BM25 .679 on its 300 test claims"},
    ),
    _suite(
        "BioASQ: question to snippet",
        Task(
            file="bioasq",
            collections=("bioasq.corpus",),
            question="text",
            grades=partial(_listed, name="snippets"),
            label="type",
        ),
        {NDCG: "BM25 .715", RECALL: "BM25 .903"},
        ndcg=0.75,
    ),
    _suite(
        "MedEvidence: question to the studies of a review",
        Task(
            file="medevidence",
            collections=("medevidence.corpus", "abstract-pool"),
            question="question",
            grades=partial(_listed, name="sources"),
            key="question_id",
        ),
        {NDCG: "BM25 .614"},
    ),
    _suite(
        "LiveQA: consumer question, summarised, to judged answers",
        Task(file="liveqa", collections=("liveqa.corpus",), question="summ", grades=_qrels),
        {NDCG: "BM25 .579", MAP: "BM25 .452", MRR: "BM25 .645 (both halves)"},
        ndcg=0.62,
    ),
)
